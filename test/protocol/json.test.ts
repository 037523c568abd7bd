import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {meaningOf} from '../../docs/fields.ts';
import {ChatError, errorTable} from '../../source/protocol/errors.ts';
import {
	decodeEvent,
	decodeRequest,
	encodeJson,
	JsonDialect,
	RefusedRequest,
} from '../../source/protocol/json.ts';
import {limits} from '../../source/protocol/limits.ts';
import {type Event, errorEvent, type Request, requestSchemas} from '../../source/protocol/messages.ts';
import {events, requests} from './arbitraries.ts';

const line = (message: unknown): Uint8Array => Buffer.from(JSON.stringify(message));
const refusal = (bytes: Uint8Array): ChatError & {nonce?: string} => {
	try {
		decodeRequest(bytes);
	} catch (error) {
		expect(error).toBeInstanceOf(ChatError);
		return error as ChatError;
	}
	return expect.fail(`${Buffer.from(bytes)} was accepted`);
};

describe('every message comes through JSON as it was', () => {
	test.each(requests)('request %s', (_, arbitrary) => {
		fc.assert(
			fc.property(arbitrary, request => {
				const encoded = encodeJson(request);
				expect(encoded.indexOf('\n')).toBe(encoded.length - 1);
				expect(decodeRequest(Buffer.from(encoded.trimEnd()))).toEqual(request);
			}),
		);
	});

	test.each(events)('event %s', (_, arbitrary) => {
		fc.assert(
			fc.property(arbitrary, event => {
				const encoded = new JsonDialect().encode(event);
				expect(encoded.indexOf('\n')).toBe(encoded.length - 1);
				expect(decodeEvent(Buffer.from(encoded.trimEnd()))).toEqual(event);
			}),
		);
	});
});

describe('a request that is understood', () => {
	test('comes out in normal form', () => {
		expect(
			decodeRequest(line({type: 'join', room: 'Zos\u0301ka', after: 3, colour: 'red', nonce: 'n'})),
		).toEqual({type: 'join', room: 'Zo\u015bka', after: 3, nonce: 'n'});
		expect(decodeRequest(line({type: 'topic', room: 'ops', topic: ' two\nlines '}))).toMatchObject({
			topic: 'two lines',
		});
	});

	test('an empty line means nothing', () => {
		expect(new JsonDialect().decode(new Uint8Array())).toBeUndefined();
	});
});

