import {beforeEach, describe, expect, test} from 'vitest';
import {mentioned} from '../../source/client/mentioned.ts';
import type {EventOf} from '../../source/protocol/messages.ts';
import type {Mentions} from '../../source/ui/opened.ts';
import {mentionsRows} from '../../source/ui/overlays/mentions.ts';
import {columns} from '../../source/ui/wrap.ts';
import {Person} from './person.ts';
import {clockTime, mono, utc} from './rooms.ts';
import {plain} from './samples.ts';

let person: Person;
beforeEach(() => {
	person = new Person();
});

const list = (): Mentions => {
	const {overlay} = person.screen;
	return overlay?.type === 'mentions' ? overlay : expect.fail('the list is not open');
};

const texts = (): string[] => list().found.map(({msg}) => msg);

const drawn = (width = 60, height = 8): string[] => {
	const rows = mentionsRows({list: list(), state: person.state, width, height, theme: mono, clock: utc});
	expect(rows).toHaveLength(height);
	for (const row of rows) expect(columns(plain(row))).toBeLessThanOrEqual(width);
	return rows.map(row => plain(row).trimEnd());
};

const said = (seq: number, msg: string, more: Partial<EventOf<'message'>> = {}): EventOf<'message'> => ({
	type: 'message',
	room: 'ops',
	seq,
	id: 'Carol',
	msg,
	ts: clockTime('09:00') + seq,
	...more,
});

const answered = (found: ReadonlyArray<EventOf<'message'>>, more?: string): void => {
	person.news({type: 'found', id: list().id, found, more});
};

const named = (): void => {
	person.now = clockTime('14:02');
	person.hear('general', 'Bob', 'Alice, look');
	person.hear('general', 'Bob', 'nobody is meant');
	person.now = clockTime('14:03');
	person.hear('ops', 'Carol', 'is @Alice here?');
	person.hear('@Alice', 'Bob', 'psst alice');
};

describe('what names one', () => {
	test('is listed at once from what is held, the newest first, with what was not read marked', () => {
		named();
		person.press('alt+m');
		expect(drawn()).toEqual([
			' What names you: 3 messages …',
			' › #ops  Carol  Thu 19 November 14:03',
			'     is @Alice here?',
			' * @Bob  Bob  Thu 19 November 14:03',
			'     psst alice',
			'   #general  Bob  Thu 19 November 14:02',
			'     Alice, look',
			' Enter goes there · Esc closes',
		]);
	});

	test('has its time on the smallest screen, too', () => {
		named();
		person.press('alt+m');
		expect(drawn(30, 5)[1]).toBe(' › #ops  Carol  Thu 19 14:03');
	});

	test('is joined by what the server finds, each message once, and without what means somebody else', () => {
		named();
		person.type('/mentions').press('enter');
		expect(person.done('search')).toMatchObject([{asked: {text: 'Alice'}, more: undefined}]);
		person.press('down');
		const chosen = list().found[list().chosen];
		person.change({type: 'ignore', id: 'Eve', on: true});
		answered([
			said(1, 'is @Alice here?', {ts: clockTime('14:03')}),
			said(9, 'Alice!', {ts: clockTime('15:00')}),
			said(8, 'the alicebot is down'),
			said(7, 'I am Alice', {id: 'alice'}),
			said(6, 'Alice said so', {id: 'Eve'}),
			said(5, 'ask Alice', {room: 'far', ts: clockTime('08:00')}),
		]);
		expect(texts()).toEqual(['Alice!', 'is @Alice here?', 'psst alice', 'Alice, look', 'ask Alice']);
		expect(list().found[list().chosen]).toBe(chosen);
		expect(drawn()[0]).toBe(' What names you: 5 messages');
	});

	test('is asked for on and on, while little of it is meant, and then as one goes down', () => {
		person.press('alt+m');
		for (let page = 1; page <= 20 && list().standing === 'searching'; page++)
			answered([said(1000 - page, 'alicebot')], `${page}`);
		expect(list()).toMatchObject({standing: 'done', found: [], more: '8'});
		expect(person.done('search')).toHaveLength(8);
		answered(
			Array.from({length: 30}, (_, number) => said(900 - number, `Alice ${number}`)),
			'9',
		);
		expect(person.done('search')).toHaveLength(8);
		person.press(...Array.from({length: 25}, () => 'down'));
		expect(person.done('search').at(-1)).toMatchObject({more: '9'});
		answered([said(1, 'Alice, the first')]);
		expect(texts().at(-1)).toBe('Alice, the first');
		expect(list()).toMatchObject({standing: 'done', more: undefined, chosen: 25});
	});

	test('leads to the message, and Esc back', () => {
		named();
		person.press('alt+m', 'enter');
		expect(person.state.current).toBe('ops');
		expect(person.screen.picked).toEqual({seq: 1});
		person.press('escape');
		expect(person.state.current).toBe('general');
	});

	test('leads into a room that one is not in', () => {
		person.press('alt+m');
		answered([said(5, 'ask Alice', {room: 'far'})]);
		person.press('enter');
		expect(person.done('visit')).toMatchObject([{target: 'far', seq: 5, joins: true}]);
	});

	test('says so where there is nothing, where it failed, and where nobody can be asked', () => {
		person.press('alt+m');
		expect(drawn(30, 5)[1]).toBe(' searching …');
		answered([]);
		expect(drawn(30, 5)[1]).toBe(' Nobody has named you yet.');
		person.press('enter', 'down', 'escape', 'alt+m');
		person.news({type: 'searchFailed', id: list().id, text: 'The disk is full.'});
		expect(drawn(30, 5)[1]).toBe(' ! The disk is full.');
		person.press('escape').change({type: 'link', link: {type: 'connecting'}});
		named();
		person.press('alt+m');
		expect(texts()).toHaveLength(3);
		expect(drawn(200, 9).at(-1)).toContain('offline');
	});

	test('of an answer that comes late is nothing', () => {
		person.press('alt+m');
		const {id} = list();
		person.press('escape', 'alt+m');
		const before = person.screen.overlay;
		person.news({type: 'found', id, found: [said(1, 'Alice')], more: undefined});
		person.news({type: 'searchFailed', id, text: 'late'});
		expect(person.screen.overlay).toBe(before);
	});

	test('of a long history is the newest of each room', () => {
		for (let number = 0; number < 1000; number++) {
			person.now = number;
			person.hear(number % 2 ? 'ops' : 'general', 'Bob', number % 4 ? 'x' : `Alice ${number}`);
		}
		const found = mentioned(person.state, 10);
		expect(found.map(({msg}) => msg)).toEqual(
			Array.from({length: 10}, (_, number) => `Alice ${996 - 4 * number}`),
		);
	});
});
