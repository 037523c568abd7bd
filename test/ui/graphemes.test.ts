import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	boundaryAfter,
	boundaryAt,
	boundaryBefore,
	lineEnd,
	lineStart,
	spacedWordBefore,
	wordAfter,
	wordBefore,
} from '../../source/ui/graphemes.ts';
import {wildText} from './samples.ts';

const boundaries = (text: string): number[] => {
	const found = [0];
	for (const {segment} of new Intl.Segmenter().segment(text)) found.push(found.at(-1)! + segment.length);
	return found;
};

/** The same by going from one to the next. */
const walkForth = (text: string): number[] => {
	const found = [0];
	while (found.at(-1)! < text.length) found.push(boundaryAfter(text, found.at(-1)!));
	return found;
};

const walkBack = (text: string): number[] => {
	const found = [text.length];
	while (found[0]! > 0) found.unshift(boundaryBefore(text, found[0]!));
	return found;
};

describe('boundaries', () => {
	test('are those of the whole text', () => {
		fc.assert(
			fc.property(wildText, text => {
				expect(walkForth(text)).toEqual(boundaries(text));
				expect(walkBack(text)).toEqual(boundaries(text));
			}),
		);
	});

	test('are right beside every character, also beside those that the segmenter never sees', () => {
		const wrong: string[] = [];
		for (let unit = 0x20; unit < 0xffff; unit++) {
			const text = `漢${String.fromCharCode(unit)}한`;
			if (String(walkForth(text)) !== String(boundaries(text))) wrong.push(unit.toString(16));
		}
		expect(wrong).toEqual([]);
	});

	test('inside a cluster give way to its end', () => {
		const text = 'a👩‍👩‍👧b';
		expect([0, 1, 2, 5, 9, 10].map(index => boundaryAt(text, index))).toEqual([0, 1, 9, 9, 9, 10]);
	});

	test('don’t reach beyond the text', () => {
		expect(boundaryBefore('abc', 0)).toBe(0);
		expect(boundaryAfter('abc', 3)).toBe(3);
		expect(boundaryAt('abc', 9)).toBe(3);
		expect(boundaryAt('abc', -1)).toBe(0);
	});
});

test.each([
	['one\ntwo\n', 0, 0, 3],
	['one\ntwo\n', 3, 0, 3],
	['one\ntwo\n', 4, 4, 7],
	['one\ntwo\n', 8, 8, 8],
	['', 0, 0, 0],
])('the line of %j around %i', (text, index, start, end) => {
	expect([lineStart(text, index), lineEnd(text, index)]).toEqual([start, end]);
});

test.each([
	['one two', 7, 4, 7],
	['one, two', 4, 0, 8],
	['👍🏽 one', 4, 0, 8],
	['дорога домой', 6, 0, 12],
	['', 0, 0, 0],
])('words of %j around %i', (text, index, before, after) => {
	expect([wordBefore(text, index), wordAfter(text, index)]).toEqual([before, after]);
});

test('a spaced word reaches back to the whitespace before it', () => {
	expect(spacedWordBefore('see https://ci.example/18  ', 27)).toBe(4);
	expect(spacedWordBefore('one\ntwo', 7)).toBe(4);
});
