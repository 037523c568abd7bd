import {describe, expect, test} from 'vitest';
import {clean} from '../../source/protocol/clean.ts';
import {commands} from '../../source/protocol/commands.ts';
import {limits} from '../../source/protocol/limits.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {TextDialect} from '../../source/protocol/text.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const utf8 = (text: string): Uint8Array => Buffer.from(text);

const named = (id: string): TextDialect => {
	const dialect = new TextDialect();
	dialect.decode(utf8(id));
	return dialect;
};
const entered = (dialect: TextDialect, room: string): void => {
	dialect.encode({type: 'room', room, members: 1});
};

describe('what a person types', () => {
	test('the first line is the id', () => {
		expect(new TextDialect().decode(utf8(' Zośka '))).toEqual({
			type: 'hello',
			v: 1,
			id: 'Zośka',
			client: 'text',
		});
	});

	test('a password is no command of lines that anybody may read, and is not repeated', () => {
		const dialect = named('Alice');
		for (const command of ['register', 'password', 'REGISTER']) {
			expect(() => dialect.decode(utf8(`/${command} correct horse`))).toThrow(
				expect.objectContaining({
					code: 'UNKNOWN_COMMAND',
					message: '/register works in the full screen only.',
				}),
			);
		}
	});

	test.each<[string, object]>([
		['/mute Mallory 2h', {type: 'mute', subject: 'Mallory', ms: 7_200_000}],
		['/ban Mallory', {type: 'ban', subject: 'Mallory'}],
		['/lock', {type: 'lock', room: 'general', mode: 'invited'}],
		['/invite Dana', {type: 'invite', room: 'general', id: 'Dana'}],
		['/audit', {type: 'audit'}],
		['/devices', {type: 'devices'}],
	])('%s asks for the same as everywhere', (line, request) => {
		expect(named('Alice').decode(utf8(line))).toEqual(request);
	});

	test.each(['', '   ', 'Alice Liddell', 'GET / HTTP/1.1', '\u0016\u0003\u0001'])('%j is no id', line => {
		expect(() => new TextDialect().decode(utf8(line))).toThrow(
			expect.objectContaining({code: 'ID_BAD', fatal: true}),
		);
	});

	test.each<[string, string, object | undefined]>([
		['a line is said in general', 'Hello everyone!', {type: 'say', room: 'general', msg: 'Hello everyone!'}],
		['an empty line is nothing', '', undefined],
		['spaces are nothing', ' \t ', undefined],
		['exit ends it', 'exit', {type: 'quit'}],
		['exit in a sentence does not', 'exit now', {type: 'say', room: 'general', msg: 'exit now'}],
		['a command', '/msg Dana hi there', {type: 'say', room: '@Dana', msg: 'hi there'}],
		['the line end of Windows', 'Hello\r', {type: 'say', room: 'general', msg: 'Hello'}],
		['an arrow key', 'a\u001b[Db', {type: 'say', room: 'general', msg: 'ab'}],
		['a control character', 'a\u0007', {type: 'say', room: 'general', msg: 'a␇'}],
	])('%s', (_, line, request) => {
		const decoded = named('Alice').decode(utf8(line));
		expect(decoded).toEqual(request);
		if (decoded) expect(decoded).not.toHaveProperty('nonce');
	});

	test('help is answered by the dialect itself', () => {
		const all = named('Alice').decode(utf8('/help'));
		expect(all).toMatchObject({type: 'reply', text: expect.stringMatching(/^(\/.*\n( {25}.*\n)?)+$/)});
		const text = all?.type === 'reply' ? all.text : '';
		const listed = [...text.matchAll(/^\/(\w+)/gm)].map(([, name]) => name);
		expect(listed).toEqual(commands.filter(({needsScreen}) => !needsScreen).map(({name}) => name));
		expect(listed).toContain('help');
		expect(listed).not.toContain('pin');
		expect(named('Alice').decode(utf8('/help join'))).toEqual({
			type: 'reply',
			text: '/join #room              enter a room; it is made if there is none\n',
		});
	});

	test.each(commands.filter(({needsScreen}) => needsScreen).map(({name}) => name))(
		'/%s needs a full screen, and says so',
		name => {
			expect(() => named('Alice').decode(utf8(`/${name} ${name === 'react' ? '👍' : 'Bob all'}`))).toThrow(
				expect.objectContaining({
					code: 'UNKNOWN_COMMAND',
					message: expect.stringContaining('works in the full screen only.'),
				}),
			);
		},
	);

	test('what needs a full screen says so', () => {
		expect(() => named('Alice').decode(utf8('/sidebar'))).toThrow(
			expect.objectContaining({code: 'UNKNOWN_COMMAND', message: '/sidebar works in the full screen only.'}),
		);
	});

	test('a name that is mistyped ends nothing', () => {
		expect(() => named('Alice').decode(utf8('/whois B:b'))).toThrow(
			expect.objectContaining({code: 'NO_SUCH_ID', fatal: false}),
		);
	});

	test('not UTF-8', () => {
		expect(() => named('Alice').decode(bytes('\xfcber'))).toThrow(
			expect.objectContaining({code: 'NOT_UTF8'}),
		);
	});

	test.each([
		['a negotiation', '\xff\xfb\x1f\xff\xfd\x03Alice'],
		['a window size', '\xff\xfa\x1f\x00\x50\x00\x18\xff\xf0Alice'],
		['an interrupt', 'Al\xff\xf4\xff\xfd\x06ice'],
		['an end of file', 'Alice\xff\xec'],
	])('telnet: %s is not part of the text', (_, line) => {
		expect(new TextDialect().decode(bytes(line))).toMatchObject({id: 'Alice'});
	});
});

