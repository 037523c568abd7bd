/**
 * What a terminal sends, cut into whole units and named. The input may be split anywhere; replies of the
 * terminal (reports, OSC, DCS) are recognised and never taken for typing.
 *
 * Sources: ECMA-48; xterm's ctlseqs; the kitty keyboard protocol; bracketed paste.
 */
import {characterName, controlKeys, keypadCharacter, letterKeys, numberKeys, rxvtHolds} from './key-names.ts';
import {csiReport, type Focus, type Mouse, mouseReport, type Report, stringReport} from './reports.ts';

export type Input =
	/** a key by its name, such as `enter`, `ctrl+n`, `alt+left`, `f1` */
	| {type: 'key'; name: string}
	/** typed characters, several when they came at once (an input method, a fast typist) */
	| {type: 'text'; text: string}
	/** pasted text, never a command */
	| {type: 'paste'; text: string}
	| Mouse
	| Focus
	/** an answer of the terminal, or something no key of ours sends */
	| Report;

/** One unit of input with the exact characters it came as. */
export type Token = {raw: string; input: Input};

const esc = '\u001b';
const pasteStart = '\u001b[200~';
const pasteEnd = '\u001b[201~';

/** More than anybody means to paste, and little enough to hold. What is behind that goes, up to the end of the paste. */
const longestPaste = 4 * 1024 * 1024;
/** No answer to what we ask is nearly as long. What goes on without an end is none. */
const longestSequence = 64 * 1024;

/**
 * How an answer that ends at BEL or ST begins: OSC with a number, or a title; DCS with parameters or a mark; kitty's APC.
 * Whatever else looks like one is a key held with Alt, and what was typed behind it.
 */
const stringStart = /^\u001b(?:\][\dLl]|P[!$+>|\d]|_G)/;
const stringOpeners = ']P_';

/** xterm's and kitty's modifier parameter is one more than these bits. */
const shift = 1;
const alt = 2 | 32;
const ctrl = 4;
const held = shift | alt | ctrl | 8 | 16;

const modified = (name: string, bits: number): string => {
	const prefix = `${bits & ctrl ? 'ctrl+' : ''}${bits & alt ? 'alt+' : ''}`;
	return `${prefix}${bits & shift && !name.startsWith('shift+') ? 'shift+' : ''}${name}`;
};

const key = (name: string | undefined): Input =>
	name === undefined ? {type: 'report'} : {type: 'key', name};

const named = (name: string | undefined, bits: number): Input => key(name && modified(name, bits));

const csiInput = (parameters: string, final: string): Input => {
	if (parameters.startsWith('<'))
		return /[Mm]/.test(final) ? mouseReport(parameters, final) : {type: 'report'};
	if (/^[=>?]/.test(parameters)) return csiReport(parameters, final);
	if (parameters === '' && (final === 'I' || final === 'O')) return {type: 'focus', focused: final === 'I'};
	const [first = '', second = '', third] = parameters.split(';');
	const [modifiers, kind] = second.split(':');
	// Kitty's releases are no presses.
	if (kind === '3') return {type: 'report'};
	const bits = Math.max(0, Number(modifiers || '1') - 1);
	if (final === 'u') return codedKey(first.split(':').map(Number), bits);
	if (final === '~') return first === '27' ? codedKey([Number(third)], bits) : named(numberKeys[first], bits);
	if (final === '^' || final === '@') {
		const name = numberKeys[first];
		return key(name && rxvtHolds[final] + name);
	}
	// A cursor position report is CSI row ; column R. F3 with modifiers has 1 as its first parameter.
	if (final === 'R' && first !== '1' && first !== '') return csiReport(parameters, final);
	if (/[a-d]/.test(final))
		return parameters === '' ? named(letterKeys[final.toUpperCase()], shift) : {type: 'report'};
	return final === 'M' ? {type: 'report'} : named(letterKeys[final], bits);
};

/**
 * A key by its character's code point, and where the terminal tells them, the one that it has with Shift and the one that
 * stands there on a Latin keyboard: Ctrl+N is that key in Cyrillic, too.
 */
const codedKey = ([code = 0, shifted = 0, latin = 0]: readonly number[], bits: number): Input => {
	const typed = keypadCharacter(code);
	if (typed !== undefined && !(bits & held)) return {type: 'text', text: typed};
	const own = characterName(code);
	const isSign = own !== undefined && [...own].length === 1 && !/[\p{L}]/u.test(own);
	if (bits & shift && isSign && shifted > 32) return named(characterName(shifted), bits & ~shift);
	if (code === 32 && (bits & held) === shift) return {type: 'text', text: ' '};
	return named(code > 127 && latin > 32 && latin < 127 ? characterName(latin) : own, bits);
};

