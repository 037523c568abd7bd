/** What later happens to messages, and what is read, as the state has it. */
import {describe, expect, test} from 'vitest';
import {lineAt} from '../../source/client/log.ts';
import {initialState, reduce, reduceAll} from '../../source/client/reduce.ts';
import {linesHeld} from '../../source/client/rooms.ts';
import {numberOf, quoteOf, reactionsOf, unread} from '../../source/client/select.ts';
import type {Action, MessageLine, Room, State} from '../../source/client/state.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {message} from './said.ts';

const hear = (state: State, ...events: readonly Event[]): State =>
	reduceAll(
		state,
		events.map(event => ({type: 'event', event, at: 0})),
	);

const act = (state: State, ...actions: readonly Action[]): State => actions.reduce<State>(reduce, state);

const place = (seq: number, ref: number) => ({room: 'general', seq, ref, id: 'Bob', ts: seq});
const edit = (seq: number, ref: number, msg: string): Event => ({type: 'edit', ...place(seq, ref), msg});
const remove = (seq: number, ref: number): Event => ({type: 'delete', ...place(seq, ref)});
const react = (seq: number, ref: number, id: string, emoji: string, off?: true): Event => ({
	type: 'react',
	...place(seq, ref),
	id,
	emoji,
	...(off ? {off} : {}),
});

/** A room that is live, with its history up to a seq. */
const entered = (seq = 0, ...history: readonly Event[]): State =>
	hear(
		initialState({id: 'Alice', rooms: ['general', 'ops']}),
		{type: 'welcome', v: 1, id: 'Alice', server: '', journal: 'j', token: '', time: 0, limits: {}},
		{type: 'room', room: 'general', members: 1},
		...history,
		{type: 'live', room: 'general', seq},
		{type: 'room', room: 'ops', members: 1},
		{type: 'live', room: 'ops', seq: 0},
	);

const room = (state: State): Room => state.rooms.get('general')!;

const line = (state: State, seq: number): MessageLine =>
	lineAt(room(state).log, numberOf(room(state), seq)!) as MessageLine;

describe('a change', () => {
	test('is found among lines that are no messages, and makes none of its own', () => {
		const state = hear(
			entered(),
			message(1),
			{type: 'presence', room: 'general', ts: 1, joined: [{id: 'Carol'}], left: []},
			message(2),
			{type: 'topic', room: 'general', id: 'Bob', topic: 'x', ts: 1},
			{type: 'notice', id: 'Root', msg: 'hi', ts: 1},
			message(3),
			edit(4, 2, 'better'),
		);
		expect(line(state, 2)).toMatchObject({msg: 'better', edited: {seq: 4, id: 'Bob', ts: 4}});
		expect(room(state).log.end).toBe(6);
		expect(room(state).seq).toBe(4);
	});

	test('of an earlier time does not undo a later one', () => {
		const state = hear(entered(), message(1), edit(5, 1, 'newest'));
		const page = {list: [message(1), edit(3, 1, 'older')], first: true, last: false} as never;
		const again = act(state, {type: 'visit', target: 'general', seq: 1, page});
		expect(line(again, 1).msg).toBe('newest');
		expect(hear(again, edit(4, 1, 'late'))).toBe(again);
	});

	test('to a text that names one is a mention, and away from it is none', () => {
		const state = hear(
			entered(),
			message(1, {msg: 'Alice!'}),
			message(2),
			edit(3, 1, 'x'),
			edit(4, 2, 'Alice?'),
		);
		expect([line(state, 1).mention, line(state, 2).mention]).toEqual([false, true]);
	});

	test('puts signs below a message in their order, and takes each one’s own off', () => {
		const state = hear(
			entered(),
			message(1),
			react(2, 1, 'Bob', '👍'),
			react(3, 1, 'Carol', '✓'),
			react(4, 1, 'carol', '👍'),
			react(5, 1, 'Bob', '👍', true),
			react(6, 1, 'CAROL', '✓', true),
			react(7, 1, 'Bob', '✓'),
		);
		expect(reactionsOf(line(state, 1))).toEqual([
			{emoji: '👍', ids: ['carol']},
			{emoji: '✓', ids: ['Bob']},
		]);
	});

	test('that deletes leaves nothing behind, neither signs nor what it answered', () => {
		const state = hear(
			entered(),
			message(1),
			message(2, {ref: 1, quote: {id: 'Bob', msg: 'message 1'}, msg: 'Alice, look'}),
			react(3, 2, 'Carol', '👍'),
			edit(4, 2, 'Alice, look here'),
			remove(5, 2),
			react(6, 2, 'Carol', '✓'),
		);
		expect(line(state, 2)).toEqual({
			type: 'message',
			seq: 2,
			id: 'Bob',
			msg: '',
			ts: 2,
			mine: false,
			mention: false,
			deleted: {seq: 5, id: 'Bob', ts: 5},
		});
	});

	test('of a message of another journal is not taken for one of this', () => {
		const before = hear(entered(), message(1), message(2));
		const state = hear(
			before,
			{type: 'welcome', v: 1, id: 'Alice', server: '', journal: 'new', token: '', time: 0, limits: {}},
			message(1, {msg: 'of the new one'}),
			edit(2, 1, 'changed'),
		);
		const texts = room(state).log.chunks.flat();
		expect(texts.map(one => (one.type === 'message' ? one.msg : one.type))).toEqual([
			'message 1',
			'message 2',
			'note',
			'changed',
		]);
		expect(room(state).complete).toBe(true);
	});

	test('in who is there does not make a room of a conversation of two', () => {
		const state = hear(
			entered(),
			{type: 'room', room: '@Dana', members: 2},
			{type: 'members', room: '@Dana', list: [{id: 'Alice'}, {id: 'Dana'}]},
		);
		expect(state.rooms.get('@dana')?.members.size).toBe(0);
	});

	test('does not open a conversation that was closed', () => {
		const state = entered();
		const change: Event = {type: 'react', room: '@Alice', seq: 9, ref: 3, id: 'Dana', emoji: '👍', ts: 1};
		expect(hear(state, change)).toBe(state);
	});

	test('of messages that are not held is remembered for the newest ones', () => {
		const flood = Array.from({length: 10_000}, (_, index) => react(2_000 + index, index + 1, 'Bob', '👍'));
		const state = hear(entered(1_999), ...flood);
		const {orphans} = room(state);
		expect(orphans.end - orphans.start).toBeLessThan(5_000);
		expect(lineAt(orphans, orphans.end - 1)).toMatchObject({ref: 10_000});
	});
});