describe('where lines go', () => {
	const roomOf = (dialect: TextDialect): string => {
		const said = dialect.decode(utf8('hi'));
		return said?.type === 'say' ? said.room : 'nowhere';
	};

	test('to the room that was entered last, and back to the one before when it is left', () => {
		const dialect = named('Alice');
		expect(roomOf(dialect)).toBe('general');
		for (const room of ['general', 'ops', 'dev', 'ops']) entered(dialect, room);
		expect(roomOf(dialect)).toBe('ops');
		dialect.encode({type: 'gone', room: 'ops', why: 'left'});
		expect(roomOf(dialect)).toBe('dev');
		dialect.encode({type: 'gone', room: 'general', why: 'kicked'});
		expect(roomOf(dialect)).toBe('dev');
		dialect.encode({type: 'gone', room: 'dev', why: 'left'});
		expect(roomOf(dialect)).toBe('general');
	});

	test('a line behind a /join goes there before the server has answered, and back when it refuses', () => {
		const dialect = named('Alice');
		entered(dialect, 'general');
		expect(dialect.decode(utf8('/join #ops'))).toEqual({type: 'join', room: 'ops'});
		expect(roomOf(dialect)).toBe('ops');
		dialect.encode({type: 'error', code: 'ROOMS_FULL', text: 'no', room: 'ops'});
		expect(roomOf(dialect)).toBe('general');
	});

	test('a direct conversation is no place to stay in', () => {
		const dialect = named('Alice');
		entered(dialect, 'general');
		entered(dialect, '@Dana');
		expect(roomOf(dialect)).toBe('general');
	});
});

const ts = 1_795_000_000_000;

