import {beforeEach, describe, expect, test} from 'vitest';
import {numberOf, unread} from '../../source/client/select.ts';
import {allSigns} from '../../source/ui/all-signs.ts';
import {Person} from './person.ts';

let person: Person;
let said: {bob: number; alice: number; link: number};

beforeEach(() => {
	person = new Person();
	said = {
		bob: person.hear('general', 'Bob', 'Is the build green?'),
		alice: person.hear('general', 'Alice', 'It is'),
		link: person.hear('general', 'Bob', 'see https://ci.example/1812'),
	};
});

/** Picks the message with a seq by the keys alone. */
const picked = (seq: number): Person => {
	for (let tries = 0; tries < 5 && person.screen.picked?.seq !== seq; tries++) person.press('alt+up');
	return person;
};

describe('picking', () => {
	test('Alt+K and Alt+J do it, too, for consoles that keep Alt with arrows', () => {
		expect(person.press('alt+k', 'alt+k').screen.picked?.seq).toBe(said.alice);
		expect(person.press('alt+j').screen.picked?.seq).toBe(said.link);
	});

	test('says so where there is nothing to pick', () => {
		person.press('ctrl+n', 'alt+up');
		expect(person.screen.hint?.text).toBe('There is no message to pick.');
		expect(person.press('ctrl+p', 'alt+up').screen.hint).toBeUndefined();
	});

	test('begins at the newest, goes up and down, and ends below the newest', () => {
		expect(person.press('alt+up').screen.picked?.seq).toBe(said.link);
		expect(person.press('alt+up', 'up').screen.picked?.seq).toBe(said.bob);
		expect(person.press('alt+up').screen.picked?.seq).toBe(said.bob);
		expect(person.press('down', 'alt+down').screen.picked?.seq).toBe(said.link);
		expect(person.press('alt+down').screen.picked).toBeUndefined();
	});

	test('begins in sight where one has scrolled up, and scrolls with the picked one', () => {
		for (let number = 1; number <= 100; number++) person.hear('general', 'Bob', `line ${number}`);
		person.press('pageup', 'pageup', 'alt+up');
		const first = person.screen.picked!.seq;
		expect(first).toBeLessThan(said.link + 100 - 30);
		for (let times = 0; times < 40; times++) person.press('alt+up');
		expect(person.screen.picked!.seq).toBe(first - 40);
		expect(person.shown.join('\n')).toContain(`line ${first - 40 - said.link}\n`);
	});

	test('stays where it is at the bottom, too, and what comes in below is counted', () => {
		for (let number = 1; number <= 100; number++) person.hear('general', 'Bob', `line ${number}`);
		const before = person.press('alt+up').shown;
		for (let number = 101; number <= 150; number++) person.hear('general', 'Bob', `line ${number}`);
		expect(person.shown).toEqual(before);
		expect(unread(person.state.rooms.get('general')!).count).toBe(50);
		person.press('escape');
		expect(person.shown).toEqual(before);
		expect(person.press('escape').shown.at(-1)).toContain('line 150');
	});

	test('leaves a room at its end, and another one where one reads there', () => {
		for (let number = 1; number <= 100; number++) {
			person.hear('general', 'Bob', `line ${number}`);
			person.hear('ops', 'Bob', `line ${number}`);
		}
		person.press('ctrl+n', 'pageup', 'ctrl+p', 'alt+up', 'ctrl+n');
		expect(person.state.current).toBe('ops');
		expect(person.state.following).toBe(false);
		expect(person.screen.places.get('general')).toEqual({at: 'bottom'});
	});

	test.each<[string, (one: Person) => Person]>([
		['Esc', one => one.press('escape')],
		['a reply', one => one.type('r').press('escape')],
		['a sign', one => one.type('+').type('1')],
		['copying', one => one.type('y')],
		['another room', one => one.press('ctrl+n', 'ctrl+p')],
	])('lets go of the newest after %s: the pane sticks to it again', (_, end) => {
		for (let number = 1; number <= 100; number++) person.hear('general', 'Bob', `line ${number}`);
		end(person.press('alt+up'));
		expect(person.screen.picked).toBeUndefined();
		person.hear('general', 'Bob', 'and more');
		expect(person.state.following).toBe(true);
		expect(person.shown.at(-1)).toContain('and more');
		expect(unread(person.state.rooms.get('general')!).count).toBe(0);
	});

	test('passes over what was deleted, and over what is no message', () => {
		person.receive({type: 'delete', room: 'general', seq: 4, ref: said.alice, id: 'Alice', ts: 0});
		person.change({type: 'note', text: 'a note', tone: 'info', ts: 0});
		person.press('alt+up', 'alt+up');
		expect(person.screen.picked?.seq).toBe(said.bob);
	});

	test('passes over what stands in another journal: its places mean nothing here', () => {
		const room = person.state.rooms.get('general')!;
		const record = numberOf(room, said.alice)!;
		person.state = {...person.state, rooms: new Map(person.state.rooms).set('general', {...room, record})};
		expect(person.press('alt+up', 'alt+up', 'alt+up').screen.picked?.seq).toBe(said.alice);
	});

	test('ends with Esc, with another room, and with a paste, which is no key', () => {
		expect(person.press('alt+up', 'escape').screen.picked).toBeUndefined();
		expect(person.press('alt+up', 'ctrl+n', 'ctrl+p').screen.picked).toBeUndefined();
		person.press('alt+up').paste('d');
		expect(person.screen.picked).toBeUndefined();
		expect(person.screen.editor.text).toBe('d');
	});

	test('a letter that means nothing says how to go back to writing, and is not written', () => {
		picked(said.bob).type('q');
		expect(person.screen.hint?.text).toBe('Esc goes back to writing.');
		expect(person.screen.editor.text).toBe('');
		expect(person.screen.picked?.seq).toBe(said.bob);
	});
});

