import fc from 'fast-check';
import {beforeEach, describe, expect, test} from 'vitest';
import {prepend} from '../../source/client/log.ts';
import type {EntryEvent, HistoryPage, Line, Room} from '../../source/client/state.ts';
import {placeIn} from '../../source/ui/screen.ts';
import {
	inSight,
	isAtEnd,
	landing,
	type PaneInput,
	type Place,
	pane,
	scroll,
	span,
} from '../../source/ui/view.ts';
import {entered, Person} from './person.ts';
import {paneOf, roomOf, says} from './rooms.ts';
import {plain} from './samples.ts';

const bottom: Place = {at: 'bottom'};

const message = (seq: number): EntryEvent => ({
	type: 'message',
	room: 'general',
	seq,
	id: seq % 3 === 0 ? 'Carol' : 'Bob',
	msg: `line ${seq}`,
	ts: seq * 1000,
});

const pageOf = (from: number, to: number, more: Partial<HistoryPage> = {}): HistoryPage => ({
	list: Array.from({length: to - from + 1}, (_, index) => message(from + index)),
	first: from === 1,
	last: false,
	...more,
});

let person: Person;

/** In a room of a thousand messages, of which the newest hundred are held. */
beforeEach(() => {
	person = new Person();
	person.receive(
		{type: 'room', room: 'general', members: 1},
		...(pageOf(901, 1000).list as Array<EntryEvent & {type: 'message'}>),
		{type: 'live', room: 'general', seq: 1000},
	);
	person.effects = [];
});

const shownLines = (): number[] =>
	person.shown.flatMap(row => [...row.matchAll(/line (\d+)/g)].map(found => Number(found[1])));

describe('scrolling up', () => {
	test('asks for older messages before the last one that is held, and for one page at a time', () => {
		person.press('pageup', 'pageup');
		expect(person.done('load')).toEqual([]);
		person.press('pageup', 'pageup', 'pageup', 'pageup');
		expect(person.done('load')).toEqual([{type: 'load', target: 'general', way: 'older'}]);
	});

	test('goes on where one was when they are there, to the first message ever', () => {
		let top = shownLines()[0]!;
		let oldest = 901;
		for (let pages = 0; pages < 200 && oldest > 1; pages++) {
			person.press('pageup');
			expect(shownLines()[0]).toBeLessThanOrEqual(top);
			expect(shownLines().length).toBeGreaterThan(15);
			const before = person.shown.slice(3);
			if (person.screen.loading.has('general')) {
				person.change({type: 'older', target: 'general', page: pageOf(oldest - 100, oldest - 1)});
				oldest -= 100;
				person.news({type: 'loaded', key: 'general', more: oldest > 1});
			}
			expect(person.shown.slice(3)).toEqual(before);
			top = shownLines()[0]!;
		}
		for (let pages = 0; pages < 10; pages++) person.press('pageup');
		expect(oldest).toBe(1);
		expect(person.shown[0]).toBe(' This is where #general begins.');
		expect(shownLines()[0]).toBe(1);
		expect(person.screen.loading.size).toBe(0);
	});

	test('asks nothing while there is no link, and goes on once there is', () => {
		const {link} = person.state;
		person.state = {...person.state, link: {type: 'connecting'}};
		for (let pages = 0; pages < 8; pages++) person.press('pageup');
		expect(person.done('load')).toEqual([]);
		person.state = {...person.state, link};
		expect(person.press('pageup').done('load')).toHaveLength(1);
	});
});

