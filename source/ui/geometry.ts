/** Where everything stands on a screen of a given size. All numbers are terminal cells. */
export type Geometry = {
	readonly columns: number;
	readonly rows: number;
	/** smaller than a chat can be */
	readonly tooSmall: boolean;
	/** the rules under the header and above the status line, given up where rows are few */
	readonly rules: boolean;
	/** 0 when hidden; the line to its right is not counted */
	readonly sidebar: number;
	readonly pane: {readonly width: number; readonly height: number};
	readonly composer: {readonly width: number; readonly mostRows: number};
};

export const smallest = {columns: 30, rows: 8} as const;

/** At this many columns and fewer the messages need all of them. */
const narrow = 60;
/** With fewer rows than this the rules go. */
const low = 14;
/** What stands before the text in the composer: ` › `. */
export const promptColumns = 3;

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

/** @param composerRows rows that the composer takes now, with the banner above it */
export const geometry = (
	columns: number,
	rows: number,
	sidebarWanted: boolean,
	composerRows: number,
): Geometry => {
	const sidebar = sidebarWanted && columns > narrow ? clamp(Math.round(columns * 0.2), 16, 26) : 0;
	const rules = rows >= low;
	const chrome = 2 + (rules ? 2 : 0) + composerRows;
	return {
		columns,
		rows,
		tooSmall: columns < smallest.columns || rows < smallest.rows,
		rules,
		sidebar,
		pane: {
			width: Math.max(1, columns - (sidebar === 0 ? 0 : sidebar + 1)),
			height: Math.max(1, rows - chrome),
		},
		composer: {
			width: Math.max(1, columns - promptColumns),
			mostRows: clamp(Math.floor(rows / 3), 1, 6),
		},
	};
};