describe('a reply', () => {
	test('says what it answers, and brings back what was half written', () => {
		person.type('half');
		picked(said.bob).type('r');
		expect(person.screen.about).toMatchObject({type: 'reply', seq: said.bob, id: 'Bob'});
		expect(person.screen.editor.text).toBe('');
		person.type('Yes').press('enter');
		expect(person.sent).toEqual([{type: 'say', room: 'general', msg: 'Yes', ref: said.bob, nonce: 'n1'}]);
		expect(person.screen.about).toBeUndefined();
		expect(person.screen.editor.text).toBe('half');
	});

	test('to a message that is deleted meanwhile is not sent; Esc makes a message of its own of it', () => {
		picked(said.bob).type('r').type('Yes');
		person.receive({type: 'delete', room: 'general', seq: 4, ref: said.bob, id: 'Bob', ts: 0});
		person.press('enter');
		expect(person.sent).toEqual([]);
		expect(person.screen.hint?.text).toContain('was deleted');
		person.press('escape', 'enter');
		expect(person.sent).toEqual([{type: 'say', room: 'general', msg: 'Yes', nonce: 'n1'}]);
	});

	test('that gives way to what was half written can be had again by ↑', () => {
		person.type('half');
		picked(said.bob).type('r').type('Yes').press('escape');
		expect(person.screen.editor.text).toBe('half');
		expect(person.press('up').screen.editor.text).toBe('Yes');
	});

	test('is given up by Esc, or by Ctrl+C once it is empty', () => {
		person.type('half');
		picked(said.bob).type('r').type('never mind').press('escape');
		expect(person.screen.editor.text).toBe('half');
		picked(said.bob).type('r').type('x').press('ctrl+c', 'ctrl+c');
		expect(person.screen.about).toBeUndefined();
		expect(person.screen.editor.text).toBe('half');
		expect(person.sent).toEqual([]);
	});

	test('stays in its room while one looks elsewhere', () => {
		picked(said.bob).type('r').type('Yes').press('ctrl+n');
		expect(person.screen.about).toBeUndefined();
		person.press('ctrl+p');
		expect(person.screen.about?.seq).toBe(said.bob);
		expect(person.screen.editor.text).toBe('Yes');
	});

	test('may be a command, of which only what is said here is a reply', () => {
		picked(said.bob).type('r').type('/me nods').press('enter');
		picked(said.bob).type('r').type('/msg Bob psst').press('enter');
		expect(person.sent).toEqual([
			{type: 'say', room: 'general', msg: 'nods', kind: 'me', ref: said.bob, nonce: 'n1'},
			{type: 'say', room: '@Bob', msg: 'psst', nonce: 'n2'},
		]);
	});

	test('may be typed at once behind its letter', () => {
		picked(said.bob).type('rYes').press('enter');
		expect(person.sent).toMatchObject([{msg: 'Yes', ref: said.bob}]);
	});
});

