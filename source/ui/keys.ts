/**
 * What a terminal sends, cut into whole units and named. The input may be split anywhere; replies of the
 * terminal (reports, OSC, DCS) are recognised and never taken for typing.
 *
 * Sources: ECMA-48; xterm's ctlseqs; the kitty keyboard protocol; bracketed paste.
 */
export type Input =
	/** a key by its name, such as `enter`, `ctrl+n`, `alt+left`, `f1` */
	| {type: 'key'; name: string}
	/** typed characters, several when they came at once (an input method, a fast typist) */
	| {type: 'text'; text: string}
	/** pasted text, never a command */
	| {type: 'paste'; text: string}
	/** an answer of the terminal, or something no key of ours sends */
	| {type: 'report'};

/** One unit of input with the exact characters it came as. */
export type Token = {raw: string; input: Input};

const esc = '\u001b';
const pasteStart = '\u001b[200~';
const pasteEnd = '\u001b[201~';

/** More than anybody means to paste, and little enough to hold while a paste has not ended. */
const longestPaste = 4 * 1024 * 1024;

/** ESC and one of these opens a string that ends at BEL or ST: OSC, DCS, APC, PM, SOS. */
const stringOpeners = ']P_^X';

const controlKeys: Readonly<Record<string, string>> = {
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

/** The last letter of CSI and SS3 sequences. */
const letterKeys: Readonly<Record<string, string>> = {
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
const numberKeys: Readonly<Record<string, string>> = {
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
	57426: 'delete',
};

/** xterm's and kitty's modifier parameter is one more than these bits. */
const modified = (name: string, parameter: string | undefined): string => {
	const bits = Math.max(0, Number(parameter ?? '1') - 1);
	const prefix = `${bits & 4 ? 'ctrl+' : ''}${bits & 2 || bits & 32 ? 'alt+' : ''}`;
	return `${prefix}${bits & 1 && !name.startsWith('shift+') ? 'shift+' : ''}${name}`;
};

const key = (name: string | undefined): Input =>
	name === undefined ? {type: 'report'} : {type: 'key', name};

const csiInput = (parameters: string, final: string): Input => {
	if (/^[<=>?]/.test(parameters)) return {type: 'report'};
	const [first = '', second] = parameters.split(';');
	const [modifiers, kind] = (second ?? '').split(':');
	// Kitty's releases are no presses.
	if (kind === '3') return {type: 'report'};
	const held = modifiers === '' ? undefined : modifiers;
	if (final === 'u') {
		const code = first.split(':')[0]!;
		const name = kittyKeys[code] ?? characterName(Number(code));
		return key(name === undefined ? undefined : modified(name, held));
	}
	if (final === '~') {
		const name = first === '27' ? characterName(Number(parameters.split(';')[2])) : numberKeys[first];
		return key(name === undefined ? undefined : modified(name, held));
	}
	// A cursor position report is CSI row ; column R. F3 with modifiers has 1 as its first parameter.
	if (final === 'R' && first !== '1' && first !== '') return {type: 'report'};
	const name = letterKeys[final];
	return key(name === undefined || final === 'M' ? undefined : modified(name, held));
};

const characterName = (code: number): string | undefined => {
	if (kittyKeys[code]) return kittyKeys[code];
	return code > 32 && code < 57344 ? String.fromCodePoint(code).toLowerCase() : undefined;
};

const csi = /^\u001b\u001b?\[([\d;:<=>?]*)([ -/]*)([@-~])/;
const csiStart = /^\u001b\u001b?\[[\d;:<=>?]*[ -/]*$/;
const linuxFunction = /^\u001b\[\[([A-E])/;
const ss3 = /^\u001b\u001b?O(\d?;?\d*)([A-Za-z])/;
const controls = /[\u0000-\u001f\u007f]/;

const withAlt = (raw: string, input: Input): Input =>
	raw.startsWith(esc + esc) && input.type === 'key' ? {type: 'key', name: `alt+${input.name}`} : input;

/** The first unit of a text that is not empty; undefined when more has to come before it can be told. */
const firstToken = (text: string): Token | undefined => {
	if (text[0] !== esc) return plainToken(text);
	if (text.startsWith(pasteStart)) return pasteToken(text);
	if (text.length === 1 || pasteStart.startsWith(text)) return undefined;
	const linux = linuxFunction.exec(text);
	if (linux) return {raw: linux[0], input: key(`f${linux[1]!.charCodeAt(0) - 64}`)};
	if (text === '\u001b[[') return undefined;
	const sequence = csi.exec(text);
	if (sequence) return {raw: sequence[0], input: withAlt(sequence[0], csiInput(sequence[1]!, sequence[3]!))};
	if (csiStart.test(text) || text === esc + esc) return undefined;
	const function_ = ss3.exec(text);
	if (function_) {
		const modifiers = /\d+$/.exec(function_[1]!)?.[0];
		const name = letterKeys[function_[2]!];
		return {raw: function_[0], input: withAlt(function_[0], key(name && modified(name, modifiers)))};
	}
	if (/^\u001b\u001b?O[\d;]*$/.test(text)) return undefined;
	if (stringOpeners.includes(text[1]!)) return stringToken(text);
	return altToken(text);
};

const plainToken = (text: string): Token => {
	const at = text.search(controls);
	if (at !== 0) {
		const raw = at === -1 ? text : text.slice(0, at);
		return {raw, input: {type: 'text', text: raw}};
	}
	const raw = text[0]!;
	return {raw, input: key(controlKeys[raw] ?? `ctrl+${String.fromCharCode(raw.charCodeAt(0) + 96)}`)};
};

const pasteToken = (text: string): Token | undefined => {
	const end = text.indexOf(pasteEnd, pasteStart.length);
	if (end === -1) return text.length > longestPaste ? flushed(text) : undefined;
	const raw = text.slice(0, end + pasteEnd.length);
	return {raw, input: {type: 'paste', text: text.slice(pasteStart.length, end)}};
};

const stringToken = (text: string): Token | undefined => {
	const end = /\u0007|\u001b\\/.exec(text.slice(2));
	return end ? {raw: text.slice(0, 2 + end.index + end[0].length), input: {type: 'report'}} : undefined;
};

const altToken = (text: string): Token => {
	const character = String.fromCodePoint(text.codePointAt(1)!);
	const rest = plainToken(character);
	const name = rest.input.type === 'key' ? rest.input.name : character === ' ' ? 'space' : character;
	// Alt and a capital is Alt with Shift on every keyboard; its name says so.
	const shifted = /^\p{Lu}$/u.test(name) ? `shift+${name.toLowerCase()}` : name;
	return {raw: esc + character, input: key(`alt+${shifted}`)};
};

/** What an unfinished sequence means when nothing follows. */
const flushed = (text: string): Token => {
	// Two of them are one that was pressed twice over a slow link, and no Alt+Esc, which terminals leave to windows.
	if (text === esc || text === esc + esc) return {raw: text, input: key('escape')};
	if (text.startsWith(pasteStart))
		return {raw: text, input: {type: 'paste', text: text.slice(pasteStart.length)}};
	if (text.length === 2) return altToken(text);
	return {raw: text, input: {type: 'report'}};
};

/** Holds what is not whole yet. The caller decides when it has waited long enough and flushes. */
export class KeyTokenizer {
	#held = '';

	/** What is held: a lone escape may be a key, a paste goes on, a sequence is still coming. */
	get waiting(): 'nothing' | 'escape' | 'paste' | 'sequence' {
		if (this.#held === '') return 'nothing';
		// Two characters are a key held with Alt as long as nothing follows.
		if (this.#held.length <= 2) return 'escape';
		return this.#held.startsWith(pasteStart) ? 'paste' : 'sequence';
	}

	push(chunk: string): Token[] {
		this.#held += chunk;
		const tokens: Token[] = [];
		while (this.#held !== '') {
			const token = firstToken(this.#held);
			if (!token) break;
			tokens.push(token);
			this.#held = this.#held.slice(token.raw.length);
		}
		return tokens;
	}

	flush(): Token[] {
		const text = this.#held;
		this.#held = '';
		return text === '' ? [] : [flushed(text)];
	}
}