describe('a jump to what is not held', () => {
	const jump = (): void => {
		person.type('half').press('alt+home');
	};

	test('goes there, is no end that anything sticks to, and loads on both sides', () => {
		jump();
		expect(person.done('visit')).toEqual([{type: 'visit', target: 'general', seq: 1, joins: false}]);
		person.change({type: 'visit', target: 'general', seq: 1, page: pageOf(1, 100)});
		person.news({type: 'visited', key: 'general', seq: 1});
		expect(person.shown[0]).toBe(' This is where #general begins.');
		expect(shownLines()[0]).toBe(1);
		expect(person.state.following).toBe(false);
		for (let pages = 0; pages < 4; pages++) person.press('pagedown');
		expect(person.done('load')).toEqual([{type: 'load', target: 'general', way: 'newer'}]);
		const before = person.shown;
		person.change({type: 'widen', target: 'general', side: 'newer', page: pageOf(101, 200)});
		person.news({type: 'loaded', key: 'general', more: true});
		expect(person.shown).toEqual(before);
	});

	test('is not ended by picking below its last message', () => {
		jump();
		person.change({type: 'visit', target: 'general', seq: 1, page: pageOf(1, 5)});
		person.news({type: 'visited', key: 'general', seq: 1});
		for (let times = 0; times < 7; times++) person.press('alt+up', 'alt+down');
		expect(person.screen.picked?.seq).toBe(5);
		expect(person.state.rooms.get('general')?.visit).toBeDefined();
		expect(person.state.following).toBe(false);
	});

	test('is ended by Esc, back where one was, with what was half written', () => {
		person.press('pageup');
		const before = person.shown;
		jump();
		person.change({type: 'visit', target: 'general', seq: 1, page: pageOf(1, 100)});
		person.news({type: 'visited', key: 'general', seq: 1}).press('pagedown', 'escape');
		expect(person.state.rooms.get('general')?.visit).toBeUndefined();
		expect(person.shown).toEqual(before);
		expect(person.screen.editor.text).toBe('half');
	});

	test('that is taken back before it arrives does not happen', () => {
		jump();
		person.press('escape');
		person.change({type: 'visit', target: 'general', seq: 1, page: pageOf(1, 100)});
		person.news({type: 'visited', key: 'general', seq: 1});
		expect(person.state.rooms.get('general')?.visit).toBeUndefined();
		expect(person.screen.places.get('general')).toEqual(bottom);
		expect(shownLines().at(-1)).toBe(1000);
	});

	test('that is followed by another one leaves that alone', () => {
		jump();
		person.press('ctrl+f').type('x');
		const {id} = person.done('search')[0]!;
		const found = {...message(500), type: 'message' as const, msg: 'x'};
		person.news({type: 'found', id, found: [found], more: undefined}).press('enter');
		person.news({type: 'visited', key: 'general', seq: 1});
		expect(person.done('endVisit')).toEqual([]);
		expect(person.screen.origin?.seq).toBe(500);
		person.change({type: 'visit', target: 'general', seq: 500, page: pageOf(451, 550)});
		person.news({type: 'visited', key: 'general', seq: 500});
		expect(shownLines()).toContain(500);
		expect(person.press('escape').screen.editor.text).toBe('half');
		expect(shownLines().at(-1)).toBe(1000);
	});

	test('and one from there into another room: Esc goes back to the first place, and leaves nothing behind', () => {
		jump();
		person.change({type: 'visit', target: 'general', seq: 1, page: pageOf(1, 100)});
		person.news({type: 'visited', key: 'general', seq: 1});
		person.press('ctrl+f').type('x');
		const {id} = person.done('search').at(-1)!;
		const found = {...message(700), type: 'message' as const, room: 'ops', msg: 'x'};
		person.news({type: 'found', id, found: [found], more: undefined}).press('enter');
		expect(person.state.current).toBe('ops');
		person.change({type: 'visit', target: 'ops', seq: 700, page: pageOf(651, 750)});
		person.news({type: 'visited', key: 'ops', seq: 700}).press('escape');
		expect(person.state.current).toBe('general');
		expect([...person.state.rooms.values()].filter(({visit}) => visit)).toEqual([]);
		expect(person.screen.visits.size).toBe(0);
		expect(shownLines().at(-1)).toBe(1000);
		expect(person.state.following).toBe(true);
	});

	test('that fails ends where one was', () => {
		jump();
		person.news({type: 'visited', key: 'general', seq: 1});
		expect(person.screen.origin).toBeUndefined();
		expect(person.state.following).toBe(true);
		expect(shownLines().at(-1)).toBe(1000);
	});

	test('becomes the room again at the newest message, and when one says something', () => {
		for (const way of ['pagedown', 'enter']) {
			person.press('alt+home');
			person.change({type: 'visit', target: 'general', seq: 1, page: pageOf(990, 1000, {last: true})});
			person.news({type: 'visited', key: 'general', seq: 1});
			expect(person.state.rooms.get('general')?.visit).toBeDefined();
			if (way === 'enter') person.type('x');
			person.press(way);
			expect(person.state.rooms.get('general')?.visit).toBeUndefined();
			expect(person.state.following).toBe(true);
		}
	});
});

test('a room that was emptied tells how to fill it again, and scrolling does', () => {
	person.press('alt+home');
	person.change({type: 'visit', target: 'general', seq: 1, page: pageOf(1, 100)});
	person.news({type: 'visited', key: 'general', seq: 1});
	person.type('/clear').press('enter');
	expect(person.state.rooms.get('general')?.visit).toBeUndefined();
	expect(person.shown.at(-1)).toBe(' Scroll up for what was said before.');
	expect(person.press('pageup').done('load')).toEqual([{type: 'load', target: 'general', way: 'older'}]);
});