describe('an edit', () => {
	test('begins with the text, and sends the new one, which is never a command', () => {
		picked(said.alice).type('e');
		expect(person.screen.editor.text).toBe('It is');
		person.press('ctrl+u').type('/quit').press('enter');
		expect(person.sent).toEqual([
			{type: 'edit', room: 'general', ref: said.alice, msg: '/quit', nonce: 'n1'},
		]);
	});

	test('by /edit is of one’s newest message', () => {
		person.type('/edit').press('enter');
		expect(person.screen.editor.text).toBe('It is');
		person.type(' green').press('enter');
		expect(person.sent).toMatchObject([{type: 'edit', ref: said.alice, msg: 'It is green'}]);
		expect(person.screen.editor.text).toBe('');
	});

	test('that changes nothing sends nothing, and one that leaves nothing is refused', () => {
		picked(said.alice).type('e').press('enter');
		expect(person.screen.about).toBeUndefined();
		picked(said.alice).type('e').press('ctrl+u', 'enter');
		expect(person.screen.hint?.tone).toBe('error');
		expect(person.screen.about?.type).toBe('edit');
		expect(person.sent).toEqual([]);
	});
});

describe('a sign', () => {
	test.each([
		['a digit', (): Person => person.type('1'), '👍'],
		['an emoji', (): Person => person.type('🚀').press('enter'), '🚀'],
		['a name', (): Person => person.type(':heart:').press('enter'), '❤️'],
		[
			'the beginning of a name',
			(): Person =>
				person.type(':ta').press('tab').news({type: 'signs', signs: allSigns, completes: 1}).press('enter'),
			'🎉',
		],
	])('is put by %s', (_, type, emoji) => {
		picked(said.bob).type('+');
		type();
		expect(person.sent).toEqual([{type: 'react', room: 'general', ref: said.bob, emoji, nonce: 'n1'}]);
		expect(person.screen.about).toBeUndefined();
	});

	test('is taken off when it is put again', () => {
		const react = {type: 'react', room: 'general', ref: said.bob, emoji: '👍', ts: 0} as const;
		person.receive({...react, seq: 4, id: 'Bob'});
		picked(said.bob).type('+').type('1');
		person.receive({...react, seq: 5, id: 'Alice'});
		picked(said.bob).type('+').type('1');
		expect(person.sent.map(request => 'off' in (request as object))).toEqual([false, true]);
	});

	test('is one emoji and no word', () => {
		picked(said.bob).type('+').type('yes').press('enter');
		expect(person.sent).toEqual([]);
		expect(person.screen.hint?.tone).toBe('error');
		expect(person.press('escape').screen.about).toBeUndefined();
	});
});

