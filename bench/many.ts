/**
 * What one event and one frame cost a client in 64 rooms with 500 people each and 2,000 conversations, besides what
 * the message pane costs. Run with `node bench/many.ts`, or with a count of conversations.
 */
import {initialState, reduceAll} from '../source/client/reduce.ts';
import {candidates, title} from '../source/client/select.ts';
import type {State} from '../source/client/state.ts';
import {complete} from '../source/protocol/completion.ts';
import type {Event} from '../source/protocol/messages.ts';
import {headerRow} from '../source/ui/chrome.ts';
import {destinations} from '../source/ui/destinations.ts';
import {sidebarRows} from '../source/ui/sidebar.ts';
import {createTheme} from '../source/ui/themes.ts';

const rooms = 64;
const people = 500;
const conversations = Number(process.argv[2] ?? 2000);
const turns = 3000;
const theme = createTheme({depth: 24, background: 'dark'});
const me = 'Alice';

const roomName = (number: number): string => `room${number}`;
const at = 1_795_000_000_000;

const entered = (): Event[] => {
	const ids = [me, ...Array.from({length: people - 1}, (_, number) => `guest${number}`)];
	const list = ids.map(id => ({id}));
	return [
		{
			type: 'welcome',
			v: 1,
			id: me,
			server: 'bench',
			journal: 'j',
			token: 't',
			time: at,
			limits: {},
		},
		...Array.from({length: rooms}, (_, number): Event[] => [
			{type: 'room', room: roomName(number), members: people},
			{type: 'members', room: roomName(number), list},
			{type: 'live', room: roomName(number), seq: 0},
		]).flat(),
		...Array.from({length: conversations}, (_, number): Event[] => [
			{type: 'room', room: `@friend${number}`, members: 2},
			{type: 'live', room: `@friend${number}`, seq: 0},
		]).flat(),
	];
};

const after = (state: State, events: readonly Event[]): State =>
	reduceAll(
		state,
		events.map(event => ({type: 'event', event, at})),
	);

const said = (room: string, seq: number): Event => ({
	type: 'message',
	room,
	seq,
	id: room.startsWith('@') ? room.slice(1) : `guest${seq % people}`,
	msg: 'It is green.',
	ts: at + seq,
});

let state = after(initialState({id: me, rooms: [roomName(0)]}), entered());
state = after(state, [{type: 'live', room: roomName(0), seq: 0}]);

const frame = (): void => {
	title(state);
	headerRow({state, address: '127.0.0.1:8082', width: 100, theme});
	sidebarRows({state, width: 22, height: 40, theme});
};

const narrow = (): void => {
	title(state);
	headerRow({state, address: '127.0.0.1:8082', width: 60, theme, activity: true});
};

/** @returns microseconds of CPU of one call, at the median and at the 99th percentile */
const measure = (
	what: string,
	prepare: (turn: number) => void,
	call: (turn: number) => void,
	most = turns,
): void => {
	const times = Array.from({length: most}, (_, turn) => {
		prepare(turn);
		const start = performance.now();
		call(turn);
		return (performance.now() - start) * 1000;
	}).sort((one, other) => one - other);
	const value = (part: number): string => times[Math.floor(most * part)]!.toFixed(1).padStart(8);
	console.log(`${what.padEnd(44)} ${value(0.5)} µs p50 ${value(0.99)} µs p99`);
};

const none = (): void => {};
const event = (make: (turn: number) => Event[]): ((turn: number) => void) => {
	return turn => {
		state = after(state, make(turn));
	};
};
const seqs = new Map<string, number>();
const next = (room: string): Event => {
	const number = (seqs.get(room) ?? 0) + 1;
	seqs.set(room, number);
	return said(room, number);
};

const inOne = event(() => [next(roomName(1))]);
const inEach = event(turn => [next(roomName(turn % rooms))]);
const direct = event(turn => [next(conversations === 0 ? roomName(1) : `@friend${turn % conversations}`)]);
const comes = event(turn => [
	{type: 'presence', room: roomName(0), ts: at, joined: [{id: `new${turn % 40}`}], left: []},
]);
const comesAndGoes = event(turn => [
	{type: 'presence', room: roomName(2), ts: at, joined: [{id: `new${turn}`}], left: [{id: `new${turn - 1}`}]},
]);
const status = event(turn => [
	{type: 'status', id: `guest${turn % people}`, ...(turn % 2 === 0 ? {away: 'lunch'} : {})},
]);

console.log(`${rooms} rooms of ${people} people, ${conversations} conversations`);
measure('event: a message in another room', none, inOne);
measure('event: a message in each room in turn', none, inEach);
measure('event: a direct message, in turn', none, direct);
measure('event: somebody comes, somebody goes', none, comesAndGoes);
measure('event: somebody is away, or back', none, status);
measure('frame: nothing changed', none, frame);
measure('frame: after a message in another room', inOne, frame);
measure('frame: after a direct message', direct, frame);
measure('frame: after somebody came here', comes, frame);
measure('frame without a sidebar: after a message', inOne, narrow);
const tab = (): void => {
	complete('gues', 4, candidates(state));
};
const picks = (turn: number): void => {
	destinations(state, [], 'guest4'.slice(0, 1 + (turn % 6)));
};
const some = 60;
measure('key: Tab behind a name, once something came', inOne, tab, some);
measure('key: a letter in the room picker', none, picks, some);
