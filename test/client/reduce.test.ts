import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {lineAt} from '../../source/client/log.ts';
import {initialState, reduce, reduceAll} from '../../source/client/reduce.ts';
import {unread} from '../../source/client/select.ts';
import type {Change, Line, Room, State} from '../../source/client/state.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import type {Event, EventOf} from '../../source/protocol/messages.ts';
import {message as said} from './said.ts';

const at = Date.UTC(2026, 10, 21, 14);

const heard = (event: Event): Change => ({type: 'event', event, at});

const welcome = (journal = 'first', more: Partial<EventOf<'welcome'>> = {}): Event => ({
	type: 'welcome',
	v: 1,
	id: 'Alice',
	server: 'test',
	journal,
	token: 'token',
	time: at,
	limits: {},
	...more,
});

const message = (seq: number, more: Partial<EventOf<'message'>> = {}): Event =>
	said(seq, {ts: at + seq, ...more});

/** What a server tells on entering a room. */
const enter = (
	room: string,
	messages: readonly Event[] = [],
	ids: readonly string[] = ['Alice', 'Bob'],
): Event[] => [
	{type: 'room', room, members: ids.length},
	{type: 'members', room, list: ids.map(id => ({id}))},
	...messages,
	{type: 'live', room, seq: Math.max(0, ...messages.map(event => ('seq' in event ? event.seq : 0)))},
];

const apply = (state: State, ...steps: ReadonlyArray<Event | Change>): State =>
	steps.reduce<State>((before, step) => reduce(before, isChange(step) ? step : heard(step)), state);

const actionTypes = new Set<string>([
	'link',
	'sending',
	'failed',
	'again',
	'dropped',
	'open',
	'closeRoom',
	'follow',
	'clear',
	'note',
	'expire',
	'listed',
	'rename',
]);
const isChange = (step: Event | Change): step is Change =>
	step.type === 'event' || actionTypes.has(step.type);

const online = (rooms: readonly string[] = ['general']): State =>
	apply(initialState({id: 'Alice', rooms}), welcome(), ...rooms.flatMap(room => enter(room)));

const room = (state: State, key = 'general'): Room => state.rooms.get(key)!;

const linesOf = (state: State, key = 'general'): Line[] => {
	const {log} = room(state, key);
	return Array.from({length: log.end - log.start}, (_, index) => lineAt(log, log.start + index)!);
};

const drawLine = (line: Line): string => {
	switch (line.type) {
		case 'message':
			return `${line.mention ? '!' : ''}${line.id}: ${line.msg}`;
		case 'presence':
			return `+${line.joined.join('+')} -${line.left.join('-')}`;
		case 'note':
			return `${line.tone}: ${line.text}`;
		case 'notice':
			return `${line.id} to all: ${line.msg}`;
	}
};

const drawn = (state: State, key = 'general'): string[] => linesOf(state, key).map(drawLine);

const say = (nonce: string, target = 'general', msg = 'mine'): Change => ({
	type: 'sending',
	request: {type: 'say', room: target, msg, nonce},
	ts: at,
});

