/** Journals in a folder of a test's own, and what is done with them from the command line. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {expect} from 'vitest';
import type {Given} from '../../source/config.ts';
import type {Fact, Journal} from '../../source/journal/journal.ts';
import {openJournal} from '../../source/journal/sqlite.ts';
import {runExport} from '../../source/transfer/export.ts';
import {runImport} from '../../source/transfer/import.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {commit, draft, noteAll} from '../journal/drafts.ts';

export const openDesk = () => {
	const folder = newFolder();
	const at = (name: string): string => join(folder, name);
	return {
		at,
		read: (name: string): string => readFileSync(at(name), 'utf8'),
		exported: async (data: string, name: string): Promise<string> => {
			expect(await runExport({data: at(data), export: at(name)} as Given)).toBe(0);
			return readFileSync(at(name), 'utf8');
		},
		imported: (data: string, name: string): Promise<number> =>
			runImport({data: at(data), import: at(name)} as Given, {...process, stderr: new PassThrough()}),
		/** Fills a journal, and closes it. */
		using: async <Result>(data: string, fill: (journal: Journal) => Promise<Result>): Promise<Result> => {
			const journal = await openJournal({folder: at(data)});
			const result = await fill(journal);
			await journal.close();
			return result;
		},
	};
};

/** Some of everything that is said and done. */
export const lively = async (journal: Journal): Promise<void> => {
	await noteAll(
		journal,
		{type: 'room', conversation: 'general', name: 'General', topic: 'all'},
		{type: 'person', claim: 'c1', id: 'Alice', since: 5, seen: 6},
		{type: 'place', claim: 'c1', conversation: 'general', member: true, read: 2, closed: 0},
		{type: 'place', claim: 'c1', conversation: 'alice\nbob', member: false, read: undefined, closed: 1},
	);
	await commit(
		journal,
		draft({msg: 'one\u2028 "quoted" 東京 🎉', nonce: 'n1', room: 'General'}),
		draft({author: 'ALICE', msg: 'two', ref: 1, kind: 'me', nonce: 'n2', ts: 2000}),
		draft({conversation: 'alice\nbob', room: '@Bob', msg: 'three', ts: 3000}),
		draft({kind: 'edit', ref: 1, msg: 'ONE', rights: 'all', ts: 4000}),
		draft({kind: 'edit', ref: 1, msg: 'One', rights: 'all', ts: 5000}),
		draft({msg: 'secret', to: 'Bob', nonce: 'n3', ts: 6000}),
		draft({kind: 'delete', ref: 5, msg: '', rights: 'all', ts: 7000}),
		draft({kind: 'react', ref: 1, msg: '👍', ts: 8000}),
	);
};

export const record = (kind: string, key: string, value: unknown): Fact => ({
	type: 'record',
	kind,
	key,
	value: value === null ? null : JSON.stringify(value),
});

/** Accounts, a ban, rooms' rules and what was done about them. */
export const governed = async (journal: Journal): Promise<void> => {
	await noteAll(
		journal,
		record('account', 'alice', {id: 'Alice', role: 'owner'}),
		record('device', 'd1', {account: 'alice', key: 'k1'}),
		record('sanction', 's1', {effect: 'ban', subject: 'Mallory \u2028'}),
		record('rules', 'board', {name: 'Board', mode: 'invited', invited: ['alice']}),
		record('rules', 'news', {name: 'News', mode: 'read-only'}),
		{type: 'person', claim: 'account:alice', id: 'Alice', since: 5, seen: 6},
		{type: 'place', claim: 'account:alice', conversation: 'board', member: true, read: 1, closed: 0},
		{type: 'audit', ts: 1, by: 'Alice', action: 'ban', subject: 'Mallory', detail: 'spam'},
		{type: 'audit', ts: 1, by: 'Alice', action: 'ban', subject: 'Mallory', detail: 'spam'},
		{type: 'audit', ts: 2, by: 'Alice', action: 'lock', room: 'board'},
	);
	await commit(
		journal,
		draft({conversation: 'board', room: 'Board', msg: 'among us', nonce: 'b1'}),
		draft({conversation: 'news', room: 'News', msg: 'for all', nonce: 'b2'}),
	);
};

/** What is said in an export, and how each of it stands. */
export const said = (dump: string): string[] =>
	dump
		.trim()
		.split('\n')
		.map(line => JSON.parse(line))
		.filter(({type}) => type === 'entry')
		.map(({conversation, seq, kind, msg, ref, gone}) =>
			[conversation, seq, kind, msg, ref, gone].join(' ').trim(),
		);
