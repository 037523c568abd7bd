/**
 * Stands in for Ink's lineUpdate, which finds what of a row has changed. For a row with a single character beyond
 * ASCII, such as the sidebar's edge, that one cuts both rows into clusters: 3 ms for a screen of 200×50. Here rows of
 * plain characters need no cutting, and all others are left to it. What is written is the same, byte by byte.
 */
import {isSimple} from '../simple-text.ts';
import {remember, rowsRemembered} from './remember.ts';

type LineUpdate = (previous: string, next: string, columns: number | undefined) => string;

/** SGR with any parameters, as Ink looks for it; from a place on. */
const sgr = /\u001b\[[\d;]*m/y;

type Row = {
	/** without its styles; undefined when it is not all plain */
	readonly words: string | undefined;
	readonly styles: ReadonlyArray<{readonly at: number; readonly code: string}>;
};

/** Found without `matchAll`, whose matches were a fifth of all that a flood leaves to the garbage collector. */
const rowOf: (row: string) => Row = remember(row => {
	const styles: Array<{at: number; code: string}> = [];
	let words = '';
	let from = 0;
	for (let at = row.indexOf(esc); at !== -1; at = row.indexOf(esc, at + 1)) {
		sgr.lastIndex = at;
		if (!sgr.test(row)) return {words: undefined, styles};
		words += row.slice(from, at);
		from = sgr.lastIndex;
		styles.push({at, code: row.slice(at, from)});
	}
	words += row.slice(from);
	return {words: isSimple(words) ? words : undefined, styles};
}, rowsRemembered);

const esc = '\u001b';
const toColumn = (column: number): string => `\u001b[${column + 1}G`;
const eraseEnd = '\u001b[K';

/** @param original Ink's own function */
export const lineUpdateOver =
	(original: LineUpdate): LineUpdate =>
	(previous, next, columns) => {
		const [before, after] = [rowOf(previous), rowOf(next)];
		if (before.words === undefined || after.words === undefined || !columns || columns < 1) {
			return original(previous, next, columns);
		}
		const common = commonLength(previous, next);
		const full = toColumn(0) + eraseEnd + next;
		const column = plainBefore(common, after);
		if (column === 0 || column >= columns) return full;
		if (before.words.length > columns || after.words.length > columns) return full;
		const {offset, styles} = stylesAt(column, after);
		const partial = toColumn(column) + eraseEnd + styles + next.slice(offset);
		return partial.length < full.length ? partial : full;
	};

const commonLength = (one: string, other: string): number => {
	const most = Math.min(one.length, other.length);
	let length = 0;
	while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length++;
	return length;
};

/** Characters in what is common. A style that is common only in part counts as changed. */
const plainBefore = (common: number, {styles}: Row): number => {
	let length = common;
	for (const {at, code} of styles) {
		if (at >= common) break;
		length -= Math.min(code.length, common - at);
	}
	return length;
};

/** Where a row goes on behind so many characters, and the styles that hold there. */
const stylesAt = (count: number, row: Row): {offset: number; styles: string} => {
	let offset = count;
	let styles = '';
	for (const {at, code} of row.styles) {
		if (at > offset) break;
		offset += code.length;
		styles += code;
	}
	return {offset, styles};
};
