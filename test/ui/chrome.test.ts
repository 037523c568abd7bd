import {describe, expect, test} from 'vitest';
import {initialState} from '../../source/client/reduce.ts';
import {newRoom} from '../../source/client/rooms.ts';
import type {MessageLine, Room, State} from '../../source/client/state.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import type {Person} from '../../source/protocol/messages.ts';
import {nameKey} from '../../source/protocol/names.ts';
import {headerRow, ruleRow, sidebarRows, statusRow} from '../../source/ui/chrome.ts';
import {createKeymap, usualKeys} from '../../source/ui/keymap.ts';
import {initialScreen, type Screen} from '../../source/ui/screen.ts';
import {helpKey, type StatusInput} from '../../source/ui/status.ts';
import {colour, roomOf, says, sending, utc} from './rooms.ts';
import {drawn, plain} from './samples.ts';

const members = (people: readonly Person[]): Room['members'] =>
	new Map(people.map(person => [nameKey(person.id), person]));

const general = roomOf([], {
	topic: 'Release planning',
	members: members([{id: 'Dana', away: 'lunch'}, {id: 'Alice'}, {id: 'Root', operator: true}, {id: 'Bob'}]),
});
const talked = roomOf(['one', 'two', 'three'].map(text => says('14:02', 'Dana', text)));
const ops = {...newRoom('ops'), entered: true, log: talked.log};
const dana = {...newRoom('@Dana'), log: roomOf([says('14:02', 'Dana', 'hi')]).log};

const stateOf = (rooms: readonly Room[], more: Partial<State> = {}): State => ({
	...initialState({id: 'Alice'}),
	link: {type: 'online'},
	current: 'general',
	rooms: new Map(rooms.map(room => [room.key, room])),
	...more,
});

const usual = stateOf([general, ops, dana]);

const header = (state: State, width: number, activity = false): string =>
	plain(headerRow({state, address: '127.0.0.1:8082', width, theme: colour, activity}));

const status = (
	state: State,
	width: number,
	more: Partial<Pick<StatusInput, 'newer' | 'hint' | 'quiet' | 'help'>> = {},
): string =>
	plain(
		statusRow({state, width, theme: colour, keys: usualKeys, clock: utc, now: 1_000_000, newer: 0, ...more}),
	);

const sidebar = (state: State, width: number, height: number): string =>
	drawn(sidebarRows({state, width, height, theme: colour}));

describe('the header', () => {
	test.each([
		[80, ' #general  Release planning                             ● 127.0.0.1:8082  Alice '],
		[60, ' #general  Release planning         ● 127.0.0.1:8082  Alice '],
		[40, ' #general  Release planning     ● Alice '],
		[30, ' #general  Release …  ● Alice '],
		[14, ' #general   ● '],
		[8, '#general'],
		[3, '#g…'],
	])('at %i columns', (width, row) => {
		expect(header(usual, width)).toBe(row);
	});

	test('tells of other rooms where there is no sidebar', () => {
		expect(header(usual, 60, true)).toBe(' #general  #ops 3  @Dana 1!  Release planning       ● Alice ');
		expect(header(usual, 40, true)).toBe(' #general  #ops 3  @Dana 1!     ● Alice ');
		expect(header(usual, 28, true)).toBe(' #general  #ops 3  @… 1!  ● ');
	});

	test('says what is special about a room', () => {
		const remark = (more: Partial<Room>): string => header(stateOf([{...general, ...more}]), 30);
		expect(remark({readOnly: true, topic: ''})).toContain('#general (read-only)');
		expect(remark({desk: true, topic: ''})).toContain('#general (help desk)');
		expect(remark({gone: true, topic: ''})).toContain('#general (left)');
		const wishes = new Map([['general', {level: 'nothing'} as const]]);
		expect(header(stateOf([{...general, topic: ''}], {wishes}), 30)).toContain('#general ×');
	});

	test('has a sign for how the connection stands', () => {
		const lost = {type: 'offline', retryAt: 0, error: new ChatError('LOST')} as const;
		expect(header({...usual, link: lost}, 60)).toContain('◌ 127.0.0.1:8082');
		expect(header({...usual, link: {type: 'closed'}}, 60)).toContain('✗ 127.0.0.1:8082');
	});
});

