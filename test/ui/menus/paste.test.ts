import {beforeEach, describe, expect, test} from 'vitest';
import {Person} from '../person.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

describe('a paste of several lines', () => {
	const trace = 'Traceback:\n\tfoo()\nValueError\n';

	test('is asked about, and nothing is in the line or sent before that is answered', () => {
		person.type('see: ').paste(trace);
		expect(person.screen.asking).toMatchObject({type: 'paste'});
		expect([person.line, person.sent]).toEqual(['see: |', []]);
		expect(person.press('escape').line).toBe('see: |');
	});

	test('is sent as one code block, behind what was written', () => {
		person.type('see: ').paste(trace).press('enter');
		expect(person.sent).toMatchObject([{msg: 'see: \n```\nTraceback:\n    foo()\nValueError\n```'}]);
		person.paste('a\n```\nb').type('c');
		expect(person.sent[1]).toMatchObject({msg: '````\na\n```\nb\n````'});
	});

	test.each([
		['```js\nreturn 1;\n```', '```js\nreturn 1;\n```'],
		['````\n```\n````', '````\n```\n````'],
		['```\na\n```\nb\n```', '````\n```\na\n```\nb\n```\n````'],
		['```js\nreturn 1;', '````\n```js\nreturn 1;\n````'],
	])('that is one code block already keeps its own fences: %j', (text, msg) => {
		person.type('see: ').paste(text).type('c');
		expect(person.sent).toMatchObject([{msg: `see: \n${msg}`}]);
	});

	test('is sent as it stands, and never as a command', () => {
		person.paste(trace).type('l');
		person.paste('/quit\n/quit').press('down', 'enter');
		expect(person.sent).toMatchObject([{msg: 'Traceback:\n    foo()\nValueError'}, {msg: '/quit\n/quit'}]);
		expect(person.done('quit')).toEqual([]);
	});

	test('is taken into the line to be edited, as one step for undo', () => {
		person.type('see ').paste(trace).type('e');
		expect(person.line).toBe('see Traceback:\n    foo()\nValueError|');
		expect(person.press('ctrl+_').line).toBe('see |');
	});

	test('goes on with the letters that came behind the answer', () => {
		person.paste('a\nb').type('exy');
		expect(person.line).toBe('a\nbxy|');
		person.press('ctrl+c').paste('a\nb').type('qle');
		expect([person.line, person.sent]).toEqual(['e|', [expect.objectContaining({msg: 'a\nb'})]]);
	});

	test('that no message holds is refused, with what it is, and what would only just not fit is not offered', () => {
		person.paste('x\n'.repeat(20_000));
		expect([person.line, person.screen.asking]).toEqual(['|', undefined]);
		expect(person.screen.hint?.text).toBe('That is 59 KB, and one message holds 16 KB. It was not taken in.');
		person.paste(`${'x'.repeat(15_860)}\ny`).type('c');
		expect(person.sent).toEqual([]);
		person.type('l');
		expect(person.sent).toHaveLength(1);
	});

	test('goes on with another one, and stays where both are too much', () => {
		person.paste('a\nb\n').paste('c\n');
		expect(person.screen.asking).toMatchObject({text: 'a\nb\nc'});
		person.paste('x\n'.repeat(20_000));
		expect(person.screen.asking).toMatchObject({text: 'a\nb\nc'});
		expect(person.screen.hint?.tone).toBe('error');
	});

	test('of one line just goes in, without the newline behind it', () => {
		person.paste('ls -l\n');
		expect([person.line, person.screen.asking]).toEqual(['ls -l|', undefined]);
	});
});
