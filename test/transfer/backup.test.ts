import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {PassThrough} from 'node:stream';
import {text} from 'node:stream/consumers';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Given} from '../../source/config.ts';
import {copyJournal} from '../../source/journal/backup.ts';
import type {Journal} from '../../source/journal/journal.ts';
import {openJournal} from '../../source/journal/sqlite.ts';
import {runBackup} from '../../source/transfer/backup.ts';
import {runImport} from '../../source/transfer/import.ts';
import {commit, draft} from '../journal/drafts.ts';
import {oldVersions, putOldJournal} from '../journal/old-journals.ts';
import {governed, lively, openDesk, said} from './desk.ts';

/** Makes a backup, and resolves with what is said about it. */
const backedUp = async (data: string, target: string): Promise<string> => {
	const [stdout, stderr] = [new PassThrough(), new PassThrough()];
	const told = text(stdout);
	expect(await runBackup({data, backup: target} as Given, {stdout, stderr})).toBe(0);
	stdout.end();
	return await told;
};

const refusal = (data: string, target: string) =>
	expect(runBackup({data, backup: target} as Given, {stdout: new PassThrough(), stderr: new PassThrough()}))
		.rejects;

/** As many pages as messages: more than are copied in one go. */
const large = async (journal: Journal, messages: number): Promise<void> => {
	for (let index = 0; index < messages; index++) journal.append(draft({msg: 'x'.repeat(4000)}));
};

describe('a backup', () => {
	test('holds what there is, is told of, and is nobody else’s to read', async () => {
		const {using, at} = openDesk();
		await using('a', lively);
		await using('a', governed);
		const told = await backedUp(at('a'), at('copy.db'));
		expect(told.replace(/[\d.]+ MB/, '– MB')).toBe(
			`${at('copy.db')}: 5 messages, 4 conversations, 2 people, 5 records of accounts and rules, 3 deeds of operators; – MB, read and found whole.\n`,
		);
		expect(statSync(at('copy.db')).mode & 0o777).toBe(0o600);
		expect(readdirSync(at('.')).toSorted()).toEqual(['a', 'copy.db']);
	});

	test('of a running server has all that it acknowledged before, and holds nobody up', async () => {
		const {at, exported, imported} = openDesk();
		const journal = await openJournal({folder: at('a')});
		onTestFinished(() => journal.close());
		await commit(journal, ...Array.from({length: 2000}, (_, index) => draft({msg: `before ${index}`})));
		let [isDone, during] = [false, 0];
		const talking = (async () => {
			while (!isDone) {
				await commit(journal, draft({msg: 'during'}));
				during++;
			}
		})();
		await backedUp(at('a'), at('copy.db'));
		isDone = true;
		await talking;
		expect(during).toBeGreaterThan(0);
		await commit(journal, draft({msg: 'after'}));
		await imported('b', 'copy.db');
		const dump = said(await exported('b', 'b.jsonl'));
		expect(dump.filter(line => line.includes('before'))).toHaveLength(2000);
		expect(dump.filter(line => line.includes('after'))).toEqual([]);
		// Of one moment: what was said meanwhile is there up to some message, without a gap.
		expect(dump.map(line => Number(line.split(' ')[1]))).toEqual(dump.map((_, index) => index + 1));
	});

	test('is of one moment, though others write while its pages are copied', async () => {
		const {using, at} = openDesk();
		await using('a', journal => large(journal, 6000));
		const other = new DatabaseSync(at('a/journal.db'));
		onTestFinished(() => other.close());
		let rounds = 0;
		await copyJournal(at('a/journal.db'), at('copy.db'), {
			onProgress: () => {
				rounds++;
				other.exec("UPDATE message SET body = 'changed'");
			},
		});
		// It did not begin anew with each change.
		expect(rounds).toBeGreaterThan(1);
		expect(rounds).toBeLessThan(10);
		const copy = new DatabaseSync(at('copy.db'), {readOnly: true});
		onTestFinished(() => copy.close());
		expect(copy.prepare("SELECT count(*) AS n FROM message WHERE body = 'changed'").get()).toEqual({n: 0});
	});

	test('restores a server by --import, with its own name, places and rules', async () => {
		const {using, at, exported, imported} = openDesk();
		await using('a', lively);
		await using('a', governed);
		const whole = await exported('a', 'a.jsonl');
		await backedUp(at('a'), at('copy.db'));
		await using('a', journal => commit(journal, draft({msg: 'lost'})));
		expect(await imported('b', 'copy.db')).toBe(0);
		expect(await exported('b', 'b.jsonl')).toBe(whole);
	});

	test('restores a server by its place in the folder, and is one file that needs no other', async () => {
		const {using, at, exported} = openDesk();
		await using('a', lively);
		const whole = await exported('a', 'a.jsonl');
		await backedUp(at('a'), at('copy.db'));
		mkdirSync(at('b'));
		writeFileSync(at('b/journal.db'), readFileSync(at('copy.db')));
		await using('b', async () => {});
		expect(await exported('b', 'b.jsonl')).toBe(whole);
	});

	test.each(oldVersions)(
		'of a journal of version %i stays one of that version, and can be imported',
		async version => {
			const {at, exported, imported} = openDesk();
			putOldJournal(at('a'), version);
			expect(await backedUp(at('a'), at('copy.db'))).toContain('4 messages');
			const db = new DatabaseSync(at('copy.db'), {readOnly: true});
			expect(db.prepare('PRAGMA user_version').get()).toEqual({user_version: version});
			db.close();
			await imported('b', 'copy.db');
			expect(await exported('b', 'b.jsonl')).toBe(await exported('a', 'a.jsonl'));
		},
	);
});

