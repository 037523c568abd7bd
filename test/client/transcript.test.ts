import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {splitText} from '../../source/client/split.ts';
import {transcribe, transcribeJson} from '../../source/client/transcript.ts';
import type {Event, EventOf} from '../../source/protocol/messages.ts';

const message = (more: Partial<EventOf<'message'>>): Event => ({
	type: 'message',
	room: 'ops',
	seq: 1,
	id: 'Alice',
	msg: 'hello',
	ts: 1,
	...more,
});

describe('a transcript', () => {
	test.each<[string, Partial<EventOf<'message'>>, string]>([
		['a message here', {}, '[Alice] hello\n'],
		['what somebody does', {kind: 'me', msg: 'waves'}, '* Alice waves\n'],
		['a message elsewhere', {room: 'dev'}, '#dev [Alice] hello\n'],
		['what somebody does elsewhere', {room: 'dev', kind: 'me', msg: 'waves'}, '#dev * Alice waves\n'],
		['a message to me', {room: '@Bot'}, '[Alice -> you] hello\n'],
		['a message of mine to somebody', {room: '@Dana', id: 'bot'}, '[you -> Dana] hello\n'],
		['what somebody does for me', {room: '@Bot', kind: 'me', msg: 'waves'}, '[Alice -> you] * Alice waves\n'],
		['several lines, one of them forged', {msg: 'one\n[Root] two'}, '[Alice] one\n  [Root] two\n'],
		['a hostile text', {msg: 'a\u001b[31m\u202eb\u0000'}, '[Alice] a␛[31m‹202E›b␀\n'],
		['a hostile id', {id: 'Ali\nce\u001b'}, '[Ali ce␛] hello\n'],
	])('of %s', (_, more, expected) => {
		expect(transcribe(message(more), {me: 'Bot', room: 'ops'})).toBe(expected);
	});

	test('of JSON lines has counts of crowds as the server tells them', () => {
		const events: Event[] = [
			{type: 'room', room: 'ops', members: 5000, crowd: true},
			{type: 'presence', room: 'ops', ts: 1, members: 5001, joined: [], left: []},
		];
		for (const event of events) expect(JSON.parse(transcribeJson(event)!)).toEqual(event);
	});

	test('has what operators tell everybody, and nothing but what is said', () => {
		const at = {me: 'Bot', room: 'ops'};
		expect(transcribe({type: 'notice', id: 'Root', msg: 'Stop.', ts: 1}, at)).toBe('[Root to all] Stop.\n');
		expect(transcribe({type: 'live', room: 'ops', seq: 1}, at)).toBeUndefined();
	});

	test.each<[string, Event, string | undefined]>([
		[
			'an edit',
			{type: 'edit', ...{room: 'ops', seq: 2, ref: 1, id: 'Alice', ts: 1}, msg: 'better\n[Root] x'},
			'[Alice] (edited) better\n  [Root] x\n',
		],
		[
			'a deletion elsewhere',
			{type: 'delete', room: 'dev', seq: 2, ref: 1, id: 'Ali\nce', ts: 1},
			'#dev [Ali ce] (deleted a message)\n',
		],
		[
			'a sign',
			{type: 'react', room: 'ops', seq: 2, ref: 1, id: 'Alice', ts: 1, emoji: '👍'},
			'[Alice] (reacted with 👍)\n',
		],
		[
			'a sign that is taken off',
			{type: 'react', room: 'ops', seq: 2, ref: 1, id: 'Alice', ts: 1, emoji: '👍', off: true},
			undefined,
		],
	])('has %s', (_, event, expected) => {
		expect(transcribe(event, {me: 'Bot', room: 'ops'})).toBe(expected);
		expect(JSON.parse(transcribeJson(event)!)).toEqual(event);
	});

	test('in JSON has gaps, and no answers to requests', () => {
		const gap: Event = {type: 'gap', room: 'ops', from: 1, to: 2};
		expect(JSON.parse(transcribeJson(gap)!)).toEqual(gap);
		expect(transcribeJson({type: 'page', room: 'ops', list: []})).toBeUndefined();
		expect(transcribeJson({type: 'found', list: []})).toBeUndefined();
	});

	test('in JSON is the event, on one line that no terminal acts on', () => {
		const anyMessage = fc
			.record({id: fc.string({unit: 'binary'}), msg: fc.string({unit: 'binary'})})
			.map(message);
		fc.assert(
			fc.property(anyMessage, event => {
				const line = transcribeJson(event)!;
				expect(JSON.parse(line)).toEqual(event);
				expect(line).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*\n$/);
			}),
		);
	});

	test('in JSON tells no secrets', () => {
		const welcome: Event = {
			type: 'welcome',
			v: 1,
			id: 'Bot',
			server: '',
			journal: '',
			token: 'secret',
			time: 0,
			limits: {},
		};
		expect(transcribeJson(welcome)).toBeUndefined();
	});
});

describe('a long text', () => {
	const bytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));

	test('is cut between words where one ends near', () => {
		expect(splitText('alpha beta gamma', part => bytes(part) <= 13, 13)).toEqual(['alpha beta ', 'gamma']);
		expect(splitText('abcdefghijklmnop', part => bytes(part) <= 12, 12)).toEqual(['abcdefghij', 'klmnop']);
		expect(splitText('short', part => bytes(part) <= 12, 12)).toEqual(['short']);
		expect(splitText('', () => true, 12)).toEqual([]);
	});

	test('is not cut inside a character', () => {
		expect(splitText('aaa👩🏽‍🚀bbb', part => bytes(part) <= 17, 17)).toEqual(['aaa', '👩🏽‍🚀', 'bbb']);
		expect(splitText('cafe\u0301s', part => bytes(part) <= 7, 7)).toEqual(['caf', 'e\u0301s']);
	});

	test('is all there, in parts that fit, of whole characters', () => {
		const text = fc.string({
			unit: fc.constantFrom('a', ' ', 'ż', '李', '👩🏽‍🚀', 'e\u0301', '"', '\n', '\u0301'),
			maxLength: 300,
		});
		fc.assert(
			fc.property(text, fc.integer({min: 8, max: 60}), (whole, most) => {
				const parts = splitText(whole, part => bytes(part) <= most, most);
				expect(parts.join('')).toBe(whole);
				for (const part of parts) {
					expect(part).not.toBe('');
					expect(part.isWellFormed()).toBe(true);
					expect(bytes(part)).toBeLessThanOrEqual(most);
				}
			}),
		);
	});
});
