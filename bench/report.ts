/** What measurements print: tables, and goals that were met or not. */
import {digits} from './numbers.ts';
import {type Row, rowTable} from './trial.ts';

export {digits, median, percentile} from './numbers.ts';

type Cells = readonly (string | number)[];

/** The first column to the left, the others to the right. */
export const table = (head: Cells, rows: readonly Cells[]): string => {
	const cells = [head, ...rows].map(row => row.map(cell => (typeof cell === 'number' ? digits(cell) : cell)));
	const widths = head.map((_, column) => Math.max(...cells.map(row => (row[column] ?? '').length)));
	const line = (row: readonly string[]): string =>
		row
			.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
			.join('  ');
	const [first, ...rest] = cells.map(line);
	return [first, '─'.repeat(first!.length), ...rest].join('\n');
};

/** Numbers of one run by name, unit and all, such as `µs of CPU per message`. */
export type Figures = Readonly<Record<string, number>>;

/** What a measurement prints, the goals it is held to, and the numbers that can be compared with another build's. */
export type Report = {
	title: string;
	text: string;
	goals: readonly Row[];
	figures?: Figures;
};

/** Did everything hold that must never fail, on whatever machine? */
export const isSound = (rows: readonly Row[]): boolean => rows.every(({held, must}) => held || !must);

/** Prints a report. False when something failed that must never fail, on whatever machine. */
export const print = (report: Report): boolean => {
	console.log(`\n${report.title}\n\n${report.text}\n\n${rowTable(report.goals)}`);
	return isSound(report.goals);
};

/** Runs one measurement by itself, as in `node bench/<name>.ts --quick`. */
export const runAlone = async (measure: (quick: boolean) => Promise<Report>): Promise<void> => {
	if (!print(await measure(process.argv.includes('--quick')))) process.exitCode = 1;
};
