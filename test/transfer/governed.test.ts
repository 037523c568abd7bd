import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {PassThrough} from 'node:stream';
import {text} from 'node:stream/consumers';
import {describe, expect, test} from 'vitest';
import type {Given} from '../../source/config.ts';
import {runExport} from '../../source/transfer/export.ts';
import {runImport} from '../../source/transfer/import.ts';
import {commit, draft} from '../journal/drafts.ts';
import {oldVersions, putOldJournal} from '../journal/old-journals.ts';
import {governed, lively, openDesk, record, said} from './desk.ts';

describe('what the server keeps of its own', () => {
	const stateOf = async (using: ReturnType<typeof openDesk>['using'], data: string) =>
		await using(data, async journal => ({
			records: ['account', 'device', 'sanction', 'rules'].map(kind => [...journal.records(kind)]),
			deeds: await journal.audit({limit: 100}),
			people: [...journal.people()],
			rooms: [...journal.conversations()].map(({key, last}) => `${key} ${last}`),
		}));

	test('goes into an empty journal, and out of it again byte for byte', async () => {
		const {using, exported, imported} = openDesk();
		await using('a', governed);
		const first = await exported('a', 'a.jsonl');
		await imported('b', 'a.jsonl');
		expect(await exported('b', 'b.jsonl')).toBe(first);
		expect(await stateOf(using, 'b')).toEqual(await stateOf(using, 'a'));
		expect((await stateOf(using, 'b')).deeds.list).toHaveLength(3);
	});

	test('is not there before what it is about: a room is never open, not even when an import breaks off', async () => {
		const {using, exported} = openDesk();
		await using('a', governed);
		const kinds = (await exported('a', 'a.jsonl'))
			.trimEnd()
			.split('\n')
			.map(line => (JSON.parse(line) as {type: string}).type);
		expect([...new Set(kinds)]).toEqual([
			'head',
			'record',
			'deed',
			'conversation',
			'person',
			'place',
			'entry',
			'end',
		]);
	});

	test('is finished by another import when one broke off, nothing twice', async () => {
		const {using, exported, imported, at} = openDesk();
		await using('a', governed);
		await using('a', async journal => {
			for (let index = 0; index < 2500; index++)
				void journal.note({type: 'audit', ts: 10 + index, by: 'Alice', action: 'kick'});
		});
		const lines = (await exported('a', 'a.jsonl')).trimEnd().split('\n');
		for (const cut of [1500, 2200]) {
			writeFileSync(at('cut.jsonl'), lines.slice(0, cut).join('\n'));
			await expect(imported('b', 'cut.jsonl')).rejects.toMatchObject({code: 'FILE_BAD'});
		}
		await imported('b', 'a.jsonl');
		await imported('b', 'a.jsonl');
		expect(await exported('b', 'b.jsonl')).toBe(`${lines.join('\n')}\n`);
	});

	test('is never brought back into the same journal: what was revoked stays revoked', async () => {
		const {using, exported, imported} = openDesk();
		await using('a', governed);
		await exported('a', 'old.jsonl');
		await using('a', journal => journal.note(record('device', 'd1', null)));
		await imported('a', 'old.jsonl');
		expect((await stateOf(using, 'a')).records[1]).toEqual([]);
	});

	test('is not brought back by an import that broke off, once a server has gone on', async () => {
		const {using, exported, imported, at} = openDesk();
		await using('a', governed);
		const whole = await exported('a', 'a.jsonl');
		const lines = whole.trimEnd().split('\n');
		writeFileSync(at('cut.jsonl'), lines.slice(0, -1).join('\n'));
		await expect(imported('b', 'cut.jsonl')).rejects.toMatchObject({code: 'FILE_BAD'});
		await using('b', journal => journal.note(record('device', 'd1', null)));
		await imported('b', 'a.jsonl');
		const {records, deeds} = await stateOf(using, 'b');
		expect(records[1]).toEqual([]);
		expect(deeds.list).toHaveLength(3);
	});

	test('stays with its server: in another one the same name is somebody else’s', async () => {
		const {using, imported, exported, at, read} = openDesk();
		await using('a', governed);
		await exported('a', 'a.jsonl');
		await using('b', async journal => {
			await journal.note(record('account', 'bob', {id: 'Bob'}));
			await journal.note({type: 'person', claim: 'account:bob', id: 'Bob', since: 9, seen: 9});
			await commit(journal, draft({msg: 'here'}));
		});
		const before = await stateOf(using, 'b');
		const stderr = new PassThrough();
		const told = text(stderr);
		await runImport({data: at('b'), import: at('a.jsonl')} as Given, {...process, stderr});
		stderr.end();
		expect(await stateOf(using, 'b')).toEqual({...before, rooms: ['general 1', 'news 1']});
		expect(await told).toContain('was left out (1 message)');
		await exported('b', 'b.jsonl');
		expect(read('b.jsonl')).not.toContain('among us');
		await imported('b', 'a.jsonl');
		expect(read('b.jsonl')).toBe(await exported('b', 'b.jsonl'));
	});

	test('an export of an older program, which knew none of it, is taken', async () => {
		const {using, exported, imported, at} = openDesk();
		await using('a', lively);
		const whole = await exported('a', 'a.jsonl');
		writeFileSync(at('old.jsonl'), whole.replace('"version":2', '"version":1'));
		await imported('b', 'old.jsonl');
		expect(await exported('b', 'b.jsonl')).toBe(whole);
	});

	test.each(oldVersions)('a journal of version %i is exported as it stands', async version => {
		const {at, exported, imported} = openDesk();
		putOldJournal(at('a'), version);
		const before = readFileSync(at('a/journal.db'));
		const dump = await exported('a', 'a.jsonl');
		expect(said(dump)).toContain('general 1 say the edited message');
		expect(readFileSync(at('a/journal.db')).equals(before)).toBe(true);
		await imported('b', 'a.jsonl');
		expect(await exported('b', 'b.jsonl')).toBe(dump);
	});

	test('into a journal of an older version is taken once that was put aside', async () => {
		const {at, using, exported, imported} = openDesk();
		await using('a', lively);
		await exported('a', 'a.jsonl');
		putOldJournal(at('b'), 2);
		expect(await imported('b', 'a.jsonl')).toBe(0);
		expect(existsSync(at('b/journal.v2.backup.db'))).toBe(true);
		putOldJournal(at('c'), 2);
		await runImport({data: at('c'), import: at('a.jsonl'), noUpgradeCopy: true} as Given);
		expect(readdirSync(at('c')).filter(name => name.includes('backup'))).toEqual([]);
	});

	test('around damage is written from both ends, and that something is missing is said', async () => {
		const {using, at, read} = openDesk();
		await using('a', async journal => {
			for (let index = 1000; index < 4000; index++)
				void journal.note(record('device', `device-${index}`, {index}));
			await lively(journal);
		});
		const file = at('a/journal.db');
		const bytes = readFileSync(file);
		const hurt = Math.floor(bytes.indexOf('device-2500') / 4096) * 4096;
		bytes.fill(0xa5, hurt, hurt + 4096);
		writeFileSync(file, bytes);
		const stderr = new PassThrough();
		const told = text(stderr);
		expect(await runExport({data: at('a'), export: at('a.jsonl')} as Given, {...process, stderr})).toBe(1);
		stderr.end();
		expect(await told).toMatch(/is damaged; some accounts, bans/);
		const keys = [...read('a.jsonl').matchAll(/device-\d+/g)].map(([key]) => key);
		expect(new Set(keys).size).toBe(keys.length);
		expect(keys).toEqual(expect.arrayContaining(['device-1000', 'device-3999']));
		expect(keys.length).toBeGreaterThan(2800);
		expect(said(read('a.jsonl'))).toHaveLength(8);
	});
});
