import {describe, expect, test} from 'vitest';
import type {Draft, Entry} from '../../source/journal/journal.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {limits} from '../../source/protocol/limits.ts';
import {append, commit, draft, fateOf, seqsOf} from './drafts.ts';

const own = {own: 0};
const edit = (ref: number, msg: string, changes: Partial<Draft> = {}): Draft =>
	draft({kind: 'edit', ref, msg, rights: own, ...changes});
const remove = (ref: number, changes: Partial<Draft> = {}): Draft =>
	draft({kind: 'delete', ref, msg: '', rights: own, ...changes});
const react = (ref: number, msg: string, changes: Partial<Draft> = {}): Draft =>
	draft({kind: 'react', ref, msg, ...changes});
const unreact = (ref: number, msg: string, changes: Partial<Draft> = {}): Draft =>
	draft({kind: 'unreact', ref, msg, ...changes});

const all = (journal: MemoryJournal): Promise<readonly Entry[]> => journal.after('general', 0, 100);
const show = (entries: readonly Entry[]): string[] =>
	entries.map(({seq, kind, msg, deleted}) => `${seq} ${kind} ${deleted ? '(deleted)' : msg}`.trimEnd());

describe('what may be amended', () => {
	test('each kind has a seq of its own, and names what it is about', async () => {
		const outcomes = await append(
			new MemoryJournal(),
			draft(),
			edit(1, 'other'),
			react(1, '👍'),
			unreact(1, '👍'),
			remove(1),
		);
		expect(outcomes.map(fateOf)).toEqual([1, 2, 3, 4, 5]);
	});

	test.each<[what: string, Draft, fate: string]>([
		['nothing', edit(9, 'x'), 'NO_SUCH_MESSAGE'],
		['an amendment', react(2, '👍'), 'NO_SUCH_MESSAGE'],
		['what was deleted', edit(3, 'x'), 'NO_SUCH_MESSAGE'],
		['a reply to what was deleted', draft({ref: 3}), 'NO_SUCH_MESSAGE'],
		['a message of another room', react(1, '👍', {conversation: 'ops'}), 'NO_SUCH_MESSAGE'],
		['a message of a room that never was', react(1, '👍', {conversation: 'nowhere'}), 'NO_SUCH_MESSAGE'],
		['no message', draft({kind: 'edit', rights: own}), 'NO_SUCH_MESSAGE'],
		['somebody else’s message', edit(1, 'x', {author: 'Bob'}), 'NOT_YOURS'],
		['somebody else’s message, to delete it', remove(1, {author: 'Bob'}), 'NOT_YOURS'],
		['what the last one of that name said', edit(1, 'x', {rights: {own: 1001}}), 'NOT_YOURS'],
		['a message without the right to', edit(1, 'x', {rights: undefined}), 'NOT_YOURS'],
	])('refuses %s', async (_, refused, fate) => {
		const journal = new MemoryJournal();
		await commit(journal, draft(), edit(1, 'new'), draft(), remove(3), draft({conversation: 'log'}));
		const before = await all(journal);
		expect((await append(journal, refused)).map(fateOf)).toEqual([fate]);
		expect(await all(journal)).toEqual(before);
		expect(journal.conversation('nowhere')).toBeUndefined();
	});

	test('one that is refused leaves no hole, and the others of its batch as they are', async () => {
		const journal = new MemoryJournal();
		const outcomes = await append(journal, draft(), edit(7, 'x'), draft());
		expect(outcomes.map(fateOf)).toEqual([1, 'NO_SUCH_MESSAGE', 2]);
		expect(seqsOf(await all(journal))).toEqual([1, 2]);
	});

	test('an author is who has the same name, however it is written, and an operator deletes everybody’s', async () => {
		const journal = new MemoryJournal();
		const outcomes = await append(
			journal,
			draft(),
			draft(),
			edit(1, 'x', {author: 'ALICE'}),
			remove(2, {author: 'Root', rights: 'all'}),
		);
		expect(outcomes.map(fateOf)).toEqual([1, 2, 3, 4]);
		expect(show(await all(journal))).toEqual(['1 say x', '2 say (deleted)', '3 edit x', '4 delete']);
	});

	test('a message takes so many signs, and no more; those that it has may go and come', async () => {
		const journal = new MemoryJournal({keep: 10_000});
		const most = limits.signsPerMessage;
		const signs = Array.from({length: most}, (_, index) => react(1, '👍', {author: `P${index}`}));
		await commit(journal, draft(), draft(), ...signs);
		const outcomes = await append(
			journal,
			react(1, '👍', {author: 'Late'}),
			unreact(1, '👍', {author: 'Late'}),
			unreact(1, '👍', {author: 'P7'}),
			react(1, '👍', {author: 'p7'}),
			react(2, '👍', {author: 'Late'}),
			edit(1, 'new'),
		);
		const last = most + 2;
		expect(outcomes.map(fateOf)).toEqual([
			'SIGNS_FULL',
			'SIGNS_FULL',
			last + 1,
			last + 2,
			last + 3,
			last + 4,
		]);
	});

	test('a repeated one is known even when what it is about has gone', async () => {
		const journal = new MemoryJournal();
		await commit(journal, draft(), edit(1, 'x', {nonce: 'e'}), remove(1, {nonce: 'd'}));
		const again = await commit(journal, edit(1, 'x', {nonce: 'e'}), remove(1, {nonce: 'd'}));
		expect(again.map(({entry, fresh}) => [entry.seq, fresh])).toEqual([
			[2, false],
			[3, false],
		]);
	});
});

