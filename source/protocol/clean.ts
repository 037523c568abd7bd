import {ChatError} from './errors.ts';
import {limits} from './limits.ts';

/** C0, DEL and C1 without newline and tab, and the separators that terminals treat as line breaks. */
const controls = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029';
const control = new RegExp(`[${controls}]`, 'u');
const everyControl = new RegExp(control, 'gu');

/**
 * Escape sequences (ECMA-48, sections 5.3 to 5.6): control sequences such as colours; strings such as titles,
 * with BEL as another end; the rest. No part can run over the start of another one, so the search stays linear: Node's
 * own stripVTControlCharacters takes 190 ms for 16 KiB of `ESC ]`, which anybody could send.
 */
const escapeSequences =
	/(?:\u001b\[|\u009b)[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0080-\u009f]*(?:\u0007|\u001b\\|\u009c)|\u001b[\u0020-\u002f]*[\u0030-\u007e]/g;

/** The text itself, or a ChatError `BAD_TEXT`. What servers hold others to. */
export const checkText = (text: string): string => {
	const bad = control.exec(text)?.[0];
	if (bad !== undefined) {
		const point = bad.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
		throw new ChatError(
			'BAD_TEXT',
			`The text holds the control character U+${point}. Only newline and tab may be sent.`,
		);
	}
	if (!text.isWellFormed()) throw new ChatError('BAD_TEXT', 'The text holds half of a surrogate pair.');
	return text;
};

/** The same for short text that stays on one line, such as a topic: newlines and tabs become spaces. */
export const checkLine = (text: string): string => {
	const line = checkText(text)
		.replaceAll(/[\n\t]+/g, ' ')
		.trim();
	if (line.length <= limits.topicCharacters) return line;
	throw new ChatError(
		'BAD_TEXT',
		`That text is longer than ${limits.topicCharacters} characters. Make it shorter.`,
	);
};

/**
 * Makes anything sendable: escape sequences go, line ends become newlines, other control characters become
 * their pictures (U+2400). For what comes out of pipes, pastes, telnet and the seeds' clients.
 */
export const clean = (text: string): string => {
	if (printable.test(text)) return text;
	return text
		.replaceAll(escapeSequences, '')
		.replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
		.toWellFormed()
		.replaceAll(everyControl, picture);
};

const printable = /^[\n\t\u0020-\u007e]*$/;

const picture = (character: string): string => {
	const code = character.charCodeAt(0);
	if (code < 0x20) return String.fromCharCode(0x2400 + code);
	return code === 0x7f ? '\u2421' : '\ufffd';
};

const ignorable = '\\p{Default_Ignorable_Code_Point}';

/**
 * What moves a cursor, reorders its neighbours or hides (Trojan Source, CVE-2021-42574): controls, bidi
 * embeddings, overrides and isolates, and everything else without ink, in which whole texts could be hidden.
 */
const suspects = `[${controls}\\p{Surrogate}${ignorable}\\ufff9-\\ufffb]`;
/** No script piles so many marks on a letter; terminals draw such a pile over the rows above and below. */
const marksAtMost = 8;
const suspect = new RegExp(`${suspects}|\\p{M}{${marksAtMost + 1}}`, 'u');
const piles = new RegExp(`(\\p{M}{${marksAtMost}})(\\p{M}+)`, 'gu');

/** A letter or mark in a script where joiners change what is seen or where a line may break. */
const joining = `(?!${ignorable})(?=[\\p{L}\\p{M}])[${`
	Adlam Arabic Balinese Bengali Chakma Devanagari Gujarati Gurmukhi Hanifi_Rohingya Javanese Kannada Khmer Lao
	Malayalam Mandaic Meetei_Mayek Mongolian Myanmar Newa Nko Oriya Sinhala Sundanese Syloti_Nagri Syriac Tai_Tham
	Tamil Telugu Thai Tibetan
`
	.trim()
	.replaceAll(/(\w+)\s*/g, '\\p{Script_Extensions=$1}')}]`;
const joiners = '[\\u200b-\\u200d\\u180e]';
const pictograph = '\\p{Extended_Pictographic}';

/** Where characters without ink belong: all that one of these finds stays as it is. */
const belonging = [
	// Emoji that are joined: families, flags with colours, people at work.
	`(?<=[${pictograph}\\p{Emoji_Modifier}]\\ufe0f?)\\u200d(?=${pictograph})`,
	// Persian's half space, the conjuncts of Indic scripts and Khmer's word breaks, but never beside another one.
	`(?<=${joining})${joiners}(?!${ignorable})|(?<!${ignorable})${joiners}(?=${joining})`,
	// One variation selector, after what has variants.
	`(?<=[\\p{Emoji}${pictograph}])[\\ufe0e\\ufe0f]`,
	'(?<=[\\p{Ideographic}\\p{Script_Extensions=Myanmar}\\p{Sm}])[\\ufe00-\\ufe02]',
	'(?<=\\p{Ideographic})[\\u{e0100}-\\u{e01ef}]',
	'(?<=\\p{L}(?<=\\p{Script_Extensions=Mongolian}))[\\u180b-\\u180d\\u180f]',
	// The grapheme joiner between a letter's marks.
	`(?<=(?!${ignorable})[\\p{L}\\p{M}])\\u034f(?=(?!${ignorable})\\p{M})`,
	// Flags such as Scotland's: a black flag with the region's code in tags (UTS 51, annex C).
	'\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{3,6}\\u{e007f}',
].join('|');
let inkless: RegExp | undefined;

/** Made when the first suspect text comes, which is seldom: it takes 20 ms, and no start has them to spare. */
const inklessPattern = (): RegExp => {
	inkless ??= new RegExp(`(${belonging})|${suspects}`, 'gu');
	return inkless;
};

/**
 * Makes anything drawable: nothing that is left moves a cursor, reorders its neighbours or hides. Deceptive
 * characters become their number, as in `‹202E›`. For every string from elsewhere, on every screen.
 */
export const reveal = (text: string): string => {
	if (printable.test(text) || !suspect.test(text)) return text;
	// Piles first: what stands beside a mark that is a number now has to belong there.
	return text
		.toWellFormed()
		.replaceAll(piles, (_, marks: string, more: string) => marks + Array.from(more, sign).join(''))
		.replaceAll(inklessPattern(), (found: string, belongs: string | undefined) => belongs ?? sign(found));
};

/** What somebody wrote, quoted in a sentence: on one line, drawable, and no longer than that. */
export const inShort = (text: string, most = 60): string => {
	const shown = reveal(text.length > most ? text.slice(0, most).toWellFormed() : text);
	return shown.replaceAll(/[\n\t]+/g, ' ') + (text.length > most ? '…' : '');
};

const sign = (character: string): string =>
	control.test(character)
		? picture(character)
		: `‹${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`;

let oneSign: RegExp | undefined;

/** Made when it is asked for first: 12 ms, for all emoji that Unicode recommends. */
const oneSignPattern = (): RegExp => {
	oneSign ??= /^(?:\p{RGI_Emoji}|[\p{Extended_Pictographic}\p{So}]\ufe0f?)$/v;
	return oneSign;
};

/** Is this one sign that can stand under a message: an emoji as Unicode recommends it (UTS 51), or a symbol? */
export const isReaction = (text: string): boolean => oneSignPattern().test(text);
