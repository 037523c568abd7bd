import {beforeEach, describe, expect, test} from 'vitest';
import {type Destination, destinations} from '../../source/ui/destinations.ts';
import type {RoomPicker} from '../../source/ui/opened.ts';
import {destinationAt, pickerRows} from '../../source/ui/overlays/room-picker.ts';
import {columns} from '../../source/ui/wrap.ts';
import {entered, Person} from './person.ts';
import {colour, mono} from './rooms.ts';
import {plain} from './samples.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

const listed = [
	{room: 'design', members: 12, topic: 'Screens and drawings'},
	{room: 'desk', members: 30, desk: true as const},
	{room: 'ops', members: 2},
];

const names = (found: readonly Destination[]): string[] => found.map(({name}) => name);
const look = (query: string): string[] => names(destinations(person.state, listed, query));

const picker = (): RoomPicker => {
	const {overlay} = person.screen;
	return overlay?.type === 'rooms' ? overlay : expect.fail('the picker is not open');
};

const drawn = (width: number, height: number): string[] =>
	pickerRows({picker: picker(), state: person.state, width, height, theme: mono}).map(row =>
		plain(row).trimEnd(),
	);

describe('what one can go to', () => {
	test('begins with mentions, then what is new, then the newest; the room on the screen comes last', () => {
		person.receive(...['a', 'b', 'c', 'd'].flatMap(room => entered(room, 'Alice', 'Bob')));
		person.now = 5;
		person.hear('d', 'Bob', 'hm');
		person.press('alt+5').press('alt+1');
		person.now = 6;
		person.hear('c', 'Bob', 'news');
		person.hear('b', 'Bob', 'Alice!');
		person.change({type: 'wish', target: 'a', wish: {level: 'nothing'}});
		person.hear('a', 'Bob', 'Alice!');
		expect(look('')).toEqual(['#b', '#c', '#a', '#d', '#ops', '#general', '#desk', '#design']);
	});

	test('is found by letters of its name, the best first, what one is in before what is as good', () => {
		person.receive(...entered('devops', 'Alice'), ...entered('sopranos', 'Alice'));
		expect(look('ops')).toEqual(['#ops', '#devops', '#sopranos']);
		expect(look('dsn')).toEqual(['#design', '#dsn']);
		expect(look('#al')).toEqual(['#general', '#al']);
	});

	test('is people, too, and only them behind an @; never oneself, nor somebody twice', () => {
		person.hear('@Alice', 'Bob', 'psst');
		expect(look('@')).toEqual(['@Bob', '@Alan', '@Carol']);
		expect(look('bo')).toEqual(['@Bob', '#bo']);
		expect(look('ca')).toEqual(['@Carol', '#ca']);
		expect(look('alice')).toEqual(['#alice']);
	});

	test('is found by the topic where no name is like it', () => {
		expect(look('drawing')).toEqual(['#design', '#drawing']);
	});

	test('is made where it is a name that no room has', () => {
		expect(look('OPS')).toEqual(['#ops']);
		expect(look('a b')).toEqual([]);
		expect(look('@zzz')).toEqual([]);
	});

	test('says which letters were meant', () => {
		const [first] = destinations(person.state, [], '#gnl');
		expect(first).toMatchObject({name: '#general', matched: [1, 3, 7]});
	});
});

