import {beforeEach, describe, expect, test} from 'vitest';
import {usualKeys} from '../../source/ui/keymap.ts';
import type {PersonCard} from '../../source/ui/opened.ts';
import {cardRows} from '../../source/ui/overlays/person.ts';
import {asItIs} from '../../source/ui/substitutes.ts';
import {columns} from '../../source/ui/wrap.ts';
import {Person} from './person.ts';
import {clockTime, mono, texts, utc} from './rooms.ts';
import {plain} from './samples.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
	person.now = clockTime('14:05');
});

const card = (): PersonCard => {
	const {overlay} = person.screen;
	return overlay?.type === 'person' ? overlay : expect.fail('no card is open');
};

const drawn = (width = 60, height = 8): string[] => {
	const appearance = {theme: mono, clock: utc, keys: usualKeys, fit: asItIs, texts};
	const rows = cardRows({card: card(), state: person.state, appearance, now: person.now, width, height});
	expect(rows).toHaveLength(height);
	for (const row of rows) expect(columns(plain(row))).toBeLessThanOrEqual(width);
	return rows.map(row => plain(row).trimEnd());
};

const answer = {type: 'whois', id: 'Bob', since: clockTime('11:04'), rooms: ['general', 'secret']} as const;

describe('a person’s card', () => {
	test('tells what the server says of them, and what they said last here', () => {
		person.hear('general', 'Bob', 'first');
		person.hear('general', 'Bob', 'shall we\nship?');
		person.hear('general', 'Alan', 'yes');
		person.type('/whois bob').press('enter');
		expect(person.done('whois')).toEqual([{type: 'whois', id: 'bob'}]);
		person.news({
			type: 'introduced',
			id: 'bob',
			answer: {...answer, rooms: [...answer.rooms], away: 'lunch', operator: true, address: '10.0.0.7'},
			trouble: '',
		});
		expect(drawn(60, 9)).toEqual([
			' Bob',
			' ○ away: lunch',
			' is          an operator',
			' here since  11:04, for 3 hours',
			' both in     #general',
			' also in     #secret',
			' said last   14:05  shall we ship?',
			' from        10.0.0.7',
			' Enter writes to them · i ignores · Esc closes',
		]);
	});

	test('tells what is known while nobody is asked, and who cannot be found', () => {
		person
			.change({type: 'link', link: {type: 'connecting'}})
			.type('/whois Carol')
			.press('enter');
		expect(person.done('whois')).toEqual([]);
		expect(drawn(40, 5)).toEqual([
			' Carol',
			' ● online',
			' both in  #ops',
			'',
			' Enter writes · i ignores · Esc closes',
		]);
		const other = new Person();
		other.type('/whois Zoe').press('enter');
		person = other;
		expect(drawn()[1]).toBe(' asking …');
		person.news({type: 'introduced', id: 'Zoe', answer: undefined, trouble: 'Nobody with that id.'});
		expect(drawn()[1]).toBe(' ✗ Nobody with that id.');
	});

	test('opens for the author of a picked message, and only for them', () => {
		person.hear('general', 'Bob', 'look');
		person.press('alt+up').type('w');
		expect(card().id).toBe('Bob');
		person.news({type: 'introduced', id: 'Carol', answer: undefined, trouble: 'late'});
		expect(card().standing).toBe('asking');
		person.press('escape');
		expect(person.screen.overlay).toBeUndefined();
		expect(person.screen.picked).toBeDefined();
	});

	test('leads to a conversation, and ignores and reads again', () => {
		person.type('/whois Bob').press('enter').type('i');
		expect(person.done('ignore')).toEqual([{type: 'ignore', id: 'Bob', on: true}]);
		person.change({type: 'ignore', id: 'Bob', on: true});
		expect(drawn(60, 8)).toContain(' × You read nothing of them.');
		expect(drawn(60, 8).at(-1)).toBe(' Enter writes to them · i reads them again · Esc closes');
		person.type('i');
		expect(person.done('ignore').at(-1)).toEqual({type: 'ignore', id: 'Bob', on: false});
		person.press('enter');
		expect(person.state.current).toBe('@bob');
		expect(person.screen.overlay).toBeUndefined();
	});

	test('of oneself offers nothing', () => {
		person.type('/whois Alice').press('enter');
		expect(drawn(30, 5)).toEqual([' Alice  you', ' ● online', ' in  #general, #ops', '', ' Esc closes']);
		person.type('i').press('enter');
		expect(person.done('ignore')).toEqual([]);
		expect(person.state.current).toBe('general');
	});

	test('shows every row of it on the smallest screen, and nothing that could touch the terminal', () => {
		person.type('/whois Bob').press('enter');
		person.news({
			type: 'introduced',
			id: 'Bob',
			answer: {...answer, rooms: ['general'], away: '\u001b[2J東京 '.repeat(20)},
			trouble: '',
		});
		const seen = new Set<string>();
		for (let row = 0; row < 15; row++) {
			for (const text of drawn(30, 5)) seen.add(text);
			person.press('down');
		}
		expect(seen).toContain(' i ignores · Esc closes');
		expect([...seen].join('\n')).toContain('here since  11:04');
		expect([...seen].join('')).not.toContain('\u001b');
		for (let row = 0; row < 20; row++) person.press('up');
		expect(drawn(30, 5)[0]).toBe(' Bob');
	});
});
