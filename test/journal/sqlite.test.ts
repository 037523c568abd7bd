import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Draft, Journal, Outcome} from '../../source/journal/journal.ts';
import {migrations} from '../../source/journal/schema.ts';
import {beginJournal, type JournalOptions, openJournal} from '../../source/journal/sqlite.ts';
import {FakeClock} from '../helpers/clock.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {append, commit, draft, fateOf, noteAll, seqsOf} from './drafts.ts';

const folderOf = (): string => join(newFolder(), 'data');

/** Closed at the end of the test, before its folder goes. */
const open = async (folder: string, options: Partial<JournalOptions> = {}): Promise<Journal> => {
	const journal = await openJournal({folder, ...options});
	onTestFinished(() => journal.close());
	return journal;
};

const many = (count: number, changes: Partial<Draft> = {}): Draft[] =>
	Array.from({length: count}, (_, index) => draft({msg: `message ${index + 1}`, ...changes}));

describe('what is stored', () => {
	test('is there after the next start, as it was', async () => {
		const folder = folderOf();
		const journal = await openJournal({folder});
		await commit(journal, draft({nonce: 'n', author: 'Ánna'}), draft({conversation: 'a\nb', room: '@b'}));
		await commit(journal, draft({ref: 1, kind: 'me'}), draft({kind: 'react', ref: 1, msg: '👍'}));
		await noteAll(
			journal,
			{type: 'room', conversation: 'general', name: 'General', topic: 'all'},
			{type: 'person', claim: 'c1', id: 'Alice', since: 5, seen: 6},
			{type: 'person', claim: 'c2', id: 'Bob', since: 7, seen: 8},
			{type: 'place', claim: 'c1', conversation: 'general', member: true, read: 2, closed: 0},
			{type: 'place', claim: 'c1', conversation: 'quiet', member: false, read: undefined, closed: 3},
			{type: 'place', claim: 'c2', conversation: 'general', member: true, read: 1, closed: 0},
			{type: 'forget', claim: 'c2'},
			{type: 'place', claim: 'c2', conversation: 'general', member: true, read: 1, closed: 0},
			{type: 'person', claim: 'c1', id: 'Alice', since: 5, seen: 9},
		);
		const before = [[...journal.conversations()], await journal.after('general', 0, 9), journal.id];
		await journal.close();

		const again = await open(folder);
		expect([[...again.conversations()], await again.after('general', 0, 9), again.id]).toEqual(before);
		expect(again.conversation('general')).toEqual({
			key: 'general',
			name: 'General',
			topic: 'all',
			first: 1,
			last: 3,
			ts: 1000,
		});
		expect([...again.people()]).toEqual([
			{
				claim: 'c1',
				id: 'Alice',
				since: 5,
				seen: 9,
				places: new Map([
					['general', {member: true, read: 2, closed: 0}],
					['quiet', {member: false, read: undefined, closed: 3}],
				]),
			},
		]);
		const [repeated, next] = await commit(again, draft({nonce: 'n', author: 'ÁNNA'}), draft());
		expect(repeated).toMatchObject({fresh: false, entry: {seq: 1, ts: 1000}});
		expect(next).toMatchObject({fresh: true, entry: {seq: 4}});
	});

	test('is read beside the writing: a page, the place of a time, a search', async () => {
		const journal = await open(folderOf());
		await commit(journal, ...many(300).map((one, index) => ({...one, ts: 1000 + index})));
		expect(seqsOf(await journal.after('general', 120, 20))).toEqual(
			Array.from({length: 20}, (_, index) => 121 + index),
		);
		expect(seqsOf((await journal.page('general', {before: 10}, 3)).entries)).toEqual([7, 8, 9]);
		expect(await Promise.all([0, 1000, 1001, 1100, 9999].map(ts => journal.since('general', ts)))).toEqual([
			0, 0, 1, 100, 300,
		]);
		expect(await journal.since('nowhere', 1)).toBe(0);
		const query = {text: 'message 42', open: true, conversations: [], limit: 5};
		expect((await journal.search(query)).entries.map(({msg}) => msg)).toEqual(['message 42']);
		await commit(journal, draft({kind: 'edit', ref: 121, msg: 'changed', rights: 'all'}));
		expect((await journal.after('general', 120, 1))[0]!.msg).toBe('changed');
	});

	test('is nobody else’s to read', async () => {
		const folder = folderOf();
		await commit(await open(folder), draft());
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		for (const file of readdirSync(folder))
			expect([file, statSync(join(folder, file)).mode & 0o077]).toEqual([file, 0]);
	});

	test('of a deleted text and of an edited one, no byte is left in the files', async () => {
		const folder = folderOf();
		const journal = await openJournal({folder});
		const secrets = ['hunter2swordfish', 'correcthorsebattery'];
		await commit(journal, ...many(2000), ...secrets.map(msg => draft({msg})), ...many(2000));
		const query = {text: secrets[0]!, open: true, conversations: [], limit: 5};
		expect((await journal.search(query)).entries).toHaveLength(1);
		await commit(
			journal,
			draft({kind: 'delete', ref: 2001, msg: '', rights: 'all'}),
			draft({kind: 'edit', ref: 2002, msg: 'other', rights: 'all'}),
		);
		await journal.close();
		for (const file of readdirSync(folder)) {
			const bytes = readFileSync(join(folder, file));
			for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
		}
	});
});

