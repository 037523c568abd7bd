import {expect, test} from 'vitest';
import {chanceOf, newSeed} from '../helpers/chance.ts';
import {linksRun} from './links.ts';

// Hundreds of links one after another take their time on a busy machine.
const patienceMs = 180_000;

test(
	'whatever links and processes die, each screen ends with each message once and in order',
	async () => {
		const seed = newSeed();
		const {faults, stories, said, lines, changed, cuts} = await linksRun(
			{processes: 2, clients: 3, sends: 500, serverKills: 3, clientKills: 3},
			chanceOf(seed),
		);
		expect({seed, stories, faults}).toEqual({
			seed,
			stories: [],
			faults: {lost: 0, doubled: 0, inversions: 0, screens: 0, unsent: 0},
		});
		expect(said).toBeGreaterThanOrEqual(500);
		expect(lines).toBeGreaterThanOrEqual(6 * said);
		expect(changed).toBeGreaterThan(0);
		expect(cuts).toBeGreaterThan(0);
	},
	patienceMs,
);
