import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {cleared} from '../../source/client/log.ts';
import type {Line, Room} from '../../source/client/state.ts';
import {type PaneInput, type Place, pane, scroll, toLine, toMarker, toOldest} from '../../source/ui/view.ts';
import {clockTime, paneOf, roomOf, says, sending, withLines} from './rooms.ts';
import {drawn, plain} from './samples.ts';

const numbered = (from: number, to: number): Line[] =>
	Array.from({length: to - from}, (_, index) =>
		says('14:02', `u${(from + index) % 3}`, `line ${from + index}`),
	);

const twenty = roomOf(numbered(0, 20));

const shown = (room: Room, place: Place, more: Partial<PaneInput> = {}): string[] =>
	pane(paneOf(room, 60, 5, {place, ...more})).rows.map(row => plain(row).trimEnd().slice(15));

const at = (room: Room, place: Place, more: Partial<PaneInput> = {}): PaneInput =>
	paneOf(room, 60, 5, {place, ...more});

const bottom: Place = {at: 'bottom'};

describe('scrolling', () => {
	test('goes up and down by rows', () => {
		const up = scroll(at(twenty, bottom), -3);
		expect(shown(twenty, up)).toEqual(['line 12', 'line 13', 'line 14', 'line 15', 'line 16']);
		expect(shown(twenty, scroll(at(twenty, up), 1))[0]).toBe('line 13');
	});

	test('sticks to the newest once it is in sight', () => {
		const up = scroll(at(twenty, bottom), -3);
		expect(scroll(at(twenty, up), 2)).not.toEqual(bottom);
		expect(scroll(at(twenty, up), 3)).toEqual(bottom);
		expect(scroll(at(twenty, up), 100)).toEqual(bottom);
	});

	test('ends at the oldest, under its day', () => {
		const oldest = scroll(at(twenty, bottom), -100);
		expect(drawn(pane(at(twenty, oldest)).rows)).toMatchInlineSnapshot(`
			"
			 ──────────────────── Thu 19 November ─────────────────────
			 14:02     u0  line 0
			 14:02     u1  line 1
			 14:02     u2  line 2
			 14:02     u0  line 3
			"
		`);
		expect(toOldest(at(twenty, bottom))).toEqual(oldest);
		expect(pane(at(twenty, oldest)).older).toBe(false);
		expect(pane(at(twenty, scroll(at(twenty, oldest), 1))).older).toBe(true);
	});

	test('stays where it is when all is in sight', () => {
		const little = roomOf(numbered(0, 3));
		expect(scroll(at(little, bottom), -1)).toEqual(bottom);
		expect(toOldest(at(little, bottom))).toEqual(bottom);
		expect(scroll(at(roomOf([]), bottom), -1)).toEqual(bottom);
	});

	test('goes through a message that is longer than the pane', () => {
		const long = roomOf([...numbered(0, 3), says('14:02', 'Bob', Array.from('abcdefgh').join('\n'))]);
		expect(shown(long, scroll(at(long, bottom), -2))).toEqual(['b', 'c', 'd', 'e', 'f']);
	});

	test('steps over entries that have no rows', () => {
		const empty: Line = {type: 'presence', ts: clockTime('14:02'), joined: [], left: []};
		const room = roomOf([...numbered(0, 10), empty, empty, ...numbered(10, 15)]);
		expect(shown(room, scroll(at(room, bottom), -5))).toEqual([
			'line 5',
			'line 6',
			'line 7',
			'line 8',
			'line 9',
		]);
		expect(shown(room, scroll(at(room, scroll(at(room, bottom), -5)), 2))[0]).toBe('line 7');
	});
});

describe('jumping', () => {
	test('puts a line at the top', () => {
		expect(shown(twenty, toLine(at(twenty, bottom), 7))[0]).toBe('line 7');
		expect(toLine(at(twenty, bottom), 17)).toEqual(bottom);
		expect(shown(twenty, toLine(at(twenty, bottom), -5))[1]).toBe('line 0');
	});

	test('puts the separator above the first unread line at the top', () => {
		const room = {...twenty, marker: 9};
		expect(drawn(pane(at(room, toMarker(at(room, bottom)))).rows)).toMatchInlineSnapshot(`
			"
			 ────────────────────────── new ───────────────────────────
			 14:02     u0  line 9
			 14:02     u1  line 10
			 14:02     u2  line 11
			 14:02     u0  line 12
			"
		`);
		expect(toMarker(at(twenty, bottom))).toEqual(bottom);
	});
});

