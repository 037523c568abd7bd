/**
 * What terminals send for keys: xterm's encodings, and those of the kitty keyboard protocol once a program
 * has asked for them (https://sw.kovidgoyal.net/kitty/keyboard-protocol/, "disambiguate escape codes").
 */

/** Final byte of `CSI 1 ; modifiers X`. */
const lettered: Readonly<Record<string, string>> = {
	up: 'A',
	down: 'B',
	right: 'C',
	left: 'D',
	end: 'F',
	home: 'H',
	f1: 'P',
	f2: 'Q',
	f3: 'R',
	f4: 'S',
};

/** Number of `CSI n ; modifiers ~`. */
const numbered: Readonly<Record<string, number>> = {
	insert: 2,
	delete: 3,
	pageup: 5,
	pagedown: 6,
	f5: 15,
	f6: 17,
	f7: 18,
	f8: 19,
	f9: 20,
	f10: 21,
	f11: 23,
	f12: 24,
};

const characters: Readonly<Record<string, string>> = {
	enter: '\r',
	tab: '\t',
	escape: '\u001b',
	backspace: '\u007f',
	space: ' ',
	plus: '+',
};

/** Signs that need Shift on a US keyboard, and the keys that they are on. */
const shifted: Readonly<Record<string, string>> = {_: '-', '+': '=', '?': '/', ':': ';', '^': '6'};

const modifiers: Readonly<Record<string, number>> = {shift: 1, alt: 2, ctrl: 4};

/**
 * The bytes of a key such as `enter`, `ctrl+n`, `alt+a`, `shift+tab`, `alt+left`, `f7` or `x`.
 * @param kitty encode as the kitty keyboard protocol does
 */
export const encodeKey = (key: string, kitty = false): string => {
	const parts = key.split('+');
	const name = parts.pop()!;
	const held = parts.reduce((sum, part) => sum + modifier(part), 0);
	const letter = lettered[name];
	if (letter !== undefined) {
		if (held !== 0) return `\u001b[1;${held + 1}${letter}`;
		return name.startsWith('f') ? `\u001bO${letter}` : `\u001b[${letter}`;
	}
	const number = numbered[name];
	if (number !== undefined) return `\u001b[${number}${held === 0 ? '' : `;${held + 1}`}~`;
	const character = characters[name] ?? name;
	if ([...character].length !== 1) throw new Error(`There is no key "${key}".`);
	const unshifted = shifted[character];
	if (kitty && held > 1 && unshifted !== undefined)
		return `\u001b[${unshifted.charCodeAt(0)}:${character.charCodeAt(0)};${held + 2}u`;
	if (kitty && (held > 1 || name === 'escape' || (held === 1 && name in characters && name !== 'space')))
		return `\u001b[${character.codePointAt(0)}${held === 0 ? '' : `;${held + 1}`}u`;
	return encodeCharacter(character, held, key);
};

const modifier = (name: string): number => {
	const value = modifiers[name];
	if (value === undefined) throw new Error(`There is no modifier "${name}".`);
	return value;
};

const encodeCharacter = (character: string, held: number, key: string): string => {
	const alt = (held & 2) === 0 ? '' : '\u001b';
	if ((held & 4) !== 0) {
		const code = character === ' ' ? 0 : character.toUpperCase().charCodeAt(0) - 0x40;
		if (code < 0 || code > 0x1f) throw new Error(`Terminals have no bytes for "${key}".`);
		return alt + String.fromCharCode(code);
	}
	if ((held & 1) !== 0) return character === '\t' ? `${alt}\u001b[Z` : alt + character.toUpperCase();
	return alt + character;
};
