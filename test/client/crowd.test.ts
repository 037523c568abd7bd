/** What a client knows of who is in a room, whatever the server tells by its rules: the right list, or the right count. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {lineAt} from '../../source/client/log.ts';
import {initialState, reduceAll} from '../../source/client/reduce.ts';
import {people} from '../../source/client/select.ts';
import type {Room, State} from '../../source/client/state.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {counted, message} from './said.ts';

const id = (number: number): string => `guest${number}`;

const told = (state: State, ...events: readonly Event[]): State =>
	reduceAll(
		state,
		events.map(event => ({type: 'event', event, at: 0})),
	);

const online = (): State =>
	told(
		initialState({id: 'Alice'}),
		{type: 'welcome', v: 1, id: 'Alice', server: 'test', journal: 'j', token: 't', time: 0, limits: {}},
		{type: 'room', room: 'general', members: 1},
		{type: 'members', room: 'general', list: [{id: 'Alice'}]},
		{type: 'live', room: 'general', seq: 0},
	);

const roomOf = (state: State): Room => state.rooms.get('general')!;
const noted = (state: State): string => {
	const {log} = roomOf(state);
	const line = lineAt(log, log.end - 1);
	return line?.type === 'note' ? line.text : '';
};
const listed = (state: State): string[] =>
	people(roomOf(state))
		.map(person => person.id)
		.sort();

/** A server that names those in a room up to a bound, and counts them beyond it until they are 4/5 of it again. */
const bound = 5;

type Step = {type: 'move'; joined: number[]; left: number[]} | {type: 'again'};

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.record({
			type: fc.constant('move' as const),
			joined: fc.uniqueArray(fc.nat(11), {maxLength: 4}),
			left: fc.uniqueArray(fc.nat(11), {maxLength: 4}),
		}),
	},
	{weight: 1, arbitrary: fc.record({type: fc.constant('again' as const)})},
);

class Told {
	readonly present = new Set<number>();
	isCrowd = false;

	/** What the one client is told that is in it from the beginning. */
	move(joined: readonly number[], left: readonly number[]): Event[] {
		const gone = left.filter(one => this.present.delete(one));
		const came = joined.filter(one => !this.present.has(one));
		for (const one of came) this.present.add(one);
		const {count} = this;
		if (this.isCrowd && count <= (bound * 4) / 5) {
			this.isCrowd = false;
			return this.list({});
		}
		if (!this.isCrowd && count > bound) this.isCrowd = true;
		if (this.isCrowd) return [counted(count)];
		return [
			{
				type: 'presence',
				room: 'general',
				ts: 1,
				joined: came.map(one => ({id: id(one)})),
				left: gone.map(one => ({id: id(one)})),
			},
		];
	}

	/** A new link, which enters the room anew. */
	again(): Event[] {
		return [...this.list({}), {type: 'live', room: 'general', seq: 0}];
	}

	get count(): number {
		return this.present.size + 1;
	}

	get names(): string[] {
		return ['Alice', ...[...this.present].map(id)].sort();
	}

	list(more: {nonce?: string}): Event[] {
		const room = {type: 'room', room: 'general', members: this.count, ...more} as const;
		return this.isCrowd
			? [{...room, crowd: true}]
			: [room, {type: 'members', room: 'general', list: this.names.map(name => ({id: name}))}];
	}
}