describe('no backup is made', () => {
	test('over a file that is there, which stays as it is', async () => {
		const {using, at, read} = openDesk();
		await using('a', lively);
		writeFileSync(at('older.db'), 'older');
		await refusal(at('a'), at('older.db')).toMatchObject({
			code: 'FILE_EXISTS',
			message: expect.stringContaining(at('older.db')),
		});
		await refusal(at('a'), at('a')).toMatchObject({code: 'FILE_EXISTS'});
		expect(read('older.db')).toBe('older');
		expect(readdirSync(at('.')).toSorted()).toEqual(['a', 'older.db']);
	});

	test('over a file that came while it was copied', async () => {
		const {using, at, read} = openDesk();
		await using('a', journal => large(journal, 2500));
		const copying = copyJournal(at('a/journal.db'), at('copy.db'), {
			onProgress: () => writeFileSync(at('copy.db'), 'mine'),
		});
		await expect(copying).rejects.toMatchObject({code: 'FILE_EXISTS'});
		expect(read('copy.db')).toBe('mine');
		expect(readdirSync(at('.')).toSorted()).toEqual(['a', 'copy.db']);
	});

	test('through a link that somebody else has put in its way', async () => {
		const {using, at, read} = openDesk();
		await using('a', lively);
		writeFileSync(at('precious'), 'mine');
		symlinkSync(at('precious'), at(`copy.db.${process.pid}.part`));
		await refusal(at('a'), at('copy.db')).toMatchObject({code: 'SETTING_BAD'});
		symlinkSync(at('nowhere'), at('other.db'));
		await refusal(at('a'), at('other.db')).toMatchObject({code: 'FILE_EXISTS'});
		expect(read('precious')).toBe('mine');
		expect(existsSync(at('nowhere'))).toBe(false);
	});

	test('where there is no journal, or no folder for it', async () => {
		const {using, at} = openDesk();
		await refusal(at('a'), at('copy.db')).toMatchObject({
			code: 'DATA_DENIED',
			message: expect.stringContaining('no journal'),
		});
		await using('a', lively);
		await refusal(at('a'), join(at('none'), 'copy.db')).toMatchObject({
			code: 'SETTING_BAD',
			message: expect.stringContaining('copy.db'),
		});
	});

	test('of a damaged journal: the copy would be damaged, too', async () => {
		const {using, at} = openDesk();
		await using('a', journal =>
			commit(journal, ...Array.from({length: 5000}, (_, index) => draft({msg: `message ${index}`}))),
		);
		const bytes = readFileSync(at('a/journal.db'));
		const hurt = Math.floor(bytes.indexOf('message 2500') / 4096) * 4096;
		bytes.fill(0xa5, hurt, hurt + 4096);
		writeFileSync(at('a/journal.db'), bytes);
		await refusal(at('a'), at('copy.db')).toMatchObject({
			code: 'DATA_BROKEN',
			message: expect.stringMatching(/no backup was made.*--export/),
		});
		expect(readdirSync(at('.'))).toEqual(['a']);
		writeFileSync(at('a/journal.db'), 'This is no database.'.repeat(1000));
		await refusal(at('a'), at('copy.db')).toMatchObject({code: 'DATA_BROKEN'});
	});

	test('and what is no database, or half of one, is not taken in', async () => {
		const {using, at} = openDesk();
		await using('a', lively);
		await backedUp(at('a'), at('copy.db'));
		const bytes = readFileSync(at('copy.db'));
		for (const [content, code] of [
			[bytes.subarray(0, 5000), 'DATA_BROKEN'],
			[bytes.subarray(0, 16), 'DATA_BROKEN'],
			[bytes.subarray(0, 15), 'FILE_BAD'],
		] as const) {
			writeFileSync(at('bad.db'), content);
			await expect(runImport({data: at('b'), import: at('bad.db')} as Given)).rejects.toMatchObject({code});
		}
	});
});
