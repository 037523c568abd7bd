import {describe, expect, test} from 'vitest';
import {Writing, type WritingRow} from '../../source/client/writing.ts';

/** What the next run reads of what this one wrote. */
const reread = (rows: readonly WritingRow[]): Writing => {
	const writing = new Writing(() => {});
	for (const row of rows) writing.take(JSON.parse(JSON.stringify(row)) as WritingRow);
	return writing;
};

const open = (): {writing: Writing; rows: WritingRow[]} => {
	const rows: WritingRow[] = [];
	return {writing: new Writing(row => rows.push(row)), rows};
};

describe('what one writes', () => {
	test('is there in the next run: drafts by room, and what was sent, oldest first', () => {
		const {writing, rows} = open();
		writing.keepDraft('Ops', 'half');
		writing.keepDraft('@Dana', 'to you');
		writing.keepDraft('ops', 'half a\nmessage');
		writing.keepSent('one');
		writing.keepSent('two');
		for (const next of [reread(rows), reread(writing.rows())]) {
			expect(Object.fromEntries(next.drafts)).toEqual({ops: 'half a\nmessage', '@dana': 'to you'});
			expect(next.sent).toEqual(['one', 'two']);
		}
	});

	test('is written down only when it is news', () => {
		const {writing, rows} = open();
		writing.keepDraft('ops', '');
		writing.keepDraft('ops', 'half');
		writing.keepDraft('ops', 'half');
		writing.keepSent('one');
		writing.keepSent('one');
		writing.keepDraft('ops', '');
		expect(rows.map(({type, text}) => `${type} ${text}`)).toEqual(['draft half', 'sent one', 'draft ']);
		expect(reread(rows).drafts.size).toBe(0);
	});

	test('is bounded: the newest of what was sent and of drafts stay, and nothing that no message holds', () => {
		const {writing, rows} = open();
		for (let index = 0; index < 3000; index++) writing.keepSent(`text ${index}`);
		for (let index = 0; index < 300; index++) writing.keepDraft(`room-${index}`, 'x');
		writing.keepDraft('ops', 'x'.repeat(100_000));
		expect(writing.sent.length).toBe(500);
		expect(writing.sent.at(-1)).toBe('text 2999');
		const next = reread(writing.rows());
		expect([next.sent.length, next.sent[0], next.drafts.size]).toEqual([500, 'text 2500', 200]);
		expect([...next.drafts.keys()].at(-1)).toBe('room-299');
		expect(reread(rows).drafts).toEqual(next.drafts);
	});

	test('of rooms that our rules do not know is not kept', () => {
		const {writing, rows} = open();
		writing.keepDraft('no such room!', 'x');
		expect([rows, writing.drafts.size]).toEqual([[], 0]);
	});
});
