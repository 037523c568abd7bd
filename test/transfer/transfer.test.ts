import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {PassThrough, Readable, Writable} from 'node:stream';
import {text} from 'node:stream/consumers';
import {describe, expect, test} from 'vitest';
import type {Given} from '../../source/config.ts';
import {formatVersion} from '../../source/journal/records.ts';
import {openJournal} from '../../source/journal/sqlite.ts';
import {runExport} from '../../source/transfer/export.ts';
import {runImport} from '../../source/transfer/import.ts';
import type {Streams} from '../../source/transfer/pieces.ts';
import {commit, draft} from '../journal/drafts.ts';
import {lively, openDesk, said} from './desk.ts';

describe('export and import', () => {
	test('an empty journal becomes the same one, byte for byte when it is written again', async () => {
		const {using, exported, imported, at} = openDesk();
		await using('a', lively);
		const first = await exported('a', 'a.jsonl');
		expect(await imported('b', 'a.jsonl')).toBe(0);
		expect(await exported('b', 'b.jsonl')).toBe(first);
		expect(first).not.toContain('secret');
		const [a, b] = [await openJournal({folder: at('a')}), await openJournal({folder: at('b')})];
		for (const key of ['general', 'alice\nbob'])
			expect(await b.after(key, 0, 100)).toEqual(await a.after(key, 0, 100));
		expect([b.id, [...b.people()], [...b.conversations()]]).toEqual([
			a.id,
			[...a.people()],
			[...a.conversations()],
		]);
		expect((await commit(b, draft({nonce: 'n2'})))[0]).toMatchObject({fresh: false, entry: {seq: 2}});
		await a.close();
		await b.close();
	});

	test('a second time changes nothing, nor after one that broke off', async () => {
		const {using, exported, imported, at, read} = openDesk();
		await using('a', journal =>
			commit(journal, ...Array.from({length: 2500}, (_, index) => draft({msg: `message ${index}`}))),
		);
		const whole = await exported('a', 'a.jsonl');
		const lines = whole.trimEnd().split('\n');
		writeFileSync(at('broken.jsonl'), [...lines.slice(0, 2100), 'nonsense', ...lines.slice(2101)].join('\n'));
		await expect(imported('b', 'broken.jsonl')).rejects.toMatchObject({
			code: 'FILE_BAD',
			message: expect.stringContaining('Line 2101'),
		});
		writeFileSync(at('cut.jsonl'), lines.slice(0, 2300).join('\n'));
		await expect(imported('b', 'cut.jsonl')).rejects.toMatchObject({
			code: 'FILE_BAD',
			message: expect.stringContaining('ends too early'),
		});
		for (let time = 0; time < 2; time++) {
			expect(await imported('b', 'a.jsonl')).toBe(0);
			expect(await exported('b', 'b.jsonl')).toBe(whole);
		}
		expect(read('a.jsonl')).toBe(whole);
	});

	test('the same journal gets back what it lacks, and keeps what it has', async () => {
		const {using, exported, imported} = openDesk();
		await using('a', journal => commit(journal, draft({msg: 'one'}), draft({msg: 'two'})));
		await exported('a', 'old.jsonl');
		await imported('b', 'old.jsonl');
		await using('a', journal =>
			commit(
				journal,
				draft({kind: 'edit', ref: 1, msg: 'ONE', rights: 'all'}),
				draft({kind: 'react', ref: 2, msg: '👍'}),
				draft({kind: 'delete', ref: 2, msg: '', rights: 'all'}),
			),
		);
		const now = await exported('a', 'new.jsonl');
		await imported('b', 'new.jsonl');
		expect(await exported('b', 'b.jsonl')).toBe(now);
		await imported('a', 'old.jsonl');
		expect(await exported('a', 'a.jsonl')).toBe(now);
	});

	test('what was pruned comes back as it was last known', async () => {
		const {using, exported, imported, at} = openDesk();
		await using('a', journal =>
			commit(journal, draft({msg: 'one'}), ...Array.from({length: 9}, () => draft())),
		);
		await exported('a', 'old.jsonl');
		await using('a', journal => commit(journal, draft({kind: 'edit', ref: 1, msg: 'ONE', rights: 'all'})));
		await (await openJournal({folder: at('a'), retain: {messages: 2}})).close();
		expect(said(await exported('a', 'pruned.jsonl'))).toHaveLength(2);
		await imported('a', 'old.jsonl');
		expect(said(await exported('a', 'a.jsonl')).toSorted()).toContain('general 1 say ONE');
	});

	test('another journal goes behind what is there, with its references, once', async () => {
		const {using, exported, imported} = openDesk();
		await using('a', lively);
		await exported('a', 'a.jsonl');
		await using('b', journal => commit(journal, draft({msg: 'here'}), draft({msg: 'here too'})));
		await imported('b', 'a.jsonl');
		const merged = await exported('b', 'b.jsonl');
		expect(said(merged)).toEqual([
			'general 1 say here',
			'general 2 say here too',
			'general 3 say One',
			'general 4 me two 3',
			'alice\nbob 1 say three',
			'general 5 edit  3 true',
			'general 6 edit One 3',
			'general 7 say   true',
			'general 8 delete  7',
			'general 9 react 👍 3',
		]);
		await imported('b', 'a.jsonl');
		expect(await exported('b', 'b.jsonl')).toBe(merged);
		await using('a', journal => commit(journal, draft({kind: 'edit', ref: 1, msg: 'newer', rights: 'all'})));
		await exported('a', 'a.jsonl');
		await imported('b', 'a.jsonl');
		expect(said(await exported('b', 'b.jsonl'))).toEqual(
			expect.arrayContaining(['general 3 say newer', 'general 10 edit newer 3']),
		);
	});
});