describe('a request that is refused', () => {
	const nonce = 'n1';
	test.each<[unknown, string, string]>([
		[{type: 'sing', nonce}, 'BAD_REQUEST', 'There is no request "sing".'],
		[{type: 'constructor', nonce}, 'BAD_REQUEST', 'There is no request "constructor".'],
		[{type: '__proto__', nonce}, 'BAD_REQUEST', 'There is no request "__proto__".'],
		[{type: 'a\nb\u202e\u001b', nonce}, 'BAD_REQUEST', 'There is no request "a b‹202E›␛".'],
		[{nonce}, 'BAD_REQUEST', 'A message needs a "type", a string.'],
		[{type: 7, nonce}, 'BAD_REQUEST', 'A message needs a "type", a string.'],
		[{type: 'say', msg: 'x', nonce}, 'BAD_REQUEST', 'In "say", room is missing.'],
		[{type: 'say', room: null, msg: 'x', nonce}, 'BAD_REQUEST', 'In "say", room has to be a string.'],
		[{type: 'say', room: 'ops', nonce}, 'BAD_REQUEST', 'In "say", msg is missing.'],
		[{type: 'say', room: 'ops', msg: ' \n', nonce}, 'BAD_REQUEST', 'In "say", msg is empty.'],
		[{type: 'say', room: 'ops', msg: ['x'], nonce}, 'BAD_REQUEST', 'In "say", msg has to be a string.'],
		[
			{type: 'say', room: 'ops', msg: 'x', kind: 'you', nonce},
			'BAD_REQUEST',
			'In "say", kind has to be "me".',
		],
		[
			{type: 'say', room: 'ops', msg: '\ud800', nonce},
			'BAD_TEXT',
			'The text holds half of a surrogate pair.',
		],
		[
			{type: 'say', room: 'ops', msg: 'a\u001b', nonce},
			'BAD_TEXT',
			'The text holds the control character U+001B. Only newline and tab may be sent.',
		],
		[
			{type: 'say', room: '@a b', msg: 'x', nonce},
			'NO_SUCH_ID',
			'That id holds a space; letters, digits, _ - and . are allowed.',
		],
		[{type: 'join', room: '', nonce}, 'ROOM_BAD', 'That room name is empty.'],
		[{type: 'join', room: 'ops', after: -1, nonce}, 'BAD_REQUEST', 'In "join", after is below 0.'],
		[
			{type: 'join', room: 'ops', after: 1.5, nonce},
			'BAD_REQUEST',
			'In "join", after is not a whole number.',
		],
		[
			{type: 'join', room: 'ops', after: 2 ** 53, nonce},
			'BAD_REQUEST',
			'In "join", after is not a whole number.',
		],
		[{type: 'join', room: 'ops', after: '1', nonce}, 'BAD_REQUEST', 'In "join", after has to be a number.'],
		[
			{type: 'away', text: 'x'.repeat(limits.topicCharacters + 1), nonce},
			'BAD_TEXT',
			'That text is longer than 300 characters. Make it shorter.',
		],
		[{type: 'hello', id: 'Alice', nonce}, 'VERSION', errorTable.VERSION.text],
		[{type: 'hello', v: 2, id: 'Alice', nonce}, 'VERSION', errorTable.VERSION.text],
		[
			{type: 'hello', v: 1, id: 'a/b', nonce},
			'ID_BAD',
			'That id holds "/" (U+002F); letters, digits, _ - and . are allowed.',
		],
		[
			{type: 'hello', v: 1, id: 'Alice', rooms: {}, nonce},
			'BAD_REQUEST',
			'In "hello", rooms has to be a list.',
		],
		[
			{type: 'hello', v: 1, id: 'Alice', rooms: [{room: 'ops', after: 0}, 'dev'], nonce},
			'BAD_REQUEST',
			'In "hello", rooms.1 has to be an object.',
		],
		[
			{type: 'hello', v: 1, id: 'Alice', rooms: Array(65).fill({room: 'ops', after: 0}), nonce},
			'BAD_REQUEST',
			'In "hello", rooms holds more than 64 rooms.',
		],
		[
			{type: 'hello', v: 1, id: 'Alice', token: 'x'.repeat(65), nonce},
			'BAD_REQUEST',
			'In "hello", token is longer than 64 characters.',
		],
	])('%j', (request, code, text) => {
		const error = refusal(line(request));
		expect(error).toMatchObject({code, message: text, nonce});
		expect(errorEvent(error, {nonce: error.nonce})).toEqual({type: 'error', code, text, nonce});
	});

	test.each<[unknown, string]>([
		['', 'In "ping", nonce is empty.'],
		['x'.repeat(65), 'In "ping", nonce is longer than 64 characters.'],
		['a b', 'In "ping", nonce may hold visible ASCII only.'],
		['ż', 'In "ping", nonce may hold visible ASCII only.'],
		[7, 'In "ping", nonce has to be a string.'],
	])('a nonce %j that cannot be given back', (bad, text) => {
		expect(refusal(line({type: 'ping', nonce: bad}))).toMatchObject({
			code: 'BAD_REQUEST',
			message: text,
			nonce: undefined,
		});
	});

	test.each([
		'',
		'{',
		'hello',
		'[]',
		'[{"type":"ping"}]',
		'null',
		'1',
		'"ping"',
		'{"type":"ping"} x',
		'\ufeff{"type":"ping"}',
	])('%j is no JSON object', text => {
		expect(refusal(Buffer.from(text)).code).toBe('NOT_JSON');
	});

	test('not UTF-8', () => {
		expect(refusal(Buffer.from('{"type":"ping","nonce":"\xfc"}', 'latin1')).code).toBe('NOT_UTF8');
	});

	test('a long stranger is quoted in part', () => {
		const {message} = refusal(line({type: '😀'.repeat(5000)}));
		expect(message.length).toBeLessThan(200);
		expect(message.isWellFormed()).toBe(true);
	});
});

