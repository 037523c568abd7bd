import {describe, expect, test} from 'vitest';
import {type Calls, callsBetween, joined, noticeOf} from '../../source/ui/notices.ts';
import {Notifier} from '../../source/ui/notifier.ts';
import {type PreferenceValues, usualPreferences} from '../../source/ui/preferences.ts';
import {initialScreen} from '../../source/ui/screen.ts';
import {FakeClock} from '../helpers/clock.ts';
import {entered, Person} from './person.ts';

type Level = PreferenceValues['notify.level'];

/** What calls Alice, who has #general on the screen, while something happens. */
const callsWhile = (
	happens: (alice: Person) => void,
	{
		level = 'mentions',
		isHere = true,
		alice = new Person(),
	}: {level?: Level; isHere?: boolean; alice?: Person} = {},
): Calls | undefined => {
	const before = alice.state;
	happens(alice);
	return callsBetween(before, alice.state, level, isHere);
};

const direct = (alice: Person, id: string, msg: string): void =>
	alice.receive({type: 'message', room: '@Alice', seq: 1, id, msg, ts: 0});

describe('what calls', () => {
	test.each<[string, Level, (alice: Person) => void, number]>([
		['a mention', 'mentions', alice => alice.hear('ops', 'Carol', 'Alice?'), 1],
		['a direct message', 'mentions', alice => direct(alice, 'Dana', 'hello'), 1],
		['a direct message where nothing else calls', 'nothing', alice => direct(alice, 'Dana', 'hello'), 1],
		['a message', 'mentions', alice => alice.hear('ops', 'Carol', 'hello'), 0],
		['a message where all call', 'all', alice => alice.hear('ops', 'Carol', 'hello'), 1],
		['a mention where nothing calls', 'nothing', alice => alice.hear('ops', 'Carol', 'Alice?'), 0],
		['one’s own message', 'all', alice => alice.hear('ops', 'Alice', 'Alice is here'), 0],
		['what is said in the room that one looks at', 'all', alice => alice.hear('general', 'Bob', 'Alice?'), 0],
	])('%s, at the level %s', (_, level, happens, count) => {
		expect(callsWhile(happens, {level})?.count ?? 0).toBe(count);
	});

	test('a mention in the room on the screen, while nobody looks', () => {
		expect(callsWhile(alice => alice.hear('general', 'Bob', 'Alice?'), {isHere: false})).toMatchObject({
			count: 1,
			id: 'Bob',
			msg: 'Alice?',
		});
	});

	test('not what is muted, nor who is ignored', () => {
		const alice = new Person().change(
			{type: 'wish', target: 'ops', wish: {level: 'nothing'}},
			{type: 'ignore', id: 'Bob', on: true},
		);
		const happens = (): void => {
			alice.hear('ops', 'Carol', 'Alice?');
			alice.hear('general', 'Bob', 'Alice?');
			direct(alice, 'Bob', 'hello');
		};
		expect(callsWhile(happens, {level: 'all', isHere: false, alice})).toBeUndefined();
	});

	test('a room whose level says more than what is usual', () => {
		const alice = new Person().change({type: 'wish', target: 'ops', wish: {level: 'all'}});
		expect(callsWhile(() => alice.hear('ops', 'Carol', 'hello'), {level: 'nothing', alice})?.count).toBe(1);
	});

	test('nothing that is sent again after the link was lost', () => {
		const alice = new Person();
		const offline = {type: 'offline', retryAt: 0, error: undefined as never} as const;
		alice.change({type: 'link', link: offline});
		const replay = (): void =>
			alice.receive(
				{type: 'room', room: 'ops', members: 1},
				{type: 'message', room: 'ops', seq: 1, id: 'Carol', msg: 'Alice?', ts: 0},
				{type: 'live', room: 'ops', seq: 1},
			);
		expect(callsWhile(replay, {level: 'all', alice})).toBeUndefined();
		expect(callsWhile(() => alice.hear('ops', 'Carol', 'Alice!'), {alice})?.count).toBe(1);
	});

	test('nothing of a room that one enters, nor of a conversation that went on without one', () => {
		const enters = (alice: Person): void =>
			alice.receive(
				...entered('news', 'Alice').slice(0, 2),
				{type: 'message', room: 'news', seq: 1, id: 'Carol', msg: 'Alice?', ts: 0},
				{type: 'live', room: 'news', seq: 1},
				{type: 'room', room: '@Dana', members: 2},
				{type: 'message', room: '@Alice', seq: 1, id: 'Dana', msg: 'are you there?', ts: 0},
				{type: 'live', room: '@Dana', seq: 1},
			);
		expect(callsWhile(enters, {level: 'all'})).toBeUndefined();
	});
});

describe('how it is told', () => {
	const values = (change: Partial<PreferenceValues> = {}): PreferenceValues => ({
		...usualPreferences.values,
		...change,
	});
	const one = callsWhile(alice => alice.hear('ops', 'Carol', 'Alice, look:\n\u001b[31mred'))!;
	const two = joined(
		one,
		callsWhile(alice => alice.hear('ops', 'Carol', 'Alice?')),
	)!;
	const far = joined(
		two,
		callsWhile(alice => direct(alice, 'Dana', 'hello')),
	)!;

	test.each<[string, Calls, Partial<PreferenceValues>, boolean, ReturnType<typeof noticeOf>]>([
		['by the bell while one looks', one, {}, true, {bell: true}],
		[
			'on the desktop while one does not, without what a terminal would obey',
			one,
			{},
			false,
			{bell: true, desktop: {title: 'Carol in #ops', body: 'Alice, look: ␛[31mred'}},
		],
		[
			'with how many there are',
			two,
			{},
			false,
			{bell: true, desktop: {title: '2 messages in #ops', body: 'Carol: Alice?'}},
		],
		[
			'with how many rooms there are',
			far,
			{},
			false,
			{bell: true, desktop: {title: '3 messages in 2 rooms', body: 'Dana: hello'}},
		],
		['without the bell', one, {'notify.bell': false}, true, {bell: false}],
		['without the desktop', one, {'notify.desktop': false}, false, {bell: true}],
		['not at all', far, {'notify.quiet': true}, false, {bell: false}],
	])('%s', (_, calls, change, isFocused, notice) => {
		expect(noticeOf(calls, values(change), isFocused)).toEqual(notice);
	});

	test('a long message is cut', () => {
		const calls = callsWhile(alice => alice.hear('ops', 'Carol', `Alice ${'long '.repeat(200)}`))!;
		expect(noticeOf(calls, values(), false).desktop!.body).toHaveLength(100);
	});
});

test('a burst is one bell in a second, and then one for all the rest', () => {
	const clock = new FakeClock();
	const told: string[] = [];
	let rung = 0;
	const alice = new Person();
	const screen = {...initialScreen(), focused: false};
	const notifier = new Notifier({
		clock,
		screen: () => screen,
		state: alice.state,
		terminal: {bell: () => rung++, notify: title => told.push(title)},
	});
	const hear = (): void => {
		alice.hear('ops', 'Carol', 'Alice!');
		notifier.look(alice.state);
	};
	for (let time = 0; time < 20; time++) hear();
	expect(told).toEqual(['Carol in #ops']);
	clock.advance(999);
	expect(told).toHaveLength(1);
	clock.advance(1);
	expect(told).toEqual(['Carol in #ops', '19 messages in #ops']);
	clock.advance(1000);
	hear();
	expect(told).toHaveLength(3);
	hear();
	notifier.close();
	clock.advance(5000);
	expect(told).toHaveLength(3);
	expect(rung).toBe(3);
});