describe('a live server', () => {
	test('is exported as it is at that moment, and not imported into', async () => {
		const {at, exported, imported} = openDesk();
		const journal = await openJournal({folder: at('a')});
		await commit(journal, draft({msg: 'one'}), draft({msg: 'two'}));
		expect(said(await exported('a', 'a.jsonl'))).toEqual(['general 1 say one', 'general 2 say two']);
		await expect(imported('a', 'a.jsonl')).rejects.toMatchObject({code: 'DATA_LOCKED'});
		await commit(journal, draft({msg: 'three'}));
		await journal.close();
	});
});

describe('files', () => {
	test('an export is nobody else’s, takes the place of an older one, and leaves nothing else', async () => {
		const {using, exported, at} = openDesk();
		await using('a', lively);
		writeFileSync(at('a.jsonl'), 'older');
		await exported('a', 'a.jsonl');
		expect(statSync(at('a.jsonl')).mode & 0o077).toBe(0);
		expect(readdirSync(at('.')).toSorted()).toEqual(['a', 'a.jsonl']);
	});

	test('one that cannot be written leaves the older one', async () => {
		const {using, at, read} = openDesk();
		await using('a', lively);
		writeFileSync(at('file'), 'older');
		await expect(runExport({data: at('a'), export: at('file/below')} as Given)).rejects.toMatchObject({
			code: 'SETTING_BAD',
			message: expect.stringContaining(at('file/below')),
		});
		expect(read('file')).toBe('older');
	});

	test('there has to be a journal to export, and a file to import', async () => {
		const {at, imported} = openDesk();
		await expect(runExport({data: at('a'), export: at('a.jsonl')} as Given)).rejects.toMatchObject({
			code: 'DATA_DENIED',
			message: expect.stringContaining('no journal'),
		});
		await expect(imported('a', 'nothing')).rejects.toMatchObject({code: 'SETTING_BAD'});
		await expect(imported('a', '.')).rejects.toMatchObject({code: 'SETTING_BAD'});
	});

	test.each<[what: string, content: string | Buffer, message: string]>([
		['nothing', '', 'ends too early'],
		['something else', '{"type":"entry"}', 'Line 1'],
		['no JSON', '{"type"', 'Line 1'],
		['no object', '[]', 'Line 1'],
		[
			'a newer format',
			`{"type":"head","format":"tui-chat journal","version":${formatVersion + 1},"journal":"x"}`,
			'newer',
		],
		[
			'a second head',
			'{"type":"head","format":"tui-chat journal","version":1,"journal":"x"}\n'.repeat(2),
			'Line 2',
		],
		['no UTF-8', Buffer.from([0xff, 0x0a]), 'Line 1'],
		['a line without end', 'x'.repeat(2_000_000), 'FILE_BAD'],
	])('%s is not taken', async (_, content, message) => {
		const {at, imported} = openDesk();
		writeFileSync(at('bad.jsonl'), content);
		const error = await imported('b', 'bad.jsonl').catch((one: unknown) => one);
		expect(error).toMatchObject({code: 'FILE_BAD'});
		expect(`${(error as Error).message} FILE_BAD`).toContain(message);
	});

	test('a damaged journal is written as far as it can be read, and that is said', async () => {
		const {using, imported, at, read} = openDesk();
		await using('a', journal =>
			commit(journal, ...Array.from({length: 5000}, (_, index) => draft({msg: `message ${index}`}))),
		);
		const file = at('a/journal.db');
		const bytes = readFileSync(file);
		const hurt = Math.floor(bytes.indexOf('message 2500') / 4096) * 4096;
		bytes.fill(0xa5, hurt, hurt + 4096);
		writeFileSync(file, bytes);
		const stderr = new PassThrough();
		const code = await runExport({data: at('a'), export: at('a.jsonl')} as Given, {...process, stderr});
		stderr.end();
		expect(code).toBe(1);
		const [, lost] = /up to (\d+) messages could not be read/.exec(await text(stderr))!;
		const left = said(read('a.jsonl'));
		expect(left).toHaveLength(5000 - Number(lost));
		expect(left.length).toBeGreaterThan(4800);
		await imported('b', 'a.jsonl');
	});
});

describe('streams', () => {
	const terminal = (): Streams['stderr'] & {shown: string} => {
		const stream = new Writable({
			write: (chunk, _, done) => {
				stderr.shown += String(chunk);
				done();
			},
		});
		const stderr = Object.assign(stream, {isTTY: true, shown: ''});
		return stderr;
	};

	test('a dash stands for stdin and stdout, and a terminal is shown how far it is', async () => {
		const {using, at, exported} = openDesk();
		await using('a', lively);
		const stdout = new PassThrough();
		const stderr = terminal();
		const written = text(stdout);
		await runExport({data: at('a'), export: '-'} as Given, {stdin: process.stdin, stdout, stderr});
		stdout.end();
		const dump = await written;
		expect(dump).toBe(await exported('a', 'a.jsonl'));
		expect(stderr.shown).toMatch(/█{30} 100 %\r\u001b\[K8 messages written\.\n$/);
		const stdin = Readable.from([...dump].map(character => Buffer.from(character)));
		const quiet = terminal();
		await runImport({data: at('b'), import: '-'} as Given, {stdin, stdout, stderr: quiet});
		expect(quiet.shown).toBe('\r\u001b[K8 messages taken in.\n');
		expect(await exported('b', 'b.jsonl')).toBe(dump);
	});
});