const csi = /^\u001b\u001b?\[([\d;:<=>?]*)([ -/]*)([@-~])/;
const csiStart = /^\u001b\u001b?\[[\d;:<=>?]*[ -/]*$/;
const linuxFunction = /^\u001b\[\[([A-E])/;
const rxvtShift = /^\u001b\[(\d{1,2})\$/;
const ss3 = /^\u001b\u001b?O(\d?;?\d*)([A-Za-z])/;
const controls = /[\u0000-\u001f\u007f]/;

const withAlt = (raw: string, input: Input): Input =>
	raw.startsWith(esc + esc) && input.type === 'key' ? key(alted(input.name)) : input;

/** The same key with Alt: names say Ctrl first. */
const alted = (name: string): string =>
	name.startsWith('ctrl+') ? name.replace('ctrl+', 'ctrl+alt+') : `alt+${name}`;

/** The first unit of a text that is not empty; undefined when more has to come before it can be told. */
const firstToken = (text: string): Token | undefined => {
	if (text[0] !== esc) return plainToken(text);
	if (text.length === 1 || pasteStart.startsWith(text)) return undefined;
	const linux = linuxFunction.exec(text);
	if (linux) return {raw: linux[0], input: key(`f${linux[1]!.charCodeAt(0) - 64}`)};
	if (text === '\u001b[[') return undefined;
	const shifted = rxvtShift.exec(text);
	if (shifted) return {raw: shifted[0], input: named(numberKeys[shifted[1]!], shift)};
	const sequence = csi.exec(text);
	if (sequence) return {raw: sequence[0], input: withAlt(sequence[0], csiInput(sequence[1]!, sequence[3]!))};
	if (csiStart.test(text) || text === esc + esc) return undefined;
	const function_ = ss3.exec(text);
	if (function_) {
		return {raw: function_[0], input: withAlt(function_[0], ss3Key(function_[1]!, function_[2]!))};
	}
	if (/^\u001b\u001b?O[\d;]*$/.test(text)) return undefined;
	if (stringStart.test(text)) return stringToken(text);
	return text.length === 2 && stringOpeners.includes(text[1]!) ? undefined : altToken(text);
};

const ss3Key = (parameters: string, letter: string): Input => {
	if (/[a-d]/.test(letter)) return named(letterKeys[letter.toUpperCase()], ctrl);
	return named(letterKeys[letter], Math.max(0, Number(/\d+$/.exec(parameters)?.[0] ?? '1') - 1));
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

const stringToken = (text: string): Token | undefined => {
	const end = /\u0007|\u001b\\/.exec(text.slice(2));
	if (!end) return undefined;
	const raw = text.slice(0, 2 + end.index + end[0].length);
	return {raw, input: stringReport(raw)};
};

const altToken = (text: string): Token => {
	const character = String.fromCodePoint(text.codePointAt(1)!);
	// The Linux console's Shift+Tab; Alt+Tab is every window manager's own.
	if (character === '\t') return {raw: esc + character, input: key('shift+tab')};
	const rest = plainToken(character);
	const name = rest.input.type === 'key' ? rest.input.name : character === ' ' ? 'space' : character;
	// Alt and a capital is Alt with Shift on every keyboard; its name says so.
	const shifted = /^\p{Lu}$/u.test(name) ? `shift+${name.toLowerCase()}` : name;
	return {raw: esc + character, input: key(alted(shifted))};
};

/** What an unfinished sequence means when nothing follows. */
const flushed = (text: string): Token => {
	// Two of them are one that was pressed twice over a slow link, and no Alt+Esc, which terminals leave to windows.
	if (text === esc || text === esc + esc) return {raw: text, input: key('escape')};
	if (text.length === 2) return altToken(text);
	return {raw: text, input: {type: 'report'}};
};

/** What of a paste has come. Each piece is looked at once, however small the pieces are. */
class Paste {
	readonly #pieces: string[] = [];
	#length = 0;

	/** Takes text up to the end of the paste. @returns what is not taken yet, and whether the paste has ended */
	take(text: string): {rest: string; ended: boolean} {
		const end = text.indexOf(pasteEnd);
		const start = Math.max(0, text.length - pasteEnd.length + 1);
		const cut = text.indexOf(esc, start);
		const until = end === -1 ? (cut === -1 ? text.length : cut) : end;
		this.add(text.slice(0, until));
		return {rest: text.slice(end === -1 ? until : end + pasteEnd.length), ended: end !== -1};
	}

	/** Takes text in, as far as there is room. */
	add(text: string): void {
		const piece = text.slice(0, longestPaste - this.#length);
		this.#pieces.push(piece);
		this.#length += piece.length;
	}

	token(end: string): Token {
		const text = this.#pieces.join('');
		return {raw: pasteStart + text + end, input: {type: 'paste', text}};
	}
}

/** Holds what is not whole yet. The caller decides when it has waited long enough and flushes. */
export class KeyTokenizer {
	#held = '';
	#paste: Paste | undefined;

	/** What is held: a lone escape may be a key, a paste goes on, a sequence is still coming. */
	get waiting(): 'nothing' | 'escape' | 'paste' | 'sequence' {
		if (this.#paste) return 'paste';
		if (this.#held === '') return 'nothing';
		// Two characters are a key held with Alt as long as nothing follows.
		return this.#held.length <= 2 ? 'escape' : 'sequence';
	}

	push(chunk: string): Token[] {
		this.#held += chunk;
		const tokens: Token[] = [];
		while (this.#held !== '') {
			const token = this.#next();
			if (!token) break;
			tokens.push(token);
		}
		return tokens;
	}

	flush(): Token[] {
		const text = this.#held;
		const paste = this.#paste;
		this.#held = '';
		this.#paste = undefined;
		if (paste) {
			// The beginning of an end that did not come is text.
			paste.add(text);
			return [paste.token('')];
		}
		return text === '' ? [] : [flushed(text)];
	}

	/** The first unit of what is held; undefined when more has to come before it can be told. */
	#next(): Token | undefined {
		if (!this.#paste && this.#held.startsWith(pasteStart)) {
			this.#paste = new Paste();
			this.#held = this.#held.slice(pasteStart.length);
		}
		if (this.#paste) return this.#pasted(this.#paste);
		const isEndless = this.#held.length > longestSequence;
		const token = firstToken(this.#held) ?? (isEndless ? flushed(this.#held) : undefined);
		if (token) this.#held = this.#held.slice(token.raw.length);
		return token;
	}

	#pasted(paste: Paste): Token | undefined {
		const {rest, ended} = paste.take(this.#held);
		this.#held = rest;
		if (!ended) return undefined;
		this.#paste = undefined;
		return paste.token(pasteEnd);
	}
}
