/** Where everything stands on a screen of a given size. All numbers are terminal cells. */
export type Geometry = {
	readonly columns: number;
	readonly rows: number;
	/** smaller than a chat can be */
	readonly tooSmall: boolean;
	/** the rules under the header and above the status line, given up where rows are few */
	readonly rules: boolean;
	/** 0 when hidden; the line that parts it from the messages is not counted */
	readonly sidebar: number;
	/** the sidebar's first column */
	readonly sidebarLeft: number;
	/** the column of the line between sidebar and messages; 0 for none */
	readonly border: number;
	/** `left` is its first column, `top` its first row */
	readonly pane: {
		readonly left: number;
		readonly top: number;
		readonly width: number;
		readonly height: number;
	};
	readonly composer: {readonly width: number; readonly mostRows: number};
};

export const smallest = {columns: 30, rows: 8} as const;

/** At this many columns and fewer the messages need all of them. */
const narrow = 60;
/** With fewer rows than this the rules go. */
const low = 14;
/** What stands before the text in the composer: ` › `. */
export const promptColumns = 3;

/** What somebody wants of the sidebar. */
export type SidebarWish = {
	readonly show: boolean;
	readonly side: 'left' | 'right';
	/** columns; 0 goes by the window */
	readonly width: number;
};

/** With fewer columns neither names nor messages can be read. */
const leastSidebar = 10;
const leastPane = 40;

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

const sidebarColumns = (columns: number, {show, width}: SidebarWish): number => {
	if (!show || columns <= narrow) return 0;
	if (width === 0) return clamp(Math.round(columns * 0.2), 16, 26);
	return clamp(width, leastSidebar, columns - 1 - leastPane);
};

/** @param composerRows rows that the composer takes now, with the banner above it */
export const geometry = (
	columns: number,
	rows: number,
	wish: SidebarWish,
	composerRows: number,
): Geometry => {
	const sidebar = sidebarColumns(columns, wish);
	const isRight = wish.side === 'right';
	const width = Math.max(1, columns - (sidebar === 0 ? 0 : sidebar + 1));
	const rules = rows >= low;
	const chrome = 2 + (rules ? 2 : 0) + composerRows;
	return {
		columns,
		rows,
		tooSmall: columns < smallest.columns || rows < smallest.rows,
		rules,
		sidebar,
		sidebarLeft: isRight ? columns - sidebar : 0,
		border: sidebar === 0 ? 0 : isRight ? width : sidebar,
		pane: {
			left: sidebar === 0 || isRight ? 0 : sidebar + 1,
			top: rules ? 2 : 1,
			width,
			height: Math.max(1, rows - chrome),
		},
		composer: {
			width: Math.max(1, columns - promptColumns),
			mostRows: clamp(Math.floor(rows / 3), 1, 6),
		},
	};
};