describe('the reader’s place', () => {
	test('on a line that says nothing any more, as when a join was taken back, goes on below it', () => {
		const join = (joined: string[]): Line => ({type: 'presence', ts: clockTime('14:02'), joined, left: []});
		const roomWith = (joined: string[]): Room =>
			roomOf([...numbered(0, 10), join(joined), ...numbered(11, 20)]);
		const place: Place = {at: 'row', line: 10, row: 0};
		expect(shown(roomWith(['Bob']), place, {height: 3}).slice(1)).toEqual(['line 11', 'line 12']);
		expect(shown(roomWith([]), place, {height: 3})).toEqual(['line 11', 'line 12', 'line 13']);
	});

	const place = scroll(at(twenty, bottom), -8);

	test('holds while messages arrive, even under a longer name', () => {
		const before = pane(at(twenty, place)).rows;
		const after = withLines(twenty, [says('14:03', 'Wolfeschlegelstein', 'hello')]);
		expect(pane(at(after, place)).rows).toEqual(before);
	});

	test('holds while older lines are let go, until its own one is', () => {
		const held = roomOf(numbered(0, 600));
		const reading = toLine(at(held, bottom), 400);
		const fewer = withLines(held, numbered(600, 700), 300);
		expect(fewer.log.start).toBeGreaterThan(0);
		expect(shown(fewer, reading)).toEqual(shown(held, reading));
		const fewest = withLines(fewer, numbered(700, 1000), 300);
		expect(fewest.log.start).toBeGreaterThan(400);
		expect(shown(fewest, reading)[1]).toBe(`line ${fewest.log.start}`);
	});

	test('holds when the separator above it goes', () => {
		const room = {...twenty, marker: 9};
		const reading = scroll(at(room, toMarker(at(room, bottom))), 1);
		expect(shown(room, reading)[0]).toBe('line 9');
		expect(shown(twenty, reading)[0]).toBe('line 9');
	});

	test('holds its line when the pane is resized', () => {
		expect(shown(twenty, place, {height: 8})[0]).toBe(shown(twenty, place)[0]);
		const narrow = pane(paneOf(twenty, 40, 5, {place})).rows.map(plain);
		expect(narrow[0]).toContain('line 7');
	});

	test('gets its columns back when a narrow pane grows', () => {
		const narrow = scroll(paneOf(twenty, 40, 5), -3);
		const room = withLines(twenty, [says('14:03', 'Carol_D', 'hello')]);
		expect(plain(pane(paneOf(room, 60, 5, {place: narrow})).rows[0]!)).toBe(' 14:02       u0  line 12');
	});

	test('comes to the end when the pane has room for all below it', () => {
		expect(pane(at(twenty, place, {height: 13})).atBottom).toBe(true);
		expect(pane(at(twenty, place, {height: 12})).atBottom).toBe(false);
	});

	test('comes to the end when the room is cleared', () => {
		const room = {...twenty, log: cleared(twenty.log)};
		expect(pane(at(room, place))).toMatchObject({atBottom: true, place: bottom, newer: 0});
	});

	test('counts the messages below, and only those', () => {
		const reading = toLine(at(twenty, bottom), 3);
		expect(pane(at(twenty, reading)).newer).toBe(12);
		const note: Line = {type: 'note', ts: clockTime('14:02'), text: 'a note', tone: 'info'};
		const more = {...withLines(twenty, [note, ...numbered(20, 22)]), pending: [sending('mine')]};
		expect(pane(at(more, reading)).newer).toBe(15);
		expect(pane(at(more, bottom)).newer).toBe(0);
	});

	test('counts them over chunks too', () => {
		const note: Line = {type: 'note', ts: clockTime('14:02'), text: 'a note', tone: 'info'};
		const many = roomOf([...numbered(0, 400), note, ...numbered(400, 1000)]);
		expect(pane(at(many, toLine(at(many, bottom), 100))).newer).toBe(895);
	});

	test('may be one’s own message on its way, and the line that it becomes', () => {
		const text = Array.from('abcdefghij').join('\n');
		const waiting = {...twenty, pending: [sending(text)]};
		const reading = scroll(at(waiting, bottom), -2);
		expect(shown(waiting, reading)[0]).toBe('d');
		expect(shown(withLines(twenty, [says('14:06', 'Alice', text)]), reading)[0]).toBe('d');
	});
});

/** Rooms of messages of several rows, days, separators and entries without rows. */
const anyRoom = fc
	.tuple(
		fc.array(
			fc.oneof(
				fc
					.tuple(fc.constantFrom('Al', 'Bob', 'Wolfeschlegel'), fc.integer({min: 1, max: 9}), fc.nat(3))
					.map(([id, words, days]): Line => says('14:02', id, 'some words '.repeat(words), {days})),
				fc.constant<Line>({type: 'presence', ts: clockTime('14:02'), joined: [], left: []}),
			),
			{minLength: 1, maxLength: 30},
		),
		fc.option(fc.nat(30), {nil: undefined}),
	)
	.map(([lines, marker]) => roomOf(lines, {marker}));

