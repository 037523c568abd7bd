import fc from 'fast-check';
import {expect, test} from 'vitest';
import {Blocks} from '../../source/journal/blocks.ts';
import type {ConversationRecord, Entry} from '../../source/journal/journal.ts';
import {draft, seqsOf} from './drafts.ts';

const record = (first: number, last: number): ConversationRecord => ({
	key: 'general',
	name: 'general',
	topic: '',
	first,
	last,
	ts: 0,
});

/** A conversation in which some places count no more, and how often it was read. */
const source = (seqs: readonly number[], msg = 'text') => {
	const reads: number[] = [];
	const blocks = new Blocks(async (_, seq, limit, last) => {
		reads.push(seq);
		return seqs
			.filter(one => one > seq && one <= last)
			.slice(0, limit)
			.map((one): Entry => ({...draft({msg}), seq: one}));
	});
	return {blocks, reads};
};

const upTo = (last: number): number[] => Array.from({length: last}, (_, index) => index + 1);

test('property: it is what the journal says, whatever is asked', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({min: 0, max: 600}),
			fc.integer({min: 1, max: 300}),
			fc.array(fc.integer({min: 1, max: 600}), {maxLength: 400}),
			fc.array(fc.tuple(fc.integer({min: 0, max: 610}), fc.integer({min: 1, max: 300})), {
				minLength: 1,
				maxLength: 4,
			}),
			async (last, first, gone, questions) => {
				const seqs = upTo(last).filter(seq => seq >= first && !gone.includes(seq));
				const {blocks} = source(seqs);
				for (const [seq, limit] of questions) {
					const got = await blocks.after(record(Math.min(first, last + 1), last), seq, limit);
					expect(seqsOf(got)).toEqual(seqs.filter(one => one > seq && one <= last).slice(0, limit));
				}
			},
		),
	);
});

test('a thousand who want the same at once cost one reading of each block', async () => {
	const {blocks, reads} = source(upTo(1024));
	const all = await Promise.all(Array.from({length: 1000}, () => blocks.after(record(1, 1024), 0, 1024)));
	expect(all.every(entries => entries.length === 1024)).toBe(true);
	expect(reads).toHaveLength(8);
});

test('what is forgotten is read again, also when it is being read just then', async () => {
	const {blocks, reads} = source(upTo(128));
	const early = blocks.after(record(1, 128), 0, 10);
	blocks.forget('general');
	await Promise.all([early, blocks.after(record(1, 128), 0, 10)]);
	await blocks.after(record(1, 128), 0, 10);
	expect(reads).toHaveLength(2);
});

test('the end of a conversation is read each time: it is not full', async () => {
	const {blocks, reads} = source(upTo(130));
	await blocks.after(record(1, 130), 128, 10);
	await blocks.after(record(1, 130), 128, 10);
	expect(reads).toEqual([128, 128]);
});

test('what was used long ago goes when the texts are many', async () => {
	const {blocks, reads} = source(upTo(128 * 12), 'x'.repeat(16_000));
	for (let block = 0; block < 12; block++) await blocks.after(record(1, 128 * 12), block * 128, 1);
	await blocks.after(record(1, 128 * 12), 11 * 128, 1);
	expect(reads).toHaveLength(12);
	await blocks.after(record(1, 128 * 12), 0, 1);
	expect(reads).toHaveLength(13);
});

test('a reading that failed is tried again', async () => {
	let fails = true;
	const blocks = new Blocks(async () => {
		if (fails) throw new Error('broken');
		return [{...draft(), seq: 1}];
	});
	await expect(blocks.after(record(1, 128), 0, 1)).rejects.toThrow('broken');
	fails = false;
	expect(await blocks.after(record(1, 128), 0, 1)).toHaveLength(1);
});
