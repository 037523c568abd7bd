import fc from 'fast-check';
import {expect, test} from 'vitest';
import stock from '../../../node_modules/ink/build/line-update.js';
import {lineUpdateOver} from '../../../source/ui/ink/line-update.ts';
import {rowText} from './rows.ts';

const lineUpdate = lineUpdateOver(stock);

/** Rows that begin alike, as most that change do. */
const change = fc
	.tuple(rowText, rowText, rowText, fc.nat({max: 20}))
	.map(
		([start, one, other, cut]) =>
			[start + one, start.slice(0, Math.max(0, start.length - cut)) + other] as const,
	);

test('a change of a row is written as Ink writes it, byte by byte', () => {
	fc.assert(
		fc.property(
			change,
			fc.option(fc.integer({min: -1, max: 60}), {nil: undefined}),
			([one, other], columns) => {
				expect(lineUpdate(one, other, columns)).toBe(stock(one, other, columns));
				expect(lineUpdate(other, one, columns)).toBe(stock(other, one, columns));
			},
		),
		{numRuns: 1500},
	);
});

test('the last cell is never the place to go on from', () => {
	const rows = ['\u001b[31mfull row\u001b[39m', '\u001b[31mfull row\u001b[0m'] as const;
	expect(lineUpdate(...rows, 8)).toBe(stock(...rows, 8));
	expect(lineUpdate(...rows, 8)).toContain('full row');
});

test('no number of columns is treated as Ink does', () => {
	expect(lineUpdate('one', 'other', Number.NaN)).toBe(stock('one', 'other', Number.NaN));
});
