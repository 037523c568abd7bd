import {expect, test} from 'vitest';
import {chanceOf, newSeed} from '../helpers/chance.ts';
import {canTrace, careless, tracedRun} from './traced.ts';

const untraced = canTrace() ? '' : ' (left out: there is no strace here that may trace)';

test.skipIf(untraced)(`each acknowledgement comes after an fsync of its commit${untraced}`, async () => {
	const {acknowledged, told, early, syncs} = await tracedRun({talkers: 4, acks: 400}, chanceOf(newSeed()));
	expect(acknowledged).toBeGreaterThanOrEqual(400);
	// The trace has seen all of them: what it says is said of every message.
	expect(told).toBe(acknowledged);
	expect(early).toBe(0);
	expect(syncs).toBeGreaterThan(0);
});

test.skipIf(untraced)(`a server that does not wait for the disk is found out${untraced}`, async () => {
	const {told, early} = await tracedRun({talkers: 2, acks: 100, env: careless}, chanceOf(newSeed()));
	expect(early).toBeGreaterThan(0.9 * told);
});
