/** A goal that the program is held to, and what was seen of it. */
import {digits, percentile} from './numbers.ts';

export type Row = {
	what: string;
	goal: string;
	seen: string;
	held: boolean;
	/** true for what may never fail, on whatever machine: loss, doubles, order */
	must?: boolean;
};

/** @param scale 1 for the full size; less for a quick look, with less to say */
export type Trial = {name: string; run: (scale: number) => Promise<Row[]>};

/** Rows as people read them: what did not hold stands out at the left. */
export const rowTable = (rows: readonly Row[]): string => {
	const widths = (['what', 'goal'] as const).map(column => Math.max(...rows.map(row => row[column].length)));
	return rows
		.map(({what, goal, seen, held}) =>
			[markOf(goal, held), what.padEnd(widths[0]!), goal.padEnd(widths[1]!), seen].join('  ').trimEnd(),
		)
		.join('\n');
};

/** So many at the full size, and never none. */
export const scaled = (count: number, scale: number): number => Math.max(1, Math.round(count * scale));

/** Something that may not happen at all. */
export const never = (what: string, count: number, among: string): Row => ({
	what,
	goal: '0',
	seen: `${digits(count)} in ${among}`,
	held: count === 0,
	must: true,
});

/** A time that all but one in a hundred have to keep to, in ms. */
export const withinAt99 = (what: string, goalMs: number, times: readonly number[]): Row => {
	const p99 = percentile(times, 99);
	return {
		what,
		goal: `≤ ${digits(goalMs)} ms`,
		seen: `p99 ${digits(p99)} ms, p50 ${digits(percentile(times, 50))} ms, ${digits(times.length)} times`,
		held: p99 <= goalMs,
	};
};

/** A time that none may go beyond, in ms. */
export const withinAlways = (what: string, goalMs: number, times: readonly number[]): Row => {
	const worst = percentile(times, 100);
	return {
		what,
		goal: `≤ ${digits(goalMs)} ms`,
		seen: `worst ${digits(worst)} ms, p50 ${digits(percentile(times, 50))} ms, ${digits(times.length)} times`,
		held: worst <= goalMs,
	};
};

/** What is only told has no goal. */
const markOf = (goal: string, held: boolean): string => {
	if (goal === '–') return '·';
	return held ? '✓' : '✗';
};