describe('messages', () => {
	test('come in the order of their seq, each once', () => {
		const state = apply(online(), message(1), message(2), message(2), message(1), message(5), message(4));
		expect(drawn(state)).toEqual(['Bob: message 1', 'Bob: message 2', 'Bob: message 5']);
		expect(room(state).seq).toBe(5);
	});

	test('of a room that was left are ignored', () => {
		const state = online(['general', 'ops']);
		const left = apply(state, {type: 'gone', room: 'ops', why: 'left'});
		expect(apply(left, message(1, {room: 'ops'}))).toBe(left);
	});

	test.each([
		['Alice', 'hello Alice!', true],
		['Alice', '@alice: hello', true],
		['Alice', 'ALICE', true],
		['Alice', 'Ａｌｉｃｅ in full width', true],
		['Alice', 'Alice.', true],
		['Alice', "Alice's", true],
		['Alice', '(Alice)', true],
		['Alice', 'Malice', false],
		['Alice', 'Alices', false],
		['Alice', 'Alice_2', false],
		['Alice', 'Alice-bot is here', false],
		['Alice', 'not-Alice', false],
		['Alice', 'nobody', false],
		['Zośka', 'cześć zośka', true],
		['Zośka', 'cześć zoska', false],
		['Zośka', 'Zośka'.normalize('NFD'), true],
		['Иван', 'иван, привет', true],
		['Straße', 'STRASSE', true],
		['李雷', '你好李雷吗', true],
		['a.b', 'a.b', true],
		['a.b', 'axb', false],
	])('%s is named in %j: %s', (id, msg, expected) => {
		const state = apply(
			initialState({id}),
			welcome('j', {id}),
			...enter('general', [], [id]),
			message(1, {msg}),
		);
		expect(linesOf(state)[0]).toMatchObject({mention: expected});
	});

	test('of one’s own never mention oneself', () => {
		const state = apply(online(), message(1, {id: 'alice', msg: 'I am Alice'}));
		expect(linesOf(state)[0]).toMatchObject({mine: true, mention: false});
	});

	test('end what was known of their author typing', () => {
		const typing = apply(
			online(),
			{type: 'typing', room: 'general', id: 'Bob'},
			{
				type: 'typing',
				room: 'general',
				id: 'Carol',
			},
		);
		expect([...room(typing).typing.keys()]).toEqual(['bob', 'carol']);
		expect([...room(apply(typing, message(1))).typing.keys()]).toEqual(['carol']);
	});
});

describe('one’s own messages', () => {
	test('wait until they come back', () => {
		const waiting = apply(online(), say('n1', 'general', 'one'), say('n2', 'general', 'two'));
		expect(room(waiting).pending.map(({msg}) => msg)).toEqual(['one', 'two']);
		const back = apply(waiting, message(1, {id: 'Alice', msg: 'one', nonce: 'n1'}));
		expect(room(back).pending.map(({msg}) => msg)).toEqual(['two']);
		expect(drawn(back)).toEqual(['Alice: one']);
	});

	test('are not taken for those of somebody who copies a nonce', () => {
		const state = apply(online(), say('n1'), message(1, {id: 'Bob', nonce: 'n1'}));
		expect(room(state).pending).toHaveLength(1);
	});

	test('stay until the line itself follows the acknowledgement', () => {
		const acknowledged = apply(online(), say('n1'), {
			type: 'ack',
			nonce: 'n1',
			room: 'general',
			seq: 1,
			ts: at,
		});
		expect(room(acknowledged).pending).toMatchObject([{nonce: 'n1', seq: 1}]);
		expect(room(apply(acknowledged, message(1, {id: 'Alice', nonce: 'n1'}))).pending).toEqual([]);
	});

	test('go when the acknowledged line is held already', () => {
		const state = apply(online(), message(1, {id: 'Alice', msg: 'mine'}), say('n1'));
		expect(room(apply(state, {type: 'ack', nonce: 'n1', room: 'general', seq: 1, ts: at})).pending).toEqual(
			[],
		);
	});

	test('go when the room is past the place that was acknowledged', () => {
		const state = apply(online(), say('n1'), {type: 'ack', nonce: 'n1', room: 'general', seq: 3, ts: at});
		expect(room(apply(state, message(2))).pending).toHaveLength(1);
		expect(room(apply(state, message(4))).pending).toEqual([]);
		expect(room(apply(state, {type: 'live', room: 'general', seq: 3})).pending).toEqual([]);
	});

	test('fail, are sent again, or are given up', () => {
		const failed = apply(online(), say('n1'), {type: 'error', code: 'READ_ONLY', text: 'No.', nonce: 'n1'});
		expect(room(failed).pending[0]!.error).toMatchObject({code: 'READ_ONLY', message: 'No.'});
		expect(drawn(failed)).toEqual([]);
		expect(room(apply(failed, {type: 'again', nonce: 'n1'})).pending).toEqual([
			{nonce: 'n1', msg: 'mine', ts: at},
		]);
		expect(room(apply(failed, {type: 'dropped', nonce: 'n1'})).pending).toEqual([]);
		const error = new ChatError('NOT_SENT');
		expect(room(apply(failed, {type: 'failed', nonce: 'n1', error})).pending[0]!.error).toBe(error);
	});

	test('are not doubled when they are sent again', () => {
		expect(room(apply(online(), say('n1'), say('n1'))).pending).toHaveLength(1);
	});
});