describe('Alt+U', () => {
	test('goes to the first unread message when it is held', () => {
		person.press('alt+2');
		for (let seq = 1001; seq <= 1060; seq++) person.receive(message(seq) as EntryEvent & {type: 'message'});
		person.press('alt+1', 'alt+u');
		expect(person.shown[0]).toContain(' new ');
		expect(shownLines()[0]).toBe(1001);
	});

	test('loads the first unread message when it is not', () => {
		person = new Person();
		person.receive(
			{type: 'room', room: 'far', members: 1, read: 500},
			...(pageOf(901, 1000).list.map(event => ({...event, room: 'far'})) as Array<
				EntryEvent & {type: 'message'}
			>),
			{type: 'live', room: 'far', seq: 1000},
		);
		person.press('alt+2', 'alt+u');
		expect(person.done('visit')).toEqual([{type: 'visit', target: 'far', seq: 501, joins: false}]);
		const list = pageOf(451, 550).list.map(event => ({...event, room: 'far'}));
		person.change({type: 'visit', target: 'far', seq: 501, page: pageOf(451, 550, {list})});
		person.news({type: 'visited', key: 'far', seq: 501});
		const at = person.shown.findIndex(row => row.includes(' new '));
		expect(person.shown[at + 1]).toContain('line 501');
		expect(person.screen.picked).toBeUndefined();
	});
});

test('another room keeps its own place while one is at an old part of this one', () => {
	person.receive(...entered('dev', 'Alice'));
	person.press('alt+1', 'alt+home');
	person.change({type: 'visit', target: 'general', seq: 1, page: pageOf(1, 100)});
	person.news({type: 'visited', key: 'general', seq: 1}).press('alt+2', 'alt+1');
	expect(shownLines()[0]).toBe(1);
	expect(person.press('escape').state.rooms.get('general')?.visit).toBeUndefined();
	expect(placeIn(person.screen, 'general')).toEqual(bottom);
});

const anyLines = fc.array(
	fc
		.tuple(fc.constantFrom('Al', 'Bob', 'Wolfeschlegel'), fc.integer({min: 1, max: 9}), fc.nat(3))
		.map(([id, words, days]): Line => says('14:02', id, 'some words '.repeat(words), {days})),
	{minLength: 1, maxLength: 30},
);
const size = {width: fc.integer({min: 20, max: 70}), height: fc.integer({min: 1, max: 12})};

/** Rows of text, with what stands between them left out: that may go when older messages come. */
const texts = (input: PaneInput): Array<string | undefined> =>
	pane(input).rows.map(row => {
		const text = plain(row).slice(input.width < 45 ? 0 : 22);
		return /─|loading|This is/.test(plain(row)) ? undefined : text;
	});

describe('in any room, at any size, whatever is loaded in front', () => {
	test('no row moves that is being read', () => {
		const pages = fc.array(fc.tuple(anyLines, fc.boolean(), fc.boolean()), {maxLength: 5});
		fc.assert(
			fc.property(anyLines, pages, size.width, size.height, fc.nat(40), (lines, more, width, height, up) => {
				let room: Room = roomOf(lines, {complete: false});
				let input = paneOf(room, width, height);
				for (const [older, complete, loading] of more) {
					const place = scroll({...input, room, loading}, -up);
					fc.pre(place.at === 'row');
					input = {...input, room, place, loading};
					const before = texts(input);
					room = {...room, log: prepend(room.log, older), complete};
					const after = texts({...input, room, loading: false});
					before.forEach((row, index) => {
						if (row !== undefined) expect(after[index]).toBe(row);
					});
				}
			}),
			{numRuns: 300},
		);
	});

	test('a loose end is no bottom: what is added there moves nothing', () => {
		fc.assert(
			fc.property(
				anyLines,
				anyLines,
				size.width,
				size.height,
				fc.nat(40),
				(lines, more, width, height, up) => {
					const room = roomOf(lines);
					const input = {...paneOf(room, width, height), loose: true};
					const place = scroll(input, -up);
					expect(place.at).toBe('row');
					const before = texts({...input, place}).filter(row => row !== '');
					const longer = {...input, place, room: roomOf([...lines, ...more])};
					const after = texts(longer).filter(row => row !== '');
					expect(after.slice(0, before.length)).toEqual(before);
					expect(pane({...input, place}).atBottom).toBe(false);
				},
			),
		);
	});

	test('a message that is gone to is in the pane, and one in the pane is not moved for', () => {
		fc.assert(
			fc.property(
				anyLines,
				size.width,
				size.height,
				fc.nat(40),
				fc.nat(29),
				(lines, width, height, up, at) => {
					fc.pre(at < lines.length);
					const input = paneOf(roomOf(lines), width, height);
					const here = {...input, place: scroll(input, -up)};
					for (const place of [landing(here, at), inSight(here, at)]) {
						const {from, to} = span({...here, place});
						expect(at).toBeGreaterThanOrEqual(from);
						expect(at).toBeLessThan(to);
						expect(inSight({...here, place}, at)).toEqual(place);
					}
					expect(isAtEnd({...here, place: bottom})).toBe(true);
				},
			),
		);
	});
});
