import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {showAddress} from '../../source/protocol/address.ts';
import {isLogged, type LogEvent, type LogLevel, logJson, logText} from '../../source/server/log.ts';
import {rowsWith} from './log-rows.ts';

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

describe('how much a row matters', () => {
	const rows = Object.values(rowsWith('x'));
	const namesAt = (least: LogLevel): string[] =>
		rows.filter(row => isLogged(row, least)).map(({event}) => event);

	test('what is said, and to whom, is logged by debug alone', () => {
		expect(namesAt('debug')).toHaveLength(rows.length);
		const info = namesAt('info');
		for (const name of ['received', 'amended', 'direct']) expect(info).not.toContain(name);
	});

	test('warn is for what somebody has to look at, error for what does not work', () => {
		expect(namesAt('warn')).toEqual([
			'unrenewed',
			'failed',
			'unstored',
			'recovered',
			'upgraded',
			'unconfigured',
			'warning',
		]);
		expect(namesAt('error')).toEqual(['unrenewed', 'failed', 'unstored', 'unconfigured']);
	});

	test('JSON tells it', () => {
		for (const row of rows) {
			const {level} = JSON.parse(logJson(row)) as {level: LogLevel};
			expect(isLogged(row, level)).toBe(true);
			if (level !== 'error') expect(isLogged(row, 'error')).toBe(false);
		}
	});
});

test('a link that a shell would take apart is quoted', () => {
	const plain = 'tuichat://[::1]:8082/general#SHA256:abc.def';
	expect(logText({event: 'invitation', ts, opens: 'server', link: 'tuichat://a:1/b#SHA256:c.d'})).toBe(
		'To join: npx tui-chat tuichat://a:1/b#SHA256:c.d',
	);
	expect(logText({event: 'invitation', ts, opens: 'ownership', link: plain})).toBe(
		`To become its owner, once: npx tui-chat '${plain}'`,
	);
	expect(logText({event: 'invitation', ts, opens: 'ownership', file: '/srv/owner-link.txt'})).toBe(
		'To become its owner, once: see /srv/owner-link.txt',
	);
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

test('property: whatever somebody says, each row is one line and moves no cursor', () => {
	fc.assert(
		fc.property(hostile, text => {
			for (const row of Object.values(rowsWith(text))) {
				for (const line of [logText(row), logJson(row)])
					expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
				expect(JSON.parse(logJson(row))).toMatchObject({event: row.event});
			}
			expect(JSON.parse(logJson(rowsWith(text).received))).toMatchObject({msg: text});
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
