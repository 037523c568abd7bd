import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Query} from '../../source/journal/journal.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {commit, draft} from './drafts.ts';

const query = (text: string, changes: Partial<Query> = {}): Query => ({
	text,
	open: true,
	conversations: [],
	limit: 50,
	...changes,
});

const found = async (journal: MemoryJournal, text: string, changes: Partial<Query> = {}): Promise<string[]> =>
	(await journal.search(query(text, changes))).entries.map(({msg}) => msg);

const filled = async (...texts: string[]): Promise<MemoryJournal> => {
	const journal = new MemoryJournal();
	await commit(journal, ...texts.map((msg, index) => draft({msg, ts: 1000 + index})));
	return journal;
};

describe('words', () => {
	test('newest first, each word by its beginning, whatever the case or accents', async () => {
		const journal = await filled('Größe zählt', 'no', 'die GRÖSSE', 'grossen Wert');
		expect(await found(journal, 'gross')).toEqual(['grossen Wert', 'die GRÖSSE', 'Größe zählt']);
		expect(await found(journal, 'große d')).toEqual(['die GRÖSSE']);
		expect(await found(journal, 'ross')).toEqual([]);
	});

	test('any part of a text in a script without spaces', async () => {
		const journal = await filled('明日は東京タワーへ行く', '京都', 'ไปเที่ยวทะเล');
		expect(await found(journal, '京タ')).toEqual(['明日は東京タワーへ行く']);
		expect(await found(journal, '京')).toEqual(['京都', '明日は東京タワーへ行く']);
		expect(await found(journal, 'เที่ยว')).toEqual(['ไปเที่ยวทะเล']);
		expect(await found(journal, '東行')).toEqual([]);
	});

	test.each([
		'',
		' ',
		'"',
		"'",
		'*',
		'§o',
		'a"b',
		'AND',
		'a OR',
		'NEAR(a b)',
		'body:a',
		'(',
		'\0',
		'^a',
		'-',
		'a'.repeat(300),
		'東'.repeat(300),
		'a '.repeat(150),
	])('%j is no error', async text => {
		expect(await found(await filled('zzz'), text)).toEqual([]);
	});

	test('property: no text is an error, and each text is found by its own words', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({unit: 'grapheme', maxLength: 80}), async text => {
				const journal = await filled(text, 'other');
				const hits = await found(journal, text);
				expect(/[\p{L}\p{N}]/u.test(text) ? hits.includes(text) : true).toBe(true);
			}),
		);
	});
});

