import {expect, test} from 'vitest';
import {chanceOf, newSeed} from '../helpers/chance.ts';
import {killLoop} from './kill.ts';

test('a server killed in full flood has lost nothing that it acknowledged or showed', async () => {
	const seed = newSeed();
	const {faults, wrong, stories, exit, ...seen} = await killLoop(
		{rounds: 6, talkers: 8, rooms: 2, acks: 1500},
		chanceOf(seed),
	);
	expect({seed, stories, exit, faults, wrong}).toEqual({
		seed,
		stories: [],
		exit: 0,
		faults: {lost: 0, vanished: 0, doubled: 0, holes: 0, invented: 0, missing: 0},
		wrong: {doubled: 0, holes: 0, inversions: 0},
	});
	// Each talker reads everything: the run was about something.
	expect(seen.stored).toBeGreaterThan(0);
	expect(seen.deliveries).toBeGreaterThanOrEqual(seen.stored);
});

test('the same run finds out a server that keeps nothing', async () => {
	const {faults} = await killLoop(
		{rounds: 1, talkers: 2, rooms: 1, acks: 100, args: ['--memory'], early: 0},
		chanceOf(newSeed()),
	);
	expect(faults.lost).toBeGreaterThan(0);
	expect(faults.vanished).toBeGreaterThan(0);
});
