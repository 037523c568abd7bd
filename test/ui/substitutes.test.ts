import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	allEmoji,
	asItIs,
	consoleSigns,
	createFit,
	type Kind,
	noSigns,
	samples,
} from '../../source/ui/substitutes.ts';
import {columns} from '../../source/ui/wrap.ts';

describe('what stands for an emoji that a terminal draws too wide or too narrow', () => {
	test.each<[Kind, string, string]>([
		['picture', '❤️ me', '❤  me'],
		['keycap', 'press 1️⃣ or #️⃣', 'press 1  or # '],
		['tone', '👍🏽 ✌🏽', '👍 ✌ '],
		['joined', '👩‍🔬👨‍👩‍👧', '👩👨'],
		['joined', '🏳️‍🌈!', '🏳 !'],
		['joined', '🧑🏽‍🚀', '🧑'],
		['flag', 'in 🇵🇱', 'in PL'],
		['emoji', '🎉 é 李', '🎉  é 李'],
		['young', 'a \u{1fae9}!', 'a ▯ !'],
	])('%s: %s', (kind, text, written) => {
		const write = createFit(new Set([kind]));
		expect(write(text)).toBe(written);
		if (kind !== 'emoji') {
			expect(columns(written)).toBe(columns(text));
			expect(write('李 é 🎉 ç')).toBe('李 é 🎉 ç');
		}
	});

	test('colours and links stay where they are', () => {
		const row = '\u001b[1m\u001b]8;;https://a.example/\u0007❤️\u001b]8;;\u0007\u001b[22m';
		expect(createFit(allEmoji)(row)).toBe(row.replace('❤️', '❤ '));
	});
});

test('the signs of the screen are ASCII where a terminal draws them wide', () => {
	expect(createFit(new Set(['sign']))('› ● ok … ─│ ✗ “é”')).toBe('> * ok . -| x "é"');
});

test('the Linux console keeps the lines and arrows that its fonts have', () => {
	expect(createFit(new Set(), consoleSigns)('● ─│┬ ✓ ↑ …')).toBe('* ─│┬ + ↑ .');
});

test('where a terminal agrees, nothing is looked at', () => {
	expect(createFit(new Set(), noSigns)).toBe(asItIs);
});

const bold = '\u001b[1m';

/** What stands on both sides of a colour is drawn apart, and never one character. */
const widthOf = (text: string): number => text.split(bold).reduce((sum, part) => sum + columns(part), 0);

test('whatever is written for a text is as wide, and none of the doubtful kinds is left', () => {
	const piece = fc.oneof(
		fc.constantFrom(...samples.map(([, sample]) => sample), '🧑🏽‍🚀', '☝️', '👩‍❤️‍👨', bold, ' ', '️', '‍', '⃣'),
		fc.string({unit: 'grapheme', maxLength: 3}),
	);
	const write = createFit(allEmoji);
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 12}), pieces => {
			const text = pieces.join('');
			const written = write(text);
			expect(widthOf(written)).toBe(widthOf(text));
			expect(written).not.toMatch(/[\u{1f3fb}-\u{1f3ff}].|[\u{1f1e6}-\u{1f1ff}]{2}|.\u200d./u);
		}),
		{examples: [[['🇵🇱', '\u20e3']], [['🇵🇱', bold, '\u200d']]]},
	);
});