describe('direct conversations', () => {
	test('are named after the other one, and open with the first message', () => {
		const state = apply(
			online(),
			message(1, {room: '@Alice', id: 'Dana', msg: 'psst'}),
			message(2, {room: '@Dana', id: 'Alice', msg: 'what?'}),
		);
		expect([...state.rooms.keys()]).toEqual(['general', '@dana']);
		expect(room(state, '@dana')).toMatchObject({target: '@Dana', live: true});
		expect(drawn(state, '@dana')).toEqual(['Dana: psst', 'Alice: what?']);
		expect(state.current).toBe('general');
	});

	test('count each message as a mention', () => {
		const state = apply(online(), message(1, {room: '@Alice', id: 'Dana', msg: 'psst'}));
		expect(unread(room(state, '@dana'))).toEqual({count: 1, mentions: 1, atLeast: false});
	});

	test('open with what one says oneself, without being shown', () => {
		const state = apply(online(), say('n1', '@Dana'));
		expect(room(state, '@dana').pending).toHaveLength(1);
		expect(state.current).toBe('general');
	});

	test('with oneself are one conversation', () => {
		const state = apply(
			online(),
			say('n1', '@Alice'),
			message(1, {room: '@Alice', id: 'Alice', nonce: 'n1'}),
		);
		expect(drawn(state, '@alice')).toEqual(['Alice: message 1']);
		expect(room(state, '@alice').pending).toEqual([]);
	});

	test('show who is typing', () => {
		const state = apply(online(), say('n1', '@Dana'), {type: 'typing', room: '@Alice', id: 'Dana'});
		expect([...room(state, '@dana').typing.keys()]).toEqual(['dana']);
	});
});

describe('the link', () => {
	test('is online with the welcome, which says who we are', () => {
		const state = apply(initialState({id: 'alice'}), welcome('first', {id: 'Alice', operator: true}));
		expect(state).toMatchObject({link: {type: 'online'}, me: 'Alice', operator: true, journal: 'first'});
	});

	test('shows the greeting of the server once', () => {
		const greeting = welcome('first', {motd: 'Be kind.'});
		expect(drawn(apply(initialState({id: 'Alice'}), greeting, greeting))).toEqual(['info: Be kind.']);
	});

	test('takes liveness and typing with it when it is lost', () => {
		const typing = apply(online(), {type: 'typing', room: 'general', id: 'Bob'});
		const error = new ChatError('LOST');
		const lost = apply(typing, {type: 'link', link: {type: 'offline', retryAt: at, error}});
		expect(room(lost)).toMatchObject({live: false, entered: true, typing: new Map()});
		expect(room(lost).members.size).toBe(2);
	});

	test('tells of its own end; errors that end it make no note', () => {
		const state = online();
		expect(apply(state, {type: 'error', code: 'KICKED', text: 'Out.'})).toBe(state);
		expect(apply(state, {type: 'bye', code: 'CLOSING', text: 'Bye.'})).toBe(state);
	});

	test('waits in a queue', () => {
		expect(apply(initialState({id: 'Alice'}), {type: 'waiting', place: 3}).link).toEqual({
			type: 'waiting',
			place: 3,
		});
	});
});

describe('another journal', () => {
	test('starts the numbers anew, and is noted where the record was cut, once', () => {
		const held = apply(online(['general', 'quiet']), message(7));
		const cut = apply(held, welcome('second'), welcome('third'));
		expect(drawn(cut)).toEqual([
			'Bob: message 7',
			'info: The server began a new record here; messages may be missing.',
		]);
		expect(drawn(cut, 'quiet')).toEqual([]);
		expect(room(cut).seq).toBe(0);
		expect(drawn(apply(cut, message(1))).at(-1)).toBe('Bob: message 1');
	});

	test('keeps what is unsent and lets go what the old one had acknowledged', () => {
		const waiting = apply(
			online(),
			message(1),
			say('n1'),
			say('n2'),
			{type: 'ack', nonce: 'n1', room: 'general', seq: 2, ts: at},
			welcome('second'),
		);
		expect(room(waiting).pending.map(({nonce}) => nonce)).toEqual(['n2']);
	});

	test('that is the same one changes nothing of what is held', () => {
		const held = apply(online(), message(7));
		expect(room(apply(held, welcome('first')))).toBe(room(held));
	});
});

