import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseSpan, usualSpans} from '../../source/protocol/spans.ts';

describe('a length of time', () => {
	test.each([
		['30m', 1_800_000],
		['2h', 7_200_000],
		['7d', 604_800_000],
		['90 min', 5_400_000],
		[' 1.5 hours ', 5_400_000],
		['2H', 7_200_000],
	])('%j is %d ms', (text, ms) => {
		expect(parseSpan(text)).toBe(ms);
	});

	test.each(['', '7', 'spam', '-2h', '0d', '5pm', 'h', '2h spam', '1e3', 'x'.repeat(200)])(
		'%j is none',
		text => {
			expect(parseSpan(text)).toBeUndefined();
		},
	);

	test('is a whole number above 0, whatever is read', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc
						.tuple(fc.double(), fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w', 'y'))
						.map(parts => parts.join('')),
				),
				text => {
					const ms = parseSpan(text);
					if (ms !== undefined) expect(Number.isInteger(ms) && ms >= 0).toBe(true);
				},
			),
		);
	});

	test('those that are offered are some, the shortest first', () => {
		const lengths = usualSpans.map(span => parseSpan(span)!);
		expect(lengths).toEqual([...lengths].sort((one, other) => one - other));
		expect(lengths.every(length => length >= 1000)).toBe(true);
	});
});
