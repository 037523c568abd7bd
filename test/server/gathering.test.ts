import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {Gathering, holdMs} from '../../source/server/gathering.ts';

/** Asks turn after turn, with what has come by each, and how long that took. @returns turns that were waited */
const turnsOf = (
	gathering: Gathering,
	readers: number | undefined,
	counts: readonly number[],
	turnMs: number,
): number => {
	for (const [turn, count] of counts.entries())
		if (!gathering.awaitsMore(count, readers, turn * turnMs)) return turn;
	return counts.length;
};

describe('a batch waits for more', () => {
	test.each([
		{says: 'while each turn brings some', readers: 1000, counts: [1, 2, 3, 4, 5, 6], waits: 6},
		{
			says: 'no longer than four turns that bring nothing',
			readers: 1000,
			counts: [1, 1, 1, 1, 1, 1, 1],
			waits: 5,
		},
		{says: 'and anew once there is more', readers: 1000, counts: [1, 1, 2, 2, 3, 3, 3, 3, 3, 3], waits: 9},
		{says: 'no longer than telling everybody twice takes', readers: 10, counts: [1, 2, 3, 4, 5, 6], waits: 2},
		{says: 'not at all where nobody is to be told', readers: 0, counts: [1, 2, 3], waits: 0},
		{says: 'longer where nothing was said', readers: undefined, counts: [1, 2, 3, 4, 5, 6], waits: 6},
	])('$says', ({readers, counts, waits}) => {
		expect(turnsOf(new Gathering(), readers, counts, 0.05)).toBe(waits);
	});

	test('the next one begins anew', () => {
		const gathering = new Gathering();
		expect(turnsOf(gathering, 1000, [5, 5, 5, 5, 5, 5], 0.05)).toBe(5);
		expect(turnsOf(gathering, 1000, [1, 1, 1, 1, 1, 1], 0.05)).toBe(5);
	});

	test('it ends, whatever comes', () => {
		fc.assert(
			fc.property(fc.nat(5000), fc.array(fc.nat(3), {minLength: 2000, maxLength: 2000}), (readers, more) => {
				let count = 1;
				const counts = more.map(some => (count += some));
				const turns = turnsOf(new Gathering(), readers, counts, 0.02);
				expect(turns * 0.02).toBeLessThanOrEqual(Math.max(readers * 0.01, 0.02) + 0.02);
			}),
			{numRuns: 50},
		);
	});
});

test('what is stored waits for what is being stored the longer, the more are to be told; and never long', () => {
	expect([0, 2, 49, 50, 100, 400, 500, 5000].map(holdMs)).toEqual([0, 0, 0, 1, 2, 8, 10, 10]);
});