describe('hostile JSON', () => {
	test('nothing reaches a prototype', () => {
		const said = decodeRequest(
			Buffer.from('{"__proto__":{"admin":true},"constructor":{},"type":"say","room":"ops","msg":"x"}'),
		);
		expect(said).toEqual({type: 'say', room: 'ops', msg: 'x'});
		expect(Object.getPrototypeOf(said)).toBe(Object.prototype);
		expect('admin' in said).toBe(false);
		const limited = decodeEvent(
			Buffer.from(
				'{"type":"welcome","v":1,"id":"A","server":"s","journal":"j","token":"t","time":1,"limits":{"__proto__":1,"rate":2}}',
			),
		) as Event & {type: 'welcome'};
		expect(Object.keys(limited.limits)).toEqual(['rate']);
		expect(Object.getPrototypeOf(limited.limits)).toBe(Object.prototype);
	});

	test.each([
		['brackets', '['.repeat(16_000)],
		['objects', '{"a":'.repeat(3_000)],
		['closed brackets', `${'['.repeat(8_000)}${']'.repeat(8_000)}`],
		['a message of brackets', `{"type":"say","room":"ops","msg":${'['.repeat(8_000)}${']'.repeat(8_000)}}`],
		['an unknown field of brackets', `{"type":"sing","x":${'['.repeat(8_000)}${']'.repeat(8_000)}}`],
	])('deep nesting: %s', (_, text) => {
		expect(['NOT_JSON', 'BAD_REQUEST']).toContain(refusal(Buffer.from(text)).code);
	});

	test('an unknown field of any shape is ignored', () => {
		fc.assert(
			fc.property(fc.jsonValue(), value => {
				expect(decodeRequest(line({type: 'ping', colour: value}))).toEqual({type: 'ping'});
			}),
		);
	});

	test('any bytes, any JSON and any legal message with one field replaced: a request or a ChatError', () => {
		const types = fc.constantFrom(...Object.keys(requestSchemas));
		const spoiled = fc
			.tuple(
				fc.oneof(...requests.map(([, arbitrary]) => arbitrary as fc.Arbitrary<Request>)),
				fc.nat(),
				fc.jsonValue(),
			)
			.map(([request, at, value]) => {
				const names = Object.keys(request);
				return line({...request, [names[at % names.length]!]: value});
			});
		const anything = fc.oneof(
			fc.uint8Array({maxLength: 50}),
			fc.json().map(text => Buffer.from(text)),
			fc
				.tuple(types, fc.dictionary(fc.string(), fc.jsonValue()))
				.map(([type, rest]) => line({...rest, type})),
			spoiled,
		);
		fc.assert(
			fc.property(anything, bytes => {
				for (const decode of [decodeRequest, decodeEvent]) {
					try {
						decode(bytes);
					} catch (error) {
						expect(error).toBeInstanceOf(ChatError);
						expect((error as Error).message).not.toMatch(/[\n\u001b]|undefined|\[object/);
					}
				}
			}),
			{numRuns: 3000},
		);
	});
});

describe('an event', () => {
	test('of a newer version is ignored', () => {
		expect(decodeEvent(line({type: 'hologram', depth: 3}))).toBeUndefined();
		expect(decodeEvent(line({type: 'toString'}))).toBeUndefined();
	});

	test('of the wrong shape is refused with the reason', () => {
		const bad = line({type: 'message', room: 'ops', seq: 'x', id: 'Bob', msg: 'hi', ts: 1});
		expect(() => decodeEvent(bad)).toThrow(
			expect.objectContaining({code: 'BAD_REQUEST', message: 'In "message", seq has to be a number.'}),
		);
		expect(() => decodeEvent(line({type: 'gone', room: 'ops', why: 'bored'}))).toThrow(
			'In "gone", why has to be "left" or "kicked" or "banned".',
		);
	});
});

test('an error tells the code, the sentence, and the room and nonce of what it answers', () => {
	const error = new ChatError('NOT_IN_ROOM');
	const {text} = errorTable.NOT_IN_ROOM;
	expect(errorEvent(error)).toEqual({type: 'error', code: 'NOT_IN_ROOM', text});
	expect(errorEvent(error, {nonce: 'n', room: 'ops'})).toEqual({
		type: 'error',
		code: 'NOT_IN_ROOM',
		text,
		room: 'ops',
		nonce: 'n',
	});
	const refused = new RefusedRequest(error, 'n');
	expect(refused).toMatchObject({code: 'NOT_IN_ROOM', message: text, nonce: 'n', cause: error});
});

test('each request says what it means', () => {
	for (const schema of Object.values(requestSchemas)) expect(meaningOf(schema)).toMatch(/\.$/);
});
