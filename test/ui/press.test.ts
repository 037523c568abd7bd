import {beforeEach, describe, expect, test} from 'vitest';
import {unread} from '../../source/client/select.ts';
import {placeIn} from '../../source/ui/screen.ts';
import {entered, Person} from './person.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

describe('sending', () => {
	test('Enter says what is typed, in the room on the screen, and empties the line', () => {
		person.type('Hello!').press('enter');
		expect(person.sent).toEqual([{type: 'say', room: 'general', msg: 'Hello!', nonce: 'n1'}]);
		expect(person.screen.editor.text).toBe('');
	});

	test('nothing is sent for an empty line', () => {
		person.type('   ').press('enter');
		expect(person.sent).toEqual([]);
	});

	test('a paste with line ends stays one message, without the last of them, and sends nothing by itself', () => {
		person.paste('one\r\ntwo\u001b[31m\r');
		expect(person.sent).toEqual([]);
		person.type('l');
		expect(person.sent).toEqual([{type: 'say', room: 'general', msg: 'one\ntwo', nonce: 'n1'}]);
	});

	test('a mistyped command is explained, stays on the line, and is never said', () => {
		person.type('/jion #ops').press('enter');
		expect(person.sent).toEqual([]);
		expect(person.screen.hint).toEqual({
			text: 'Did you mean /join? There is no command /jion.',
			tone: 'error',
		});
		expect(person.screen.editor.text).toBe('/jion #ops');
	});

	test('what is too long for the wire is not taken', () => {
		person.paste('x'.repeat(17_000));
		expect(person.screen.editor.text).toBe('');
		expect(person.screen.hint?.tone).toBe('error');
	});

	test('the arrows move in what is long before they leave it', () => {
		person.type('sent').press('enter').type('x'.repeat(150)).press('up');
		expect(person.screen.editor.text).toHaveLength(150);
		expect(person.press('up').screen.editor.text).toBe('sent');
	});

	test('the arrows bring back what was sent, and then the draft', () => {
		person.type('first').press('enter').type('second').press('enter').type('draft');
		expect(person.press('up').screen.editor.text).toBe('second');
		expect(person.press('up').screen.editor.text).toBe('first');
		expect(person.press('down', 'down').screen.editor.text).toBe('draft');
	});
});

describe('completion', () => {
	test('goes through all that fits, and back', () => {
		person.type('Al').press('tab');
		expect(person.screen.editor.text).toBe('Alan: ');
		person.receive({type: 'presence', room: 'general', ts: 0, joined: [{id: 'Alba'}], left: []});
		person.press('ctrl+u').type('Al').press('tab', 'tab');
		expect(person.screen.editor.text).toBe('Alba: ');
		expect(person.press('shift+tab').screen.editor.text).toBe('Alan: ');
	});

	test('ends with the next letter', () => {
		person.receive({type: 'presence', room: 'general', ts: 0, joined: [{id: 'Alba'}], left: []});
		person.type('Al').press('tab').type('x').press('tab');
		expect(person.screen.editor.text).toBe('Alan: x');
	});
});

describe('rooms', () => {
	test('each keeps what is half written in it', () => {
		person.type('for general').press('ctrl+n');
		expect(person.state.current).toBe('ops');
		expect(person.screen.editor.text).toBe('');
		person.type('for ops').press('ctrl+p');
		expect(person.screen.editor.text).toBe('for general');
		expect(person.press('alt+2').screen.editor.text).toBe('for ops');
	});

	test('Alt+A goes to a mention before anything else', () => {
		person.receive(...entered('dev', 'Alice', 'Bob'));
		person.press('alt+1');
		person.hear('ops', 'Carol', 'just talk');
		person.hear('dev', 'Bob', 'Alice: look');
		expect(person.press('alt+a').state.current).toBe('dev');
		expect(person.press('alt+a').state.current).toBe('ops');
		expect(person.press('alt+a').screen.hint?.text).toBe('Nothing new in other rooms.');
		expect(person.state.current).toBe('ops');
	});

	test('/msg shows the conversation that it goes to', () => {
		person.type('/msg Bob psst').press('enter');
		expect(person.state.current).toBe('@bob');
		expect(person.sent).toEqual([{type: 'say', room: '@Bob', msg: 'psst', nonce: 'n1'}]);
	});
});

describe('reading', () => {
	const fill = (): void => {
		for (let number = 1; number <= 100; number++) person.hear('general', 'Bob', `line ${number}`);
	};

	test('a page up leaves the bottom, and what comes then is unread', () => {
		fill();
		person.press('pageup');
		expect(placeIn(person.screen, 'general').at).toBe('row');
		expect(person.state.following).toBe(false);
	});

	test('elsewhere leaves a room that was scrolled up as it was, unread and not followed', () => {
		fill();
		person.press('pageup');
		person.hear('general', 'Bob', 'more');
		person.press('ctrl+n');
		person.hear('general', 'Bob', 'and more');
		expect(unread(person.state.rooms.get('general')!).count).toBe(2);
		expect(person.state.following).toBe(true);
		person.press('ctrl+p');
		person.hear('general', 'Bob', 'and yet more');
		expect(person.state.following).toBe(false);
		expect(unread(person.state.rooms.get('general')!).count).toBeGreaterThan(0);
	});

	test('Esc, the last page down and sending all come back to the newest', () => {
		fill();
		for (const back of [['escape'], ['pagedown'], ['x', 'enter']]) {
			person.press('pageup');
			for (const step of back)
				if (step.length === 1) person.type(step);
				else person.press(step);
			expect(placeIn(person.screen, 'general')).toEqual({at: 'bottom'});
			expect(person.state.following).toBe(true);
		}
	});

	test('the oldest and the newest are one key away', () => {
		fill();
		expect(placeIn(person.press('alt+home').screen, 'general')).toMatchObject({at: 'row', line: 0});
		expect(placeIn(person.press('alt+end').screen, 'general')).toEqual({at: 'bottom'});
	});
});

describe('leaving', () => {
	test('Ctrl+C clears the line, then asks, then leaves', () => {
		person.type('x').press('ctrl+c');
		expect(person.screen.editor.text).toBe('');
		expect(person.screen.hint).toBeUndefined();
		person.press('ctrl+c');
		expect(person.screen.hint?.text).toBe('Ctrl+C again quits');
		expect(person.effects).not.toContainEqual({type: 'quit', text: undefined});
		expect(person.press('ctrl+c').effects).toContainEqual({type: 'quit', text: undefined});
	});

	test('two that are far apart do not leave', () => {
		person.press('ctrl+c');
		person.now += 2000;
		person.press('ctrl+c');
		expect(person.effects).not.toContainEqual({type: 'quit', text: undefined});
	});

	test('/quit and /exit leave with a word', () => {
		person.type('/exit see you').press('enter');
		expect(person.effects).toContainEqual({type: 'quit', text: 'see you'});
	});
});
