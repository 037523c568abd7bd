/** Where the words that were looked for stand in a text, as a search finds them: by their beginnings, folded. */

import {isSimple} from './simple-text.ts';
import {segmenter} from './wrap.ts';

/** From the first UTF-16 unit to the one after the last. */
export type Range = {readonly from: number; readonly to: number};

/** Case, accents and compatible forms make no difference. */
const fold = (text: string): string =>
	text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().toUpperCase().toLowerCase();

const letter = /[\p{L}\p{N}\p{So}]/u;
/** Scripts that put no space between words. */
const spaceless =
	/[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/** A text folded, and for each of its units the one it came from. */
const folded = (text: string): {text: string; origins: number[]} => {
	let result = '';
	const origins: number[] = [];
	let at = 0;
	for (const character of text) {
		const form = fold(character);
		result += form;
		for (let unit = 0; unit < form.length; unit++) origins.push(at);
		at += character.length;
	}
	origins.push(text.length);
	return {text: result, origins};
};

const startsWord = (text: string, at: number): boolean =>
	at === 0 || !letter.test(text[at - 1]!) || spaceless.test(text[at]!) || spaceless.test(text[at - 1]!);

/** Up to the ends of its clusters: a look that ends inside an emoji would cut it in two. */
const whole = (text: string, from: number, to: number): Range => {
	if (isSimple(text)) return {from, to};
	const clusters = segmenter.segment(text);
	const last = clusters.containing(to - 1)!;
	return {from: clusters.containing(from)!.index, to: last.index + last.segment.length};
};

/** The places of words in a text, in order, none inside another one. @param words as they were typed */
export const matchesIn = (text: string, words: string): readonly Range[] => {
	const wanted = fold(words)
		.split(/[^\p{L}\p{N}\p{So}]+/u)
		.filter(Boolean);
	const {text: haystack, origins} = folded(text);
	const found: Range[] = [];
	for (const word of new Set(wanted)) {
		for (let at = haystack.indexOf(word); at !== -1; at = haystack.indexOf(word, at + word.length)) {
			if (startsWord(haystack, at)) found.push(whole(text, origins[at]!, origins[at + word.length]!));
		}
	}
	found.sort((one, other) => one.from - other.from || other.to - one.to);
	return found
		.filter(({to}, index) => found.slice(0, index).every(before => to > before.to))
		.filter(distinct);
};

const distinct = ({from}: Range, index: number, all: readonly Range[]): boolean =>
	index === 0 || from >= all[index - 1]!.to;