describe('a list of which the server told a part', () => {
	test('says how many there are, and how the others are found', () => {
		const rooms = Array.from({length: 1000}, (_, number) => ({room: `room${number}`, members: 1}));
		const many = told(online(), {type: 'rooms', list: rooms, total: 9120, nonce: 'n'});
		const rows = noted(many).split('\n');
		expect(rows.slice(0, 2)).toEqual([
			'50 of 9,120 rooms, those with most people first:',
			'#room0 · 1 person',
		]);
		expect(rows.slice(-2)).toEqual(['#room49 · 1 person', '… and 9,070 more: /list word finds them.']);
		const few = told(many, {type: 'rooms', list: rooms.slice(0, 51), nonce: 'n'});
		expect(noted(few).split('\n').at(-1)).toBe('… and 1 more: /list word finds them.');
		const none = told(many, {type: 'rooms', list: [], nonce: 'n'});
		expect(noted(none)).toBe('No room has that in its name or topic.');
		const word = told(many, {type: 'rooms', list: [{room: 'attic', members: 2}], nonce: 'n'});
		expect(noted(word)).toBe('1 room:\n#attic · 2 people');
		// What was listed before can still be completed.
		expect(word.directory).toHaveLength(1001);
		const who = told(online(), {type: 'who', room: 'dev', list: [{id: 'Bob'}], total: 5012, nonce: 'n'});
		expect(noted(who)).toBe('1 of 5,012 people in #dev; /who #dev name finds others: Bob');
		expect(noted(told(online(), {type: 'who', room: 'dev', list: [], nonce: 'n'}))).toBe(
			'Nobody was found in #dev.',
		);
	});
});

describe('a room that becomes a crowd, and is none any more', () => {
	test('has the right list or the right count, whoever comes and goes', () => {
		fc.assert(
			fc.property(fc.array(step, {maxLength: 40}), steps => {
				const server = new Told();
				let state = told(online(), ...server.again());
				for (const one of steps) {
					const before = roomOf(state);
					const wasCrowd = server.isCrowd;
					state = told(state, ...(one.type === 'again' ? server.again() : server.move(one.joined, one.left)));
					const room = roomOf(state);
					expect(room.live).toBe(true);
					expect(room.crowd).toBe(server.isCrowd ? server.count : undefined);
					expect(listed(state)).toEqual(server.isCrowd ? [] : server.names);
					// Nobody is named who comes into a crowd or leaves it; that it is one is told once.
					if (wasCrowd && server.isCrowd) expect(room.log).toBe(before.log);
					else if (wasCrowd || (server.isCrowd && one.type === 'move'))
						expect(noted(state)).toContain(
							`${server.count} ${server.count === 1 ? 'person is' : 'people are'} here: `,
						);
				}
			}),
		);
	});

	test('is the same object for the same count', () => {
		const crowd = told(online(), counted(5000));
		expect(told(crowd, counted(5000))).toBe(crowd);
		expect(roomOf(crowd)).toMatchObject({crowd: 5000});
	});

	test('believes no name that comes while it is one', () => {
		const crowd = told(
			online(),
			counted(5000),
			{type: 'members', room: 'general', list: [{id: 'Bob'}]},
			{type: 'presence', room: 'general', ts: 1, joined: [{id: 'Bob'}], left: []},
		);
		expect(listed(crowd)).toEqual([]);
		expect(roomOf(crowd).crowd).toBe(5000);
	});

	test('goes on with what was said, what was read and what one is there when it is a crowd no more', () => {
		const before = told(online(), message(1), counted(6), {type: 'muted', room: 'general'});
		const now = told(before, ...new Told().list({}));
		expect(roomOf(now)).toMatchObject({live: true, seq: 1, crowd: undefined});
		expect(roomOf(now).muted).toEqual({});
		expect(lineAt(roomOf(now).log, 0)).toMatchObject({msg: 'message 1'});
		expect(noted(now)).toBe('1 person is here: who comes and goes is said again.');
		expect(listed(now)).toEqual(['Alice']);
	});

	test('waits for its past as any room does where one enters it', () => {
		const entered = told(online(), {type: 'room', room: 'ops', members: 900, crowd: true, nonce: 'n'});
		expect(entered.rooms.get('ops')).toMatchObject({live: false, crowd: 900});
		const out = told(entered, {type: 'gone', room: 'ops', why: 'kicked'});
		expect(out.rooms.get('ops')).toMatchObject({gone: true, crowd: undefined});
	});
});
