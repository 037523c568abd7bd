/**
 * The line in which one writes, where there is no screen: the last rows of what was printed, which are all that is
 * ever taken back. What changes is written and nothing else, so that a screen reader hears each letter once.
 */
import type {EditorLayout} from '../editor-layout.ts';
import {boundaryAt} from '../graphemes.ts';
import {columns} from '../wrap.ts';

/** Rows on the terminal, and the cursor's cell among them. */
export type InputLine = EditorLayout;

export const blankLine: InputLine = {rows: [''], row: 0, column: 0};

/** Writes one input line over another one. */
export type Pen = {
	/** what makes the terminal show `after` where it shows `before` */
	readonly change: (before: InputLine, after: InputLine) => string;
	/** what takes a line away; the cursor is at the start of its first row then */
	readonly erase: (before: InputLine) => string;
};

const csi = (count: number, final: string): string => (count > 0 ? `\u001b[${count}${final}` : '');

const isBlank = ({rows}: InputLine): boolean => rows.length === 1 && rows[0] === '';

/** The text that two rows begin with, in whole clusters of both. */
const sharedStart = (one: string, other: string): string => {
	let end = 0;
	while (end < one.length && one[end] === other[end]) end++;
	// A mark that joins the last letter changes that letter.
	while (end > 0 && (boundaryAt(one, end) !== end || boundaryAt(other, end) !== end)) end--;
	return one.slice(0, end);
};

type Cell = {readonly row: number; readonly column: number};

const move = (from: Cell, to: Cell): string => {
	const rows = csi(from.row - to.row, 'A') + csi(to.row - from.row, 'B');
	const by = to.column - from.column;
	return rows + (by === 0 ? '' : to.column === 0 ? '\r' : csi(by, 'C') + csi(-by, 'D'));
};

const firstDifference = (before: InputLine, after: InputLine): number => {
	const most = Math.max(before.rows.length, after.rows.length);
	for (let row = 0; row < most; row++) if (before.rows[row] !== after.rows[row]) return row;
	return most;
};

/** For terminals that move a cursor: ECMA-48's CUU, CUD, CUF, CUB, ED and EL. */
export const movingPen: Pen = {
	change: (before, after) => {
		const first = firstDifference(before, after);
		const {rows} = after;
		if (first === Math.max(before.rows.length, rows.length)) return move(before, after);
		// Rows that are only gone are cut off below the last one that stays.
		if (first === rows.length) {
			const end = {row: first - 1, column: columns(rows[first - 1]!)};
			return `${move(before, end)}\u001b[J${move(end, after)}`;
		}
		const kept = first < before.rows.length ? sharedStart(before.rows[first]!, rows[first]!) : '';
		const starts = first < before.rows.length;
		const from = starts
			? {row: first, column: columns(kept)}
			: {row: first - 1, column: columns(rows[first - 1]!)};
		const fresh = rows.slice(first).map((row, index) => (index === 0 ? row.slice(kept.length) : row));
		const isLonger = starts && before.rows.slice(first).join('').length > kept.length;
		const written = (starts ? '' : '\r\n') + fresh.join(isLonger ? '\u001b[K\r\n' : '\r\n');
		const end = {row: rows.length - 1, column: columns(rows.at(-1)!)};
		return move(before, from) + written + (isLonger ? '\u001b[J' : '') + move(end, after);
	},
	erase: before => (isBlank(before) ? '' : `${csi(before.row, 'A')}\r\u001b[J`),
};

/** For terminals of which nothing is known but backspace and carriage return (TERM=dumb). Knows one row. */
export const overtypingPen: Pen = {
	change: (before, after) => {
		const [old = ''] = before.rows;
		const [now = ''] = after.rows;
		const kept = sharedStart(old, now);
		const from = columns(kept);
		const rest = now.slice(kept.length);
		const blanks = ' '.repeat(Math.max(0, columns(old) - columns(now)));
		if (rest === '' && blanks === '') return steps(before.column, after.column, now);
		return (
			steps(before.column, from, old) + rest + blanks + '\b'.repeat(columns(now + blanks) - after.column)
		);
	},
	erase: before => (isBlank(before) ? '' : `\r${' '.repeat(columns(before.rows[0]!))}\r`),
};

/** Moves within a row: back by backspaces, on by writing again what stands there. */
const steps = (from: number, to: number, row: string): string => {
	if (to <= from) return '\b'.repeat(from - to);
	let before = '';
	let at = 0;
	while (at < row.length && columns(before) < to) {
		at = boundaryAt(row, at + 1);
		before = row.slice(0, at);
	}
	let start = 0;
	while (start < at && columns(row.slice(0, start)) < from) start = boundaryAt(row, start + 1);
	return before.slice(start);
};
