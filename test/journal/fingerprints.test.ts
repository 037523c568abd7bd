import fc from 'fast-check';
import {expect, test} from 'vitest';
import {Fingerprints} from '../../source/journal/fingerprints.ts';

/** Few that are equal in their lowest bits, and the highest one that there is. */
const keys = [0, 1, 1024, 2048, 2 ** 40, 2 ** 48 - 1];

const steps = fc.array(
	fc.record({
		add: fc.boolean(),
		key: fc.constantFrom(...keys),
		id: fc.integer({min: 1, max: 4}),
	}),
	{maxLength: 60},
);

test('hold what was put in and not taken out, each once', () => {
	fc.assert(
		fc.property(steps, all => {
			const [held, model] = [new Fingerprints(4), new Set<string>()];
			for (const {add, key, id} of all) {
				if (add) held.add(key, id);
				else held.delete(key, id);
				if (add) model.add(`${key} ${id}`);
				else model.delete(`${key} ${id}`);
			}
			const idsOf = (key: number): number[] => [1, 2, 3, 4].filter(id => model.has(`${key} ${id}`));
			expect(keys.map(key => held.idsOf(key).toSorted())).toEqual(keys.map(idsOf));
			expect(held.size).toBe(model.size);
			expect([...held.sorted()]).toEqual(keys.filter(key => idsOf(key).length > 0));
			expect(held.highest()).toBe(Math.max(0, ...keys.flatMap(idsOf)));
		}),
	);
});

test('grow', () => {
	const held = new Fingerprints(2);
	for (let id = 1; id <= 10_000; id++) held.add(id * 7919, id);
	expect(held.size).toBe(10_000);
	for (let id = 1; id <= 10_000; id++) expect(held.idsOf(id * 7919)).toEqual([id]);
});

test('do not grow by what comes and goes', () => {
	const held = new Fingerprints(16);
	for (let id = 1; id <= 10_000; id++) {
		held.add(id * 7919, id);
		if (id > 3) held.delete((id - 3) * 7919, id - 3);
	}
	expect([held.size, held.slots]).toEqual([3, 16]);
});
