import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {initialState, reduce, reduceAll} from '../../source/client/reduce.ts';
import {
	candidates,
	levelOf,
	nextActive,
	nextRoom,
	people,
	roomByNumber,
	roomList,
	title,
	typingNow,
	unread,
	unreadInAll,
} from '../../source/client/select.ts';
import type {Change, Level, Room, State} from '../../source/client/state.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {nameKey} from '../../source/protocol/names.ts';

const at = Date.UTC(2026, 10, 21, 14);

const hear = (state: State, ...events: Event[]): State =>
	reduceAll(
		state,
		events.map(event => ({type: 'event', event, at}) as const),
	);

let seq = 0;
const message = (room: string, id: string, msg = 'hello'): Event => ({
	type: 'message',
	room,
	seq: ++seq,
	id,
	msg,
	ts: at,
});

const inRooms = (...rooms: string[]): State =>
	hear(
		initialState({id: 'Alice', rooms}),
		{type: 'welcome', v: 1, id: 'Alice', server: '', journal: 'j', token: '', time: at, limits: {}},
		...rooms.flatMap((room): Event[] => [
			{type: 'room', room, members: 1},
			{type: 'members', room, list: [{id: 'Alice'}]},
			{type: 'live', room, seq: 0},
		]),
	);

const apply = (state: State, ...changes: readonly Change[]): State => changes.reduce(reduce, state);

const pin = (target: string): Change => ({type: 'wish', target, wish: {pinned: true}});
const level = (target: string, level: Level | undefined): Change => ({type: 'wish', target, wish: {level}});

const targets = (state: State): string[] => roomList(state).map(({target}) => target);

describe('the room list', () => {
	const state = hear(inRooms('general', 'ops'), message('@Alice', 'Dana'), {
		type: 'room',
		room: 'dev',
		members: 1,
	});

	test('has general, the other rooms by name, then direct conversations', () => {
		expect(targets(state)).toEqual(['general', 'dev', 'ops', '@Dana']);
		expect(targets(inRooms('room10', 'Room2', 'ärger', 'zoo', 'general'))).toEqual([
			'general',
			'ärger',
			'Room2',
			'room10',
			'zoo',
		]);
	});

	test('begins with what is pinned, conversations too, until that is taken back', () => {
		const pinned = apply(state, pin('@Dana'), pin('ops'));
		expect(targets(pinned)).toEqual(['@Dana', 'ops', 'general', 'dev']);
		const unpinned = apply(pinned, {type: 'wish', target: 'OPS', wish: {pinned: undefined}});
		expect(targets(unpinned)).toEqual(['@Dana', 'general', 'dev', 'ops']);
		expect([...unpinned.wishes.keys()]).toEqual(['@dana']);
	});

	test('has a room that came, and not one that went, whatever else happened', () => {
		const heard = hear(state, message('ops', 'Bob'));
		expect(roomList(heard).find(({key}) => key === 'ops')).toBe(heard.rooms.get('ops'));
		const left = hear(heard, {type: 'gone', room: 'dev', why: 'left'}, {type: 'room', room: 'a', members: 1});
		expect(targets(left)).toEqual(['general', 'a', 'ops', '@Dana']);
	});

	test('is the same one while the rooms are', () => {
		expect(roomList({...state, following: false})).toBe(roomList(state));
	});

	test.each([
		[1, 'dev'],
		[-1, '@Dana'],
		[4, 'general'],
		[-6, 'ops'],
	])('%i places on stands %s', (steps, target) => {
		expect(nextRoom(state, steps)?.target).toBe(target);
	});

	test('is numbered from 1', () => {
		expect(roomByNumber(state, 2)?.target).toBe('dev');
		expect(roomByNumber(state, 0)).toBeUndefined();
		expect(roomByNumber(state, 5)).toBeUndefined();
	});
});

describe('unread', () => {
	test('counts others’ messages over many chunks, and those that name me', () => {
		const many = Array.from({length: 1000}, (_, index) =>
			message('ops', index % 4 === 0 ? 'Alice' : 'Bob', index % 10 === 1 ? 'Alice?' : 'x'),
		);
		const state = hear(inRooms('general', 'ops'), ...many);
		const expected = {
			count: many.filter(event => event.type === 'message' && event.id === 'Bob').length,
			mentions: many.filter(event => event.type === 'message' && event.id === 'Bob' && event.msg === 'Alice?')
				.length,
		};
		const ops = state.rooms.get('ops')!;
		expect(unread(ops)).toEqual({...expected, atLeast: false});
		expect(unread({...ops, read: 990})).toEqual({count: 8, mentions: 1, atLeast: false});
		expect(unread({...ops, read: ops.log.end})).toEqual({count: 0, mentions: 0, atLeast: false});
	});

	test('of a muted room leads nowhere and is in no title, and is counted again once it calls', () => {
		const said = hear(
			inRooms('general', 'ops', 'dev'),
			message('ops', 'Bob', 'Alice!'),
			message('dev', 'Bob'),
		);
		const muted = apply(said, level('ops', 'nothing'));
		expect(nextActive(muted)?.target).toBe('dev');
		expect(unreadInAll(muted)).toBe(1);
		expect(title(muted)).toBe('(1) #general – tui-chat');
		expect(unread(muted.rooms.get('ops')!)).toMatchObject({count: 1, mentions: 1});
		const heard = apply(muted, level('ops', undefined));
		expect(nextActive(heard)?.target).toBe('ops');
		expect(unreadInAll(heard)).toBe(2);
	});

	test('leads to mentions first, then to anything new, never to the room on the screen', () => {
		const base = inRooms('general', 'ops', 'dev', 'qa');
		expect(nextActive(base)).toBeUndefined();
		const active = hear(
			base,
			message('ops', 'Bob'),
			message('qa', 'Bob', 'Alice!'),
			message('general', 'Bob'),
		);
		expect(nextActive(active)?.target).toBe('qa');
		expect(nextActive({...active, current: 'qa'})?.target).toBe('ops');
	});

	test('stands in the title', () => {
		const state = inRooms('general', 'ops');
		expect(title(state)).toBe('#general – tui-chat');
		expect(title(hear(state, message('ops', 'Bob'), message('@Alice', 'Dana')))).toBe(
			'(2) #general – tui-chat',
		);
		const direct = hear(state, message('@Alice', 'Dana'));
		expect(title({...direct, current: '@dana', following: true})).toBe('(1) @Dana – tui-chat');
	});
});