describe('the status line', () => {
	const typing = (...ids: string[]): State => {
		const until = 2_000_000;
		return stateOf([{...general, typing: new Map(ids.map(id => [nameKey(id), {id, until}]))}]);
	};
	const offline = (more: Partial<Room> = {}): State =>
		stateOf([{...general, ...more}], {
			link: {type: 'offline', retryAt: 1_004_000, error: new ChatError('LOST')},
		});
	const unsent = {pending: [sending('one'), sending('two')]};
	const failed = {pending: [sending('one', {error: new ChatError('NOT_SENT')})]};

	test.each<[string, State, string]>([
		['that all is well', usual, '● connected'],
		['who is typing', typing('Bob'), 'Bob is typing'],
		['that two are', typing('Bob', 'Carol'), 'Bob and Carol are typing'],
		['that many are', typing('Ann', 'Bob', 'Cy', 'Dee', 'Eve'), 'Ann, Bob, Cy and 2 others are typing'],
		['when it tries again', offline(), '◌ reconnecting in 4 s (Alt+R now)'],
		['what waits for that', offline(unsent), '⚠ offline: 2 unsent, reconnecting in 4 s (Alt+R now)'],
		[
			'what was not sent',
			stateOf([{...general, ...failed}]),
			'✗ 1 not sent (Alt+R sends again, Alt+X takes back)',
		],
		[
			'the place in the queue',
			{...usual, link: {type: 'waiting', place: 3}},
			'◌ the server is full: number 3 in the queue',
		],
		['that it connects', {...usual, link: {type: 'connecting'}}, '◌ connecting …'],
		[
			'why it was refused',
			{...usual, link: {type: 'refused', error: new ChatError('KICKED')}},
			'✗ disconnected (Alt+R what now): An operator removed you.',
		],
		['that one is away', {...usual, away: 'lunch'}, '○ away: lunch (/back when you are)'],
	])('says %s', (_, state, text) => {
		expect(status(state, 80).trim()).toBe(text);
	});

	test('says that one does not want to be disturbed, behind what matters more', () => {
		expect(status(usual, 60, {quiet: true})).toBe(' ● connected  quiet'.padEnd(60));
		expect(status(typing('Bob'), 30, {quiet: true, newer: 4})).toMatch(/^ Bob is typing {2}quiet {3,}↓ 4 $/);
		expect(status(usual, 60, {quiet: true, hint: {text: 'Copied.', tone: 'info'}})).not.toContain('quiet');
	});

	test('tells of the help where there is nothing else to say, and room for it', () => {
		const help = 'F1 help';
		expect(status(usual, 40, {help})).toBe(' ● connected                    F1 help ');
		expect(status(usual, 30, {help, newer: 4})).toMatch(/↓ 4 $/);
		expect(status(usual, 60, {help, hint: {text: 'Copied.', tone: 'info'}})).not.toContain('F1');
		expect(status(typing('Bob', 'Carol'), 30, {help}).trim()).toBe('Bob and Carol are typing');
	});

	test.each([
		['', 'F1 help'],
		['hello', 'F1 help'],
		['/', 'Tab completes'],
		['/jo', 'Tab completes'],
		['/join #', 'F1 help'],
		['//', 'F1 help'],
	])('of what is typed, %j, there is %s', (text, key) => {
		const screen = initialScreen();
		expect(helpKey({...screen, editor: {...screen.editor, text}}, usualKeys)).toBe(key);
	});

	test('no help is told of where no key opens it, or its key is told of already', () => {
		expect(helpKey(initialScreen(), createKeymap({help: []}))).toBeUndefined();
		const asking = {type: 'sent'} as Screen['asking'];
		expect(helpKey({...initialScreen(), asking}, usualKeys)).toBeUndefined();
	});

	test('shows what can be done with the picked message, and who did what to it', () => {
		const picked = (more: Partial<MessageLine>, width: number, newer = 0): string => {
			const line = says('14:02', 'Bob', 'see https://ci.example', {seq: 1, ...more}) as MessageLine;
			return plain(
				statusRow({
					state: usual,
					width,
					theme: colour,
					keys: usualKeys,
					clock: utc,
					now: 0,
					newer,
					picked: line,
				}),
			).trimEnd();
		};
		const at = Date.UTC(2026, 10, 19, 12);
		const time = new Intl.DateTimeFormat('en-GB', {timeStyle: 'short', timeZone: 'UTC'}).format(at);
		const sign = {seq: 5, ts: at, emoji: '👍', off: false};
		const reactions = new Map([
			['a', {...sign, id: 'Alice'}],
			['b', {...sign, id: 'Bob'}],
		]);
		const edited = {seq: 7, id: 'Bob', ts: at};
		expect(picked({}, 80)).toBe(' r reply · + react · y copy · o open · u unread · Esc back');
		expect(picked({}, 40)).toBe(' r + y o u Esc');
		expect(picked({}, 65, 12)).toBe(' r reply · + react · y copy · o open · u unread · Esc back  ↓ 12');
		expect(picked({}, 40, 12)).toBe(' r + y o u Esc                     ↓ 12');
		expect(picked({deleted: edited}, 80)).toBe(` Esc back  deleted ${time}`);
		expect(picked({mine: true, msg: 'Hi'}, 80)).toBe(
			' r reply · e edit · d delete · + react · y copy · u unread · Esc back',
		);
		expect(picked({reactions, edited, msg: 'Hi'}, 100)).toBe(
			` r reply · + react · y copy · u unread · Esc back  👍 Alice and Bob · edited ${time}`,
		);
		expect(picked({reactions, edited, msg: 'Hi'}, 60)).toBe(
			` r + y u Esc  👍 Alice and Bob · edited ${time}`,
		);
		expect(picked({reactions, edited, msg: 'Hi'}, 30)).toBe(' r + y u Esc  👍 Alice and B…');
	});

	test.each([
		['there', '↑ an older part · Esc back to where you were'],
		['going', 'going there … (Esc stays)'],
	] as const)('tells when one looks back: %s', (away, text) => {
		const row = statusRow({
			state: usual,
			width: 60,
			theme: colour,
			keys: usualKeys,
			clock: utc,
			now: 0,
			newer: 0,
			away,
		});
		expect(plain(row).trim()).toBe(text);
	});

	test('tries now when the time has come', () => {
		const state = stateOf([general], {link: {type: 'offline', retryAt: 0, error: new ChatError('LOST')}});
		expect(status(state, 80).trim()).toBe('◌ reconnecting …');
	});

	test('counts what came in below, and keeps that where there is little room', () => {
		expect(status(usual, 50, {newer: 1})).toBe(' ● connected                    ↓ 1 newer message ');
		expect(status(usual, 50, {newer: 1234})).toBe(' ● connected               ↓ 1,234 newer messages ');
		expect(status(offline(), 40, {newer: 4})).toBe(' ◌ reconnecting in 4 s (Alt+R now)  ↓ 4 ');
		expect(status(offline(), 24, {newer: 4})).toBe(' ◌ reconnecting i…  ↓ 4 ');
	});

	test('gives way to a hint, and an error has a sign', () => {
		expect(status(usual, 80, {hint: {text: 'Ctrl+C again quits', tone: 'info'}}).trim()).toBe(
			'Ctrl+C again quits',
		);
		expect(status(usual, 80, {hint: {text: 'Too long.', tone: 'error'}}).trim()).toBe('! Too long.');
	});
});

