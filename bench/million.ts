/**
 * A journal of a million messages in one room, of words as people use them: few often, most seldom. Made once,
 * and kept in the temporary folder for later runs of the same journal format.
 */
import {createHash} from 'node:crypto';
import {constants, cpSync, existsSync, mkdtempSync, renameSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Journal} from '../source/journal/journal.ts';
import {migrations} from '../source/journal/schema.ts';
import {openJournal} from '../source/journal/sqlite.ts';
import {chanceOf} from '../test/helpers/chance.ts';

export const room = 'general';

const authors = 200;
const vocabulary = 20_000;

/** The word of a rank: the lower, the more often it is said. */
export const wordOf = (rank: number): string => {
	const letters = 'etaoinshrdlucmfwypvbgk';
	let word = '';
	for (let rest = rank + letters.length; rest > 0; rest = Math.floor(rest / letters.length))
		word += letters[rest % letters.length];
	return word;
};

/** Ranks as in Zipf's law: how often a word is said goes down with its rank. */
const rankOf = (share: number): number => Math.floor(vocabulary ** share) - 1;

/** @returns a folder with such a journal, which goes when it is disposed of */
export const openMillion = async (count: number): Promise<Disposable & {path: string}> => {
	const format = createHash('sha256').update(migrations.join()).digest('hex').slice(0, 8);
	const kept = join(tmpdir(), `tui-chat-journal-${count}-${format}`);
	if (!existsSync(kept)) await keep(kept, count);
	const path = mkdtempSync(join(tmpdir(), 'tui-chat-bench-'));
	cpSync(kept, path, {recursive: true, mode: constants.COPYFILE_FICLONE});
	return {path, [Symbol.dispose]: () => rmSync(path, {recursive: true, force: true})};
};

/** By the source, whose format names it: what is built may be older. */
const keep = async (kept: string, count: number): Promise<void> => {
	const next = mkdtempSync(join(tmpdir(), 'tui-chat-filling-'));
	const journal = await openJournal({folder: next});
	await fill(journal, count, room);
	await journal.close();
	rmSync(kept, {recursive: true, force: true});
	renameSync(next, kept);
};

/** Says so many things in a room, the last of them now. */
export const fill = async (journal: Journal, count: number, where: string): Promise<void> => {
	const chance = chanceOf(3);
	const start = Date.now() - count * 1000;
	const step = 20_000;
	for (let from = 0; from < count; from += step) {
		let left = Math.min(step, count - from);
		const stored = new Promise<void>((resolve, reject) => {
			journal.onCommit = batch => {
				const refused = batch.find(outcome => 'error' in outcome);
				if (refused) reject((refused as {error: Error}).error);
				left -= batch.length;
				if (left === 0) resolve();
			};
		});
		for (let number = from; number < Math.min(count, from + step); number++)
			journal.append({
				conversation: where,
				room: where,
				author: `user${chance.between(1, authors)}`,
				nonce: `m${number}`,
				ts: start + number * 1000,
				kind: 'say',
				msg: Array.from({length: 11}, () => wordOf(rankOf(chance.next()))).join(' '),
			});
		await stored;
	}
	// The index is filled when there is time for it: a search waits for all of it.
	await journal.search({text: wordOf(0), open: true, conversations: [], limit: 1});
};
