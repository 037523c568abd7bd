import {expect, test} from 'vitest';
import {unread} from '../../source/client/select.ts';
import {Person} from './person.ts';

const general = (alice: Person) => alice.state.rooms.get('general')!;

test('what comes in while nobody looks is not read, and a line shows where it began', () => {
	const alice = new Person();
	alice.hear('general', 'Bob', 'seen');
	alice.focus(false);
	alice.hear('general', 'Bob', 'unseen');
	expect(unread(general(alice)).count).toBe(1);
	expect(alice.shown.at(-1)).toContain('unseen');
	alice.focus(true);
	expect(unread(general(alice)).count).toBe(0);
	expect(alice.shown.at(-2)).toContain(' new ');
});

test('whoever types looks', () => {
	const alice = new Person();
	alice.focus(false);
	alice.hear('general', 'Bob', 'hello');
	alice.type('x');
	expect(alice.screen.focused).toBe(true);
	expect(alice.screen.editor.text).toBe('x');
	expect(unread(general(alice)).count).toBe(0);
});

test('who had scrolled up has not read what is below by coming back', () => {
	const alice = new Person();
	for (let number = 0; number < 60; number++) alice.hear('general', 'Bob', `message ${number}`);
	alice.press('pageup').focus(false).focus(true);
	alice.hear('general', 'Bob', 'below');
	expect(unread(general(alice)).count).toBe(1);
});

test('what was marked as unread stays so', () => {
	const alice = new Person();
	alice.hear('general', 'Bob', 'later');
	alice.press('alt+up').type('u');
	expect(unread(general(alice)).count).toBe(1);
	alice.focus(false).focus(true);
	expect(unread(general(alice)).count).toBe(1);
});
