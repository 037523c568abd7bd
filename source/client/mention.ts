import {nameKey} from '../protocol/names.ts';

/** Scripts written without spaces, where no boundary tells a name from the words around it. */
const unspaced =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

// A dot or a hyphen belongs to the name only where it goes on: "Alice." names Alice, "Alice-bot" does not.
const notAfter = '(?<![\\p{L}\\p{M}\\p{N}_]|[\\p{L}\\p{M}\\p{N}_][-.])';
const notBefore = '(?![\\p{L}\\p{M}\\p{N}_]|[-.][\\p{L}\\p{N}_])';

const patternFor = (id: string): RegExp => {
	const characters = [...nameKey(id)];
	const before = unspaced.test(characters.at(0) ?? '') ? '' : notAfter;
	const after = unspaced.test(characters.at(-1) ?? '') ? '' : notBefore;
	const literal = characters.join('').replaceAll(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
	return new RegExp(before + literal + after, 'gu');
};

let known: {id: string; pattern: RegExp} | undefined;

const patternOf = (id: string): RegExp => {
	// One reader has one id, so one pattern is all there is to remember.
	if (known?.id !== id) known = {id, pattern: patternFor(id)};
	return known.pattern;
};

/** Does a text name somebody, as a word of its own, equal as names are equal? `@Alice` and `Alice:` do. */
export const mentions = (text: string, id: string): boolean => {
	if (id === '') return false;
	return nameKey(text).search(patternOf(id)) >= 0;
};

/**
 * Where a text names somebody, as [from, to) of its UTF-16 units; nowhere in the rare texts that folding makes longer or
 * shorter, in which no place can be told.
 */
export const mentionsIn = (text: string, id: string): Array<readonly [number, number]> => {
	if (id === '') return [];
	const folded = nameKey(text);
	if (folded.length !== text.length) return [];
	return Array.from(
		folded.matchAll(patternOf(id)),
		({0: found, index}) => [index, index + found.length] as const,
	);
};
