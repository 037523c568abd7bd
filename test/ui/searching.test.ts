import {beforeEach, describe, expect, test} from 'vitest';
import type {EventOf} from '../../source/protocol/messages.ts';
import type {Searching} from '../../source/ui/opened.ts';
import {searchInput, searchRows} from '../../source/ui/overlays/search.ts';
import {Person} from './person.ts';
import {clockTime, colour, mono, utc} from './rooms.ts';
import {drawn} from './samples.ts';

type Message = EventOf<'message'>;

const says = (seq: number, room: string, id: string, msg: string): Message => ({
	type: 'message',
	room,
	seq,
	id,
	msg,
	ts: clockTime('14:02') + seq * 60_000,
});

const found = [
	says(9, '@Alice', 'Dana', 'The greenhouse\nis yours'),
	says(7, 'ops', 'Bob', `All ${'very '.repeat(20)}GREEN now, and so on and so forth until the row ends`),
	says(3, 'general', 'Carol', 'Überall grün, and the build is green'),
];

let person: Person;
beforeEach(() => {
	person = new Person();
});

const overlay = (): Searching => {
	expect(person.screen.overlay?.type).toBe('search');
	return person.screen.overlay as Searching;
};

const answer = (messages: readonly Message[], more?: string): Person =>
	person.news({type: 'found', id: overlay().id, found: messages, more});

describe('a search', () => {
	test('asks as one types, what is typed last, and nothing for nothing', () => {
		person.press('ctrl+f').type(' ').type('green').type(' in:#ops').press('ctrl+u');
		expect(person.done('search').map(({asked, waits}) => ({...asked, waits}))).toEqual([
			{text: 'green', waits: true},
			{text: 'green', room: 'ops', waits: true},
		]);
		expect(overlay()).toMatchObject({standing: 'idle', found: []});
	});

	test('completes rooms and names behind a condition', () => {
		person.press('ctrl+f').type('green in:o').press('tab').type('from:bo').press('tab');
		expect(person.done('search').at(-1)?.asked).toEqual({text: 'green', room: 'ops', from: 'Bob'});
	});

	test('begins at the first result of each new question', () => {
		person.press('ctrl+f').type('green');
		answer(found).press('down', 'down').type('s');
		expect(answer(found).screen.overlay).toMatchObject({chosen: 0, query: {text: 'greens'}});
	});

	test('by /search asks at once', () => {
		person.type('/search green from:Bob').press('enter');
		expect(person.done('search')).toMatchObject([{asked: {text: 'green', from: 'Bob'}, waits: false}]);
	});

	test('shows the answer to what was asked last, whenever the others come', () => {
		person.press('ctrl+f').type('g');
		const first = overlay().id;
		person.type('r');
		answer(found);
		person.news({type: 'found', id: first, found: [], more: undefined});
		person.news({type: 'searchFailed', id: first, text: 'no'});
		expect(overlay()).toMatchObject({standing: 'done', found});
		person.press('escape').news({type: 'found', id: first, found, more: undefined});
		expect(person.screen.overlay).toBeUndefined();
	});

	test('keeps what was found until the next answer is there', () => {
		person.press('ctrl+f').type('g');
		answer(found).type('r');
		expect(overlay()).toMatchObject({standing: 'searching', found});
		answer([]);
		expect(overlay()).toMatchObject({standing: 'done', found: []});
	});

	test('asks for more near the end, once, and goes on behind what it has', () => {
		const many = Array.from({length: 20}, (_, index) => says(100 - index, 'ops', 'Bob', 'green'));
		person.press('ctrl+f').type('green');
		answer(many, 'm1').press('down');
		expect(person.done('search')).toHaveLength(1);
		for (let times = 0; times < 12; times++) person.press('down');
		expect(person.done('search').slice(1)).toMatchObject([
			{more: 'm1', asked: {text: 'green'}, waits: false},
		]);
		answer(found);
		expect(overlay()).toMatchObject({
			found: [...many, ...found],
			chosen: 13,
			more: undefined,
			standing: 'done',
		});
	});

	test.each([
		['before:yesterday x', 'before: takes a date'],
		['in:#a/b x', 'That room name is not allowed'],
	])('of %j says what is wrong with it', (typed, text) => {
		person.press('ctrl+f').type(typed);
		expect(overlay()).toMatchObject({standing: 'failed', trouble: expect.stringMatching(text.slice(0, 7))});
		expect(person.done('search')).toEqual([]);
	});

	test('says so without a link, and asks again by Enter', () => {
		const {link} = person.state;
		person.state = {...person.state, link: {type: 'connecting'}};
		person.press('ctrl+f').type('green');
		expect(overlay().trouble).toContain('You are offline');
		person.state = {...person.state, link};
		person.press('enter');
		expect(person.done('search')).toHaveLength(1);
	});
});