describe('order', () => {
	test('what was appended while a commit is under way follows in its order, in one batch', async () => {
		const journal = await open(folderOf());
		const batches: number[] = [];
		const seen: string[] = [];
		const {promise, resolve} = Promise.withResolvers<void>();
		journal.onCommit = batch => {
			batches.push(batch.length);
			for (const outcome of batch) if ('entry' in outcome) seen.push(outcome.entry.msg);
			if (batches.length === 1) for (const one of many(5000)) journal.append(one);
			if (seen.length === 5001) resolve();
		};
		journal.append(draft({msg: 'message 0'}));
		await promise;
		expect(seen).toEqual(Array.from({length: 5001}, (_, index) => `message ${index}`));
		expect(batches[0]).toBe(1);
		expect(Math.max(...batches)).toBe(2000);
	});

	test('closing stores all that waits, and is told of it before it ends', async () => {
		const folder = folderOf();
		const journal = await openJournal({folder});
		let told = 0;
		journal.onCommit = batch => {
			told += batch.length;
		};
		for (const one of many(4500)) journal.append(one);
		await journal.close();
		expect(told).toBe(4500);
		expect((await open(folder)).conversation('general')?.last).toBe(4500);
	});

	test('after the end nothing is stored, and who tries is told', async () => {
		const journal = await openJournal({folder: folderOf()});
		await journal.close();
		expect((await append(journal, draft())).map(fateOf)).toEqual(['CLOSING']);
		await expect(journal.note({type: 'forget', claim: 'x'})).rejects.toMatchObject({code: 'CLOSING'});
	});
});

describe('a folder that cannot be used', () => {
	const refusal = (folder: string, options: Partial<JournalOptions> = {}) =>
		expect(open(folder, options)).rejects;

	test('because another server uses it, until that one ends', async () => {
		const folder = folderOf();
		const first = await openJournal({folder});
		await refusal(folder).toMatchObject({code: 'DATA_LOCKED', message: expect.stringContaining(folder)});
		await first.close();
		await commit(await open(folder), draft());
	});

	test('because it is none', async () => {
		const folder = folderOf();
		writeFileSync(folder, 'a file');
		await refusal(folder).toMatchObject({code: 'DATA_DENIED', message: expect.stringContaining(folder)});
		await refusal(join(folder, 'below')).toMatchObject({code: 'DATA_DENIED'});
	});

	test('because its journal is something else', async () => {
		const folder = folderOf();
		mkdirSync(folder);
		writeFileSync(join(folder, 'journal.db'), 'This is no database.'.repeat(1000));
		await refusal(folder).toMatchObject({code: 'DATA_BROKEN', message: expect.stringContaining(folder)});
	});

	test('because its journal is of a newer program; nothing in it is changed', async () => {
		const folder = folderOf();
		await (await openJournal({folder})).close();
		const db = new DatabaseSync(join(folder, 'journal.db'));
		db.exec(`PRAGMA user_version = ${migrations.length + 1}`);
		db.close();
		const before = readFileSync(join(folder, 'journal.db'));
		await refusal(folder).toMatchObject({code: 'DATA_NEWER'});
		expect(readFileSync(join(folder, 'journal.db')).equals(before)).toBe(true);
	});

	test('because the disk is full', async () => {
		await refusal(folderOf(), {mostBytes: 4096}).toMatchObject({code: 'DATA_FULL'});
	});
});

