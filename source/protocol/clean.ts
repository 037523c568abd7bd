import {stripVTControlCharacters} from 'node:util';
import {ChatError} from './errors.ts';

/** C0, DEL and C1 without newline and tab, and the separators that terminals treat as line breaks. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/u;
const allControls = new RegExp(controls, 'gu');

/**
 * Characters that reorder or hide what stands around them (Trojan Source, CVE-2021-42574): bidi embeddings,
 * overrides and isolates, zero-width spaces, soft hyphens and other letters without ink.
 */
const deceivers =
	/(?!\p{Join_Control}|\u034f|[\u{e0020}-\u{e007f}]|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;

/** Tags draw flags such as Scotland's after a black flag; anywhere else they hide text. */
const strayTags = /(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0020}-\u{e007f}]/gu;

/** A joiner that joins nothing is invisible, so it could tell two look-alike texts apart. */
const strayJoiners =
	/(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{Extended_Pictographic}])/gu;

/** The text itself, or a ChatError `BAD_TEXT`. What servers hold others to. */
export const checkText = (text: string): string => {
	if (controls.test(text)) {
		const code = controls.exec(text)![0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
		throw new ChatError(
			'BAD_TEXT',
			`The text holds the control character U+${code}. Only newline and tab may be sent.`,
		);
	}
	if (!text.isWellFormed()) throw new ChatError('BAD_TEXT', 'The text holds half of a surrogate pair.');
	return text;
};

/** The same for text that has to stay on one line, such as a topic: newlines and tabs become spaces. */
export const checkLine = (text: string): string =>
	checkText(text)
		.replaceAll(/[\n\t]+/g, ' ')
		.trim();

/**
 * Makes anything sendable: escape sequences go, line ends become newlines, other control characters become
 * their pictures (U+2400). For what comes out of pipes, pastes, telnet and the seeds' clients.
 */
export const clean = (text: string): string =>
	picture(
		stripVTControlCharacters(text)
			.replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
			.toWellFormed(),
	);

const picture = (text: string): string =>
	text.replaceAll(allControls, character => {
		const code = character.charCodeAt(0);
		if (code < 0x20) return String.fromCharCode(0x2400 + code);
		return code === 0x7f ? '\u2421' : '\ufffd';
	});

/**
 * Makes anything drawable: nothing that is left moves a cursor, reorders its neighbours or hides. Deceptive
 * characters become their number, as in `‹202E›`. For every string from elsewhere, on every screen.
 */
export const reveal = (text: string): string => {
	if (/^[\n\t\u0020-\u007e]*$/.test(text)) return text;
	return picture(text.toWellFormed())
		.replaceAll(deceivers, sign)
		.replaceAll(strayTags, sign)
		.replaceAll(strayJoiners, sign);
};

const sign = (character: string): string => `‹${character.codePointAt(0)!.toString(16).toUpperCase()}›`;