describe('going to what was found', () => {
	const goTo = (index: number, messages = found): Person => {
		person.type('half').press('ctrl+f').type('green');
		answer(messages);
		for (let times = 0; times < index; times++) person.press('down');
		return person.press('enter');
	};

	test('shows it in its room with what is around it, marked; Esc returns with what was half written', () => {
		const seq = person.hear('ops', 'Bob', 'GREEN');
		for (let number = 0; number < 100; number++) person.hear('ops', 'Bob', `later ${number}`);
		goTo(1, [found[0]!, {...found[1]!, seq}]);
		expect(person.state.current).toBe('ops');
		expect(person.screen.picked?.seq).toBe(seq);
		expect(person.shown.join('\n')).toContain('GREEN');
		expect(person.state.following).toBe(false);
		person.press('escape');
		expect(person.state.current).toBe('general');
		expect(person.screen.editor.text).toBe('half');
		expect(person.screen.places.get('ops')).toEqual({at: 'bottom'});
		expect(person.state.following).toBe(true);
	});

	test('twice in one room still leaves that room where one had read before', () => {
		const seqs = Array.from({length: 200}, (_, number) => person.hear('ops', 'Bob', `green ${number}`));
		person.press('ctrl+n', 'pageup', 'pageup');
		const before = person.screen.places.get('ops');
		expect(before).toMatchObject({at: 'row'});
		person.press('ctrl+p');
		goTo(0, [{...found[1]!, seq: seqs[20]!}]);
		goTo(0, [{...found[1]!, seq: seqs[90]!}]).press('escape');
		expect(person.state.current).toBe('general');
		expect(person.screen.places.get('ops')).toEqual(before);
	});

	test('opens the conversation that a direct message belongs to', () => {
		goTo(0);
		expect(person.state.current).toBe('@dana');
		expect(person.done('visit')).toEqual([{type: 'visit', target: '@Dana', seq: 9, joins: false}]);
	});

	test('enters a room that one is not in', () => {
		person.press('ctrl+f').type('green');
		answer([says(5, 'dev', 'Bob', 'green')]).press('enter');
		expect(person.done('visit')).toEqual([{type: 'visit', target: 'dev', seq: 5, joins: true}]);
	});

	test('stays where one is when that room cannot be entered', () => {
		person.type('half').press('ctrl+f').type('green');
		answer([says(5, 'dev', 'Bob', 'green')]).press('enter');
		person.news({type: 'told', text: 'That room is full.', tone: 'error'});
		person.news({type: 'visited', key: 'dev', seq: 5});
		expect(person.state.current).toBe('general');
		expect(person.state.following).toBe(true);
		expect(person.screen).toMatchObject({origin: undefined, picked: undefined, hint: {tone: 'error'}});
		expect(person.screen.editor.text).toBe('half');
	});

	test('leaves the results, for the next one', () => {
		goTo(1).press('escape', 'ctrl+f');
		expect(overlay()).toMatchObject({found, chosen: 1});
		expect(person.press('down').type('s').screen.overlay).toMatchObject({query: {text: 'greens'}});
		goTo(1).press('escape', 'ctrl+f').type('another');
		expect(overlay().query.text).toBe('another');
	});
});