const size = {width: fc.integer({min: 20, max: 70}), height: fc.integer({min: 1, max: 12})};
const moves = fc.array(fc.integer({min: -15, max: 10}), {maxLength: 8});

/** The pane's rows without times and names, which its first row alone may say again. */
const texts = (input: PaneInput): string[] =>
	pane(input).rows.map(row => plain(row).slice(input.width < 45 ? 0 : 22));

describe('in any room, at any size, after any scrolling', () => {
	const reach = (room: Room, width: number, height: number, steps: readonly number[]): PaneInput => {
		const input = paneOf(room, width, height);
		let {place} = input;
		for (const step of steps) place = scroll({...input, place}, step);
		return {...input, place};
	};

	test('the pane is a window on the rows of the whole room', () => {
		fc.assert(
			fc.property(anyRoom, size.width, size.height, moves, (room, width, height, steps) => {
				const all = texts(paneOf(room, width, 1000)).filter((row, index, rows) => {
					// The blanks above what there is.
					return row !== '' || rows.slice(0, index).some(one => one !== '');
				});
				const most = Math.max(0, all.length - height);
				let first = most;
				for (const step of steps) first = Math.max(0, Math.min(most, first + step));
				const rows = texts(reach(room, width, height, steps));
				expect(rows.slice(-all.length)).toEqual(all.slice(first, first + height));
			}),
			{numRuns: 300},
		);
	});

	test('what arrives moves nothing that is being read', () => {
		fc.assert(
			fc.property(anyRoom, anyRoom, size.width, size.height, moves, (room, more, width, height, steps) => {
				const input = reach(room, width, height, [...steps, -5]);
				fc.pre(input.place.at === 'row');
				const after = {...input, room: withLines(room, more.log.chunks.flat())};
				expect(pane(after).rows).toEqual(pane(input).rows);
				expect(pane(after).newer).toBeGreaterThanOrEqual(pane(input).newer);
			}),
		);
	});

	/** Every word says which it is, so that the rows of any width say where in the text they are. */
	const wordy = (words: number, id: string): Line =>
		says('14:02', id, Array.from({length: words}, (_, index) => `w${index}.`).join(' '));
	const wordyRoom = fc
		.array(fc.tuple(fc.integer({min: 1, max: 200}), fc.constantFrom('Al', 'Wolfeschlegel')), {
			minLength: 3,
			maxLength: 12,
		})
		.map(said => roomOf(said.map(([words, id]) => wordy(words, id))));
	const folding = fc.constantFrom(0, 3, 9);
	const wordsAtTop = (input: PaneInput): number[] =>
		[...plain(pane(input).rows[0]!).matchAll(/w(\d+)\./g)].map(([, number]) => Number(number));

	test('another width shows the words that one read, and the first width the rows', () => {
		fc.assert(
			fc.property(
				wordyRoom,
				size.width,
				size.width,
				size.height,
				moves,
				(room, width, other, height, steps) => {
					const input = reach(room, width, height, [...steps, -5]);
					const again = {...input, width: other};
					fc.pre(!pane(input).atBottom && !pane(again).atBottom);
					const [first] = wordsAtTop(input);
					if (first !== undefined) expect(wordsAtTop(again)).toContain(first);
					expect(pane({...again, width}).rows).toEqual(pane(input).rows);
				},
			),
			{numRuns: 300},
		);
	});

	test('what is folded and opened again is where it was', () => {
		fc.assert(
			fc.property(wordyRoom, size.width, size.height, moves, folding, (room, width, height, steps, most) => {
				const input = reach(room, width, height, [...steps, -5]);
				fc.pre(!pane(input).atBottom);
				const folded = {...input, folding: {most, unfolded: new Set<number>()}};
				const top = pane(folded);
				const [first] = wordsAtTop(input);
				const shown = plain(top.rows[0]!);
				// Each of these messages has its words on one line: what it shows of them, or that there are more.
				if (first !== undefined && !top.atBottom && !shown.includes('more rows'))
					expect(wordsAtTop(folded)).toContain(first);
				expect(pane({...folded, folding: {most: 0, unfolded: new Set()}}).rows).toEqual(pane(input).rows);
			}),
		);
	});

	test('the place of a pane draws the same pane', () => {
		fc.assert(
			fc.property(anyRoom, size.width, size.height, moves, (room, width, height, steps) => {
				const input = reach(room, width, height, steps);
				const drawnOnce = pane(input);
				expect(pane({...input, place: drawnOnce.place})).toEqual(drawnOnce);
			}),
		);
	});
});
