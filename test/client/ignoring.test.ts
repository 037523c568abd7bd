import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {initialState, reduce} from '../../source/client/reduce.ts';
import {quoteOf, typingNow, unread} from '../../source/client/select.ts';
import type {Change, Line, MessageLine, Room, State} from '../../source/client/state.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {message} from './said.ts';

const heard = (event: Event): Change => ({type: 'event', event, at: 0});
const apply = (state: State, ...changes: readonly Change[]): State => changes.reduce(reduce, state);

const begun = (): State =>
	apply(
		initialState({id: 'Alice', rooms: ['general', 'ops']}),
		...['general', 'ops'].flatMap(room => [
			heard({type: 'room', room, members: 2}),
			heard({type: 'live', room, seq: 0}),
		]),
	);

const ignore = (id: string, on = true): Change => ({type: 'ignore', id, on});
const room = (state: State, key = 'ops'): Room => state.rooms.get(key)!;
const messages = (lines: readonly Line[]): MessageLine[] =>
	lines.filter((line): line is MessageLine => line.type === 'message');
const held = (state: State, key = 'ops'): MessageLine[] => messages(room(state, key).log.chunks.flat());
const said = (seq: number, id: string, msg = 'Alice?'): Change => heard(message(seq, {room: 'ops', id, msg}));

describe('somebody ignored', () => {
	test('is not counted, calls nobody and is not seen typing', () => {
		const state = apply(
			begun(),
			ignore('bob'),
			said(1, 'Bob'),
			said(2, 'Carol'),
			heard({type: 'typing', room: 'ops', id: 'Bob'}),
		);
		expect(held(state).map(({ignored, mention}) => [ignored ?? false, mention])).toEqual([
			[true, false],
			[false, true],
		]);
		expect(unread(room(state))).toMatchObject({count: 1, mentions: 1});
		expect(typingNow(room(state), 0)).toEqual([]);
	});

	test('is not counted any more for what was said before, and is again once that is undone', () => {
		const said3 = apply(begun(), said(1, 'Bob'), said(2, 'Carol', 'hm'), said(3, 'Bob', 'hm'));
		const visited = apply(said3, {
			type: 'visit',
			target: 'ops',
			seq: 1,
			page: {list: [message(1, {room: 'ops', msg: 'Alice?'})], first: true, last: false},
		});
		const quiet = apply(visited, heard({type: 'typing', room: 'ops', id: 'Bob'}), ignore('BOB'));
		expect(unread(room(quiet))).toMatchObject({count: 1, mentions: 0});
		expect(messages(room(quiet).visit!.log.chunks.flat())[0]?.ignored).toBe(true);
		expect(room(quiet).typing.size).toBe(0);
		const again = apply(quiet, ignore('Bob', false));
		expect(unread(room(again))).toMatchObject({count: 3, mentions: 1});
		expect(again.rooms.get('ops')!.log.chunks).toEqual(visited.rooms.get('ops')!.log.chunks);
	});

	test('opens no conversation by writing; one that is open goes on, unseen', () => {
		const dm = (seq: number): Change => heard(message(seq, {room: '@Alice', msg: 'psst'}));
		const shut = apply(
			begun(),
			ignore('Bob'),
			dm(1),
			heard({type: 'room', room: '@Bob', members: 2}),
			heard({type: 'live', room: '@Bob', seq: 1}),
		);
		expect(shut.rooms.has('@bob')).toBe(false);
		const open = apply(begun(), dm(1), ignore('Bob'), dm(2));
		expect(held(open, '@bob')).toHaveLength(2);
		expect(unread(room(open, '@bob'))).toMatchObject({count: 0, mentions: 0});
		const wanted = apply(shut, {type: 'open', target: '@Bob'});
		expect(wanted.current).toBe('@bob');
	});

	test('is not quoted either, held or not, until that is undone', () => {
		const answer = (seq: number, ref: number): Change =>
			heard(message(seq, {room: 'ops', id: 'Carol', msg: 'no', ref, quote: {id: 'Bob', msg: 'noise'}}));
		const state = apply(
			begun(),
			said(5, 'Bob', 'noise'),
			answer(6, 5),
			answer(7, 1),
			ignore('Bob'),
			answer(8, 1),
		);
		const quotes = (of: State): unknown[] =>
			held(of)
				.slice(1)
				.map(line => quoteOf(room(of), line));
		const hidden = {id: 'Bob', msg: 'noise', ignored: true};
		expect(quotes(state)).toEqual([hidden, hidden, hidden]);
		const shown = {id: 'Bob', msg: 'noise'};
		expect(quotes(apply(state, ignore('Bob', false)))).toEqual([shown, shown, shown]);
	});

	test('is never oneself', () => {
		const state = begun();
		expect(apply(state, ignore('alice'))).toBe(state);
	});

	test('stays so when what they said changes, or comes from a page', () => {
		const edit = heard({type: 'edit', room: 'ops', seq: 3, ref: 2, id: 'Bob', msg: 'Alice!', ts: 3});
		const list = [message(1, {room: 'ops', msg: 'Alice'})];
		const page = {type: 'older', target: 'ops', page: {list, first: true, last: false}} as const;
		const cleared = {type: 'clear', target: 'ops'} as const;
		const state = apply(begun(), ignore('Bob'), said(1, 'Bob'), cleared, said(2, 'Bob', 'hm'), edit, page);
		expect(held(state).map(({msg, ignored, mention}) => [msg, ignored, mention])).toEqual([
			['Alice', true, false],
			['Alice!', true, false],
		]);
	});

	test('makes the same lines before and after, whatever was said in between', () => {
		const speakers = fc.array(fc.tuple(fc.constantFrom('Bob', 'Carol', 'Alice'), fc.boolean()), {
			maxLength: 600,
		});
		fc.assert(
			fc.property(speakers, fc.nat(600), (list, place) => {
				const changes = list.map(([id, names], at) => said(at + 1, id, names ? 'Alice' : 'x'));
				const before = apply(begun(), ignore('Bob'), ...changes);
				const during = apply(begun(), ...changes.slice(0, place), ignore('Bob'), ...changes.slice(place));
				expect(during.rooms.get('ops')!.log).toEqual(before.rooms.get('ops')!.log);
				const never = apply(begun(), ...changes);
				expect(apply(during, ignore('Bob', false)).rooms.get('ops')!.log).toEqual(
					never.rooms.get('ops')!.log,
				);
			}),
			{numRuns: 30},
		);
	});
});