describe('the picker', () => {
	test('asks the server for its rooms once it opens, and not while there is no link', () => {
		person.press('ctrl+k');
		expect(person.done('listRooms')).toHaveLength(1);
		const offline = new Person();
		offline.change({type: 'link', link: {type: 'connecting'}}).press('ctrl+k');
		expect(offline.done('listRooms')).toHaveLength(0);
		expect(offline.screen.overlay?.type).toBe('rooms');
	});

	test('says of each what there is to know', () => {
		person.receive(
			{type: 'status', id: 'Carol', away: 'lunch'},
			{
				type: 'topic',
				room: 'general',
				id: 'Bob',
				topic: 'Release planning',
				ts: 0,
			},
		);
		person.hear('ops', 'Carol', 'Alice?');
		person.hear('@Alice', 'Carol', 'psst');
		person.change({type: 'wish', target: 'general', wish: {level: 'nothing'}});
		person.press('ctrl+k').news({type: 'listed', rooms: listed, like: undefined, isPart: false});
		expect(drawn(64, 9)).toEqual([
			' Go to:',
			' › #ops      1 for you',
			'   @Carol    1 for you · away: lunch',
			'   #general  × muted · here · Release planning',
			'   #desk     not joined · 30 people · help desk',
			'   #design   not joined · 12 people · Screens and drawings',
			'',
			'',
			' Enter opens · Esc closes',
		]);
		expect(drawn(30, 5)).toEqual([
			' Go to:',
			' › #ops      1 for you',
			'   @Carol    1 for you · away…',
			'   #general  × muted · here ·…',
			' Enter opens · Esc closes',
		]);
	});

	test('draws no row wider than it has, and marks letters by more than colour', () => {
		person.receive(...entered('東京開発', 'Alice'), ...entered('x'.repeat(32), 'Alice'));
		person.press('ctrl+k');
		for (const query of ['', '東', 'x', 'zzz', 'y'.repeat(300)]) {
			person.press('ctrl+u').type(query);
			for (const width of [30, 41, 80]) {
				const rows = pickerRows({picker: picker(), state: person.state, width, height: 8, theme: colour});
				expect(rows).toHaveLength(8);
				for (const row of rows) expect(columns(plain(row))).toBeLessThanOrEqual(width);
			}
		}
		person.press('ctrl+u').type('東');
		const [, first] = pickerRows({picker: picker(), state: person.state, width: 40, height: 8, theme: mono});
		expect(first).toContain(mono.paint('found', '東'));
	});

	test('goes where it leads: opens, writes to somebody, enters, or makes', () => {
		person.press('ctrl+k').type('op').press('enter');
		expect(person.state.current).toBe('ops');
		expect(person.screen.overlay).toBeUndefined();
		person.press('ctrl+k').type('alan').press('enter');
		expect(person.state.current).toBe('@alan');
		person
			.press('ctrl+k')
			.news({type: 'listed', rooms: listed, like: undefined, isPart: false})
			.type('desig')
			.press('enter');
		person.press('ctrl+k').type('new').press('enter');
		expect(person.sent).toEqual([
			{type: 'join', room: 'design', nonce: 'n1'},
			{type: 'join', room: 'new', nonce: 'n2'},
		]);
	});

	test('moves nothing under the finger when something comes in', () => {
		person.press('ctrl+k').press('down');
		expect(drawn(40, 6)[2]).toBe(' › #general  here');
		person.hear('ops', 'Carol', 'Alice!');
		person.receive(...entered('aaa', 'Alice'));
		person.news({type: 'listed', rooms: listed, like: undefined, isPart: false});
		expect(drawn(40, 6).slice(1, 3)).toEqual(['   #ops      1 for you', ' › #general  here']);
		person.press('enter');
		expect(person.state.current).toBe('general');
	});

	test('keeps what is chosen when the rooms of the server come late', () => {
		person.press('ctrl+k').type('ne');
		expect(drawn(40, 6)[1]).toContain('#general');
		person.news({type: 'listed', rooms: [{room: 'ne', members: 1}], like: undefined, isPart: false});
		expect(drawn(40, 6).find(row => row.startsWith(' ›'))).toContain('#general');
	});

	test('scrolls with what is chosen, by keys and pages', () => {
		person.receive(...Array.from({length: 40}, (_, number) => entered(`room${number}`, 'Alice')).flat());
		person.press('ctrl+k', 'pagedown', 'pagedown');
		expect(drawn(40, 7).some(row => row.startsWith(' ›'))).toBe(true);
		for (let row = 0; row < 7; row++) {
			const place = destinationAt(picker(), 7, row);
			if (place === undefined) expect([0, 6]).toContain(row);
			else expect(drawn(40, 7)[row]).toContain(destinations(picker().as, [], '')[place]!.name);
		}
		person.press('pageup', 'pageup', 'pageup');
		expect(drawn(40, 7)[1]).toMatch(/^ ›/);
	});
});
