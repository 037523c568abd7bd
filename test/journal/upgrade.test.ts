import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Journal} from '../../source/journal/journal.ts';
import {migrations} from '../../source/journal/schema.ts';
import {type JournalOptions, openJournal} from '../../source/journal/sqlite.ts';
import type {Upgrade} from '../../source/journal/upgrade.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {commit, draft} from './drafts.ts';
import {oldVersions, putOldJournal} from './old-journals.ts';

const open = async (folder: string, options: Partial<JournalOptions> = {}): Promise<Journal> => {
	const journal = await openJournal({folder, ...options});
	onTestFinished(() => journal.close());
	return journal;
};

/** A folder with an old journal, which was opened by this program and closed. */
const upgraded = async (version: number, options: Partial<JournalOptions> = {}) => {
	const folder = join(newFolder(), 'data');
	putOldJournal(folder, version);
	const before = readFileSync(join(folder, 'journal.db'));
	const told: Upgrade[] = [];
	const upgrade = async (): Promise<void> =>
		(await openJournal({folder, ...options, onUpgrade: one => told.push(one)})).close();
	await upgrade();
	return {folder, before, told, upgrade};
};

const copiesIn = (folder: string): string[] => readdirSync(folder).filter(name => name.includes('backup'));

const rowsOf = (file: string): unknown => {
	const db = new DatabaseSync(file, {readOnly: true});
	try {
		return [
			db.prepare('PRAGMA user_version').get(),
			db.prepare('SELECT * FROM message ORDER BY id').all(),
			db.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all(),
			db.prepare('PRAGMA integrity_check').get(),
		];
	} finally {
		db.close();
	}
};

describe.each(oldVersions)('a journal of version %i', version => {
	test('says what it said, and is gone on with', async () => {
		const folder = join(newFolder(), 'data');
		putOldJournal(folder, version);
		const journal = await open(folder);
		expect(
			(await journal.after('general', 0, 99)).map(({seq, kind, msg}) => `${seq} ${kind} ${msg}`),
		).toEqual([
			'1 say the edited message',
			'2 me waves',
			'3 edit the edited message',
			'4 say ',
			'5 delete ',
			'6 react 👍',
		]);
		expect(journal.conversation('general')).toMatchObject({topic: 'all of us', last: 6});
		expect([...journal.people()]).toMatchObject([{id: 'Alice', since: 500}]);
		const query = {text: 'edited', open: true, conversations: [], limit: 9};
		expect((await journal.search(query)).entries.map(({seq}) => seq)).toEqual([1]);
		const [again, next] = await commit(journal, draft({nonce: 'n2', author: 'Bob'}), draft({nonce: 'n9'}));
		expect([again, next]).toMatchObject([
			{fresh: false, entry: {seq: 2}},
			{fresh: true, entry: {seq: 7}},
		]);
		await journal.note({type: 'record', kind: 'account', key: 'alice', value: '{}'});
	});

	test('is put aside as it was, and only then changed', async () => {
		const {folder, before, told, upgrade} = await upgraded(version);
		const name = `journal.v${version}.backup.db`;
		const copy = join(folder, name);
		expect(told).toEqual([{from: version, to: migrations.length, copy}]);
		expect(copiesIn(folder)).toEqual([name]);
		expect(statSync(copy).mode & 0o777).toBe(0o600);
		writeFileSync(join(folder, 'before.db'), before);
		expect(rowsOf(copy)).toEqual(rowsOf(join(folder, 'before.db')));
		// The next start has nothing to change.
		await upgrade();
		expect([told.length, copiesIn(folder)]).toEqual([1, [name]]);
	});

	test('is put aside again after a way back, beside the older copy', async () => {
		const {folder, before, told, upgrade} = await upgraded(version);
		const first = readFileSync(told[0]!.copy!);
		writeFileSync(join(folder, 'journal.db'), before);
		await upgrade();
		expect(copiesIn(folder).toSorted()).toEqual([
			`journal.v${version}-2.backup.db`,
			`journal.v${version}.backup.db`,
		]);
		expect(readFileSync(told[0]!.copy!).equals(first)).toBe(true);
	});

	test('is changed without a copy when that is wished', async () => {
		const {folder, told} = await upgraded(version, {upgradeCopy: false});
		expect(told).toEqual([{from: version, to: migrations.length, copy: undefined}]);
		expect(copiesIn(folder)).toEqual([]);
	});

	test('in which nothing was said is not worth a copy', async () => {
		const folder = join(newFolder(), 'data');
		putOldJournal(folder, version);
		const db = new DatabaseSync(join(folder, 'journal.db'));
		db.exec('DELETE FROM message');
		db.close();
		await open(folder);
		expect(copiesIn(folder)).toEqual([]);
	});

	test('that another process reads is put aside with what its log holds', async () => {
		const folder = join(newFolder(), 'data');
		putOldJournal(folder, version);
		const other = new DatabaseSync(join(folder, 'journal.db'));
		onTestFinished(() => other.close());
		other.exec("PRAGMA wal_autocheckpoint = 0; UPDATE message SET body = 'in the log' WHERE id = 2");
		let copy: string | undefined;
		await open(folder, {
			onUpgrade: one => {
				copy = one.copy;
			},
		});
		expect(JSON.stringify(rowsOf(copy!))).toContain('in the log');
	});
});

test('there is a fixture for each version that was', () => {
	expect(oldVersions).toEqual(Array.from({length: migrations.length - 1}, (_, index) => index + 1));
});