describe('a fault', () => {
	test('a full disk: senders are told, what was stored is read, and it goes on with room again', async () => {
		const folder = folderOf();
		const journal = await openJournal({folder, mostBytes: 400 * 1024});
		const big = (): Draft => draft({msg: 'x'.repeat(16_000)});
		const stored: number[] = [];
		let refused: Outcome | undefined;
		while (refused === undefined) {
			const [outcome] = await append(journal, big());
			if ('error' in outcome!) refused = outcome;
			else stored.push(outcome!.entry.seq);
		}
		expect(refused).toMatchObject({
			error: {code: 'NOT_STORED', message: expect.stringContaining('disk is full')},
		});
		await expect(
			journal.note({type: 'room', conversation: 'n', name: 'n', topic: 'x'.repeat(300_000)}),
		).rejects.toMatchObject({code: 'NOT_STORED'});
		expect(seqsOf(await journal.after('general', 0, 1000))).toEqual(stored);
		await journal.close();
		const roomy = await open(folder);
		expect((await append(roomy, big())).map(fateOf)).toEqual([stored.length + 1]);
	});

	test.each<[what: string, take: (folder: string) => void]>([
		['a folder', folder => rmSync(folder, {recursive: true})],
		[
			'a folder that another one takes the place of',
			folder => {
				renameSync(folder, `${folder}-old`);
				mkdirSync(folder);
			},
		],
		['a file', folder => rmSync(join(folder, 'journal.db'))],
		['a write-ahead log', folder => rmSync(join(folder, 'journal.db-wal'))],
	])('%s that was taken away: nothing is acknowledged that nobody will find', async (_, take) => {
		const folder = folderOf();
		const journal = await open(folder);
		await commit(journal, draft());
		take(folder);
		const [refused] = await append(journal, draft());
		expect(fateOf(refused!)).toBe('NOT_STORED');
		expect('error' in refused! && refused.error.message).toContain('was taken away');
	});

	test('somebody else’s lock: refused, and stored again when it is gone', async () => {
		const folder = folderOf();
		const journal = await open(folder);
		await commit(journal, draft());
		const other = new DatabaseSync(join(folder, 'journal.db'), {timeout: 30_000});
		other.exec('BEGIN IMMEDIATE');
		const [outcome] = await append(journal, draft());
		expect(outcome).toMatchObject({
			error: {code: 'NOT_STORED', message: expect.stringContaining('another program')},
		});
		other.exec('ROLLBACK');
		other.close();
		expect((await append(journal, draft())).map(fateOf)).toEqual([2]);
	});

	test('somebody else’s lock at a start that has to write: told of, and read all the same until then', async () => {
		const folders = [folderOf(), folderOf()] as const;
		for (const folder of folders) {
			const journal = await openJournal({folder});
			await commit(journal, draft({msg: 'before'}));
			await journal.close();
			const other = new DatabaseSync(join(folder, 'journal.db'));
			onTestFinished(() => other.close());
			// An import that did not end: whoever starts a server writes that it goes on with what there is.
			other.exec("INSERT INTO meta VALUES ('restoring', 'another'); BEGIN IMMEDIATE");
		}
		const refused = openJournal({folder: folders[0]}).catch((error: unknown) => error);
		const {journal, opened} = await beginJournal({folder: folders[1]});
		expect((await journal.after('general', 0, 9)).map(({msg}) => msg)).toEqual(['before']);
		await expect(opened).rejects.toMatchObject({code: 'DATA_LOCKED'});
		await journal.close();
		expect(await refused).toMatchObject({code: 'DATA_LOCKED'});
	});

	test('a damaged page: what needs it is refused or lost, with the reason', async () => {
		const folder = folderOf();
		const first = await openJournal({folder});
		await commit(first, ...many(3000));
		await first.close();
		const file = join(folder, 'journal.db');
		const bytes = readFileSync(file);
		// All but what the tables are is nonsense now.
		bytes.fill(0xa5, 4096 * 24);
		writeFileSync(file, bytes);
		const journal = await open(folder);
		await expect(journal.page('general', {before: 1500}, 100)).rejects.toMatchObject({
			code: 'HISTORY_LOST',
			message: expect.stringContaining('damaged'),
		});
		const [outcome] = await append(journal, draft({nonce: 'n'}));
		expect(outcome).toMatchObject({error: {code: 'NOT_STORED', message: expect.stringContaining('damaged')}});
	});
});

describe('retention', () => {
	const retained = async (journal: Journal): Promise<number[]> =>
		seqsOf(await journal.after('general', 0, 10_000));

	test('keeps so many messages of each conversation, and its seqs go on', async () => {
		const folder = folderOf();
		const clock = new FakeClock();
		const journal = await openJournal({folder, retain: {messages: 100}, clock});
		await commit(journal, ...many(1000), draft({conversation: 'ops'}));
		expect(await retained(journal)).toHaveLength(1000);
		clock.advance(60_000);
		await journal.close();
		const again = await open(folder);
		expect(again.conversation('general')).toMatchObject({first: 901, last: 1000});
		expect(again.conversation('ops')).toMatchObject({first: 1, last: 1});
		expect(await retained(again)).toEqual(Array.from({length: 100}, (_, index) => 901 + index));
		expect((await commit(again, draft()))[0]!.entry.seq).toBe(1001);
	});

	test('keeps what was said in so much time, even when that is nothing', async () => {
		const folder = folderOf();
		const clock = new FakeClock();
		const first = await openJournal({folder});
		await commit(first, ...many(500).map((one, index) => ({...one, ts: clock.now() - 1000 + index})));
		const query = {text: 'message', open: true, conversations: [], limit: 1000};
		expect((await first.search(query)).entries).toHaveLength(500);
		await first.close();
		const second = await openJournal({folder, retain: {ms: 600}, clock});
		await second.close();
		const third = await openJournal({folder});
		expect(third.conversation('general')).toMatchObject({first: 401, last: 500});
		expect((await third.search(query)).entries).toHaveLength(100);
		await third.close();
		clock.advance(1000);
		await (await openJournal({folder, retain: {ms: 600}, clock})).close();
		const last = await open(folder);
		expect(last.conversation('general')).toMatchObject({first: 501, last: 500});
		expect((await commit(last, draft({msg: 'message anew'})))[0]!.entry.seq).toBe(501);
		expect((await last.search(query)).entries.map(({msg}) => msg)).toEqual(['message anew']);
	});
});
