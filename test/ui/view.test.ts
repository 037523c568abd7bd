import {describe, expect, test} from 'vitest';
import {notSent} from '../../source/client/requests.ts';
import type {Line} from '../../source/client/state.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {timeFormat} from '../../source/ui/local-time.ts';
import {createTheme} from '../../source/ui/themes.ts';
import {pane} from '../../source/ui/view.ts';
import {clockTime, paneOf, roomOf, says, sending, texts, utc} from './rooms.ts';
import {drawn, plain} from './samples.ts';

const talk: Line[] = [
	says('22:59', 'Bob', 'Good night.', {days: -1}),
	says('14:02', 'Alice', 'Hello everyone!', {mine: true}),
	says('14:02', 'Bob', 'Hi Alice! Is the build green?'),
	says('14:03', 'Carol', 'It is: https://ci.example/1812\nand the log ends with\n    128 passed, 0 failed'),
	says('14:03', 'Carol', 'So I would say that nothing stands in the way of a release today.'),
	says('14:04', 'Carol', 'And you?'),
	says('14:05', 'Bob', '@Alice shall we ship?', {mention: true}),
	{type: 'presence', ts: clockTime('14:05'), joined: ['Dana'], left: ['Erin']},
	says('14:06', 'Alice', 'Yes. ✓', {mine: true}),
	says('14:06', 'Bob', 'cheers', {kind: 'me'}),
];

const room = roomOf(talk, {marker: 6, pending: [sending('On it')]});

const draw = (lines: readonly Line[], width = 60, height = 8): string =>
	drawn(pane(paneOf(roomOf(lines), width, height)).rows);

describe('the message pane', () => {
	test('beside a sidebar on a screen of 100x24', () => {
		expect(drawn(pane(paneOf(room, 79, 19)).rows)).toMatchInlineSnapshot(`
			"


			 ────────────────────────────── Wed 18 November ──────────────────────────────
			 22:59    Bob  Good night.
			 ────────────────────────────── Thu 19 November ──────────────────────────────
			 14:02  Alice  Hello everyone!
			 14:02    Bob  Hi Alice! Is the build green?
			 14:03  Carol  It is: https://ci.example/1812
			               and the log ends with
			                   128 passed, 0 failed
			               So I would say that nothing stands in the way of a release
			               today.
			 14:04         And you?
			 ──────────────────────────────────── new ────────────────────────────────────
			 14:05    Bob» @Alice shall we ship?
			        Dana joined, Erin left
			 14:06  Alice  Yes. ✓
			 14:06      *  Bob cheers
			     …  Alice  On it
			"
		`);
	});

	test('alone on a screen of 60x20', () => {
		expect(drawn(pane(paneOf(room, 60, 15)).rows)).toMatchInlineSnapshot(`
			"
			 ──────────────────── Thu 19 November ─────────────────────
			 14:02  Alice  Hello everyone!
			 14:02    Bob  Hi Alice! Is the build green?
			 14:03  Carol  It is: https://ci.example/1812
			               and the log ends with
			                   128 passed, 0 failed
			               So I would say that nothing stands in the way
			               of a release today.
			 14:04         And you?
			 ────────────────────────── new ───────────────────────────
			 14:05    Bob» @Alice shall we ship?
			        Dana joined, Erin left
			 14:06  Alice  Yes. ✓
			 14:06      *  Bob cheers
			     …  Alice  On it
			"
		`);
	});

	test('without columns for times and names on a screen of 40x10', () => {
		expect(drawn(pane(paneOf(room, 40, 7)).rows)).toMatchInlineSnapshot(`
			"
			 Carol: And you?
			 ──────────────── new ─────────────────
			 Bob» @Alice shall we ship?
			 Dana joined, Erin left
			 Alice: Yes. ✓
			 * Bob cheers
			 Alice: On it …
			"
		`);
	});

	test('stands on its last row when there is little to show', () => {
		expect(draw([says('14:02', 'Bob', 'Hi')], 60, 5)).toMatchInlineSnapshot(`
			"



			 ──────────────────── Thu 19 November ─────────────────────
			 14:02    Bob  Hi
			"
		`);
	});

	test('says so when there is nothing', () => {
		expect(draw([], 60, 2)).toMatchInlineSnapshot(`
			"

			 Nothing has been said here yet.
			"
		`);
		expect(pane(paneOf(roomOf([], {live: false, entered: false}), 60, 1)).rows.map(plain)).toEqual([
			' Entering #general …',
		]);
		expect(pane(paneOf(roomOf([], {gone: true}), 60, 1)).rows.map(plain)).toEqual([
			' You are not in this room.',
		]);
	});
});