describe('a quote', () => {
	const answer = message(101, {ref: 50, quote: {id: 'Carol', msg: 'as it was'}});

	test('says what its message says now, whether that is held or not', () => {
		const state = hear(entered(100), answer);
		expect(quoteOf(room(state), line(state, 101))).toEqual({id: 'Carol', msg: 'as it was'});
		const edited = hear(state, edit(102, 50, 'as it is'));
		expect(quoteOf(room(edited), line(edited, 101))).toEqual({id: 'Carol', msg: 'as it is'});
		const deleted = hear(edited, remove(103, 50));
		expect(quoteOf(room(deleted), line(deleted, 101))).toBe('deleted');
		const page = {list: [message(50), edit(102, 50, 'as it is')], first: true, last: false} as never;
		const held = act(edited, {type: 'older', target: 'general', page});
		expect(quoteOf(room(held), line(held, 101))).toEqual({id: 'Bob', msg: 'as it is'});
	});

	test('of nothing is none', () => {
		const state = hear(entered(), message(1));
		expect(quoteOf(room(state), line(state, 1))).toBeUndefined();
	});
});

describe('what is read', () => {
	test('is kept unread from a message on, until one comes back to it', () => {
		const state = act(hear(entered(), message(1), message(2), message(3)), {
			type: 'unreadFrom',
			target: 'general',
			seq: 2,
		});
		expect(unread(room(state)).count).toBe(2);
		expect(room(state)).toMatchObject({marker: 1, seen: 1});
		const more = hear(state, message(4));
		expect(unread(room(more)).count).toBe(3);
		const elsewhere = act(more, {type: 'open', target: 'ops'});
		expect(unread(room(elsewhere)).count).toBe(3);
		const back = act(elsewhere, {type: 'open', target: 'general'});
		expect(unread(room(back)).count).toBe(0);
		expect(room(back)).toMatchObject({marker: 1, seen: 4, keptUnread: false});
		const followed = act(more, {type: 'follow', following: false}, {type: 'follow', following: true});
		expect(room(followed)).toMatchObject({marker: 1, seen: 4});
	});

	test('is nothing of a room that is opened further up', () => {
		const away = act(entered(), {type: 'open', target: 'ops'});
		const state = hear(away, message(1), message(2));
		const opened = act(state, {type: 'open', target: 'general', following: false});
		expect(opened).toMatchObject({current: 'general', following: false});
		expect(unread(room(opened)).count).toBe(2);
		expect(room(opened).marker).toBe(0);
		expect(unread(room(act(opened, {type: 'follow', following: true}))).count).toBe(0);
	});

	test('has no deleted message and no change in it that was not', () => {
		const away = act(entered(), {type: 'open', target: 'ops'});
		const state = hear(away, message(1), message(2), edit(3, 1, 'x'), react(4, 1, 'Bob', '👍'), remove(5, 2));
		expect(unread(room(state)).count).toBe(1);
	});

	test('has its beginning at a gap, which is told with its size', () => {
		const gap: Event = {type: 'gap', room: 'general', from: 3, to: 1_002};
		const state = hear(entered(), message(1), message(2), gap, message(1_003));
		expect(room(state).log.chunks.flat()[2]).toMatchObject({
			type: 'note',
			text: 'Up to 1000 messages were pruned here by the server’s owner.',
		});
		const one = hear(state, {...gap, to: 3});
		expect(room(one).log.chunks.flat().at(-1)).toMatchObject({
			text: expect.stringContaining('1 message was'),
		});
	});
});

describe('a room that holds as many lines as it may', () => {
	test('lets the oldest go, knows so, and can load them again', () => {
		const count = linesHeld + 1_000;
		const flood = (first: number): Event[] =>
			Array.from({length: 1_000}, (_, index) => message(first + index));
		let state = entered();
		for (let first = 1; first < count; first += 1_000) state = hear(state, ...flood(first));
		const {log, oldest, complete} = room(state);
		expect(log.start).toBeGreaterThan(0);
		expect(complete).toBe(false);
		expect(lineAt(log, log.start)).toMatchObject({seq: oldest});
		const list = Array.from({length: 100}, (_, index) => message(oldest - 100 + index));
		const page = {list, first: false, last: false} as never;
		const again = room(act(state, {type: 'older', target: 'general', page}));
		expect(again.log.start).toBe(log.start - 100);
		expect(again.oldest).toBe(oldest - 100);
		// The newest is what stays.
		const more = room(hear(act(state, {type: 'older', target: 'general', page}), message(count + 1)));
		expect(lineAt(more.log, more.log.end - 1)).toMatchObject({seq: count + 1});
		expect(more.oldest).toBeGreaterThanOrEqual(oldest - 100);
	});
});
