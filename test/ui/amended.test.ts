import {describe, expect, test} from 'vitest';
import {lineAt, replace} from '../../source/client/log.ts';
import type {MessageLine, Reaction} from '../../source/client/state.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {bodyOf} from '../../source/ui/line-rows.ts';
import {frameOf} from '../../source/ui/pane-frame.ts';
import {pane} from '../../source/ui/view.ts';
import {columns} from '../../source/ui/wrap.ts';
import {clockTime, colour, paneOf, roomOf, says, sending} from './rooms.ts';
import {drawn, plain} from './samples.ts';

const put = (...signs: Array<[string, string, boolean?]>): ReadonlyMap<string, Reaction> =>
	new Map(
		signs.map(([id, emoji, off = false], index) => [
			`${id} ${emoji}`,
			{seq: 50 + index, id, ts: clockTime('14:09'), emoji, off},
		]),
	);

const by = (id: string) => ({seq: 40, id, ts: clockTime('14:08')});

const room = roomOf(
	[
		says('14:02', 'Bob', 'Is the build green?', {
			seq: 1,
			reactions: put(['Carol', '👍'], ['Alice', '👍'], ['Dana', '🎉'], ['Erin', '✓', true]),
		}),
		says('14:03', 'Carol', 'It is: https://ci.example/1812', {
			seq: 2,
			ref: 1,
			quote: {id: 'Bob', msg: 'Is the bild green?'},
		}),
		says('14:03', 'Carol', 'So I would say that nothing stands in the way of it.', {
			seq: 3,
			edited: by('Carol'),
		}),
		says('14:04', 'Bob', '', {seq: 4, deleted: by('Root')}),
		says('14:05', 'Alice', 'Why?', {seq: 5, ref: 4, mine: true}),
		says('14:05', 'Dana', 'waves', {seq: 6, kind: 'me', ref: 900, quote: {id: 'Zoë', msg: 'one\n\u202etwo'}}),
		says('14:06', 'Bob', 'And this?', {seq: 7, ref: 901}),
	],
	{pending: [sending('On it', {ref: 1})]},
);

const number = (seq: number): number => room.log.start + seq - 1;

