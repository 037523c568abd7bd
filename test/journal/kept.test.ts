import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import {Database} from '../../source/journal/database.ts';
import type {Deed, Fact, Journal} from '../../source/journal/journal.ts';
import {readKept} from '../../source/journal/kept.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {migrate} from '../../source/journal/schema.ts';
import {openJournal} from '../../source/journal/sqlite.ts';
import {Store} from '../../source/journal/store.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {append, commit, draft, fateOf, noteAll} from './drafts.ts';

const record = (kind: string, key: string, value: string | null): Fact => ({
	type: 'record',
	kind,
	key,
	value,
});

const deed = (ts: number, changes: Partial<Deed> = {}): Deed => ({
	ts,
	by: 'Alice',
	action: 'ban',
	...changes,
});

const closing = (journal: Journal): Journal => {
	onTestFinished(() => journal.close());
	return journal;
};

const stores: Readonly<Record<string, () => Promise<Journal>>> = {
	memory: async () => new MemoryJournal(),
	disk: async () => closing(await openJournal({folder: join(newFolder(), 'data')})),
};

describe('records', () => {
	test('are there after the next start: the last word about each key, none that was taken away', async () => {
		const folder = join(newFolder(), 'data');
		const first = await openJournal({folder});
		await noteAll(
			first,
			record('account', 'bob', '1'),
			record('account', 'alice', '"Ünïcode 🎉\\n"'),
			record('device', 'bob', '3'),
			record('account', 'bob', '2'),
			record('device', 'gone', '4'),
			record('device', 'gone', null),
			record('device', 'never', null),
		);
		await first.close();
		const second = closing(await openJournal({folder}));
		expect([...second.records('account')]).toEqual([
			['alice', '"Ünïcode 🎉\\n"'],
			['bob', '2'],
		]);
		expect([...second.records('device')]).toEqual([['bob', '3']]);
		expect([...second.records('nothing')]).toEqual([]);
	});

	test('property: what a map would hold, however they are mixed and batched', () => {
		const db = new Database(':memory:');
		migrate(db);
		const store = new Store(db);
		const expected = new Map<string, string>();
		const facts = fc.array(
			fc.record({
				kind: fc.constantFrom('account', 'device'),
				key: fc.constantFrom('a', 'b', 'A', ''),
				value: fc.option(fc.string({unit: 'grapheme', maxLength: 5})),
			}),
			{maxLength: 8},
		);
		fc.assert(
			fc.property(facts, batch => {
				store.commit(batch.map(({kind, key, value}) => ({type: 'record', kind, key, value})));
				for (const {kind, key, value} of batch) {
					if (value === null) expected.delete(`${kind} ${key}`);
					else expected.set(`${kind} ${key}`, value);
				}
				const held = [...readKept(db)].flatMap(([kind, rows]) =>
					rows.map(([key, value]) => [`${kind} ${key}`, value]),
				);
				expect(new Map(held as [string, string][])).toEqual(expected);
			}),
		);
	});

	test('of a batch that fails none is kept, as nothing else is', async () => {
		const folder = join(newFolder(), 'data');
		const journal = await openJournal({folder, mostBytes: 400 * 1024});
		await journal.note(record('account', 'alice', '1'));
		const refused = {code: 'NOT_STORED', message: expect.stringContaining('disk is full')};
		const small = journal.note(record('account', 'bob', '1'));
		const large = journal.note(record('account', 'carol', 'x'.repeat(500_000)));
		const said = append(journal, draft());
		await expect(large).rejects.toMatchObject(refused);
		await expect(small).rejects.toMatchObject(refused);
		expect((await said).map(fateOf)).toEqual(['NOT_STORED']);
		await journal.note(record('account', 'dana', '1'));
		await journal.close();
		const again = closing(await openJournal({folder}));
		expect([...again.records('account')].map(([key]) => key)).toEqual(['alice', 'dana']);
		expect(again.conversation('general')).toBeUndefined();
	});
});