describe('its look', () => {
	const searching = (more: Partial<Searching> = {}): Searching => {
		person.press('ctrl+f').type('green');
		answer(found);
		return {...overlay(), ...more};
	};
	const draw = (width: number, height: number, more: Partial<Searching> = {}): string => {
		const one = searching(more);
		return drawn(searchRows({searching: one, state: person.state, width, height, theme: mono, clock: utc}));
	};

	test('beside a sidebar on a screen of 100x24', () => {
		expect(draw(79, 10, {chosen: 1})).toMatchInlineSnapshot(`
			"
			 Find: green
			   @Dana  Dana  Thu 19 November 14:11
			     The greenhouse is yours
			 › #ops  Bob  Thu 19 November 14:09
			     …ery very very very very GREEN now, and so on and so forth until the row…
			   #general  Carol  Thu 19 November 14:05
			     Überall grün, and the build is green


			 Enter goes there · Esc closes · 3 messages
			"
		`);
	});

	test('on a screen of 40x10', () => {
		expect(draw(40, 7)).toMatchInlineSnapshot(`
			"
			 Find: green
			 › @Dana  Dana  Thu 19 November 14:11
			     The greenhouse is yours
			   #ops  Bob  Thu 19 November 14:09
			     … very very GREEN now, and so on …

			 Enter goes there · Esc closes
			"
		`);
	});

	test.each<[string, Partial<Searching>, string, string]>([
		['nothing asked', {found: [], standing: 'idle'}, ' Words, each by its beginning, and if', ' Esc closes'],
		['nothing found', {found: [], standing: 'done'}, ' Nothing was found.', ' Esc closes'],
		['on its way', {found: [], standing: 'searching'}, ' searching …', ' Esc closes'],
		['failed', {found: [], standing: 'failed', trouble: 'It broke.'}, ' ! It broke.', ' Esc closes'],
		['more failed', {standing: 'failed', trouble: 'It broke.'}, ' › @Dana', ' ! It broke.'],
		['more to come', {more: 'm'}, ' › @Dana', ' Enter goes there · Esc closes · 3 messages, more below'],
	])('says when there is %s', (_, more, first, last) => {
		const rows = draw(60, 5, more).split('\n').slice(1, -1);
		expect(rows).toHaveLength(5);
		expect(rows[1]!.startsWith(first)).toBe(true);
		expect(rows.at(-1)).toBe(last);
	});

	test('shows what was found as it reads by now, where that is known', () => {
		person.receive(
			says(1, 'general', 'Carol', 'the build is green'),
			says(2, 'general', 'Carol', 'green, too'),
			{type: 'edit', room: 'general', seq: 3, ref: 1, id: 'Carol', msg: 'green at last', ts: 0},
			{type: 'delete', room: 'general', seq: 4, ref: 2, id: 'Carol', ts: 0},
		);
		const rows = draw(60, 8, {found: [says(1, 'general', 'Carol', 'x'), says(2, 'general', 'Carol', 'x')]});
		expect(rows).toContain('green at last');
		expect(rows).toContain('     deleted\n');
		expect(rows).not.toContain('green, too');
	});

	test('has all of what is wrong on a narrow screen', () => {
		const rows = draw(30, 6, {
			found: [],
			standing: 'failed',
			trouble: 'A sentence that is longer than a row.',
		});
		expect(rows).toContain(' ! A sentence that is longer\n than a row.\n');
	});

	test('marks what was looked for, with colours and without', () => {
		const one = searching();
		for (const theme of [mono, colour]) {
			const rows = searchRows({searching: one, state: person.state, width: 60, height: 9, theme, clock: utc});
			expect(rows.join('\n')).toContain(theme.paint('found', 'green'));
			expect(theme.paint('found', 'green')).toContain('\u001b[4m');
		}
	});

	test('keeps the cursor in sight of a long query', () => {
		person.press('ctrl+f').type('long '.repeat(30));
		const {text, column} = searchInput(overlay(), 40);
		expect(text.length).toBe(40);
		expect(column).toBeLessThan(40);
	});
});
