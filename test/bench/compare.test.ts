import fc from 'fast-check';
import {expect, test} from 'vitest';
import {comparisonTable} from '../../bench/compare.ts';
import {median, percentile} from '../../bench/numbers.ts';
import {type Figures, isSound} from '../../bench/report.ts';
import {paired, saysRatio} from '../../bench/sampling.ts';
import {openTree} from '../../bench/tree.ts';
import {never} from '../../bench/trial.ts';

test('the median is the one in the middle, or between the two there', () => {
	expect(median([3, 1, 2])).toBe(2);
	expect(median([4, 1, 2, 3])).toBe(2.5);
	expect(median([])).toBeNaN();
	expect(percentile([1, 2, 3, 4], 99)).toBe(4);
});

test('ratios are taken of the same round, so what slows both does not count', () => {
	fc.assert(
		fc.property(
			fc.array(fc.double({min: 0.1, max: 100, noNaN: true}), {minLength: 1, maxLength: 9}),
			fc.double({min: 0.1, max: 10, noNaN: true}),
			(rounds, factor) => {
				const ratio = paired(
					rounds.map(value => value * factor),
					rounds,
				)!;
				for (const of of [ratio.median, ratio.lowest, ratio.highest]) expect(of).toBeCloseTo(factor, 6);
				expect(ratio.rounds).toBe(rounds.length);
			},
		),
	);
});

test('a round in which one of them failed is left out', () => {
	expect(paired([2, Number.NaN, 6], [1, 1, 2])).toEqual({median: 2.5, lowest: 2, highest: 3, rounds: 2});
	expect(paired([1], [])).toBeUndefined();
	expect(saysRatio({median: 2.5, lowest: 2, highest: 3, rounds: 2})).toBe('2.50 (2.00–3.00)');
	expect(saysRatio({median: 2, lowest: 2, highest: 2, rounds: 1})).toBe('2.00');
});

test('a comparison shows medians and ranges of both, and the paired ratio of each figure', () => {
	const that: Figures[] = [100, 50, 200].map(rate => ({rate, ms: 4}));
	const those: Figures[] = [
		{rate: 150, ms: 1},
		{rate: 100, ms: 2},
		{rate: 220, ms: 3, new: 7},
	];
	expect(comparisonTable(that, those).split('\n')).toEqual([
		'              that           this       this ÷ that',
		'───────────────────────────────────────────────────',
		'rate  100 (50–200)  150 (100–220)  1.50 (1.10–2.00)',
		'ms         4 (4–4)        2 (1–3)  0.50 (0.25–0.75)',
		'new              –              7                 –',
	]);
});

test('a missed goal fails a run only where it must never be missed', () => {
	const slow = {what: 'page', goal: '≤ 5 ms', seen: '20 ms', held: false};
	const lost = never('lost', 1, '10');
	expect(isSound([slow])).toBe(true);
	expect(isSound([slow, lost])).toBe(false);
	expect(isSound([{...lost, held: true}])).toBe(true);
});

test('a revision that is not there is named', async () => {
	await expect(openTree('no-such-revision')).rejects.toThrow('There is no commit “no-such-revision” here.');
});
