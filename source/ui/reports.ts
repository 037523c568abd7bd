/**
 * What a terminal says without being typed on: the mouse, the focus, and answers to what it was asked.
 * Sources: xterm's ctlseqs (SGR mouse 1006, focus 1004, OSC 11, CPR, DA1); Contour's colour scheme reports (mode 2031).
 */

/** Rows and columns are cells, from 0. */
export type Mouse = {
	readonly type: 'mouse';
	readonly kind: 'press' | 'release' | 'wheel' | 'move';
	/** left, middle, right; for the wheel -1 for up and 1 for down */
	readonly button: -1 | 0 | 1 | 2;
	readonly column: number;
	readonly row: number;
};

/** The window came to the front, or went. */
export type Focus = {readonly type: 'focus'; readonly focused: boolean};

/** What a terminal answered. */
export type Answer =
	/** CSI row ; column R. From 0. */
	| {readonly of: 'cursor'; readonly row: number; readonly column: number}
	/** DA1, CSI ? … c: every terminal answers it, in its turn */
	| {readonly of: 'attributes'}
	/** OSC 11, the background: parts of 1 */
	| {readonly of: 'background'; readonly red: number; readonly green: number; readonly blue: number}
	/** CSI ? 997 ; n n: light or dark is what the person chose now */
	| {readonly of: 'scheme'; readonly background: 'dark' | 'light'};

/** @property answer undefined for one that nobody asked for, or for no key of ours */
export type Report = {readonly type: 'report'; readonly answer?: Answer};

/** A screen with more cells to a side is none, and such a number a broken one. */
const farthest = 10_000;

const wheels = [-1, 1] as const;
const buttons = [0, 1, 2] as const;

/** `CSI < code ; column ; row`, and M for a press or m for a release. */
export const mouseReport = (parameters: string, final: string): Mouse | Report => {
	const [, code, column, row] = /^<(\d{1,3});(\d{1,5});(\d{1,5})$/.exec(parameters) ?? [];
	const bits = Number(code);
	const place = {column: Number(column) - 1, row: Number(row) - 1};
	const isPlace = place.column >= 0 && place.row >= 0 && place.column < farthest && place.row < farthest;
	if (code === undefined || !isPlace || bits >= 128) return {type: 'report'};
	if (bits & 64) {
		const button = wheels[bits & 3];
		// Sideways means nothing here.
		return button === undefined ? {type: 'report'} : {type: 'mouse', kind: 'wheel', button, ...place};
	}
	const button = buttons[bits & 3];
	if (bits & 32) return {type: 'mouse', kind: 'move', button: button ?? 0, ...place};
	if (button === undefined) return {type: 'report'};
	return {type: 'mouse', kind: final === 'M' ? 'press' : 'release', button, ...place};
};

/** What stands between CSI and the last letter of a report that is neither mouse nor focus. */
export const csiReport = (parameters: string, final: string): Report => {
	const numbers = /^(?:\?)?(\d{1,5});(\d{1,5})$/.exec(parameters)?.slice(1).map(Number);
	const [first = 0, second = 0] = numbers ?? [];
	if (final === 'R' && numbers)
		return {type: 'report', answer: {of: 'cursor', row: first - 1, column: second - 1}};
	if (final === 'c' && parameters.startsWith('?')) return {type: 'report', answer: {of: 'attributes'}};
	if (final === 'n' && first === 997) {
		const background = second === 2 ? 'light' : 'dark';
		return {type: 'report', answer: {of: 'scheme', background}};
	}
	return {type: 'report'};
};

const colour = /^\u001b\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?![\da-f])/i;

/** A string that the terminal sent: OSC, DCS and their like. */
export const stringReport = (raw: string): Report => {
	const parts = colour.exec(raw)?.slice(1);
	if (!parts) return {type: 'report'};
	// Each part has as many digits as its terminal likes (XParseColor).
	const [red = 0, green = 0, blue = 0] = parts.map(
		digits => Number.parseInt(digits, 16) / (16 ** digits.length - 1),
	);
	return {type: 'report', answer: {of: 'background', red, green, blue}};
};
