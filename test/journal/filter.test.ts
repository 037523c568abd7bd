import {expect, test} from 'vitest';
import {Filter} from '../../source/journal/filter.ts';
import {chanceOf} from '../helpers/chance.ts';

const chance = chanceOf(11);
/** Forty-eight bits, each of them chance. */
const draw = (): number => chance.between(0, 2 ** 24 - 1) * 2 ** 24 + chance.between(0, 2 ** 24 - 1);

test('has what was put in, and hardly ever what was not', () => {
	const filter = new Filter(10_000);
	const all = Array.from({length: filter.room}, draw);
	for (const one of all) filter.add(one);
	expect(all.every(one => filter.mayHave(one))).toBe(true);
	expect(filter.size).toBe(filter.room);
	const wrong = Array.from({length: 10_000}, draw).filter(one => filter.mayHave(one)).length;
	expect(wrong).toBeLessThan(500);
});

test('with nothing in it has nothing, however small it is', () => {
	const filter = new Filter(1);
	expect([0, 1, 2 ** 48 - 1].some(one => filter.mayHave(one))).toBe(false);
	filter.add(0);
	expect(filter.mayHave(0)).toBe(true);
});