describe('people', () => {
	test('are those of the newest snapshot', () => {
		const state = apply(online(), ...enter('general', [], ['Alice', 'Carol']));
		expect([...room(state).members.keys()]).toEqual(['alice', 'carol']);
	});

	const presence = (joined: string[], left: string[]): Event => ({
		type: 'presence',
		room: 'general',
		ts: at,
		joined: joined.map(id => ({id})),
		left: left.map(id => ({id})),
	});

	test.each<[string, Array<[string[], string[]]>, string[]]>([
		['who come and go', [[['Dana'], ['Bob']]], ['+Dana -Bob']],
		[
			'are folded into one line',
			[
				[['Dana'], []],
				[['Erin'], ['Bob']],
			],
			['+Dana+Erin -Bob'],
		],
		[
			'who came and went are left out',
			[
				[['Dana', 'Erin'], []],
				[[], ['Dana']],
			],
			['+Erin -'],
		],
		[
			'who went and came are left out',
			[
				[[], ['Bob', 'Carol']],
				[['Bob'], []],
			],
			['+ -Carol'],
		],
		[
			'who are the only ones stay in it',
			[
				[['Dana'], []],
				[[], ['Dana']],
			],
			['+Dana -Dana'],
		],
		[
			'who went and came are here, and not said to be gone',
			[
				[[], ['Bob']],
				[['Bob'], []],
			],
			['+Bob -'],
		],
		[
			'who come and go all day stay short',
			[
				[['Dana'], []],
				[[], ['Dana']],
				[['Dana'], []],
				[[], ['Dana']],
			],
			['+Dana -Dana'],
		],
		['who are oneself are not told', [[['Alice'], []]], []],
	])('%s', (_, changes, expected) => {
		const state = apply(online(), ...changes.map(([joined, left]) => presence(joined, left)));
		expect(drawn(state)).toEqual(expected);
	});

	test('are told again after a message', () => {
		const state = apply(online(), presence(['Dana'], []), message(1), presence(['Erin'], []));
		expect(drawn(state)).toEqual(['+Dana -', 'Bob: message 1', '+Erin -']);
		expect([...room(state).members.keys()]).toEqual(['alice', 'bob', 'dana', 'erin']);
	});

	test('who leave are no longer typing', () => {
		const state = apply(online(), {type: 'typing', room: 'general', id: 'Bob'}, presence([], ['Bob']));
		expect(room(state).typing.size).toBe(0);
	});

	test('are away and back in all rooms', () => {
		const away = apply(online(['general', 'ops']), {type: 'status', id: 'bob', away: 'lunch'});
		for (const key of ['general', 'ops'])
			expect(room(away, key).members.get('bob')).toEqual({id: 'Bob', away: 'lunch'});
		expect(away.away).toBeUndefined();
		const back = apply(away, {type: 'status', id: 'Bob'});
		expect(room(back).members.get('bob')).toEqual({id: 'Bob'});
	});

	test('include oneself', () => {
		expect(apply(online(), {type: 'status', id: 'Alice', away: ''}).away).toBe('');
	});

	test('stop typing after a while', () => {
		const state = apply(online(), {type: 'typing', room: 'general', id: 'Bob'});
		expect(apply(state, {type: 'expire', now: at + 5_999})).toBe(state);
		expect(room(apply(state, {type: 'expire', now: at + 6_000})).typing.size).toBe(0);
	});

	test('do not see themselves typing', () => {
		const state = online();
		expect(apply(state, {type: 'typing', room: 'general', id: 'Alice'})).toBe(state);
	});
});