describe('what is read afterwards', () => {
	test('the newest text, and of several edits the last one', async () => {
		const journal = new MemoryJournal();
		await commit(journal, draft({msg: 'a'}), edit(1, 'b'), draft({msg: 'z'}), edit(1, 'c'));
		expect(show(await all(journal))).toEqual(['1 say c', '3 say z', '4 edit c']);
	});

	test('no text that was taken away, in no entry', async () => {
		const journal = new MemoryJournal();
		await commit(journal, draft({msg: 'secret'}), edit(1, 'secret too'), draft({ref: 1}), remove(1));
		const entries = await all(journal);
		expect(JSON.stringify(entries)).not.toContain('secret');
		expect(show(entries)).toEqual(['1 say (deleted)', '3 say text', '4 delete']);
	});

	test('of one person’s one sign the newest word', async () => {
		const journal = new MemoryJournal();
		const bob = {author: 'Bob'};
		await commit(journal, draft(), react(1, '👍'), react(1, '👍', bob), unreact(1, '👍'), react(1, '🎉'));
		expect(show(await all(journal))).toEqual(['1 say text', '3 react 👍', '4 unreact 👍', '5 react 🎉']);
		await commit(journal, react(1, '👍', {author: 'ALICE'}));
		expect(show(await all(journal)).slice(1)).toEqual(['3 react 👍', '5 react 🎉', '6 react 👍']);
	});

	test('a page brings the amendments from after it that count for it', async () => {
		const journal = new MemoryJournal();
		await commit(
			journal,
			draft({msg: 'a'}),
			draft({msg: 'b'}),
			react(1, '👍'),
			draft({msg: 'c'}),
			edit(1, 'a1'),
			edit(1, 'a2'),
			unreact(1, '👍'),
			react(2, '🎉'),
			unreact(2, '🎉'),
			remove(2),
			edit(4, 'c1'),
		);
		const page = async (where: {before: number} | {after: number}, limit = 10) => {
			const {entries, later} = await journal.page('general', where, limit);
			return [show(entries), show(later)];
		};
		expect(await page({before: 4})).toEqual([
			['1 say a2', '2 say (deleted)'],
			['6 edit a2', '10 delete'],
		]);
		expect(await page({after: 1}, 2)).toEqual([
			['2 say (deleted)', '4 say c1'],
			['10 delete', '11 edit c1'],
		]);
		expect(await page({before: 100}, 2)).toEqual([['10 delete', '11 edit c1'], []]);
		expect(await page({before: 1})).toEqual([[], []]);
		expect(await journal.page('nowhere', {after: 0}, 10)).toEqual({entries: [], later: []});
	});
});

describe('a reply', () => {
	test('shows who is answered, and the beginning of what they say now', async () => {
		const journal = new MemoryJournal();
		const long = 'x'.repeat(119);
		const [, reply] = await commit(journal, draft({msg: `${long}🎉 and more`}), draft({ref: 1}));
		expect(reply!.entry).toMatchObject({ref: 1, refTs: 1000, quote: {id: 'Alice', msg: long}});
		await commit(journal, edit(1, 'short'));
		expect((await journal.after('general', 1, 1))[0]!.quote).toEqual({id: 'Alice', msg: 'short'});
		await commit(journal, remove(1));
		expect((await journal.after('general', 1, 1))[0]).toMatchObject({ref: 1, refTs: 1000, quote: undefined});
	});

	test('shows nothing of what its readers may not read', async () => {
		const journal = new MemoryJournal();
		const batch = await commit(
			journal,
			draft({msg: 'for Bob', to: 'Bob'}),
			draft({ref: 1, to: 'bob'}),
			draft({ref: 1, to: 'Dana'}),
			draft({ref: 1}),
			draft({msg: 'for all'}),
			draft({ref: 5, to: 'Bob'}),
		);
		const quotes = ['for Bob', undefined, undefined, 'for all'];
		const isReply = ({ref}: Entry): boolean => ref !== undefined;
		expect(
			batch
				.map(({entry}) => entry)
				.filter(isReply)
				.map(({quote}) => quote?.msg),
		).toEqual(quotes);
		expect((await all(journal)).filter(isReply).map(({quote}) => quote?.msg)).toEqual(quotes);
	});
});