describe.each(Object.entries(stores))('the audit trail in %s', (_, make) => {
	test('is told from the newest, page by page, with what each deed says and no more', async () => {
		const journal = await make();
		const deeds = [
			deed(1, {subject: 'Mallory', room: 'general', detail: 'spam, 2 h'}),
			deed(3, {by: 'Bob', action: 'op', subject: 'Dana'}),
			deed(2, {action: 'lock', room: 'ops'}),
			deed(2, {action: 'lock', room: 'ops'}),
			deed(9),
		];
		await noteAll(journal, ...deeds.map((one): Fact => ({type: 'audit', ...one})));
		expect(await journal.audit({limit: 10})).toStrictEqual({list: deeds.toReversed(), more: undefined});
		const pages: Deed[][] = [];
		let more: string | undefined;
		do {
			const page = await journal.audit({more, limit: 2});
			pages.push([...page.list]);
			more = page.more;
		} while (more !== undefined);
		expect(pages.map(page => page.length)).toEqual([2, 2, 1]);
		expect(pages.flat()).toEqual(deeds.toReversed());
	});

	test('goes on behind a page, whatever is done meanwhile', async () => {
		const journal = await make();
		await noteAll(journal, ...[1, 2, 3].map((ts): Fact => ({type: 'audit', ...deed(ts)})));
		const {more} = await journal.audit({limit: 1});
		await noteAll(journal, {type: 'audit', ...deed(4)});
		expect((await journal.audit({more, limit: 9})).list.map(({ts}) => ts)).toEqual([2, 1]);
		await journal.pruneAudit(2);
		expect((await journal.audit({more, limit: 9})).list.map(({ts}) => ts)).toEqual([]);
	});

	test.each(['', '0', '-1', '1.5', 'x', '1 OR 1', '99999999999999999999', ' 1'])(
		'%j is nothing to go on behind',
		async more => {
			await expect((await make()).audit({more, limit: 5})).rejects.toMatchObject({code: 'BAD_REQUEST'});
		},
	);

	test('keeps the newest, so many as are wished, piece by piece', async () => {
		const journal = await make();
		const times = Array.from({length: 450}, (_none, index) => index + 1);
		await noteAll(journal, ...times.map((ts): Fact => ({type: 'audit', ...deed(ts)})));
		const kept = async (): Promise<number[]> => (await journal.audit({limit: 1000})).list.map(({ts}) => ts);
		await journal.pruneAudit(450);
		expect(await kept()).toHaveLength(450);
		await journal.pruneAudit(120);
		expect(await kept()).toEqual(times.slice(-120).toReversed());
		await noteAll(journal, {type: 'audit', ...deed(451)});
		await journal.pruneAudit(120);
		expect(await kept()).toEqual([451, ...times.slice(-119).toReversed()]);
		await journal.pruneAudit(0);
		expect(await kept()).toEqual([]);
		await noteAll(journal, {type: 'audit', ...deed(7)});
		expect(await kept()).toEqual([7]);
	});
});

describe('order', () => {
	test('facts and drafts of one turn are one commit, in the order of the calls', async () => {
		const folder = join(newFolder(), 'data');
		const journal = await openJournal({folder});
		const told: string[] = [];
		const noted = journal.note(record('ban', 'mallory', '{}')).then(() => told.push('ban'));
		const said = commit(journal, draft({msg: 'after the ban'})).then(() => told.push('message'));
		await Promise.all([noted, said]);
		await journal.close();
		expect(told.toSorted()).toEqual(['ban', 'message']);
		const again = closing(await openJournal({folder}));
		expect([...again.records('ban')]).toEqual([['mallory', '{}']]);
		expect(again.conversation('general')?.last).toBe(1);
	});

	test('closing stores records that wait', async () => {
		const folder = join(newFolder(), 'data');
		const journal = await openJournal({folder});
		for (let index = 0; index < 3000; index++) void journal.note(record('device', String(index), '{}'));
		await journal.close();
		const again = closing(await openJournal({folder}));
		expect([...again.records('device')]).toHaveLength(3000);
	});
});