describe('rooms', () => {
	test('that were joined by hand are shown, those of a hello are not', () => {
		const hello = apply(online(), ...enter('ops'));
		expect(hello.current).toBe('general');
		const joined = apply(online(), {type: 'room', room: 'ops', members: 1, nonce: 'n1'});
		expect(joined.current).toBe('ops');
	});

	test('that were left go, and their neighbour is shown', () => {
		const state = apply(online(['general', 'ops', 'dev']), {type: 'open', target: 'dev'});
		const left = apply(state, {type: 'gone', room: 'dev', why: 'left'});
		expect([...left.rooms.keys()]).toEqual(['general', 'ops']);
		expect(left.current).toBe('ops');
		expect(apply(left, {type: 'gone', room: 'general', why: 'left'}).current).toBe('ops');
	});

	test('are never none: the last one stays to be read', () => {
		const left = apply(online(), message(1), {type: 'gone', room: 'general', why: 'left'});
		expect(room(left)).toMatchObject({gone: true, live: false});
		expect(drawn(left)).toEqual(['Bob: message 1']);
		expect(room(apply(left, ...enter('general'))).gone).toBe(false);
	});

	test('that one is kicked out of stay to be read', () => {
		const out = apply(online(), message(1), {type: 'gone', room: 'general', why: 'kicked', text: 'enough'});
		expect(drawn(out)).toEqual(['Bob: message 1', 'error: You were put out of #general: enough']);
		expect(room(out)).toMatchObject({gone: true, live: false, crowd: undefined});
		expect(room(out).members.size).toBe(0);
	});

	test('that a hello asked for in vain are not asked for again', () => {
		const state = apply(initialState({id: 'Alice', rooms: ['general', 'log']}), welcome(), {
			type: 'error',
			code: 'OPERATORS_ONLY',
			text: 'No.',
			room: 'log',
		});
		expect(room(state, 'log').gone).toBe(true);
		expect(drawn(state, 'log')).toEqual(['error: No.']);
	});

	test('that are conversations with somebody who is gone tell it once, and go on when they are back', () => {
		const gone: Event = {type: 'error', code: 'NO_SUCH_ID', text: 'Nobody.', room: '@Dana'};
		const offline = {type: 'link', link: {type: 'connecting'}} as const;
		const talk = apply(online(), message(1, {room: '@Alice', id: 'Dana', msg: 'bye'}));
		const again = apply(talk, offline, welcome(), gone, offline, welcome(), gone);
		expect(drawn(again, '@dana')).toEqual(['Dana: bye', 'error: Nobody.']);
		expect(room(again, '@dana')).toMatchObject({live: true, gone: false});
	});

	test('have topics', () => {
		const set = apply(online(), {type: 'topic', room: 'general', id: 'Bob', topic: 'Release', ts: at});
		expect(room(set).topic).toBe('Release');
		const cleared = apply(set, {type: 'topic', room: 'general', id: 'Bob', topic: '', ts: at});
		expect(drawn(cleared)).toEqual(['info: Bob set the topic: Release', 'info: Bob took the topic away']);
	});

	test('are emptied of lines that keep their numbers', () => {
		const state = apply(online(), message(1), {type: 'clear', target: 'general'}, message(2));
		expect(drawn(state)).toEqual(['Bob: message 2']);
		expect(room(state).log.start).toBe(1);
	});

	test('are closed locally', () => {
		const state = apply(online(), {type: 'open', target: '@Dana'});
		expect(state.current).toBe('@dana');
		const closed = apply(state, {type: 'closeRoom', target: '@dana'});
		expect([...closed.rooms.keys()]).toEqual(['general']);
		expect(closed.current).toBe('general');
	});

	test('cannot be opened without being entered', () => {
		const state = online();
		expect(apply(state, {type: 'open', target: 'unknown'})).toBe(state);
	});
});