describe('the other keys', () => {
	test('d asks once and deletes then; any other key takes the question back', () => {
		picked(said.alice).type('d');
		expect(person.screen.hint?.text).toBe('Delete it for everybody? d again deletes it.');
		person.press('alt+down').type('d');
		expect(person.sent).toEqual([]);
		person.press('alt+up').type('dd');
		expect(person.sent).toEqual([{type: 'delete', room: 'general', ref: said.alice, nonce: 'n1'}]);
	});

	test('y copies the text, and o opens the link', () => {
		picked(said.bob).type('y');
		expect(person.done('copy')).toEqual([{type: 'copy', text: 'Is the build green?'}]);
		picked(said.link).type('o');
		expect(person.done('openLink')).toEqual([{type: 'openLink', url: 'https://ci.example/1812'}]);
	});

	test('u makes it unread, and it stays so while the newest is on the screen', () => {
		picked(said.alice).type('u');
		expect(person.done('unreadFrom')).toEqual([{type: 'unreadFrom', target: 'general', seq: said.alice}]);
		person.hear('general', 'Bob', 'more');
		expect(person.shown.at(-4)).toContain(' new ');
	});

	test.each([
		['e', 'bob', 'Only messages of your own can be edited.'],
		['d', 'bob', 'Only messages of your own can be deleted.'],
		['o', 'bob', 'There is no link in that message.'],
	] as const)('%s of a message that it does not fit says so', (letter, whose, text) => {
		picked(said[whose]).type(letter);
		expect(person.screen.hint).toEqual({text, tone: 'error'});
		expect(person.effects.filter(({type}) => type !== 'change')).toEqual([]);
	});

	test('an operator may delete anybody’s', () => {
		person.state = {...person.state, operator: true};
		picked(said.bob).type('dd');
		expect(person.sent).toMatchObject([{type: 'delete', ref: said.bob}]);
	});

	test('nothing is changed where nothing can be said', () => {
		const room = person.state.rooms.get('general')!;
		person.state = {
			...person.state,
			rooms: new Map(person.state.rooms).set('general', {...room, readOnly: true}),
		};
		for (const letter of ['r', '+', 'e', 'd']) {
			picked(said.alice).type(letter);
			expect(person.screen.hint?.text).toBe('This room is read-only.');
		}
	});
});

describe('commands about a message', () => {
	test('are about the picked one', () => {
		picked(said.bob).type('/').type('react 🎉').press('enter');
		expect(person.sent).toMatchObject([{type: 'react', ref: said.bob, emoji: '🎉'}]);
		expect(person.screen.picked).toBeUndefined();
	});

	test.each([
		['/reply Yes', {type: 'say', ref: 3, msg: 'Yes'}],
		['/edit It was', {type: 'edit', ref: 2, msg: 'It was'}],
		['/delete', {type: 'delete', ref: 2}],
		['/react :+1:', {type: 'react', ref: 3, emoji: '👍'}],
	])('%s is about the newest that it fits', (typed, request) => {
		person.type(typed).press('enter');
		expect(person.sent).toMatchObject([request]);
	});
});

describe('going to what a message answers', () => {
	test('goes there by g, and Esc comes back', () => {
		for (let number = 1; number <= 60; number++) person.hear('general', 'Bob', `line ${number}`);
		const seq = person.hear('general', 'Bob', 'green now', {ref: said.bob});
		const before = person.shown;
		picked(seq).type('g');
		expect(person.screen.picked?.seq).toBe(said.bob);
		expect(person.shown.join('\n')).toContain('Is the build green?');
		expect(person.press('escape').shown).toEqual(before);
	});

	test('says so where it answers none', () => {
		picked(said.bob).type('g');
		expect(person.screen.hint?.text).toBe('That message answers none.');
	});
});

test('v shows a message as it was typed, and again as it is meant', () => {
	const seq = person.hear('general', 'Bob', '**so** it is');
	expect(person.shown.at(-1)).toMatch(/ so it is$/);
	picked(seq).type('v');
	expect(person.shown.at(-1)).toMatch(/ \*\*so\*\* it is$/);
	person.type('v');
	expect(person.shown.at(-1)).toMatch(/ so it is$/);
});

describe('several links in one message', () => {
	beforeEach(() => {
		const seq = person.hear('general', 'Bob', 'https://a.example [b](https://b.example/x) https://a.example');
		picked(seq).type('o');
	});

	test('are told with numbers, and a digit opens one', () => {
		expect(person.screen.hint?.text).toBe('Which? 1 a.example/  2 b.example/x');
		expect(person.type('2').done('openLink')).toEqual([{type: 'openLink', url: 'https://b.example/x'}]);
		expect(person.screen.picked).toBeUndefined();
	});

	test('open none by a digit that none has, and none after another key', () => {
		expect(person.type('3').done('openLink')).toEqual([]);
		expect(person.press('up', 'down').type('1').done('openLink')).toEqual([]);
	});
});