describe('what a person reads', () => {
	test.each<[Event, string | undefined]>([
		[
			{type: 'welcome', v: 1, id: 'Alice', server: 's', journal: 'j', token: 't', time: ts, limits: {}},
			'Welcome, Alice. /help lists the commands.',
		],
		[
			{
				type: 'welcome',
				v: 1,
				id: 'Alice',
				server: 's',
				journal: 'j',
				token: 't',
				time: ts,
				limits: {},
				motd: 'Be kind',
			},
			'Welcome, Alice. /help lists the commands.\nBe kind',
		],
		[{type: 'waiting', place: 2}, 'The server is full. You are number 2 in the queue.'],
		[{type: 'error', code: 'NOT_IN_ROOM', text: 'You are not in that room.'}, '! You are not in that room.'],
		[{type: 'message', room: 'general', seq: 1, id: 'Bob', msg: 'Hi', ts}, '[Bob] Hi'],
		[{type: 'message', room: 'general', seq: 1, id: 'Alice', msg: 'mine', ts}, '[Alice] mine'],
		[{type: 'message', room: 'ops', seq: 1, id: 'Bob', msg: 'Hi', ts}, '#ops [Bob] Hi'],
		[{type: 'message', room: 'general', seq: 1, id: 'Bob', msg: 'waves', ts, kind: 'me'}, '* Bob waves'],
		[{type: 'message', room: 'ops', seq: 1, id: 'Bob', msg: 'waves', ts, kind: 'me'}, '#ops * Bob waves'],
		[{type: 'message', room: '@Alice', seq: 1, id: 'Bob', msg: 'psst', ts}, '[Bob -> you] psst'],
		[{type: 'message', room: '@Bob', seq: 1, id: 'alice', msg: 'what?', ts}, '[you -> Bob] what?'],
		[
			{type: 'message', room: '@Bob', seq: 1, id: 'Alice', msg: 'nods', ts, kind: 'me'},
			'[you -> Bob] * Alice nods',
		],
		[{type: 'message', room: 'ops', seq: 1, id: 'Bob', msg: '', ts, deleted: true}, '#ops [Bob] (deleted)'],
		[{type: 'edit', room: 'general', seq: 2, ref: 1, id: 'Bob', ts, msg: 'Hello'}, '[Bob] (edited) Hello'],
		[
			{type: 'edit', room: '@Alice', seq: 2, ref: 1, id: 'Bob', ts, msg: 'a\nb'},
			'[Bob -> you] (edited) a\n  b',
		],
		[{type: 'delete', room: 'general', seq: 2, ref: 1, id: 'Bob', ts}, '[Bob] (deleted a message)'],
		[{type: 'delete', room: '@Bob', seq: 2, ref: 1, id: 'alice', ts}, '[you -> Bob] (deleted a message)'],
		[{type: 'react', room: 'general', seq: 2, ref: 1, id: 'Bob', ts, emoji: '👍'}, '[Bob] (reacted with 👍)'],
		[{type: 'react', room: 'general', seq: 2, ref: 1, id: 'Bob', ts, emoji: '👍', off: true}, undefined],
		[{type: 'gap', room: 'general', from: 1, to: 9}, undefined],
		[{type: 'page', room: 'general', list: []}, undefined],
		[{type: 'found', list: []}, undefined],
		[{type: 'room', room: 'general', members: 3}, 'You are in #general'],
		[{type: 'room', room: 'general', members: 3, topic: 'Release'}, 'You are in #general: Release'],
		[
			{type: 'room', room: 'general', members: 1234, crowd: true},
			'You are in #general\n* 1,234 people are here',
		],
		[{type: 'room', room: '@Bob', members: 2}, undefined],
		[{type: 'gone', room: 'ops', why: 'left'}, 'You are out of #ops now.'],
		[{type: 'gone', room: 'ops', why: 'kicked', text: 'spam'}, 'You are out of #ops now: spam'],
		[
			{type: 'presence', room: 'general', ts, joined: [{id: 'Bob'}, {id: 'Carol'}], left: []},
			'* Bob, Carol joined',
		],
		[
			{type: 'presence', room: 'ops', ts, joined: [{id: 'Bob'}], left: [{id: 'Erin'}]},
			'#ops * Bob joined, Erin left',
		],
		[{type: 'presence', room: 'general', ts, joined: [{id: 'ALICE'}], left: []}, undefined],
		[{type: 'presence', room: 'general', ts, members: 1234, joined: [], left: []}, '* 1,234 people are here'],
		[{type: 'presence', room: 'ops', ts, members: 700, joined: [], left: []}, '#ops * 700 people are here'],
		[{type: 'topic', room: 'general', id: 'Bob', topic: 'Now', ts}, 'Bob set the topic: Now'],
		[{type: 'topic', room: 'ops', id: 'Bob', topic: '', ts}, '#ops Bob cleared the topic'],
		[{type: 'status', id: 'Bob', away: 'lunch'}, '* Bob is away: lunch'],
		[{type: 'status', id: 'Bob', away: ''}, '* Bob is away'],
		[{type: 'status', id: 'Bob'}, '* Bob is back'],
		[{type: 'status', id: 'Alice', away: 'lunch'}, 'You are away: lunch'],
		[{type: 'notice', id: 'Root', msg: 'Down at six', ts}, '[Root to all] Down at six'],
		[
			{
				type: 'rooms',
				list: [
					{room: 'general', members: 2},
					{room: 'ops', members: 1, topic: 'Up?'},
				],
			},
			'#general 2\n#ops 1 Up?',
		],
		[
			{type: 'rooms', list: [{room: 'general', members: 2}], total: 9120},
			'#general 2\n… 9,120 in all; /rooms word finds others',
		],
		[{type: 'rooms', list: []}, 'No room has that in its name or topic.'],
		[
			{type: 'who', room: 'general', list: [{id: 'Alice'}], total: 5012},
			'#general: Alice … 5,012 in all; /who name finds others',
		],
		[{type: 'who', room: 'ops', list: []}, 'Nobody was found in #ops.'],
		[
			{type: 'who', room: 'general', list: [{id: 'Alice'}, {id: 'Bob', away: 'x'}]},
			'#general: Alice, Bob (away)',
		],
		[
			{type: 'whois', id: 'Bob', since: ts, rooms: ['general', 'ops'], away: 'lunch'},
			'Bob: in #general, #ops, away: lunch',
		],
		[{type: 'whois', id: 'Bob', since: ts, rooms: []}, 'Bob: in no room'],
		[
			{type: 'bye', code: 'CLOSING', text: 'The server is stopping. Goodbye!'},
			'The server is stopping. Goodbye!',
		],
		[{type: 'ack', nonce: 'n', room: 'general', seq: 1, ts}, undefined],
		[{type: 'done', nonce: 'n'}, undefined],
		[{type: 'members', room: 'general', list: [{id: 'Bob'}]}, undefined],
		[{type: 'live', room: 'general', seq: 0}, undefined],
		[{type: 'typing', room: 'general', id: 'Bob'}, undefined],
		[{type: 'ping'}, undefined],
		[{type: 'pong'}, undefined],
	])('%j', (event, line) => {
		expect(named('Alice').encode(event)).toBe(line === undefined ? undefined : `${line}\n`);
	});

	test('nobody writes a line that looks like somebody else’s', () => {
		const msg = 'ok\n[Bob] I resign\n! You are kicked';
		for (const event of [
			{type: 'message', room: 'general', seq: 1, id: 'Eve', msg, ts},
			{type: 'message', room: '@Alice', seq: 1, id: 'Eve', msg, ts},
			{type: 'edit', room: 'general', seq: 2, ref: 1, id: 'Eve', msg, ts},
			{type: 'react', room: 'general', seq: 2, ref: 1, id: 'Eve', emoji: msg, ts},
			{type: 'notice', id: 'Eve', msg, ts},
			{type: 'error', code: 'KICKED', text: msg},
			{type: 'gone', room: 'general', why: 'kicked', text: msg},
		] satisfies Event[]) {
			const [, ...rest] = named('Alice').encode(event)!.trimEnd().split('\n');
			expect(rest.map(line => line.replace(/\)$/, ''))).toEqual(['  [Bob] I resign', '  ! You are kicked']);
		}
	});

	test('what others say cannot touch the terminal', () => {
		const msg = 'a\u202eb\u001b[2Jc\u200bd';
		const line = named('Alice').encode({type: 'message', room: 'general', seq: 1, id: 'Eve', msg, ts});
		expect(line).toBe('[Eve] a‹202E›b␛[2Jc‹200B›d\n');
		expect(clean(line!)).toBe(line);
	});
});