describe('reading', () => {
	test('history of a room that is entered for the first time is no news', () => {
		const state = apply(online(), ...enter('ops', [message(1, {room: 'ops'}), message(2, {room: 'ops'})]));
		expect(unread(room(state, 'ops')).count).toBe(0);
		expect(unread(room(apply(state, message(3, {room: 'ops'})), 'ops')).count).toBe(1);
	});

	test('history that is still coming is none either', () => {
		const coming = enter('ops', [message(1, {room: 'ops'})]).slice(0, -1);
		expect(unread(room(apply(online(), ...coming), 'ops')).count).toBe(0);
	});

	test('a room is opened at its newest line, wherever one was in the last one', () => {
		const up = apply(
			online(['general', 'ops']),
			{type: 'follow', following: false},
			message(1, {room: 'ops'}),
		);
		const opened = apply(up, {type: 'open', target: 'ops'});
		expect(opened.following).toBe(true);
		expect(unread(room(opened, 'ops')).count).toBe(0);
	});

	test('what was missed while the link was lost is news', () => {
		const first = apply(online(['general', 'ops']), message(1, {room: 'ops'}), {type: 'open', target: 'ops'});
		const away = apply(first, {type: 'open', target: 'general'});
		const back = apply(
			away,
			welcome(),
			...enter('ops', [message(2, {room: 'ops'}), message(3, {room: 'ops'})]),
		);
		expect(unread(room(back, 'ops')).count).toBe(2);
	});

	test('what comes into the watched room is read at once', () => {
		const state = apply(online(), message(1));
		expect(unread(room(state)).count).toBe(0);
		expect(room(state).marker).toBeUndefined();
	});

	test('scrolled up, what comes is unread, and the separator stands where reading stopped', () => {
		const up = apply(online(), message(1), {type: 'follow', following: false}, message(2), message(3));
		expect(unread(room(up)).count).toBe(2);
		const down = apply(up, {type: 'follow', following: true});
		expect(unread(room(down)).count).toBe(0);
		expect(room(down).marker).toBe(1);
	});

	test('opening a room reads it and marks its first unread line, until one comes back to it', () => {
		const other = apply(online(['general', 'ops']), message(1, {room: 'ops'}), message(2, {room: 'ops'}));
		const opened = apply(other, {type: 'open', target: 'ops'});
		expect(room(opened, 'ops')).toMatchObject({marker: 0, read: 2});
		const more = apply(opened, message(3, {room: 'ops'}));
		expect(room(more, 'ops')).toMatchObject({marker: 0, read: 3});
		const again = apply(more, {type: 'open', target: 'general'}, {type: 'open', target: 'ops'});
		expect(room(again, 'ops').marker).toBeUndefined();
	});

	test('joins and one’s own messages are nothing unread', () => {
		const state = apply(
			online(['general', 'ops']),
			{type: 'presence', room: 'ops', ts: at, joined: [{id: 'Dana'}], left: []},
			message(1, {room: 'ops', id: 'Alice'}),
		);
		expect(unread(room(state, 'ops')).count).toBe(0);
		expect(room(apply(state, {type: 'open', target: 'ops'}), 'ops').marker).toBeUndefined();
	});
});

describe('answers become notes in the room on the screen', () => {
	const elsewhere = apply(online(['general', 'ops']), {type: 'open', target: 'ops'});

	test.each<[Event, string]>([
		[
			{
				type: 'rooms',
				list: [
					{room: 'general', members: 2, topic: 'All'},
					{room: 'help', members: 1, desk: true},
				],
			},
			'info: 2 rooms:\n#general · 2 people · All\n#help · 1 person · help desk',
		],
		[
			{
				type: 'who',
				room: 'ops',
				list: [
					{id: 'Alice', operator: true},
					{id: 'Bob', away: 'lunch'},
				],
			},
			'info: 2 people in #ops: Alice (operator), Bob (away: lunch)',
		],
		[
			{
				type: 'whois',
				id: 'Bob',
				since: at - 7_200_000,
				rooms: ['general', 'ops'],
				client: 'tui-chat/1',
				address: '::1',
			},
			'info: Bob, here for 2 hours\nin #general, #ops\nwith tui-chat/1\nfrom ::1',
		],
		[{type: 'error', code: 'NO_SUCH_ID', text: 'Nobody.'}, 'error: Nobody.'],
		[{type: 'error', code: 'NEWER_CODE', text: 'A newer server.'}, 'error: A newer server.'],
		[{type: 'notice', id: 'Root', msg: 'Back at five.', ts: at}, 'Root to all: Back at five.'],
	])('%o', (event, expected) => {
		expect(drawn(apply(elsewhere, event), 'ops')).toEqual([expected]);
	});

	test('errors that name a room are told there', () => {
		const state = apply(elsewhere, {
			type: 'error',
			code: 'READ_ONLY',
			text: 'No.',
			room: 'general',
			nonce: 'x',
		});
		expect(drawn(state)).toEqual(['error: No.']);
	});

	test('listed rooms are known for completion', () => {
		expect(apply(elsewhere, {type: 'rooms', list: [{room: 'attic', members: 1}]}).directory).toEqual([
			'attic',
		]);
	});
});