describe('scopes', () => {
	const spread = async (): Promise<MemoryJournal> => {
		const journal = new MemoryJournal();
		await commit(
			journal,
			draft({msg: 'word in general'}),
			draft({conversation: 'ops', room: 'ops', msg: 'word in ops', author: 'Bob'}),
			draft({conversation: 'desk', room: 'desk', msg: 'word for one', to: 'Bob'}),
			draft({conversation: 'alice\nbob', room: '@Bob', msg: 'word between two'}),
		);
		return journal;
	};

	test.each<[says: string, changes: Partial<Query>, texts: string[]]>([
		['rooms, without what is for one person', {}, ['word in ops', 'word in general']],
		['nothing', {open: false}, []],
		['one room', {open: false, conversations: ['ops']}, ['word in ops']],
		['a desk with all that is in it', {open: false, conversations: ['desk']}, ['word for one']],
		[
			'rooms and a conversation',
			{conversations: ['alice\nbob']},
			['word between two', 'word in ops', 'word in general'],
		],
		['what was never there', {open: false, conversations: ['nowhere']}, []],
		['what somebody said', {from: 'BOB', conversations: ['alice\nbob']}, ['word in ops']],
		['what nobody said', {from: 'Nobody'}, []],
		['all rooms but one', {except: ['ops', 'nowhere']}, ['word in general']],
		['no room of all', {except: ['ops', 'general', 'desk']}, []],
		[
			'a room that is left out, and asked for by itself',
			{except: ['ops', 'general'], conversations: ['ops']},
			['word in ops'],
		],
		['what somebody said but in one room', {from: 'bob', except: ['ops'], conversations: ['alice\nbob']}, []],
		[
			'a desk of which one is no part, though no room is left out',
			{open: false, except: ['general'], conversations: ['desk']},
			['word for one'],
		],
	])('%s', async (_, changes, texts) => {
		expect(await found(await spread(), 'word', changes)).toEqual(texts);
	});

	test('only before a time, also when the clock was set back between', async () => {
		const journal = new MemoryJournal();
		for (const ts of [5000, 1000, 6000, 2000, 7000]) await commit(journal, draft({msg: `word at ${ts}`, ts}));
		expect(await found(journal, 'word', {before: 6000})).toEqual([
			'word at 2000',
			'word at 1000',
			'word at 5000',
		]);
		expect(await found(journal, 'word', {before: 1000})).toEqual([]);
	});

	test('property: of many rooms just those that are not left out, page by page', async () => {
		const journal = new MemoryJournal();
		const rooms = Array.from({length: 24}, (_, index) => `room${index}`);
		// Of different lengths, and mixed.
		const drafts = rooms.flatMap((room, index) =>
			Array.from({length: 1 + (index % 5)}, (_, round) => ({round, room})),
		);
		drafts.sort((one, other) => one.round - other.round);
		await commit(
			journal,
			...drafts.map(({room, round}) => draft({conversation: room, room, msg: `word ${room} ${round}`})),
		);
		await fc.assert(
			fc.asyncProperty(
				fc.subarray(rooms),
				fc.subarray(rooms, {maxLength: 3}),
				fc.integer({min: 1, max: 40}),
				async (except, conversations, limit) => {
					const got: string[] = [];
					for (let more: string | undefined, isDone = false; !isDone; ) {
						const page = await journal.search(query('word', {except, conversations, limit, more}));
						got.push(...page.entries.map(({msg}) => msg));
						more = page.more;
						isDone = more === undefined;
					}
					const expected = drafts
						.filter(({room}) => conversations.includes(room) || !except.includes(room))
						.map(({room, round}) => `word ${room} ${round}`)
						.reverse();
					expect(got).toEqual(expected);
				},
			),
		);
	});

	test('page by page', async () => {
		const journal = await filled('word 1', 'word 2', 'word 3', 'word 4', 'word 5');
		const pages: string[][] = [];
		let more: string | undefined;
		do {
			const page = await journal.search(query('word', {limit: 2, more}));
			pages.push(page.entries.map(({msg}) => msg));
			more = page.more;
		} while (more !== undefined);
		expect(pages).toEqual([['word 5', 'word 4'], ['word 3', 'word 2'], ['word 1']]);
	});
});

describe('changes', () => {
	test('an edited message is found by its new words only, a deleted one not at all', async () => {
		const journal = await filled('first', 'second', 'third');
		await found(journal, 'anything');
		await commit(
			journal,
			draft({kind: 'edit', ref: 1, msg: 'changed', rights: 'all'}),
			draft({kind: 'delete', ref: 2, msg: '', rights: 'all'}),
		);
		expect(await found(journal, 'first')).toEqual([]);
		expect(await found(journal, 'changed')).toEqual(['changed']);
		expect(await found(journal, 'second')).toEqual([]);
		expect(await found(journal, 'third')).toEqual(['third']);
	});

	test('a message that is not kept is not found, and the next ones are', async () => {
		const journal = new MemoryJournal({keep: 1});
		await commit(journal, draft({msg: 'word one'}));
		expect(await found(journal, 'word')).toEqual(['word one']);
		await commit(journal, draft({msg: 'word two'}));
		expect(await found(journal, 'word')).toEqual(['word two']);
		expect(await found(journal, 'one')).toEqual([]);
	});
});