test('a pane follows another theme, zone or name of the reader at once', () => {
	const input = paneOf(room, 60, 4);
	const {rows} = pane(input);
	const light = createTheme({depth: 24, background: 'light'});
	expect(pane({...input, theme: light}).rows).not.toEqual(rows);
	expect(pane({...input, theme: light}).rows.map(plain)).toEqual(rows.map(plain));
	const later = {...utc, time: () => '23:59'};
	expect(plain(pane({...input, clock: later}).rows[1]!)).toContain(' 23:59  Alice');
	expect(plain(pane({...input, me: 'Alina'}).rows[3]!)).toContain('Alina  On it');
	expect(pane(input).rows).toEqual(rows);
});

describe('a message', () => {
	test('repeats neither name nor, within a minute, time', () => {
		const lines = [
			says('14:02', 'Bob', 'one'),
			says('14:02', 'BOB', 'two'),
			says('14:03', 'Bob', 'three'),
			says('14:03', 'Carol', 'four'),
			says('14:03', 'Carol', 'five', {to: 'Bob'}),
		];
		expect(draw(lines)).toMatchInlineSnapshot(`
			"


			 ──────────────────── Thu 19 November ─────────────────────
			 14:02    Bob  one
			               two
			 14:03         three
			 14:03  Carol  four
			 14:03  Carol  → Bob: five
			"
		`);
	});

	test('names its author again behind what parts it from the one before', () => {
		const lines = [
			says('14:02', 'Bob', 'one'),
			{type: 'presence', ts: clockTime('14:02'), joined: ['Dana'], left: []} as const,
			says('14:02', 'Bob', 'two'),
			says('14:02', 'Bob', 'three', {days: 1}),
		];
		expect(draw(lines)).toMatchInlineSnapshot(`
			"


			 ──────────────────── Thu 19 November ─────────────────────
			 14:02    Bob  one
			        Dana joined
			 14:02    Bob  two
			 ──────────────────── Fri 20 November ─────────────────────
			 14:02    Bob  three
			"
		`);
	});

	test('at the top of the pane names its author, whatever scrolled out above it', () => {
		const lines = ['one', 'two', 'three'].map(text => says('14:02', 'Bob', text));
		expect(draw(lines, 60, 2)).toMatchInlineSnapshot(`
			"
			 14:02    Bob  two
			               three
			"
		`);
	});

	test('that begins above the pane names its author in the row at the top', () => {
		const long = says('14:02', 'Bob', 'one\ntwo\nthree\nfour', {mention: true});
		expect(draw([long], 60, 3)).toMatchInlineSnapshot(`
			"
			 14:02    Bob» two
			               three
			               four
			"
		`);
		expect(draw([long], 30, 3)).toMatchInlineSnapshot(`
			"
			   two
			   three
			   four
			"
		`);
	});

	test('has its time in as many columns as the clock needs', () => {
		const clock = timeFormat({clock: '12', zone: 'UTC'});
		const room = roomOf([says('9:05', 'Bob', 'Good morning'), says('14:02', 'Carol', 'one\ntwo')], {
			pending: [sending('On it')],
		});
		expect(drawn(pane(paneOf(room, 60, 5, {clock})).rows)).toMatchInlineSnapshot(`
			"
			 ──────────────────── Thu 19 November ─────────────────────
			  9:05 am    Bob  Good morning
			  2:02 pm  Carol  one
			                  two
			        …  Alice  On it
			"
		`);
	});

	test('wraps under itself, and wide names are cut', () => {
		const lines = [
			says('14:02', 'Wolfeschlegelsteinhausenbergerdorff', 'The name is as long as it may be.'),
			says('14:03', '李雷韩梅梅李雷韩梅梅', '今天天气很好，我们出去走走吧。明天可能会下雨。'),
			says('14:04', 'Bob', 'x'.repeat(60)),
		];
		expect(draw(lines)).toMatchInlineSnapshot(`
			"


			 ──────────────────── Thu 19 November ─────────────────────
			 14:02  Wolfeschl…  The name is as long as it may be.
			 14:03   李雷韩梅…  今天天气很好，我们出去走走吧。明天可能会
			                    下雨。
			 14:04         Bob  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
			                    xxxxxxxxxxxxxxxxxxxx
			"
		`);
	});

	test('to one person in a help desk says to whom', () => {
		expect(
			draw([says('14:02', 'Root', 'Have you tried it again?', {to: 'Alice'})], 60, 2),
		).toMatchInlineSnapshot(`
				"
				 ──────────────────── Thu 19 November ─────────────────────
				 14:02   Root  → Alice: Have you tried it again?
				"
			`);
		expect(
			draw([says('14:02', 'Root', 'Have you tried it again?', {to: 'Alice'})], 40, 2),
		).toMatchInlineSnapshot(`
			"
			 ────────── Thu 19 November ───────────
			 Root → Alice: Have you tried it again?
			"
		`);
	});

	test('that names the reader has a sign of its own', () => {
		const [row] = pane(paneOf(roomOf([says('14:02', 'Bob', 'Alice?', {mention: true})]), 60, 1)).rows;
		expect(plain(row!)).toBe(' 14:02    Bob» Alice?');
		expect(row).toContain('\u001b[1m');
	});
});