describe('one encoding for many', () => {
	const message: Event = {type: 'message', room: 'ops', seq: 1, id: 'Bob', msg: 'Hi', ts};
	const direct: Event = {...message, room: '@Alice'};
	const presence: Event = {type: 'presence', room: 'ops', ts, joined: [{id: 'Alice'}], left: []};
	const status: Event = {type: 'status', id: 'Alice', away: ''};
	const here = named('Alice');
	entered(here, 'ops');
	const alsoHere = named('Bob');
	entered(alsoHere, 'ops');
	const elsewhere = named('Carol');

	test.each([
		message,
		direct,
		presence,
		status,
		{type: 'notice', id: 'Root', msg: 'x', ts},
	] satisfies Event[])('equal keys mean equal bytes: %j', event => {
		for (const a of [here, alsoHere, elsewhere]) {
			for (const b of [here, alsoHere, elsewhere]) {
				if (a.keyOf(event) === b.keyOf(event)) expect(a.encode(event)).toBe(b.encode(event));
			}
		}
	});

	test('a room’s message is encoded once for all who are in it', () => {
		expect(here.keyOf(message)).toBe(alsoHere.keyOf(message));
		expect(here.keyOf(message)).not.toBe(elsewhere.keyOf(message));
	});
});

test('a line before the hello is shorter than one after it', () => {
	expect(new TextDialect().framer.limit).toBe(limits.helloBytes);
});
