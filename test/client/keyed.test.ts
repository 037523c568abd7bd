import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	chunksOf,
	emptyKeyed,
	keyedOf,
	mapValues,
	shapeOf,
	withoutKeys,
	withValue,
	withValues,
} from '../../source/client/keyed.ts';

const key = fc.integer({min: 0, max: 300}).map(number => `k${number}`);
const entries = fc.array(fc.tuple(key, fc.nat(9)), {maxLength: 80});

type Step = {map: ReadonlyMap<string, number>; model: ReadonlyMap<string, number>};

const steps = fc.array(
	fc.oneof(
		fc.record({type: fc.constant('set' as const), entries}),
		fc.record({type: fc.constant('one' as const), key, value: fc.nat(9)}),
		fc.record({type: fc.constant('delete' as const), keys: fc.array(key, {maxLength: 80})}),
		fc.record({type: fc.constant('map' as const), by: fc.nat(3)}),
	),
	{maxLength: 30},
);

describe('a map that shares with its earlier versions', () => {
	it('is what a map would be, and so is each of its earlier versions', () => {
		fc.assert(
			fc.property(steps, all => {
				const versions: Step[] = [{map: emptyKeyed(), model: new Map()}];
				for (const step of all) {
					const {map, model} = versions.at(-1)!;
					const after = new Map(model);
					if (step.type === 'set') {
						for (const [name, value] of step.entries) after.set(name, value);
						versions.push({map: withValues(map, step.entries), model: after});
					} else if (step.type === 'one') {
						versions.push({
							map: withValue(map, step.key, step.value),
							model: after.set(step.key, step.value),
						});
					} else if (step.type === 'delete') {
						for (const name of step.keys) after.delete(name);
						versions.push({map: withoutKeys(map, step.keys), model: after});
					} else {
						for (const [name, value] of after) if (value % 3 === step.by) after.set(name, value + 1);
						versions.push({
							map: mapValues(map, value => (value % 3 === step.by ? value + 1 : value)),
							model: after,
						});
					}
				}
				for (const {map, model} of versions) {
					expect([...map]).toEqual([...model]);
					expect([...map.keys()]).toEqual([...model.keys()]);
					expect([...map.values()]).toEqual([...model.values()]);
					expect(map.size).toBe(model.size);
					for (let number = 0; number <= 301; number++) {
						expect(map.get(`k${number}`)).toBe(model.get(`k${number}`));
						expect(map.has(`k${number}`)).toBe(model.has(`k${number}`));
					}
				}
			}),
			{numRuns: 60},
		);
	});

	const many = keyedOf(Array.from({length: 2000}, (_, number) => [`k${number}`, number] as const));

	it('copies one chunk for one value', () => {
		const after = withValue(many, 'k777', -1);
		const [before, now] = [chunksOf(many), chunksOf(after)];
		expect(now.filter((chunk, index) => chunk !== before[index])).toHaveLength(1);
	});

	it('has another shape once a key comes or goes, and only then', () => {
		expect(shapeOf(withValue(many, 'k5', 0))).toBe(shapeOf(many));
		expect(shapeOf(mapValues(many, value => value + 1))).toBe(shapeOf(many));
		expect(shapeOf(withValue(many, 'new', 0))).not.toBe(shapeOf(many));
		expect(shapeOf(withoutKeys(many, ['k5']))).not.toBe(shapeOf(many));
	});

	it('is itself when nothing changes', () => {
		expect(withValue(many, 'k5', 5)).toBe(many);
		expect(withoutKeys(many, ['nobody'])).toBe(many);
		expect(mapValues(many, value => value)).toBe(many);
	});

	it('does not grow with what has come and gone', () => {
		let map: ReadonlyMap<string, number> = keyedOf([['stays', 0]]);
		for (let turn = 0; turn < 5000; turn++)
			map = withoutKeys(withValue(map, `guest${turn}`, turn), [`guest${turn}`]);
		expect([...map]).toEqual([['stays', 0]]);
		expect(chunksOf(map).length).toBeLessThan(4);
	});
});
