import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {initialState} from '../../source/client/reduce.ts';
import {newRoom} from '../../source/client/rooms.ts';
import type {Line, Link, Pending, Room, State} from '../../source/client/state.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {headerRow, ruleRow, sidebarRows, statusRow} from '../../source/ui/chrome.ts';
import {usualKeys} from '../../source/ui/keymap.ts';
import {createTheme} from '../../source/ui/themes.ts';
import {pane, scroll, toLine} from '../../source/ui/view.ts';
import {paneOf, roomOf, utc} from './rooms.ts';
import {hostileText} from './samples.ts';

/** What others, and a server that follows no rules, may put into every field. */
const text = hostileText;
const time = fc.oneof(fc.integer({min: 0, max: 4e12}), fc.constant(Number.MAX_SAFE_INTEGER));
const flag = fc.boolean();
const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
	fc.option(value, {nil: undefined});

const line: fc.Arbitrary<Line> = fc.oneof(
	fc.record({
		type: fc.constant('message' as const),
		seq: fc.nat(),
		id: text,
		msg: text,
		ts: time,
		kind: optional(fc.constant('me' as const)),
		to: optional(text),
		mine: flag,
		mention: flag,
	}),
	fc.record({type: fc.constant('presence' as const), ts: time, joined: fc.array(text), left: fc.array(text)}),
	fc.record({
		type: fc.constant('note' as const),
		ts: time,
		text,
		tone: fc.constantFrom('info' as const, 'error' as const),
	}),
	fc.record({type: fc.constant('notice' as const), ts: time, id: text, msg: text}),
);

const error = text.map(message => new ChatError('BAD_REQUEST', message));

const pending: fc.Arbitrary<Pending> = fc.record({
	nonce: fc.constant('n'),
	msg: text,
	ts: time,
	kind: optional(fc.constant('me' as const)),
	seq: optional(fc.nat()),
	error: optional(error),
});

const person = fc.record({id: text, away: optional(text), operator: optional(fc.constant(true as const))});

const room: fc.Arbitrary<Room> = fc
	.record({
		target: text,
		topic: text,
		lines: fc.array(line, {maxLength: 12}),
		waiting: fc.array(pending, {maxLength: 3}),
		people: fc.array(person, {maxLength: 12}),
		marker: optional(fc.nat(12)),
		typing: fc.array(text, {maxLength: 5}),
		gone: flag,
		desk: flag,
		readOnly: flag,
	})
	.map(({target, lines, waiting, people, typing, ...rest}) => ({
		...newRoom(target),
		...roomOf(lines),
		...rest,
		target,
		key: target,
		pending: waiting,
		members: new Map(people.map(one => [one.id, one])),
		typing: new Map(typing.map(id => [id, {id, until: 1e15}])),
	}));

const link: fc.Arbitrary<Link> = fc.oneof(
	fc.constantFrom<Link>({type: 'connecting'}, {type: 'online'}, {type: 'closed'}),
	fc.nat().map((place): Link => ({type: 'waiting', place})),
	fc.tuple(time, error).map(([retryAt, why]): Link => ({type: 'offline', retryAt, error: why})),
	error.map((why): Link => ({type: 'refused', error: why})),
);

const state: fc.Arbitrary<State> = fc
	.record({rooms: fc.array(room, {maxLength: 6}), link, me: text, away: optional(text), current: fc.nat(5)})
	.map(({rooms, current, ...rest}) => ({
		...initialState({id: 'Alice'}),
		...rest,
		rooms: new Map(rooms.map(one => [one.key, one])),
		current: rooms[current]?.key ?? 'none',
	}));

const size = {width: fc.integer({min: 1, max: 90}), height: fc.integer({min: 1, max: 20})};

const theme = fc
	.tuple(
		fc.constantFrom(0 as const, 4 as const, 8 as const, 24 as const),
		fc.constantFrom('dark' as const, 'light' as const),
	)
	.map(([depth, background]) => createTheme({depth, background}));

/** Printable text and our own colours: no other byte below U+0020, no C1, nothing that reorders. */
const expectHarmless = (row: string, width: number): void => {
	const bare = row.replaceAll(/\u001b\[[\d;]*m/g, '');
	expect(bare).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u);
	expect(bare).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]/u);
	expect(bare.isWellFormed()).toBe(true);
	expect(stringWidth(row)).toBeLessThanOrEqual(width);
};

describe('whatever others send, at every size', () => {
	test('the message pane has its rows, none too wide and none dangerous', () => {
		fc.assert(
			fc.property(room, text, size.width, size.height, theme, fc.integer({min: -30, max: 10}), (...all) => {
				const [one, me, width, height, look, steps] = all;
				const input = {...paneOf(one, width, height), me, theme: look, clock: utc};
				for (const place of [input.place, scroll(input, steps), toLine(input, 3)]) {
					const {rows} = pane({...input, place});
					expect(rows).toHaveLength(height);
					for (const row of rows) expectHarmless(row, width);
				}
			}),
			{numRuns: 300},
		);
	});

	test('the sidebar has its rows, all equally wide', () => {
		fc.assert(
			fc.property(state, size.width, size.height, theme, (one, width, height, look) => {
				const rows = sidebarRows({state: one, width, height, theme: look});
				expect(rows).toHaveLength(height);
				for (const row of rows) {
					expectHarmless(row, width + 1);
					expect(row).toContain('│');
				}
			}),
		);
	});

	test('header, rules and status are one row each', () => {
		fc.assert(
			fc.property(
				state,
				text,
				size.width,
				theme,
				fc.nat(10_000),
				flag,
				(one, word, width, look, newer, on) => {
					const common = {state: one, width, theme: look, keys: usualKeys, clock: utc};
					expectHarmless(headerRow({...common, address: word, activity: on}), width);
					expectHarmless(statusRow({...common, now: 0, newer}), width);
					expectHarmless(statusRow({...common, now: 0, newer, hint: {text: word, tone: 'error'}}), width);
					expectHarmless(ruleRow(width, newer % 30, '┬', look), width);
				},
			),
			{numRuns: 200},
		);
	});
});

test('a frame of a room with 100,000 lines looks at no more of them than one with 100', () => {
	const looked = (count: number): number => {
		let times = 0;
		const lines = Array.from({length: count}, (_, index): Line => {
			const message = {type: 'message' as const, seq: index, id: 'Bob', msg: `line ${index}`, ts: 0};
			const fields = {...message, mine: false, mention: false};
			return Object.defineProperty(fields, 'msg', {
				get: () => {
					times++;
					return message.msg;
				},
			});
		});
		const {place} = pane(paneOf(roomOf(lines), 80, 20));
		scroll(paneOf(roomOf(lines), 80, 20, {place}), -20);
		return times;
	};
	expect(looked(100)).toBeGreaterThan(0);
	expect(looked(100_000)).toBe(looked(100));
});
