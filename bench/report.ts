/** Numbers as people read them: medians, percentiles, tables, and goals that were met or not. */

export const median = (values: readonly number[]): number => percentile(values, 50);

/** @param rank from 0 to 100; the value at or above that share of all (nearest rank) */
export const percentile = (values: readonly number[], rank: number): number => {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? Number.NaN;
};

/** A number with three significant digits, thousands apart. */
export const digits = (value: number): string => {
	if (!Number.isFinite(value)) return '–';
	if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
	return String(Number(value.toPrecision(3)));
};

type Row = readonly (string | number)[];

/** The first column to the left, the others to the right. */
export const table = (head: Row, rows: readonly Row[]): string => {
	const cells = [head, ...rows].map(row => row.map(cell => (typeof cell === 'number' ? digits(cell) : cell)));
	const widths = head.map((_, column) => Math.max(...cells.map(row => (row[column] ?? '').length)));
	const line = (row: readonly string[]): string =>
		row
			.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
			.join('  ');
	const [first, ...rest] = cells.map(line);
	return [first, '─'.repeat(first!.length), ...rest].join('\n');
};

/** A goal and what was measured. A missed `must` is an error; a missed other goal is only shown. */
export type Goal = {says: string; met: boolean; must?: boolean};

/** What a measurement prints, and the goals it is held to. */
export type Report = {title: string; text: string; goals: readonly Goal[]};

/** Prints a report. False when something failed that must never fail, on whatever machine. */
export const print = ({title, text, goals}: Report): boolean => {
	console.log(`\n${title}\n\n${text}\n`);
	for (const {says, met} of goals) console.log(`${met ? '✓' : '✗'} ${says}`);
	return goals.every(({met, must}) => met || !must);
};

/** Runs one measurement by itself, as in `node bench/<name>.ts --quick`. */
export const runAlone = async (measure: (quick: boolean) => Promise<Report>): Promise<void> => {
	if (!print(await measure(process.argv.includes('--quick')))) process.exitCode = 1;
};