describe('people', () => {
	const state = hear(inRooms('general'), {
		type: 'members',
		room: 'general',
		list: [
			{id: 'bob', away: ''},
			{id: 'Zośka'},
			{id: 'Édouard'},
			{id: 'dana10'},
			{id: 'dana9'},
			{id: 'Aaron', away: 'x'},
		],
	});
	const general = state.rooms.get('general')!;

	test('are sorted by name, those who are here first', () => {
		expect(people(general).map(({id}) => id)).toEqual([
			'Alice',
			'dana9',
			'dana10',
			'Édouard',
			'Zośka',
			'Aaron',
			'bob',
		]);
	});

	test('are in the same order whoever came first, and whatever was sorted before', () => {
		const ids = ['dana', 'Dána', 'DANE', 'émile', 'Emile2', 'bob', 'Zoe', '李雷', 'Иван', 'x10', 'x9'];
		const member = fc.record({
			id: fc.constantFrom(...ids),
			away: fc.option(fc.constant('out'), {nil: undefined}),
		});
		const some = fc.uniqueArray(member, {selector: ({id}) => id});
		const peopleOf = (list: ReadonlyArray<{id: string; away: string | undefined}>): string[] => {
			const members = new Map(list.map(person => [nameKey(person.id), person]));
			return people({...general, members} as Room).map(({id}) => id);
		};
		fc.assert(
			fc.property(some, some, (list, others) => {
				const order = peopleOf(list);
				peopleOf(others);
				expect(peopleOf(list.toReversed())).toEqual(order);
			}),
		);
	});

	test('are sorted once for each set of members', () => {
		expect(people({...general, topic: 'another'})).toBe(people(general));
	});

	test('type for a while', () => {
		const typing = hear(state, {type: 'typing', room: 'general', id: 'bob'}).rooms.get('general')!;
		expect(typingNow(typing, at + 5_999)).toEqual(['bob']);
		expect(typingNow(typing, at + 6_000)).toEqual([]);
	});
});

test('completion offers who spoke last, then who is here, then who is known; never oneself', () => {
	const state = hear(
		inRooms('general', 'ops'),
		{type: 'members', room: 'general', list: [{id: 'Bob'}, {id: 'Carol'}, {id: 'Dana'}]},
		{type: 'members', room: 'ops', list: [{id: 'Erin'}, {id: 'bob'}]},
		message('@Alice', 'Frank'),
		message('general', 'Dana'),
		message('general', 'Carol'),
		message('general', 'Gone'),
		{
			type: 'rooms',
			list: [
				{room: 'attic', members: 1},
				{room: 'ops', members: 2},
			],
		},
	);
	expect(candidates(state)).toEqual({
		rooms: ['general', 'ops', 'attic'],
		ids: ['Gone', 'Carol', 'Dana', 'Bob', 'Erin', 'Frank'],
	});
	expect(candidates(state)).toBe(candidates(state));
});

describe('what calls one', () => {
	const state = hear(inRooms('general', 'ops'), message('@Alice', 'Dana'));
	const [general, ops, dana] = ['general', 'ops', '@dana'].map(key => state.rooms.get(key)!);

	test('is the usual in rooms, everything in conversations, and otherwise where that is wished', () => {
		expect(levelOf(state, general!, 'mentions')).toBe('mentions');
		expect(levelOf(state, dana!, 'mentions')).toBe('all');
		const wished = apply(state, level('ops', 'all'), level('@Dana', 'nothing'));
		expect(levelOf(wished, ops!, 'mentions')).toBe('all');
		expect(levelOf(wished, dana!, 'mentions')).toBe('nothing');
	});

	test('and what is pinned do not disturb each other', () => {
		const both = apply(state, level('ops', 'all'), pin('ops'));
		expect(both.wishes.get('ops')).toEqual({pinned: true, level: 'all'});
		expect(apply(both, level('ops', undefined)).wishes.get('ops')).toEqual({pinned: true});
	});
});
