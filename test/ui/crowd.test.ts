/** Rooms of thousands on the screen: counted in the sidebar, found by their names, and no line for who comes and goes. */
import {beforeEach, describe, expect, test} from 'vitest';
import {destinations} from '../../source/ui/destinations.ts';
import {drawMenu, menuOf} from '../../source/ui/menus/table.ts';
import type {PeopleList} from '../../source/ui/opened.ts';
import {peoplePage, peopleRows} from '../../source/ui/overlays/people.ts';
import {pickerRows} from '../../source/ui/overlays/room-picker.ts';
import {sidebarItem, sidebarRows} from '../../source/ui/sidebar.ts';
import {columns} from '../../source/ui/wrap.ts';
import {counted} from '../client/said.ts';
import {Person} from './person.ts';
import {colour, mono} from './rooms.ts';
import {plain} from './samples.ts';

let person: Person;

/** In general among 5,012 people, of whom some have spoken, and in ops with Carol. */
beforeEach(() => {
	person = new Person();
	person.receive(counted(5012));
	for (const id of ['zoe', 'Bob', 'Carol', 'Bob']) person.hear('general', id, 'hello');
});

const sidebarInput = (width: number, height: number) =>
	({state: person.state, width, height, theme: colour}) as const;
const sidebar = (width: number, height: number): string[] =>
	sidebarRows(sidebarInput(width, height)).map(row => plain(row).slice(0, width).trimEnd());

const people = (): PeopleList => {
	const {overlay} = person.screen;
	return overlay?.type === 'people' ? overlay : expect.fail('the list of people is not open');
};

const drawn = (width: number, height: number): string[] =>
	peopleRows({list: people(), state: person.state, width, height, theme: mono}).map(row =>
		plain(row).trimEnd(),
	);

const numbered = (from: number, count: number): Array<{id: string}> =>
	Array.from({length: count}, (_, index) => ({id: `guest${String(from + index).padStart(4, '0')}`}));

describe('the sidebar of a crowd', () => {
	test('counts it, and names oneself and whoever spoke lately, by name', () => {
		person.receive({type: 'role', id: 'Carol', role: 'operator', by: 'Root', ts: 0});
		expect(sidebar(24, 11)).toEqual([
			' Rooms',
			' › #general',
			'   #ops',
			'',
			' People 5,012',
			' ●?Alice  you',
			' ●*Carol  op',
			' · Bob',
			' · zoe',
			'   /who finds others',
			'',
		]);
	});

	test('names as many as there is room for, the newest, and moves nobody who speaks again', () => {
		expect(sidebar(16, 9).slice(4)).toEqual(
			[' People 5,012', ' ●?Alice  you', ' · Bob', ' ● Carol', '   /who: others'].map(row =>
				row.slice(0, 16),
			),
		);
		const before = sidebar(16, 10);
		person.hear('general', 'zoe', 'again');
		person.hear('general', 'Bob', 'again');
		expect(sidebar(16, 10)).toEqual(before);
	});

	test('has nobody in it whom one ignores, and oneself once', () => {
		person.change({type: 'ignore', id: 'zoe', on: true});
		person.hear('general', 'Alice', 'me');
		const rows = sidebar(24, 12).join('\n');
		expect(rows).not.toContain('zoe');
		expect(rows.match(/Alice/g)).toHaveLength(1);
	});

	test('leads to the others by a click', () => {
		expect(sidebarItem(sidebarInput(24, 11), 9)).toEqual({type: 'others', room: 'general'});
		person.point(5, 11);
		expect(people()).toMatchObject({room: 'general', standing: 'asking'});
	});

	test('changes one row when the count does, and the messages not at all', () => {
		const [before, shown] = [sidebar(24, 11), person.shown];
		person.receive(counted(5013));
		const after = sidebar(24, 11);
		expect(after.filter((row, index) => row !== before[index])).toEqual([' People 5,013']);
		expect(person.shown).toEqual(shown);
	});
});

