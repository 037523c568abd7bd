import {beforeEach, describe, expect, test} from 'vitest';
import {Person} from './person.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

describe('what is written about a message', () => {
	test('waits in its room, with what it is about, while one is in another one', () => {
		person.hear('general', 'Bob', 'shall we?');
		person
			.type('half')
			.press('alt+up', 'enter')
			.type('yes')
			.press('ctrl+n')
			.type('elsewhere')
			.press('ctrl+p');
		expect(person.line).toBe('yes|');
		expect(person.screen.about).toMatchObject({type: 'reply', id: 'Bob'});
		person.press('enter');
		expect(person.sent).toMatchObject([{msg: 'yes', ref: 1}]);
		expect(person.line).toBe('half|');
	});
});

describe('an editor of one’s own', () => {
	test('gets what is written, and gives it back as one step for undo', () => {
		person.type('half').press('ctrl+g');
		expect(person.done('editText')).toEqual([{type: 'editText', text: 'half'}]);
		person.news({type: 'written', text: 'whole\r\n\u001b[31mtext'});
		expect(person.line).toBe('whole\ntext|');
		expect(person.press('ctrl+_').line).toBe('half|');
	});

	test('that changed nothing says so; one that wrote too much loses nothing, and sends nothing', () => {
		person.type('half').press('alt+e').news({type: 'written', text: 'half'});
		expect(person.screen.hint?.text).toBe('Nothing was changed.');
		person.news({type: 'written', text: 'x'.repeat(20_000)});
		expect(person.screen.editor.text).toHaveLength(20_000);
		person.press('enter');
		expect(person.sent).toEqual([]);
		expect(person.screen.hint?.text).toBe('That is 20 KB, and one message holds 16 KB.');
	});
});