describe('a rule', () => {
	test('has a joint where the sidebar ends', () => {
		expect(plain(ruleRow(10, 4, '┬', colour))).toBe('────┬─────');
		expect(plain(ruleRow(10, 0, '┬', colour))).toBe('──────────');
	});
});

describe('the sidebar', () => {
	test('has its line on the side of the messages', () => {
		const input = {state: usual, width: 17, height: 3, theme: colour} as const;
		const left = sidebarRows({...input, side: 'left'}).map(plain);
		const right = sidebarRows({...input, side: 'right'}).map(plain);
		expect(left[0]).toBe(`${' Rooms'.padEnd(17)}│`);
		expect(right.map(row => `${row.slice(1)}│`)).toEqual(left);
	});

	test('lists rooms and people', () => {
		expect(sidebar(usual, 17, 11)).toMatchInlineSnapshot(`
			"
			 Rooms           │
			 › #general      │
			   #ops        3 │
			   @Dana      1! │
			                 │
			 People 4        │
			 ● Alice  you    │
			 ● Bob           │
			 ●*Root   op     │
			 ○ Dana   away   │
			                 │
			"
		`);
	});

	test('says by a sign and a word who runs what, and whose name is nobody’s', () => {
		const people = members([
			{id: 'Alice'},
			{id: 'Root', operator: true, rank: 'owner'},
			{id: 'Carol', rank: 'operator'},
			{id: 'Dana', rank: 'owner', away: ''},
			{id: 'Eve', guest: true},
		]);
		expect(sidebar(stateOf([{...general, members: people}]), 20, 10)).toMatchInlineSnapshot(`
			"
			 Rooms              │
			 › #general         │
			                    │
			 People 5           │
			 ● Alice  you       │
			 ●+Carol  room op   │
			 ●?Eve    guest     │
			 ●*Root   op        │
			 ○+Dana   away      │
			                    │
			"
		`);
	});

	test('shows a mention by a sign, and cuts what is too long', () => {
		const long = {...newRoom('a-room-with-a-long-name'), entered: true, log: talked.log};
		const calls = roomOf([says('14:02', 'Bob', 'Alice!', {mention: true})]);
		const named = {...newRoom('named'), entered: true, log: calls.log};
		expect(sidebar(stateOf([general, long, named]), 17, 4)).toMatchInlineSnapshot(`
			"
			 Rooms           │
			 › #general      │
			   #a-room-wi… 3 │
			   #named     1! │
			"
		`);
	});

	test('has what is pinned in front, and says by signs what is pinned, muted or ignored', () => {
		const wished = stateOf([general, ops, dana, newRoom('news')], {
			current: 'news',
			wishes: new Map([
				['@dana', {pinned: true}],
				['ops', {level: 'nothing'}],
			]),
		});
		expect(sidebar(wished, 17, 5)).toMatchInlineSnapshot(`
			"
			 Rooms           │
			 • @Dana      1! │
			   #general      │
			 › #news         │
			   #ops ×      3 │
			"
		`);
		const ignoring = stateOf([general], {ignored: new Set(['bob'])});
		expect(sidebar(ignoring, 17, 8)).toContain('● Bob    ×');
		expect(header(wished, 60, true)).not.toContain('#ops');
	});

	test('keeps the current room in sight, and counts what is hidden', () => {
		const rooms = Array.from({length: 30}, (_, index) => newRoom(`room-${index}`));
		const many = stateOf([general, ops, ...rooms, dana], {current: 'room-15'});
		expect(sidebar(many, 17, 7)).toMatchInlineSnapshot(`
			"
			 Rooms           │
			   #room-13      │
			   #room-14      │
			 › #room-15      │
			   #room-16      │
			   #room-17      │
			   … 28 more  1! │
			"
		`);
	});

	test('has room for both where both are long', () => {
		const rooms = Array.from({length: 30}, (_, index) => newRoom(`room-${index}`));
		const people = Array.from({length: 10_000}, (_, index) => ({id: `user-${index}`}));
		const crowded = stateOf([{...general, members: members(people)}, ...rooms]);
		expect(sidebar(crowded, 17, 12)).toMatchInlineSnapshot(`
			"
			 Rooms           │
			 › #general      │
			   #room-0       │
			   #room-1       │
			   #room-2       │
			   … 27 more     │
			                 │
			 People 10,000   │
			 ● user-0        │
			 ● user-1        │
			 ● user-2        │
			   … 9,997 more  │
			"
		`);
	});

	test('has no people in a direct conversation, and none where there is no room for a name', () => {
		expect(sidebar(stateOf([dana], {current: '@dana'}), 12, 4)).toMatchInlineSnapshot(`
			"
			 Rooms      │
			 › @Dana 1! │
			            │
			            │
			"
		`);
		expect(sidebar(usual, 12, 5)).not.toContain('People');
	});
});
