import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {clean} from '../../source/protocol/clean.ts';
import {sniff} from '../../source/protocol/dialect.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {encodeRaw, RawDialect} from '../../source/protocol/raw.ts';

const utf8 = (text: string): Uint8Array => Buffer.from(text);
const ts = 1_795_000_000_000;

const named = (id: string): RawDialect => {
	const dialect = new RawDialect();
	dialect.decode(utf8(id));
	return dialect;
};

describe('what a classroom client sends', () => {
	test('its id, then a message for each chunk', () => {
		const dialect = new RawDialect();
		expect(dialect.decode(utf8('Alice'))).toEqual({type: 'hello', v: 1, id: 'Alice', client: 'raw'});
		expect(dialect.decode(utf8('Hello'))).toEqual({type: 'say', room: 'general', msg: 'Hello'});
		expect(dialect.decode(utf8('two\nlines'))).toEqual({type: 'say', room: 'general', msg: 'two\nlines'});
		expect(dialect.decode(utf8('with a newline\r\n'))).toMatchObject({msg: 'with a newline'});
		expect(dialect.decode(utf8('\n'))).toBeUndefined();
		expect(dialect.decode(utf8('/list'))).toEqual({type: 'rooms'});
		expect(dialect.decode(utf8('exit'))).toEqual({type: 'quit'});
	});
});

describe('what it reads', () => {
	test.each<[Event, string | undefined]>([
		[
			{type: 'message', room: 'general', seq: 1, id: 'Alice', msg: 'text', ts},
			'{"id": "Alice", "msg": "text"}',
		],
		[
			{type: 'message', room: 'ops', seq: 1, id: 'Zośka', msg: 'a "b"\n\\', ts},
			'{"id": "Zośka", "msg": "a \\"b\\"\\n\\\\"}',
		],
		[{type: 'notice', id: 'Root', msg: 'Down at six', ts}, '{"id": "Root", "msg": "Down at six"}'],
		[{type: 'error', code: 'ID_USED', text: 'Choose another one.'}, 'ID_USED'],
		[{type: 'error', code: 'NOT_IN_ROOM', text: 'You are not\u001b in it.'}, 'You are not␛ in it.'],
		[{type: 'waiting', place: 1}, 'The server is full. You are number 1 in the queue.'],
		[{type: 'rooms', list: [{room: 'general', members: 2}]}, '#general 2'],
		[{type: 'who', room: 'general', list: [{id: 'Alice'}]}, '#general: Alice'],
		[{type: 'whois', id: 'Bob', since: ts, rooms: ['general']}, 'Bob: in #general'],
		[{type: 'bye', code: 'CLOSING', text: 'Goodbye!'}, 'Goodbye!'],
		[
			{type: 'welcome', v: 1, id: 'A', server: 's', journal: 'j', token: 't', time: ts, limits: {}},
			undefined,
		],
		[{type: 'message', room: 'general', seq: 1, id: 'Bob', msg: '', ts, deleted: true}, undefined],
		[{type: 'edit', room: 'general', seq: 2, ref: 1, id: 'Bob', ts, msg: 'Hello'}, undefined],
		[{type: 'delete', room: 'general', seq: 2, ref: 1, id: 'Bob', ts}, undefined],
		[{type: 'react', room: 'general', seq: 2, ref: 1, id: 'Bob', ts, emoji: '👍'}, undefined],
		[{type: 'gap', room: 'general', from: 1, to: 9}, undefined],
		[{type: 'room', room: 'general', members: 1}, undefined],
		[{type: 'members', room: 'general', list: []}, undefined],
		[{type: 'live', room: 'general', seq: 0}, undefined],
		[{type: 'gone', room: 'ops', why: 'left'}, undefined],
		[{type: 'presence', room: 'general', ts, joined: [{id: 'Bob'}], left: []}, undefined],
		[{type: 'topic', room: 'general', id: 'Bob', topic: 'x', ts}, undefined],
		[{type: 'status', id: 'Bob', away: ''}, undefined],
		[{type: 'typing', room: 'general', id: 'Bob'}, undefined],
		[{type: 'ack', nonce: 'n', room: 'general', seq: 1, ts}, undefined],
		[{type: 'done', nonce: 'n'}, undefined],
		[{type: 'ping'}, undefined],
		[{type: 'pong'}, undefined],
	])('%j', (event, frame) => {
		expect(named('Alice').encode(event)).toBe(frame);
	});

	test('any message comes out of JSON as it went in, on one line', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), said => {
				const msg = clean(said);
				const frame = encodeRaw({id: 'Alice', msg});
				expect(JSON.parse(frame)).toEqual({id: 'Alice', msg});
				expect(frame).not.toMatch(/[\n\t]/);
			}),
		);
	});

	test('rooms that are entered silently still move where it talks', () => {
		const dialect = named('Alice');
		dialect.encode({type: 'room', room: 'ops', members: 1});
		expect(dialect.decode(utf8('hi'))).toMatchObject({room: 'ops'});
	});

	test('a broadcast is encoded once for all of them, wherever they talk', () => {
		const [a, b] = [named('Alice'), named('Bob')];
		a.encode({type: 'room', room: 'ops', members: 1});
		const message: Event = {type: 'message', room: 'ops', seq: 1, id: 'Alice', msg: 'Hi', ts};
		expect(a.keyOf(message)).toBe(b.keyOf(message));
		const who: Event = {type: 'bye', code: 'CLOSING', text: 'x'};
		expect(a.keyOf(who)).not.toBe(a.keyOf(message));
	});
});

describe('the first bytes choose the dialect', () => {
	test.each<[string, boolean, string]>([
		['', false, 'unsure'],
		['', true, 'unsure'],
		['{', false, 'json'],
		['{"type":"hello"}\n', false, 'json'],
		['Alice\n', false, 'text'],
		['Alice\r\nHello\r\n', false, 'text'],
		['\n', false, 'text'],
		['Alice', false, 'unsure'],
		['Alice', true, 'raw'],
		['Alice{', true, 'raw'],
		['\u0016\u0003\u0001', false, 'unsure'],
	])('%j, quiet: %s, is %s', (first, quiet, dialect) => {
		expect(sniff(utf8(first), quiet)).toBe(dialect);
	});
});