describe('/who in a crowd', () => {
	test('lists the first page, and asks for the next one when one comes near its end', () => {
		person.type('/who').press('enter');
		expect(person.done('listPeople')).toMatchObject([{room: 'general', like: undefined, after: undefined}]);
		expect(person.sent).toEqual([]);
		const {id} = people();
		person.news({type: 'people', id, people: numbered(0, peoplePage), total: 5012});
		expect(drawn(60, 6)).toEqual([
			' In #general:',
			' › guest0000',
			'   guest0001',
			'   guest0002',
			'   guest0003',
			' Enter tells who it is · Esc closes · 100 of 5,012',
		]);
		person.press('pagedown', 'pagedown', 'pagedown', 'pagedown', 'pagedown', 'pagedown');
		expect(person.done('listPeople').slice(1)).toMatchObject([{after: 'guest0099', waits: false}]);
		const {chosen} = people();
		person.news({type: 'people', id, people: numbered(100, 20), total: 5012});
		expect(people()).toMatchObject({chosen, hasMore: false});
		expect(people().found).toHaveLength(120);
	});

	test('narrows while one types, keeps what was found till then, and hears no answer to an older question', () => {
		person.type('/who').press('enter');
		const first = people().id;
		person.news({type: 'people', id: first, people: numbered(0, 3), total: 3});
		person.type('guest2').type('5');
		expect(person.done('listPeople').slice(1)).toMatchObject([
			{like: 'guest2', waits: true},
			{like: 'guest25', waits: true},
		]);
		expect(drawn(50, 5)[1]).toBe(' › guest0000');
		person.news({type: 'people', id: first, people: [{id: 'late'}], total: 1});
		expect(people().found).toHaveLength(3);
		person.news({type: 'people', id: people().id, people: [{id: 'guest25', away: 'lunch'}], total: 1});
		expect(drawn(50, 4)).toEqual([
			' In #general: guest25',
			' › guest25  away: lunch',
			'',
			' Enter tells who it is · Esc closes · 1 person',
		]);
		person.press('enter');
		expect(person.screen.overlay).toMatchObject({type: 'person', id: 'guest25'});
	});

	test('begins with the name that is written behind it', () => {
		person.type('/who @gue').press('enter');
		expect(people().query.text).toBe('gue');
		expect(person.done('listPeople')).toMatchObject([{like: 'gue'}]);
		person.news({type: 'people', id: people().id, people: [], total: 0});
		expect(drawn(50, 3)[1]).toBe(' Nobody here has a name that begins like that.');
	});

	test('is a note in a small room, as ever', () => {
		person.type('/who #ops').press('enter');
		expect(person.sent).toMatchObject([{type: 'who', room: 'ops'}]);
	});

	test('says why it found nobody, and draws no row wider than it has', () => {
		person.type('/who').press('enter');
		person.news({type: 'peopleFailed', id: people().id, text: 'The link broke.'});
		expect(drawn(40, 4)[1]).toBe(' ! The link broke.');
		person.press('escape').type('/who').press('enter');
		const list = [{id: 'x'.repeat(32), away: 'y'.repeat(80)}, {id: '東京開発'}];
		person.news({type: 'people', id: people().id, people: list, total: 9000});
		for (const width of [20, 30, 41, 80]) {
			const rows = peopleRows({list: people(), state: person.state, width, height: 8, theme: colour});
			expect(rows).toHaveLength(8);
			for (const row of rows) expect(columns(plain(row))).toBeLessThanOrEqual(width);
		}
		person
			.press('escape')
			.change({type: 'link', link: {type: 'connecting'}})
			.type('/who')
			.press('enter');
		expect(people()).toMatchObject({standing: 'failed'});
	});
});

