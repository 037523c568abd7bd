/** Text as it is searched: words without case and accents, the same for what was said and what is looked for. */

const ascii = /^[\0-\x7f]*$/;

/** Accents, and the signs for vowels that Arabic and Hebrew may leave out. Vowels of Indic scripts are none. */
const accents = /[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670]/g;

/** Written without spaces between words, so each character is one. */
const alone =
	'\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}';

/** A sign such as an emoji is a word too. */
const part = new RegExp(
	`(?:(?=[\\p{L}\\p{N}])[${alone}]|\\p{So})\\p{M}*|(?:(?![${alone}])[\\p{L}\\p{N}]\\p{M}*)+`,
	'gu',
);

/**
 * Accents off, then as `nameKey` folds: compatible forms are one (UAX 15, NFKC), and so are cases, by lower, upper,
 * lower (ß is ss). What is left of accents with a letter of its own, such as が, is composed again.
 */
const fold = (text: string): string =>
	ascii.test(text)
		? text.toLowerCase()
		: text
				.normalize('NFKD')
				.replaceAll(accents, '')
				.toLowerCase()
				.toUpperCase()
				.toLowerCase()
				.replaceAll('ς', 'σ')
				.normalize('NFKC');

/** The words of a text with one space between them: letters, digits and signs, and nothing else. */
export const wordsOf = (text: string): string => fold(text).match(part)?.join(' ') ?? '';

/**
 * What a text that holds all words of a query has to hold, as phrases: each run of characters between spaces is one,
 * of which the last word counts by its beginning.
 */
export const phrasesOf = (query: string): string[] => [
	...new Set(
		query
			.split(/\s+/u)
			.map(wordsOf)
			.filter(phrase => phrase !== ''),
	),
];
