/** Texts that are hard to draw, and how to look at what was drawn. */
import {stripVTControlCharacters} from 'node:util';
import fc from 'fast-check';

/** Clusters of every kind that widths and boundaries are known to go wrong with. */
const clusters = [
	['a', 'b', ' ', ' ', 'é', 'e\u0301', 'ß', 'Ж', 'ה', 'ع', '漢', '字'],
	['。', '「', 'カ', 'ﾞ', '한', '\u1100', '\u1161', 'ไ', 'ำ', 'क्षि'],
	['👍', '👍🏽', '👩‍👩‍👧', '🏳️‍🌈', '🇵🇱', '🇵', '❤️', '1️⃣', '\u200d', '\u200b'],
	['\u202e', '\ufe0f', '\u20e3', '\u0d4e', '\u0600', '\u00ad', '\ud800'],
	['\u0903', '…', '─', '\u3000', '\u00a0', '#', '-', 'word'],
	[`e${'\u0301'.repeat(40)}`, '☃', '✗', '\t', '\n', 'https://ci.example/1812'],
].flat();

/** Text that mixes them, with newlines and tabs. */
export const wildText = fc.array(fc.constantFrom(...clusters), {maxLength: 40}).map(parts => parts.join(''));

/** What somebody might try on a terminal, and everything else. */
export const hostileText = fc.oneof(
	wildText,
	fc.string({unit: 'binary', maxLength: 40}),
	fc.constantFrom(
		'\u001b[2J',
		'\u001b]52;c;cm0gLXJm\u0007',
		'\u009b31m',
		'a\rb',
		'\u001b[31mred\u001b[0m',
		'\u202egnp.exe',
		'\u2028',
		'\u0000',
		'\ud83d',
	),
);

/** Without colours and the like. */
export const plain = (row: string): string => stripVTControlCharacters(row);

/** Rows as they look, one under the other, without the blanks at their ends. */
export const drawn = (rows: readonly string[]): string =>
	`\n${rows.map(row => `${plain(row).trimEnd()}\n`).join('')}`;
