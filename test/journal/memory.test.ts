import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Commit} from '../../source/journal/journal.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {accepted, commit, draft, seqsOf} from './drafts.ts';

const seqs = (batch: readonly Commit[]): number[] => seqsOf(batch.map(({entry}) => entry));

describe('order', () => {
	test('drafts of one turn are one batch, dense in each conversation, in the order of the calls', async () => {
		const journal = new MemoryJournal();
		const batch = await commit(
			journal,
			draft({msg: 'a'}),
			draft({conversation: 'ops', msg: 'b'}),
			draft({msg: 'c'}),
		);
		expect(batch.map(({entry}) => [entry.conversation, entry.seq, entry.msg])).toEqual([
			['general', 1, 'a'],
			['ops', 1, 'b'],
			['general', 2, 'c'],
		]);
		expect(batch.every(({fresh}) => fresh)).toBe(true);
		expect(seqs(await commit(journal, draft()))).toEqual([3]);
		expect(journal.conversation('general')?.last).toBe(3);
		expect(journal.conversation('nowhere')).toBeUndefined();
	});

	test('nothing is committed within the call: whoever appends is never called back from inside', () => {
		const journal = new MemoryJournal();
		const batches: unknown[] = [];
		journal.onCommit = batch => batches.push(batch);
		journal.append(draft());
		expect(batches).toEqual([]);
	});

	test('closing commits what is queued', async () => {
		const journal = new MemoryJournal();
		const committed: number[] = [];
		journal.onCommit = batch => committed.push(...seqs(batch.map(accepted)));
		journal.append(draft());
		await journal.close();
		expect(committed).toEqual([1]);
	});
});

describe('after', () => {
	test('gives what follows a seq, at most as many as asked for', async () => {
		const journal = new MemoryJournal();
		await commit(journal, ...Array.from({length: 5}, () => draft()));
		const read = async (seq: number, limit: number): Promise<number[]> =>
			(await journal.after('general', seq, limit)).map(entry => entry.seq);
		expect(await read(0, 10)).toEqual([1, 2, 3, 4, 5]);
		expect(await read(2, 2)).toEqual([3, 4]);
		expect(await read(5, 10)).toEqual([]);
		expect(await read(99, 10)).toEqual([]);
		expect(await journal.after('nowhere', 0, 10)).toEqual([]);
	});

	test('property: it is the newest `keep` entries, whatever was asked and however many there were', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({min: 1, max: 7}),
				fc.integer({min: 0, max: 30}),
				fc.integer({min: 0, max: 35}),
				fc.integer({min: 0, max: 10}),
				async (keep, count, seq, limit) => {
					const journal = new MemoryJournal({keep});
					const drafts = Array.from({length: count}, (_, index) => draft({msg: String(index + 1)}));
					if (count > 0) await commit(journal, ...drafts);
					const expected = drafts
						.map(({msg}) => Number(msg))
						.filter(one => one > count - keep && one > seq)
						.slice(0, limit);
					const got = await journal.after('general', seq, limit);
					expect(got.map(entry => entry.seq)).toEqual(expected);
					expect(got.map(entry => Number(entry.msg))).toEqual(expected);
				},
			),
		);
	});
});

describe('a nonce', () => {
	test('makes a repeated draft the first one', async () => {
		const journal = new MemoryJournal();
		const [first] = await commit(journal, draft({nonce: 'n', ts: 1}));
		const [again, next] = await commit(journal, draft({nonce: 'n', ts: 2}), draft({nonce: 'm', ts: 3}));
		expect(first).toMatchObject({fresh: true, entry: {seq: 1, ts: 1}});
		expect(again).toMatchObject({fresh: false, entry: {seq: 1, ts: 1, nonce: 'n'}});
		expect(next).toMatchObject({fresh: true, entry: {seq: 2}});
		expect(journal.conversation('general')?.last).toBe(2);
	});

	test('is known already in the batch that brings it', async () => {
		const batch = await commit(new MemoryJournal(), draft({nonce: 'n'}), draft({nonce: 'n'}));
		expect(batch.map(({fresh}) => fresh)).toEqual([true, false]);
	});

	test("is its author's own", async () => {
		const batch = await commit(
			new MemoryJournal(),
			draft({nonce: 'n'}),
			draft({nonce: 'n', author: 'Bob'}),
			draft(),
			draft(),
		);
		expect(batch.every(({fresh}) => fresh)).toBe(true);
	});
});

test('two journals have different names', () => {
	expect(new MemoryJournal().id).not.toBe(new MemoryJournal().id);
});
