import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	append,
	chunkAt,
	cleared,
	emptyLog,
	type Log,
	lineAt,
	prepend,
	replace,
} from '../../source/client/log.ts';

type Model = {start: number; lines: number[]};
type Step = (state: {log: Log<number>; model: Model}) => {log: Log<number>; model: Model};

const most = 700;

const appending: fc.Arbitrary<Step> = fc.nat(600).map(count => ({log, model}) => {
	const items = Array.from({length: count}, (_, index) => log.end + index);
	return {log: append(log, items, most), model: {...model, lines: [...model.lines, ...items]}};
});

const prepending: fc.Arbitrary<Step> = fc.nat(600).map(count => ({log, model}) => {
	const items = Array.from({length: count}, (_, index) => log.start - count + index);
	const held = model.lines.slice(log.start - model.start);
	return {log: prepend(log, items), model: {start: log.start - count, lines: [...items, ...held]}};
});

const replacing: fc.Arbitrary<Step> = fc
	.double({min: 0, max: 1, noNaN: true})
	.map(share => ({log, model}) => {
		const number = log.start + Math.floor(share * (log.end - log.start));
		const lines = number < log.end ? model.lines.with(number - model.start, -number) : model.lines;
		return {log: replace(log, number, -number), model: {...model, lines}};
	});

const clearing: fc.Arbitrary<Step> = fc.constant(({log, model}) => ({
	log: cleared(log),
	model: {start: model.start + model.lines.length, lines: []},
}));

describe('a log', () => {
	test('is an array whose lines keep their numbers', () => {
		const steps = fc.array(
			fc.oneof({weight: 3, arbitrary: appending}, {weight: 3, arbitrary: prepending}, replacing, clearing),
			{
				maxLength: 12,
			},
		);
		fc.assert(
			fc.property(steps, list => {
				let state = {log: emptyLog<number>(), model: {start: 0, lines: []} as Model};
				for (const step of list) {
					const {log: before} = state;
					const held = [...before.chunks.flat()];
					state = step(state);
					const {log, model} = state;
					// Earlier versions are what they were.
					expect(before.chunks.flat()).toEqual(held);
					expect(log.end).toBe(model.start + model.lines.length);
					for (let number = log.start; number < log.end; number++) {
						expect(lineAt(log, number)).toBe(model.lines[number - model.start]);
						const {first, items} = chunkAt(log, number)!;
						expect(items[number - first]).toBe(model.lines[number - model.start]);
					}
					expect(chunkAt(log, log.end)).toBeUndefined();
					expect(lineAt(log, log.start - 1)).toBeUndefined();
					expect(lineAt(log, log.end)).toBeUndefined();
				}
			}),
			{numRuns: 60},
		);
	});

	test('lets go whole chunks, and never more than it may', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({min: 1, max: 900}), {maxLength: 20}), counts => {
				let log = emptyLog<number>();
				for (const count of counts) log = append(log, Array<number>(count).fill(0), most);
				const total = counts.reduce((sum, count) => sum + count, 0);
				const held = log.end - log.start;
				expect(held).toBeGreaterThanOrEqual(Math.min(total, most));
				expect(held).toBeLessThan(most + 256);
			}),
		);
	});

	test('is the same one when nothing is appended', () => {
		const log = append(emptyLog<number>(), [1]);
		expect(append(log, [])).toBe(log);
		expect(prepend(log, [])).toBe(log);
		expect(replace(log, 7, 1)).toBe(log);
	});
});
