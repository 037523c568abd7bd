/** Who may do what, as a client hears of it. */
import {describe, expect, test} from 'vitest';
import {lineAt} from '../../source/client/log.ts';
import {initialState, reduceAll} from '../../source/client/reduce.ts';
import {momentSince, ownedSentence} from '../../source/client/standing.ts';
import type {Room, State} from '../../source/client/state.ts';
import type {Event, EventOf} from '../../source/protocol/messages.ts';

const at = new Date(2026, 10, 21, 14, 0).getTime();

const welcome = (more: Partial<EventOf<'welcome'>> = {}): Event => ({
	type: 'welcome',
	v: 1,
	id: 'Alice',
	server: 'test',
	journal: 'first',
	token: 'token',
	time: at,
	limits: {},
	...more,
});

const apply = (state: State, ...events: Event[]): State =>
	reduceAll(
		state,
		events.map(event => ({type: 'event', event, at})),
	);

const inRoom: Event[] = [
	{type: 'room', room: 'ops', members: 3, mode: 'invited', rank: 'owner'},
	{
		type: 'members',
		room: 'ops',
		list: [
			{id: 'Alice', rank: 'owner'},
			{id: 'Bob', guest: true},
			{id: 'Carol', operator: true},
		],
	},
	{type: 'live', room: 'ops', seq: 0},
];

const online = (more: Partial<EventOf<'welcome'>> = {}): State =>
	apply(initialState({id: 'Alice', rooms: ['ops']}), welcome(more), ...inRoom);

const room = (state: State): Room => state.rooms.get('ops')!;

const notes = (state: State): string[] => {
	const {log} = room(state);
	return Array.from({length: log.end - log.start}, (_, index) => lineAt(log, log.start + index)!).flatMap(
		line => (line.type === 'note' ? [line.text] : []),
	);
};

describe('what one is', () => {
	test.each([
		[{}, 'guest', false],
		[{operator: true}, 'operator', true],
		[{role: 'member'}, 'member', false],
		[{role: 'owner', operator: true}, 'owner', true],
	] as const)('with the welcome %j', (more, role, operator) => {
		expect(online(more)).toMatchObject({role, operator});
	});

	test('a name that became one’s own is told once', () => {
		expect(notes(online({owned: true, role: 'member'}))).toEqual([ownedSentence('Alice')]);
		expect(ownedSentence('Alice', 'owner')).toContain('You are an owner of this server.');
		expect(notes(online({role: 'member'}))).toEqual([]);
	});

	test('changes with a word, for oneself and for others', () => {
		const state = apply(
			online({role: 'member'}),
			{type: 'role', id: 'alice', role: 'operator', by: 'Root', ts: at},
			{type: 'role', id: 'Bob', role: 'member', by: 'Root', ts: at},
			{type: 'role', id: 'Carol', role: 'member', by: 'Root', ts: at},
			{type: 'role', id: 'Nobody', role: 'member', by: 'Root', ts: at},
		);
		expect(state).toMatchObject({role: 'operator', operator: true});
		expect([...room(state).members.values()]).toEqual([
			{id: 'Alice', rank: 'owner', operator: true},
			{id: 'Bob'},
			{id: 'Carol'},
		]);
		expect(notes(state)).toEqual([
			'You are an operator now, by Root.',
			'Bob is a member now, by Root.',
			'Carol is a member now, by Root.',
		]);
	});

	test('in a room is another thing', () => {
		const state = apply(
			online({role: 'member'}),
			{type: 'role', id: 'Alice', role: 'member', room: 'ops', by: 'Root', ts: at},
			{type: 'role', id: 'Bob', role: 'operator', room: 'ops', by: 'Root', ts: at},
			{type: 'role', id: 'Bob', role: 'operator', room: 'elsewhere', by: 'Root', ts: at},
		);
		expect(state.role).toBe('member');
		expect(room(state).rank).toBeUndefined();
		expect(room(state).members.get('bob')).toEqual({id: 'Bob', guest: true, rank: 'operator'});
		expect(notes(state)).toEqual([
			'You are no operator of #ops any more, by Root.',
			'Bob is an operator of #ops now, by Root.',
		]);
	});
});

describe('a room', () => {
	test('has a mode, with its answer and when it changes', () => {
		const before = online();
		expect(room(before)).toMatchObject({mode: 'invited', rank: 'owner', readOnly: false});
		const state = apply(before, {
			type: 'mode',
			room: 'ops',
			id: 'Carol',
			mode: 'read-only',
			readOnly: true,
			ts: at,
		});
		expect(room(state)).toMatchObject({mode: 'read-only', readOnly: true});
		expect(notes(state)).toEqual(['Carol locked #ops: only its operators speak.']);
		const opened = apply(state, {type: 'mode', room: 'ops', id: 'Carol', mode: 'open', ts: at});
		expect(room(opened)).toMatchObject({mode: 'open', readOnly: false});
	});

	test('that one is not in changes nothing here', () => {
		const state = online();
		expect(apply(state, {type: 'mode', room: 'x', id: 'Carol', mode: 'open', ts: at})).toBe(state);
	});

	test('that one is banned from stays to be read', () => {
		const state = apply(online(), {type: 'gone', room: 'ops', why: 'banned', text: 'spam'});
		expect(room(state)).toMatchObject({gone: true, live: false});
		expect(notes(state)).toEqual(['You are banned from #ops: spam']);
	});
});

describe('who is muted', () => {
	const until = new Date(2026, 10, 21, 16, 30).getTime();

	test('knows where, till when and why, until it is over', () => {
		const state = apply(online(), {type: 'muted', until, text: 'calm down'}, {type: 'muted', room: 'ops'});
		expect(state.muted).toEqual({until, text: 'calm down'});
		expect(room(state).muted).toEqual({});
		const after = apply(state, {type: 'muted', off: true}, {type: 'muted', room: 'ops', off: true});
		expect(after.muted).toBeUndefined();
		expect(room(after).muted).toBeUndefined();
		expect(notes(after)).toEqual([
			'You may not speak until 16:30: calm down',
			'You may not speak in #ops.',
			'You may speak again.',
			'You may speak in #ops again.',
		]);
	});

	test('is told anew on each link', () => {
		const muted = apply(online(), {type: 'muted'}, {type: 'muted', room: 'ops'});
		const again = apply(muted, welcome(), ...inRoom);
		expect(again.muted).toBeUndefined();
		expect(room(again).muted).toBeUndefined();
	});
});

describe('a moment', () => {
	test.each([
		[new Date(2026, 10, 21, 9, 5).getTime(), '09:05'],
		[new Date(2026, 10, 22, 9, 5).getTime(), '2026-11-22 09:05'],
		[new Date(2025, 0, 2, 23, 59).getTime(), '2025-01-02 23:59'],
	])('%d is %s', (ms, text) => {
		expect(momentSince(at)(ms)).toBe(text);
	});
});