describe('one’s own message', () => {
	const pendingRoom = roomOf([says('14:06', 'Alice', 'before', {mine: true})], {
		pending: [
			sending('on its way'),
			sending('stored', {seq: 7}),
			sending('refused', {error: new ChatError('READ_ONLY')}),
			sending('lost', {error: new ChatError('NOT_SENT')}),
			sending('too late', {error: notSent(new ChatError('CLOSING'))}),
		],
	});

	test('shows how far it has come', () => {
		expect(drawn(pane(paneOf(pendingRoom, 60, 11)).rows)).toMatchInlineSnapshot(`
			"
			 14:06  Alice  before
			     …         on its way
			               stored
			     ✗         refused
			               ✗ not sent: That room is read-only. (Alt+R
			               sends it again)
			     ✗         lost
			               ✗ not sent (Alt+R sends it again)
			     ✗         too late
			               ✗ not sent: The server is stopping. Goodbye!
			               (Alt+R sends it again)
			"
		`);
	});

	test('shows it in a narrow pane too', () => {
		expect(drawn(pane(paneOf(pendingRoom, 40, 12)).rows)).toMatchInlineSnapshot(`
			"
			 ────────── Thu 19 November ───────────
			 Alice: before
			 Alice: on its way …
			 Alice: stored
			 Alice: refused
			   ✗ not sent: That room is read-only.
			   (Alt+R sends it again)
			 Alice: lost
			   ✗ not sent (Alt+R sends it again)
			 Alice: too late
			   ✗ not sent: The server is stopping.
			   Goodbye! (Alt+R sends it again)
			"
		`);
	});

	test('moves by no row when it is acknowledged', () => {
		const text = 'a text that is longer than one row of the pane, so that it is wrapped';
		const before = pane(paneOf(roomOf([], {pending: [sending(text)]}), 60, 6)).rows.map(plain);
		const after = pane(paneOf(roomOf([says('14:06', 'Alice', text)]), 60, 6)).rows.map(plain);
		expect(before.map(row => row.slice(8))).toEqual(after.map(row => row.slice(8)));
	});
});

describe('what nobody says', () => {
	const joined = (count: number, left: string[] = []): Line => ({
		type: 'presence',
		ts: clockTime('14:02'),
		joined: ['Ann', 'Bob', 'Cy', 'Dee', ...Array.from({length: 20}, (_, index) => `P${index}`)].slice(
			0,
			count,
		),
		left,
	});

	test.each<[Line, string]>([
		[joined(1), 'Ann joined'],
		[joined(2), 'Ann and Bob joined'],
		[joined(4), 'Ann, Bob, Cy and Dee joined'],
		[joined(5), 'Ann, Bob, Cy and 2 others joined'],
		[joined(15), 'Ann, Bob, Cy and 12 others joined'],
		[joined(0, ['Erin']), 'Erin left'],
		[joined(2, ['Bob', 'Erin']), 'Ann joined, Erin left, Bob joined and left'],
	])('is folded: %j', (line, text) => {
		expect(pane(paneOf(roomOf([line]), 60, 1)).rows.map(plain)).toEqual([`        ${text}`]);
	});

	test('takes no row when it was taken back', () => {
		const lines = [says('14:02', 'Bob', 'one'), joined(0), says('14:02', 'Bob', 'two')];
		expect(draw(lines, 60, 3)).toMatchInlineSnapshot(`
			"
			 ──────────────────── Thu 19 November ─────────────────────
			 14:02    Bob  one
			 14:02    Bob  two
			"
		`);
	});

	test('is hidden from those who want to know nothing of it', () => {
		const lines = [says('14:02', 'Bob', 'one'), joined(2), says('14:03', 'Carol', 'two')];
		const shown = pane(paneOf(roomOf(lines), 60, 3, {texts: {...texts, joins: false}}));
		expect(drawn(shown.rows)).toMatchInlineSnapshot(`
			"
			 ──────────────────── Thu 19 November ─────────────────────
			 14:02    Bob  one
			 14:03  Carol  two
			"
		`);
	});

	test('has a sign', () => {
		const ts = clockTime('14:02');
		const lines: Line[] = [
			{type: 'note', ts, text: 'Bob set the topic: Release planning', tone: 'info'},
			{type: 'note', ts, text: 'Nobody with that id is connected.', tone: 'error'},
			{type: 'notice', ts, id: 'Root', msg: 'The server restarts at 15:00.'},
		];
		expect(draw(lines, 60, 4)).toMatchInlineSnapshot(`
			"
			 ──────────────────── Thu 19 November ─────────────────────
			 14:02      –  Bob set the topic: Release planning
			 14:02      !  Nobody with that id is connected.
			 14:02   Root  [to all] The server restarts at 15:00.
			"
		`);
		expect(draw(lines, 40, 4)).toMatchInlineSnapshot(`
			"
			 – Bob set the topic: Release planning
			 ! Nobody with that id is connected.
			 Root [to all] The server restarts at
			   15:00.
			"
		`);
	});
});
