import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {showAddress} from '../../source/protocol/address.ts';
import {type LogEvent, logJson, logText} from '../../source/server/log.ts';

const ts = Date.UTC(2026, 10, 21, 14, 2, 3);

describe('text', () => {
	const table: Array<[LogEvent, string]> = [
		[{event: 'listening', ts, host: '127.0.0.1', port: 8082}, 'Chat server listening on 127.0.0.1:8082'],
		[{event: 'listening', ts, host: '::1', port: 8082}, 'Chat server listening on [::1]:8082'],
		[
			{event: 'connected', ts, id: 'Alice', from: '127.0.0.1:5123', dialect: 'json', client: 'tui-chat/1.0'},
			'Client connected: Alice from 127.0.0.1:5123, json, tui-chat/1.0',
		],
		[
			{event: 'connected', ts, id: 'Bob', from: '127.0.0.1:5124', dialect: 'raw', client: 'raw'},
			'Client connected: Bob from 127.0.0.1:5124, raw',
		],
		[
			{event: 'resumed', ts, id: 'Alice', from: '127.0.0.1:5125', dialect: 'json'},
			'Client resumed: Alice from 127.0.0.1:5125, json',
		],
		[
			{event: 'waiting', ts, id: 'Carol', from: '127.0.0.1:5126', place: 3},
			'Client waiting: Carol from 127.0.0.1:5126, number 3 in the queue',
		],
		[{event: 'received', ts, id: 'Alice', room: 'general', msg: 'Hello!'}, 'Received from Alice: Hello!'],
		[{event: 'received', ts, id: 'Alice', room: 'ops', msg: 'a\nb'}, 'Received from Alice in #ops: a⏎b'],
		[{event: 'direct', ts, id: 'Alice', to: 'Dana'}, 'Received from Alice: (direct to Dana)'],
		[{event: 'disconnected', ts, id: 'Alice'}, 'Client disconnected: Alice'],
		[{event: 'disconnected', ts, id: 'Alice', reason: 'too slow'}, 'Client disconnected: Alice (too slow)'],
		[
			{event: 'refused', ts, from: '127.0.0.1:5127', code: 'ID_USED', text: 'Choose another.'},
			'Client refused: 127.0.0.1:5127, ID_USED: Choose another.',
		],
		[
			{event: 'kicked', ts, id: 'Bob', by: 'Root', room: 'ops', reason: 'noise'},
			'Client kicked: Bob from #ops by Root (noise)',
		],
		[{event: 'kicked', ts, id: 'Bob', by: 'Root'}, 'Client kicked: Bob by Root'],
		[{event: 'announced', ts, id: 'Root', msg: 'back in five'}, 'Announced by Root: back in five'],
		[{event: 'failed', ts, from: '127.0.0.1:5128', error: 'Error: x'}, 'Error with 127.0.0.1:5128: Error: x'],
		[{event: 'closing', ts, clients: 2}, 'Closing with 2 connected'],
		[
			{event: 'amended', ts, id: 'Bob', room: 'ops', kind: 'edit', ref: 7},
			'Edited by Bob in #ops: message 7',
		],
		[
			{event: 'amended', ts, id: 'Bob', room: 'ops', kind: 'unreact', ref: 7},
			'Reaction taken off by Bob in #ops: message 7',
		],
		[
			{event: 'opened', ts, folder: '/srv/chat', messages: 12, conversations: 3},
			'Journal in /srv/chat (messages: 12, rooms and conversations with any: 3)',
		],
		[{event: 'unstored', ts, error: 'Disk full.'}, 'Nothing can be stored any more: Disk full.'],
		[{event: 'recovered', ts}, 'Messages can be stored again'],
	];
	test.each(table)('%o', (event, line) => {
		expect(logText(event)).toBe(line);
	});
});

test('json is one object a line, with the time in ISO 8601', () => {
	const line = logJson({event: 'received', ts, id: 'Alice', room: 'general', msg: 'a\nb'});
	expect(line).toBe(
		'{"event":"received","ts":"2026-11-21T14:02:03.000Z","level":"debug","id":"Alice","room":"general","msg":"a\\nb"}',
	);
});

const hostile = fc.string({
	unit: fc.oneof(
		fc.string({unit: 'binary', minLength: 1, maxLength: 1}),
		fc.constantFrom('\n', '\r', '\u001b[31m', '\u009b', '\u0085', '\u2028', '\u202e', '\0', '\u007f'),
	),
});

test('property: whatever somebody says is one line, and moves no cursor', () => {
	fc.assert(
		fc.property(hostile, msg => {
			const event: LogEvent = {event: 'received', ts, id: 'Alice', room: 'general', msg};
			for (const line of [logText(event), logJson(event)])
				expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
			expect(JSON.parse(logJson(event))).toMatchObject({msg});
		}),
	);
});

test.each([
	['127.0.0.1', '127.0.0.1:1'],
	['::', '[::]:1'],
	['chat.example', 'chat.example:1'],
])('%s and a port', (host, address) => {
	expect(showAddress({host, port: 1})).toBe(address);
});