describe('completing names in a crowd', () => {
	const menu = (): string[] => {
		const snapshot = {
			state: person.state,
			screen: person.screen,
			columns: 100,
			rows: 24,
			now: 0,
			appearance: {theme: colour, keys: {labelFor: () => 'k'}},
		} as never;
		const open = menuOf(snapshot);
		return open ? drawMenu(open, snapshot).map(row => plain(row).trim()) : [];
	};

	test('offers those who spoke at once, and behind them whom the server finds', () => {
		person.hear('general', 'boris', 'hm');
		person.type('bo').press('tab');
		expect(person.line).toBe('boris: |');
		const [asked] = person.done('findPeople');
		expect(asked).toMatchObject({room: 'general', like: 'bo'});
		person.change({type: 'found', ids: ['Bo', 'bob', 'bobby']});
		person.news({...asked!, type: 'peopleFound'});
		expect(person.line).toBe('boris: |');
		expect(
			menu()
				.slice(1)
				.map(row => row.replace(/^› /, '')),
		).toEqual(['boris', 'Bob', 'Bo', 'bobby']);
	});

	test('completes what nobody here has said once the server knows it, unless one has typed on', () => {
		person.type('hi @gue').press('tab');
		const [asked] = person.done('findPeople');
		expect([person.line, asked]).toMatchObject(['hi @gue|', {like: 'gue'}]);
		person.change({type: 'found', ids: ['guest7']});
		person.news({...asked!, type: 'peopleFound'});
		expect(person.line).toBe('hi @guest7 |');
		person.type('@gues').press('tab').press('ctrl+u').type('@o');
		person.news({...person.done('findPeople').at(-1)!, type: 'peopleFound'});
		expect(person.line).toBe('@o|');
	});

	test('asks nothing for commands, rooms and signs, nor in a small room', () => {
		for (const text of ['/wh', '#ge', ':smi', '/join ge', 'hello '])
			person.press('ctrl+u').type(text).press('tab');
		person.press('escape', 'ctrl+u', 'alt+2').type('bo').press('tab');
		expect(person.done('findPeople')).toEqual([]);
	});

	test('knows the name of a command that wants one', () => {
		person.type('/kick gues').press('tab');
		expect(person.done('findPeople')).toMatchObject([{like: 'gues'}]);
		person.type('/who zo').press('escape', 'ctrl+u').type('/who zo').press('tab');
		expect(person.line).toBe('/who zoe |');
	});
});

