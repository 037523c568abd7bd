import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {Journal} from '../../source/journal/journal.ts';
import {openJournal} from '../../source/journal/sqlite.ts';
import {chanceOf, newSeed} from '../helpers/chance.ts';
import {openFolder} from '../helpers/folder.ts';
import {Program} from '../helpers/programs.ts';
import {type Held, heldAfter, placeOf} from './recording.ts';

const recorder = fileURLToPath(new URL('recorder.ts', import.meta.url));

const heldBy = async (journal: Journal, round: string): Promise<Held> => ({
	records: [...journal.records(round)].map(([key]) => Number(key)).toSorted((one, other) => one - other),
	deeds: (await journal.audit({limit: 1_000_000})).list.filter(({action}) => action === round).length,
	messages: journal.conversation(round)?.last ?? 0,
});

/** Steps that were carried out: each message is the third one of its number, and at most three more follow. */
const stepsBehind = (round: string, held: Held): number | undefined => {
	const from = held.messages === 0 ? 0 : placeOf(round, 'said', held.messages - 1);
	return [0, 1, 2, 3]
		.map(more => from + more)
		.find(steps => JSON.stringify(heldAfter(round, steps)) === JSON.stringify(held));
};

test('a recorder killed at any time leaves a beginning of what it did, with all that it was promised', async () => {
	const seed = newSeed();
	const chance = chanceOf(seed);
	using folder = openFolder();
	const data = join(folder.path, 'data');
	const before = new Map<string, Held>();
	for (let number = 0; number < 4; number++) {
		const round = `round${number}`;
		await using program = new Program(process.execPath, [recorder, data, round]);
		const due = chance.between(1, 400);
		await program.until(new RegExp(`(?:^[a-z]+ \\d+\\n){${due}}`, 'm'));
		program.kill('SIGKILL');
		await program.exit;
		const journal = await openJournal({folder: data});
		const held = await heldBy(journal, round);
		const steps = stepsBehind(round, held);
		expect({seed, round, held, steps}).toMatchObject({steps: expect.any(Number)});
		const promised = [...program.output.matchAll(/^([a-z]+) (\d+)\n/gm)].map(([, what, at]) =>
			placeOf(round, what!, Number(at)),
		);
		expect(promised.length).toBeGreaterThanOrEqual(due);
		expect({seed, round, left: steps! - Math.max(...promised)}).toMatchObject({
			left: expect.toSatisfy((left: number) => left >= 0),
		});
		for (const [older, was] of before) expect(await heldBy(journal, older)).toEqual(was);
		before.set(round, held);
		await journal.close();
	}
});
