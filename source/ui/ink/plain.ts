/**
 * Texts that are already as Ink would write them, told at a glance: nearly all rows of the chat. Ink takes each text
 * apart several times before it puts the same bytes together again.
 */
import {isSimple} from '../simple-text.ts';
import {remember, rowsRemembered} from './remember.ts';

const esc = '\u001b';
/** SGR (ECMA-48, 8.3.117), captured without its frame. */
const sgr = /\u001b\[([\d;]+)m/;

/** What ends a style that begins with a code; undefined for what is no single beginning. */
const endOf = (code: string): string | undefined => {
	if (/^(?:3[0-7]|9[0-7]|38;5;\d+|38;2;\d+;\d+;\d+)$/.test(code)) return '39';
	if (/^(?:4[0-7]|10[0-7]|48;5;\d+|48;2;\d+;\d+;\d+)$/.test(code)) return '49';
	return simpleEnds.get(code);
};

const simpleEnds: ReadonlyMap<string, string> = new Map([
	['1', '22'],
	['2', '22'],
	['3', '23'],
	['4', '24'],
	['7', '27'],
	['9', '29'],
]);

/**
 * Columns of one row of text that Ink would write just as it stands; -1 for all others, and for those that would
 * take longer to tell. Its styled parts are apart from each other, and each style ends with its own code, the last
 * one first.
 */
export const plainColumns: (text: string) => number = remember(text => {
	if (!text.includes(esc)) return isSimple(text) ? text.length : -1;
	const parts = text.split(sgr);
	let words = parts[0]!;
	/** codes that have to come, the last one first */
	const ends: string[] = [];
	/** `behind` a styled part nothing may follow at once: Ink would join two styles in its own way */
	let state: 'outside' | 'opening' | 'inside' | 'behind' = 'outside';
	for (let index = 1; index < parts.length; index += 2) {
		const code = parts[index]!;
		const following = parts[index + 1]!;
		const end = endOf(code);
		if (end === undefined) {
			if (state !== 'inside' || ends.pop() !== code) return -1;
			if (ends.length === 0) state = following === '' ? 'behind' : 'outside';
		} else {
			if ((state !== 'outside' && state !== 'opening') || ends.includes(end)) return -1;
			ends.push(end);
			state = following === '' ? 'opening' : 'inside';
		}
		words += following;
	}
	return ends.length === 0 && isSimple(words) ? words.length : -1;
}, rowsRemembered);
