/** Words for the screen: names and texts from elsewhere made drawable on one line, lists, numbers. */
import {reveal} from '../protocol/clean.ts';
import {count, counted} from '../protocol/counts.ts';
import {limits} from '../protocol/limits.ts';

export {count, counted};

const labelsHeld = 4096;
const labels = new Map<string, string>();

/** What would join the sign that stands before it, as U+20E3 makes one key of `*`. */
const leadingMark = /^\p{M}/u;

/**
 * Anything from elsewhere on one line: revealed, newlines and tabs as spaces, and a mark without a letter on the circle
 * that stands for one. Remembered, for names.
 */
export const label = (text: string): string => {
	const held = labels.get(text);
	if (held !== undefined) return held;
	const shown = reveal(text)
		.replaceAll(/[\n\t]+/g, ' ')
		.replace(leadingMark, '◌$&');
	if (text.length > 256) return shown;
	if (labels.size >= labelsHeld) labels.clear();
	labels.set(text, shown);
	return shown;
};

/** The beginning of a message on one line, for rows that cut it anyway. */
export const excerpt = (msg: string): string =>
	label(
		msg.length <= limits.quoteCharacters
			? msg
			: msg.slice(0, limits.quoteCharacters).replace(/[\ud800-\udbff]$/, ''),
	);

/** `900 bytes`, `15 KB` */
export const bytes = (number: number): string =>
	number < 1024 ? counted(number, 'byte') : `${count(Math.round(number / 1024))} KB`;

const listed = 3;

/** `Ann`, `Ann and Bob`, `Ann, Bob, Cy and 12 others`. */
export const listNames = (ids: readonly string[]): string => {
	// One more name is shorter than the words that say that there is one more.
	const named = ids.length === listed + 1 ? ids.length : listed;
	const shown = ids.slice(0, named).map(label);
	const others = ids.length - shown.length;
	const parts = others === 0 ? shown : [...shown, counted(others, 'other')];
	return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
};