describe('whoever is named by hand', () => {
	test('can be written to from the picker, also where no list names them', () => {
		const names = (query: string): string[] => destinations(person.state, [], query).map(({name}) => name);
		expect(names('@guest99')).toEqual(['@guest99']);
		expect(names('@carol')).toEqual(['@Carol']);
		expect(names('@alice')).toEqual([]);
		expect(names('@a b')).toEqual([]);
		person.press('ctrl+k').type('@guest99').press('enter');
		expect(person.state.current).toBe('@guest99');
	});

	test('is found by the beginning of their name, and no room is made of it', () => {
		person.press('ctrl+k').type('gue').type('s').type('#');
		const asked = person.done('listPeople');
		expect(asked).toMatchObject([
			{room: 'general', like: 'gue', waits: true},
			{room: 'general', like: 'gues', waits: true},
			{room: 'general', like: 'gues#', waits: true},
		]);
		person.press('backspace');
		const answer = (people: Array<{id: string; away?: string}>) => {
			const {id} = person.done('listPeople').at(-1)!;
			person.news({type: 'people', id, people, total: people.length});
		};
		person.news({type: 'people', id: asked[0]!.id, people: [{id: 'guelph'}], total: 1});
		const rows = (): string[] => {
			const {overlay} = person.screen;
			if (overlay?.type !== 'rooms') return [];
			const input = {picker: overlay, state: person.state, width: 50, height: 6, theme: mono};
			return pickerRows(input).map(row => plain(row).trimEnd());
		};
		expect(rows().slice(0, 2)).toEqual([' Go to: gues', ' › #gues  a new room']);
		answer([{id: 'guest7', away: 'lunch'}, {id: 'guest8'}]);
		expect(rows()).toEqual([
			' Go to: gues',
			' › @guest7  away: lunch',
			'   @guest8  online',
			'   #gues    a new room',
			'',
			' Enter opens a conversation · Esc closes',
		]);
		person.press('ctrl+u').type('@gu');
		expect(rows()[1]).toBe(' › @guest7  away: lunch');
		person.press('ctrl+u').type('@hu');
		expect(rows()[1]).toBe(' › @hu');
		answer([{id: 'huey'}]);
		expect(rows().slice(1, 3)).toEqual([' › @huey  online', '   @hu']);
		person.press('ctrl+u').type('guest');
		answer([{id: 'guest8'}, {id: 'Alice'}]);
		person.press('enter');
		expect(person.state.current).toBe('@guest8');
	});

	test('is not asked for behind a #, nor in small rooms, nor where there is no link', () => {
		person.press('ctrl+k').type('#gue').press('escape');
		person.change({type: 'link', link: {type: 'connecting'}});
		person.press('ctrl+k').type('gue').press('escape');
		const small = new Person();
		small.press('ctrl+k').type('gue');
		expect([...person.done('listPeople'), ...small.done('listPeople')]).toEqual([]);
	});

	test('is asked for, kicked and told things by commands', () => {
		person.type('/kick guest99 noise').press('enter');
		person.type('/msg guest99 hello').press('enter');
		person.type('/whois guest99').press('enter');
		expect(person.sent).toMatchObject([
			{type: 'kick', id: 'guest99'},
			{type: 'say', room: '@guest99'},
		]);
		expect(person.done('whois')).toMatchObject([{id: 'guest99'}]);
	});
});

describe('a server of more rooms than it lists', () => {
	const some = [{room: 'design', members: 12}];

	test('is asked for what is typed, and for nothing where it has listed all', () => {
		person.press('ctrl+k').news({type: 'listed', rooms: some, like: undefined, isPart: false}).type('gre');
		expect(person.done('listRooms')).toHaveLength(1);
		person.press('escape', 'ctrl+k').news({type: 'listed', rooms: some, like: undefined, isPart: true});
		person.type('#gre').type('e').press('ctrl+u').type('@gr');
		expect(person.done('listRooms').slice(2)).toMatchObject([
			{like: 'gre', waits: true},
			{like: 'gree', waits: true},
		]);
	});

	test('adds what it finds, and what is chosen stays', () => {
		person.press('ctrl+k').news({type: 'listed', rooms: some, like: undefined, isPart: true}).type('de');
		person.news({
			type: 'listed',
			rooms: [
				{room: 'design', members: 12},
				{room: 'depot', members: 2},
			],
			like: 'de',
			isPart: false,
		});
		expect(person.screen.overlay).toMatchObject({
			isPart: true,
			listed: [{room: 'design'}, {room: 'depot'}],
		});
		person.press('enter');
		expect(person.sent).toMatchObject([{type: 'join', room: 'design'}]);
	});

	test('leads to what it finds, and makes no room of half a name that found nothing before', () => {
		const listed = (room: string) =>
			({type: 'listed', rooms: [{room, members: 1}], like: 'gre', isPart: false}) as const;
		person.press('ctrl+k').news({type: 'listed', rooms: some, like: undefined, isPart: true}).type('gre');
		person.news(listed('greens')).press('enter');
		expect(person.sent).toMatchObject([{type: 'join', room: 'greens'}]);
		// Whoever has chosen to make it, beside others, makes it.
		person.press('ctrl+k').news({type: 'listed', rooms: some, like: undefined, isPart: true}).type('gre');
		person.news(listed('greens')).press('down');
		person.news(listed('greed')).press('enter');
		expect(person.sent.at(-1)).toMatchObject({type: 'join', room: 'gre'});
	});
});