describe('replies, edits, deletions and signs', () => {
	test('paints a remark apart from what was said', () => {
		const rows = pane(paneOf(room, 79, 18)).rows.join('\n');
		expect(rows).toContain(` in the way of it. ${colour.paint('dim', '(edited)')}`);
	});

	test('beside a sidebar on a screen of 100x24', () => {
		expect(drawn(pane(paneOf(room, 79, 18, {picked: number(3)})).rows)).toMatchInlineSnapshot(`
			"



			 ────────────────────────────── Thu 19 November ──────────────────────────────
			 14:02    Bob  Is the build green?
			               [👍 2]  🎉 1
			 14:03  Carol  ↳ Bob: Is the build green?
			               It is: https://ci.example/1812
			▌14:03  Carol  So I would say that nothing stands in the way of it. (edited)
			 14:04    Bob  deleted by Root
			 14:05  Alice  ↳ a deleted message
			               Why?
			 14:05      *  ↳ Zoë: one ‹202E›two
			               Dana waves
			 14:06    Bob  ↳ a message that is gone
			               And this?
			     …  Alice  ↳ Bob: Is the build green?
			               On it
			"
		`);
	});

	test('alone on a screen of 60x20', () => {
		expect(drawn(pane(paneOf(room, 60, 18, {picked: number(3)})).rows)).toMatchInlineSnapshot(`
			"


			 ──────────────────── Thu 19 November ─────────────────────
			 14:02    Bob  Is the build green?
			               [👍 2]  🎉 1
			 14:03  Carol  ↳ Bob: Is the build green?
			               It is: https://ci.example/1812
			▌14:03  Carol  So I would say that nothing stands in the way
			▌              of it. (edited)
			 14:04    Bob  deleted by Root
			 14:05  Alice  ↳ a deleted message
			               Why?
			 14:05      *  ↳ Zoë: one ‹202E›two
			               Dana waves
			 14:06    Bob  ↳ a message that is gone
			               And this?
			     …  Alice  ↳ Bob: Is the build green?
			               On it
			"
		`);
	});

	test('on a screen of 40x10', () => {
		expect(drawn(pane(paneOf(room, 40, 20, {picked: number(1)})).rows)).toMatchInlineSnapshot(`
			"




			 ────────── Thu 19 November ───────────
			▌Bob: Is the build green?
			▌  [👍 2]  🎉 1
			 Carol: ↳ Bob: Is the build green?
			   It is: https://ci.example/1812
			 Carol: So I would say that nothing
			   stands in the way of it. (edited)
			 Bob: deleted by Root
			 Alice: ↳ a deleted message
			   Why?
			 * Dana ↳ Zoë: one ‹202E›two
			   waves
			 Bob: ↳ a message that is gone
			   And this?
			 Alice: ↳ Bob: Is the build green?
			   On it …
			"
		`);
	});

	test('a reply quotes the newest text of what it answers, and nothing that was deleted', () => {
		const quoting = (target: Partial<MessageLine>): string => {
			const changed = {...(lineAt(room.log, number(1)) as MessageLine), ...target};
			const rows = pane(paneOf({...room, log: replace(room.log, number(1), changed)}, 60, 18)).rows;
			return rows
				.map(plain)
				.find(row => row.includes('14:03  Carol'))!
				.trim();
		};
		expect(quoting({msg: 'Is it green?'})).toBe('14:03  Carol  ↳ Bob: Is it green?');
		expect(quoting({msg: '', deleted: by('Bob')})).toBe('14:03  Carol  ↳ a deleted message');
	});

	test('many signs take more rows, and none is broken', () => {
		const people = ['👍', '🎉', '👀', '❤️', '🇵🇱', '👩‍👩‍👧', '✓', '🚀', '🔥', '☕'].map(
			(sign, index): [string, string] => [index % 2 ? 'Alice' : 'Bob', sign],
		);
		const many = roomOf([says('14:02', 'Bob', 'Look', {reactions: put(...people)})]);
		expect(drawn(pane(paneOf(many, 40, 4)).rows)).toMatchInlineSnapshot(`
			"
			 ────────── Thu 19 November ───────────
			 Bob: Look
			   👍 1  [🎉 1]  👀 1  [❤️ 1]  🇵🇱 1
			   [👩‍👩‍👧 1]  ✓ 1  [🚀 1]  🔥 1  [☕ 1]
			"
		`);
		for (const row of pane(paneOf(many, 40, 4)).rows) expect(columns(plain(row))).toBeLessThanOrEqual(40);
	});

	test('what changed in one line wraps no other line anew', () => {
		const {look} = frameOf(paneOf(room, 60, 18));
		pane(paneOf(room, 60, 18));
		const first = lineAt(room.log, number(1))!;
		const other = lineAt(room.log, number(3))!;
		const held = bodyOf(other, look);
		const changed = {...(first as MessageLine), msg: 'Is it green?', edited: by('Bob')};
		const after = {...room, log: replace(room.log, number(1), changed)};
		const rows = pane(paneOf(after, 60, 18)).rows.map(plain);
		expect(rows.join('\n')).toContain('Is it green? (edited)');
		expect(bodyOf(other, look)).toBe(held);
	});

	test('a change that failed is a row in words; one on its way is none', () => {
		const error = new ChatError('NOT_STORED');
		const failed = roomOf([says('14:02', 'Bob', 'one', {seq: 1})], {
			pending: [
				sending('better', {change: 'edit', ref: 1, error}),
				sending('', {change: 'delete', ref: 1, error}),
				sending('👍', {change: 'react', ref: 1, off: true, error}),
				sending('on its way', {change: 'edit', ref: 1}),
			],
		});
		expect(drawn(pane(paneOf(failed, 60, 18)).rows)).toMatchInlineSnapshot(`
			"




			 ──────────────────── Thu 19 November ─────────────────────
			 14:02    Bob  one
			     ✗  Alice  edit: better
			               ✗ not sent: The server could not store that,
			               so nobody has seen it. Tell its owner. (Alt+R
			               sends it again)
			     ✗         delete a message
			               ✗ not sent: The server could not store that,
			               so nobody has seen it. Tell its owner. (Alt+R
			               sends it again)
			     ✗         take 👍 off
			               ✗ not sent: The server could not store that,
			               so nobody has seen it. Tell its owner. (Alt+R
			               sends it again)
			"
		`);
	});
});

describe('the first message that is held', () => {
	const few = [says('14:02', 'Bob', 'one', {seq: 1})];

	test.each([
		['is under how the room begins', {complete: true, oldest: 1}, 'This is where #general begins.'],
		['tells when nothing older is kept', {complete: true, oldest: 7}, 'Nothing older is kept.'],
		['tells of nothing when there may be more', {complete: false, oldest: 7}, ''],
	])('%s', (_, more, row) => {
		const rows = pane(paneOf(roomOf(few, more), 60, 3)).rows.map(one => plain(one).trim());
		expect(rows[0]).toBe(row);
	});

	test('is under a word while older ones come', () => {
		const rows = pane(paneOf(roomOf(few), 60, 3, {loading: true})).rows.map(one => plain(one).trim());
		expect(rows[0]).toBe('loading older messages …');
		expect(
			plain(pane(paneOf(roomOf(few, {target: '@Dana', complete: true, oldest: 1}), 60, 3)).rows[0]!),
		).toBe(' This is where @Dana begins.');
	});
});
