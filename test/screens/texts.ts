/** What people write, kindly and otherwise. */
import fc from 'fast-check';

/** A name as wide as a room's or a person's may be. */
export const wideName = '漢'.repeat(32);

/** Names of all kinds. */
export const people = [
	'Alice',
	'Bob',
	'Dana',
	'李雷',
	'W'.repeat(32),
	'漢'.repeat(32),
	'שרה',
	'e\u0301va',
	'a\u202eb',
] as const;

/** Clusters on whose widths terminals agree; the others are asked for, one by one, when a terminal is met. */
const clusters = [
	['a', 'b', ' ', ' ', 'é', 'e\u0301', 'ß', 'Ж', 'ה', 'ע', 'ع', 'س'],
	['漢', '字', '。', '「', 'カ', '한', 'ไ'],
	['👍', '👩‍👩‍👧', '🇵🇱', '…', '─', '\u3000', '\u00a0', '#', '-', 'word', 'Bob', '☃', '✗', '\t', '\n'],
	['https://ci.example/1812', '@Alice', '❤️', '👍🏽', '🏳️‍🌈', '1️⃣'],
].flat();

export const mixed = fc
	.array(fc.constantFrom(...clusters), {minLength: 1, maxLength: 40})
	.map(parts => parts.join(''));

/** What somebody might try on a terminal: each would be seen in what is written to it. */
export const attacks = [
	['\u001b]0;EVIL\u0007', '\u001b]52;c;RVZJTA==\u0007', '\u001b[66;6H'],
	['\u001b[?1049l', '\u001bc', '\u009b66;6H', '\u001bP+q544e\u001b\\'],
	['\u001b]8;;javascript:EVIL\u0007', '\u202egnp.exe', '\u2066', '\u200b'],
	['\u0007', '\b\b\b', '\u001b[6n', '\u0085', '\u2028', '\u061c', '\u{e0041}'],
].flat();

export const hostileMessage = fc
	.array(fc.oneof(mixed, fc.constantFrom(...attacks)), {minLength: 1, maxLength: 5})
	.map(parts => parts.join(''));

const marks = [
	['**bold**', '*it*', '~~gone~~', '`code`', '> quote\n', '- one\n'],
	['1. two\n', '[text](https://ci.example/1812)', '# head\n'],
	['```ts\nconst answer = 42; // 漢字\n```\n', '```\nplain\n', '|a|b|\n|-|-|\n'],
	['**open', '`', '<b>', '&amp;', '![x](javascript:EVIL)', '---\n', '\\*'],
].flat();

/** Text with marks in it, whole and broken. */
export const markdown = fc
	.array(fc.oneof(fc.constantFrom(...marks), mixed), {minLength: 1, maxLength: 8})
	.map(parts => parts.join(''));
