/**
 * Right-to-left text that keeps to its place. Terminals that reorder it (VTE, Konsole, mlterm, Terminal.app) take a row
 * of the screen for one paragraph (UAX 9): two names in Hebrew with nothing but blanks, digits and lines between them are
 * one run there, and change places with all that is between. Isolates and marks would part them, but they take no column,
 * and terminals drop them or keep them with the cell before and out of the reckoning. So one blank of each gap is a
 * character that looks the same, is strongly left-to-right, and is a cell like any other.
 */

/** BRAILLE PATTERN BLANK: Bidi_Class L, one column, nothing to be seen. */
export const fence = '\u2800';

/** Blocks of Bidi_Class R and AL, as DerivedBidiClass.txt reserves them. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

export const isRightToLeft = (text: string): boolean => rightToLeft.test(text);

/** What stands between two texts of which neither may reorder the other. */
export const blankBetween = (one: string, other: string): string =>
	isRightToLeft(one) || isRightToLeft(other) ? fence : ' ';

/** Gaps between columns, margins, and blanks beside lines. Styles may stand at the ends of a row. */
const gaps = /^(?:\u001b\[[\d;]*m)* | {2,}| (?=│)|(?<=[│»]) | (?:\u001b\[[\d;]*m)*$/g;

/** A row of the screen with a fence in each of its gaps; itself where nothing runs from right to left. */
export const fenced = (row: string): string =>
	isRightToLeft(row) ? row.replaceAll(gaps, gap => gap.replace(' ', fence)) : row;
