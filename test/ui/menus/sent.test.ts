import {beforeEach, describe, expect, test} from 'vitest';
import {Person} from '../person.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

describe('what was sent before', () => {
	beforeEach(() => {
		for (const text of ['make build', 'ship it', 'make test', 'ship it']) person.type(text).press('enter');
		person.type('half');
	});

	test('is searched newest first, each once, and narrowed by each letter', () => {
		expect(person.press('ctrl+r', 'enter').screen.editor.text).toBe('ship it');
		person.press('ctrl+r', 'ctrl+r', 'enter');
		expect(person.screen.editor.text).toBe('make test');
		person.press('ctrl+r').type('MAKE').press('ctrl+r', 'enter');
		expect(person.screen.editor.text).toBe('make build');
		expect(person.sent).toHaveLength(4);
	});

	test('leaves the line as it is while one looks, and after Esc', () => {
		person.press('ctrl+r').type('ship');
		expect(person.screen.editor.text).toBe('half');
		expect(person.press('escape').screen.editor.text).toBe('half');
		person.press('ctrl+r', 'enter', 'ctrl+_');
		expect(person.screen.editor.text).toBe('half');
	});

	test('takes what was typed where nothing is like it', () => {
		expect(person.press('ctrl+r').type('nothing so').press('enter').screen.editor.text).toBe('nothing so');
	});

	test('can be edited in its search, and closes for a key that is none of it', () => {
		person.press('ctrl+r').type('shipx').press('backspace', 'enter');
		expect(person.screen.editor.text).toBe('ship it');
		person.press('ctrl+r').type('x').press('ctrl+n');
		expect([person.state.current, person.screen.asking]).toEqual(['ops', undefined]);
	});

	test('says so where there is nothing', () => {
		person = new Person();
		expect(person.press('ctrl+r').screen.hint?.text).toBe('Nothing was sent before.');
	});
});