describe('whatever is heard, in whatever batches', () => {
	const seq = fc.integer({min: 1, max: 12});
	const name = fc.constantFrom('Alice', 'Bob', 'Carol');
	const place = fc.constantFrom('general', 'ops', '@Alice', '@Bob');
	const anyMessage = fc
		.record({seq, id: name, room: place, nonce: fc.option(fc.constantFrom('n1', 'n2'), {nil: undefined})})
		.map(({seq: number, nonce, ...more}) =>
			message(number, {...more, ...(nonce === undefined ? {} : {nonce})}),
		);
	const anyChange: fc.Arbitrary<Change> = fc.oneof(
		{weight: 6, arbitrary: anyMessage.map(heard)},
		fc
			.record({nonce: fc.constantFrom('n1', 'n2'), target: place})
			.map(({nonce, target}) => say(nonce, target)),
		fc.record({room: fc.constantFrom('general', 'ops'), seq}).map(event => heard({type: 'live', ...event})),
		fc.record({joined: fc.array(name), left: fc.array(name)}).map(({joined, left}) =>
			heard({
				type: 'presence',
				room: 'general',
				ts: at,
				joined: joined.map(id => ({id})),
				left: left.map(id => ({id})),
			}),
		),
		fc
			.record({nonce: fc.constantFrom('n1', 'n2'), seq})
			.map(({nonce, seq: number}) => heard({type: 'ack', nonce, room: 'general', seq: number, ts: at})),
		fc.constantFrom('general', 'ops', '@Bob').map(target => ({type: 'open', target}) as const),
		fc.boolean().map(following => ({type: 'follow', following}) as const),
		fc.constant(heard(welcome('second'))),
	);

	test('the state is the same as change by change', () => {
		fc.assert(
			fc.property(fc.array(fc.array(anyChange)), batches => {
				const start = online(['general', 'ops']);
				const one = batches.flat().reduce(reduce, start);
				expect(batches.reduce(reduceAll, start)).toEqual(one);
			}),
		);
	});

	test('the same messages again change nothing', () => {
		fc.assert(
			fc.property(fc.array(anyMessage), fc.array(fc.nat(30)), (messages, picks) => {
				const once = reduceAll(online(['general', 'ops']), messages.map(heard));
				const again = picks.flatMap(pick => messages[pick] ?? []);
				expect(reduceAll(once, again.map(heard))).toBe(once);
			}),
		);
	});

	test('replays that overlap converge to the journal’s order', () => {
		fc.assert(
			fc.property(fc.array(fc.record({from: fc.integer({min: 0, max: 20}), many: fc.nat(8)})), replays => {
				const record = Array.from({length: 20}, (_, index) => message(index + 1));
				// Each link replays from the cursor that the client gives, and may be cut anywhere.
				let state = online();
				for (const {from, many} of replays) {
					const after = Math.min(from, room(state).seq);
					state = reduceAll(state, record.slice(after, after + many).map(heard));
				}
				state = reduceAll(state, record.slice(room(state).seq).map(heard));
				expect(drawn(state)).toEqual(record.map((_, index) => `Bob: message ${index + 1}`));
			}),
		);
	});
});

describe('a help desk', () => {
	const answer = (to: string): Line | undefined =>
		linesOf(apply(online(), message(1, {id: 'Root', msg: 'done', to}))).at(-1);

	test('shows whom an operator answers', () => {
		expect(answer('Alice')).toMatchObject({id: 'Root', to: 'Alice'});
	});

	test('shows no arrow from somebody to themselves', () => {
		expect(answer('root')).toMatchObject({id: 'Root', msg: 'done'});
		expect(answer('root')).not.toHaveProperty('to');
	});
});
