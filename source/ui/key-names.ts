/**
 * Names of keys, by what terminals send for them. Sources: xterm's ctlseqs; rxvt's and the Linux console's manuals; the
 * kitty keyboard protocol.
 */

export const controlKeys: Readonly<Record<string, string>> = {
	'\r': 'enter',
	'\n': 'ctrl+j',
	'\t': 'tab',
	'\u007f': 'backspace',
	'\b': 'ctrl+h',
	'\u0000': 'ctrl+space',
	'\u001c': 'ctrl+\\',
	'\u001d': 'ctrl+]',
	'\u001e': 'ctrl+^',
	'\u001f': 'ctrl+_',
};

/** The last letter of CSI and SS3 sequences. Small ones are rxvt's, with Shift; behind SS3 with Ctrl. */
export const letterKeys: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	E: 'clear',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
	Z: 'shift+tab',
	M: 'enter',
};

/** The number before `~`. */
export const numberKeys: Readonly<Record<string, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

/** What rxvt puts in place of `~` for keys that are held. */
export const rxvtHolds: Readonly<Record<string, string>> = {$: 'shift+', '^': 'ctrl+', '@': 'ctrl+shift+'};

/** Code points that kitty gives to keys without a character of their own. */
const kittyKeys: Readonly<Record<string, string>> = {
	9: 'tab',
	13: 'enter',
	27: 'escape',
	32: 'space',
	127: 'backspace',
	57414: 'enter',
	57417: 'left',
	57418: 'right',
	57419: 'up',
	57420: 'down',
	57421: 'pageup',
	57422: 'pagedown',
	57423: 'home',
	57424: 'end',
	57425: 'insert',
	57426: 'delete',
	57427: 'clear',
};

/** The keypad's characters in kitty's order, from 57399 on. */
const firstKeypad = 57399;
const keypad = '0123456789./*-+';

/** What a key types by itself, by its code point; undefined for one that types nothing. */
export const keypadCharacter = (code: number): string | undefined => keypad[code - firstKeypad];

/** The name of a key by its code point. */
export const characterName = (code: number): string | undefined => {
	const named = kittyKeys[code] ?? keypadCharacter(code);
	if (named !== undefined) return named;
	return code > 32 && code < 57344 && !(code >= 0xd800 && code < 0xe000)
		? String.fromCodePoint(code).toLowerCase()
		: undefined;
};

/** All keys that have a name of more than one character, without what is held with them. */
export const keyNames: ReadonlySet<string> = new Set(
	[controlKeys, letterKeys, numberKeys, kittyKeys]
		.flatMap(names => Object.values(names))
		.filter(name => !name.includes('+')),
);
