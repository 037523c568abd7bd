import {beforeEach, describe, expect, test} from 'vitest';
import {isReaction} from '../../../source/protocol/clean.ts';
import {allSigns} from '../../../source/ui/all-signs.ts';
import {nameOf, wordOf} from '../../../source/ui/choices.ts';
import {Person} from '../person.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

/** The completion that is open, as the menu has it. */
const choices = (): string[] => {
	const {asking} = person.screen;
	if (asking?.type !== 'completion') return [];
	return asking.choices.map(choice =>
		`${nameOf(choice)} ${wordOf(choice, person.state, person.screen)}`.trim(),
	);
};

describe('the menu of completions', () => {
	beforeEach(() => {
		person.receive({
			type: 'presence',
			room: 'general',
			ts: 0,
			joined: [{id: 'Alba', away: 'lunch'}],
			left: [],
		});
	});

	test('says of each person whether they are away, and where they are when that is not here', () => {
		person.receive({type: 'presence', room: 'ops', ts: 0, joined: [{id: 'Alf'}], left: []});
		person.type('al').press('tab');
		expect(choices()).toEqual(['Alan', 'Alba away: lunch', 'Alf in #ops']);
		person.press('ctrl+u').type('/query b');
		expect(person.press('tab').line).toBe('/query Bob |');
	});

	test('says of each command how it is written, and of each room what is unread in it', () => {
		person.hear('ops', 'Carol', 'news');
		person.hear('ops', 'Carol', 'Alice: look');
		person.type('/who').press('tab');
		expect(choices()[0]).toBe(
			'/who [#room] [name] · list who is in a room, or those whose name begins like that',
		);
		person.press('escape', 'ctrl+u').type('/join ').press('tab', 'tab');
		expect(choices()).toEqual(['#general', '#ops 2 unread, 1 for you']);
		expect(person.line).toBe('/join #ops |');
		person.press('escape', 'ctrl+u').type('/na').press('tab');
		expect(choices()).toContain('/names the same as /who');
	});

	test('moves with Tab and the arrows, round and round', () => {
		person.type('al').press('tab');
		expect(person.line).toBe('Alan: |');
		expect(person.press('down').line).toBe('Alba: |');
		expect(person.press('tab').line).toBe('Alan: |');
		expect(person.press('up').line).toBe('Alba: |');
		expect(person.press('shift+tab').line).toBe('Alan: |');
	});

	test('takes the choice with Enter, which sends nothing, or with what is typed on', () => {
		person.type('al').press('tab', 'enter');
		expect([person.line, person.sent, person.screen.asking]).toEqual(['Alan: |', [], undefined]);
		person.press('ctrl+u').type('al').press('tab').type('hi').press('enter');
		expect(person.sent).toMatchObject([{msg: 'Alan: hi'}]);
	});

	test('gives back with Esc what stood there, and nothing is left of it for undo', () => {
		person.type('ask al').press('tab', 'tab', 'escape');
		expect([person.line, person.screen.asking]).toEqual(['ask al|', undefined]);
		person.press('ctrl+_');
		expect(person.line).toBe('ask |');
	});

	test('closes for any other key, which does what it always does', () => {
		person.type('al').press('tab', 'ctrl+a');
		expect([person.line, person.screen.asking]).toEqual(['|Alan: ', undefined]);
		person.press('ctrl+e', 'ctrl+u').type('al').press('tab', 'ctrl+n');
		expect([person.state.current, person.screen.asking]).toEqual(['ops', undefined]);
	});

	test('has settings and their values, and one’s own aliases', () => {
		const {preferences} = person.screen;
		person.screen = {...person.screen, preferences: {...preferences, aliases: {hug: '/me hugs $1'}}};
		person.type('/hu').press('tab');
		expect(person.line).toBe('/hug |');
		person.press('ctrl+u').type('/set sidebar.si').press('tab');
		expect(person.line).toBe('/set sidebar.side |');
		person.press('tab');
		expect(choices()).toEqual(['left', 'right', 'default']);
		person.press('escape', 'ctrl+u').type('/set sidebar.').press('tab');
		expect(choices()[1]).toBe('sidebar.side left · where the sidebar stands');
	});
});

describe('signs', () => {
	const loaded = (completes?: 1 | -1): Person => person.news({type: 'signs', signs: allSigns, completes});

	test('each have names, and each name one sign, which can stand under a message, too', () => {
		const names = allSigns.map(({name}) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(allSigns.map(({sign}) => sign)).size).toBeGreaterThan(1900);
		expect(allSigns.filter(({name, sign}) => !isReaction(sign) || !/^[a-z0-9_+-]+$/.test(name))).toEqual([]);
		const signOf = (name: string): unknown => allSigns.find(one => one.name === name)?.sign;
		expect(['smile', 'heart', '+1', 'pirate_flag', 'de', 'one'].map(signOf)).toEqual([
			'😄',
			'❤️',
			'👍',
			'🏴‍☠️',
			'🇩🇪',
			'1️⃣',
		]);
	});

	test('are loaded with the first colon, and a completion waits for them', () => {
		person.type('well:');
		expect(person.done('loadSigns')).toEqual([{type: 'loadSigns', completes: undefined}]);
		person.type(' :tad').press('tab');
		expect(person.done('loadSigns').at(-1)).toEqual({type: 'loadSigns', completes: 1});
		expect(person.line).toBe('well: :tad|');
		loaded(1);
		expect(person.line).toBe('well: 🎉 |');
		const {length} = person.done('loadSigns');
		person.type(':tad').press('tab');
		expect(person.done('loadSigns')).toHaveLength(length);
	});

	test('are found by their beginning, then within, under all their names', () => {
		loaded().type(':thumbs').press('tab');
		expect(choices().slice(0, 2)).toEqual(['👍 :thumbsup: :+1: :yes:', '👎 :thumbsdown: :-1: :no:']);
		person.press('escape', 'ctrl+u').type(':_flag').press('tab');
		expect(choices()[0]).toMatch(/:\w+_flag\w*:/);
	});

	test('take the place of a name that is whole, and undo brings the name back', () => {
		loaded().type('good :tada:');
		expect(person.line).toBe('good 🎉|');
		person.press('ctrl+_');
		expect(person.line).toBe('good :tada:|');
		person.type(' yes');
		expect(person.line).toBe('good :tada: yes|');
	});

	test('are none in the middle of a word, in times, and in code', () => {
		loaded();
		const typed = (text: string): string => {
			person.press('ctrl+c');
			for (const letter of text) {
				if (letter === '\n') person.press('alt+enter');
				else person.type(letter);
			}
			return person.screen.editor.text;
		};
		for (const text of ['10:30:', 'a:heart:', 'std::heart::', '`x :heart:', '```\n:heart:', ':no_such_sign:'])
			expect(typed(text)).toBe(text);
		expect(typed('`x` :heart:')).toBe('`x` ❤️');
	});
});
