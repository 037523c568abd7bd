/** Who is in a room, and which rooms there are: whole, in part, and by thousands. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import type {EventOf, RequestOf} from '../../source/protocol/messages.ts';
import {nameKey} from '../../source/protocol/names.ts';
import type {Member} from '../../source/server/member.ts';
import {Roster} from '../../source/server/roster.ts';
import {comeIn} from '../helpers/owner.ts';
import {type Peer, startServer, type TestServer, turns} from '../helpers/peer.ts';

const range = (count: number): number[] => Array.from({length: count}, (_, n) => n);

let asked = 0;

/** All events of one answer: the lists in one, and what the last one says of all. */
const answered = async <Type extends 'who' | 'rooms'>(
	peer: Peer,
	request: RequestOf<Type>,
): Promise<{list: Array<EventOf<Type>['list'][number]>; total: number | undefined}> => {
	const nonce = `ask-${++asked}`;
	await peer.sync();
	peer.send({...request, nonce});
	const last = (await peer.answer(nonce)) as EventOf<'who' | 'rooms'>;
	const before = (await peer.sync()).filter(event => event.type === last.type) as (typeof last)[];
	for (const {total} of before) expect(total).toBeUndefined();
	return {list: [...before, last].flatMap(({list}) => list as object[]) as never, total: last.total};
};

const whoIn = async (peer: Peer, part: object = {}): Promise<string> => {
	const {list, total} = await answered(peer, {type: 'who', room: 'general', ...part});
	return list.map(({id}) => id).join(' ') + (total === undefined ? '' : ` of ${total}`);
};

const roomsFor = async (peer: Peer, part: object = {}): Promise<string> => {
	const {list, total} = await answered(peer, {type: 'rooms', ...part});
	return (
		list.map(({room, members}) => `${room} ${members}`).join(', ') +
		(total === undefined ? '' : ` of ${total}`)
	);
};

const enterAll = (server: TestServer, ids: readonly string[], rooms?: readonly string[]): Promise<Peer[]> =>
	Promise.all(ids.map(id => server.join(id, rooms)));

describe.each([3, 500])('who, where %i people see each other', crowd => {
	const people = ['Zoe', 'anna', 'Ben', 'Änne', 'Anton', 'ANDI'];

	test.each([
		[{}, 'ANDI anna Anton Ben Zoe Änne'],
		[{limit: 2}, 'ANDI anna of 6'],
		[{limit: 0}, ' of 6'],
		[{after: 'ANNA'}, 'Anton Ben Zoe Änne of 6'],
		[{after: 'Änne'}, ' of 6'],
		[{after: 'Bea', limit: 1}, 'Ben of 6'],
		[{like: 'AN'}, 'ANDI anna Anton'],
		[{like: 'an', after: 'andi', limit: 1}, 'anna of 3'],
		[{like: 'ä'}, 'Änne'],
		[{like: 'nn'}, ''],
		[{like: 'zoe'}, 'Zoe'],
	])('%j: %s', async (part, answer) => {
		await using server = startServer({bounds: {crowd}});
		const [zoe] = await enterAll(server, people);
		expect(await whoIn(zoe!, part)).toBe(answer);
		// The same again, while it is the answer for all who ask it.
		expect(await whoIn(zoe!, part)).toBe(answer);
	});
});

test('who comes in pages of 1,000 at most, of which each goes on behind the last name of the one before', async () => {
	await using server = startServer({rate: false});
	const ids = range(limits.listedPeople + 200).map(n => `p${1000 + n}`);
	const [peer] = await enterAll(server, ids);
	const first = await answered(peer!, {type: 'who', room: 'general', limit: 5000});
	expect(first.list.map(({id}) => id)).toEqual(ids.slice(0, limits.listedPeople));
	expect(first.total).toBe(ids.length);
	const rest = await answered(peer!, {type: 'who', room: 'general', after: first.list.at(-1)!.id});
	expect(rest.list.map(({id}) => id)).toEqual(ids.slice(limits.listedPeople));
	const others = await Promise.all(
		range(3).map(() => answered(peer!, {type: 'who', room: 'general', like: 'p21'})),
	);
	for (const {list} of others) expect(list).toHaveLength(100);
});

test('who of a crowd is at most a second old', async () => {
	await using server = startServer({bounds: {crowd: 3}});
	const [alice, bob] = await enterAll(server, ['Alice', 'Bob', 'Carol', 'Dana']);
	expect(await whoIn(alice!)).toBe('Alice Bob Carol Dana');
	bob!.reset();
	await turns();
	server.clock.advance(1000);
	await turns();
	expect(await whoIn(alice!)).toBe('Alice Carol Dana');
});

test('property: a roster is its members in the order of their names, however they come and go', () => {
	const name = fc.string({unit: fc.constantFrom('a', 'b', 'ö', '1'), minLength: 1, maxLength: 3});
	let kept = 0;
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.constantFrom('add', 'remove', 'ask'), name), {maxLength: 120}),
			fc.boolean(),
			(steps, asksOften) => {
				const members = new Map<string, Member>();
				const roster = new Roster(() => members.values());
				for (const [what, id] of steps) {
					const key = nameKey(id);
					const older = members.get(key);
					if (what === 'add') {
						const member = {id, key} as Member;
						members.set(key, member);
						roster.add(member);
					} else if (what === 'remove' && older) {
						members.delete(key);
						roster.remove(older);
					}
					if (!asksOften && what !== 'ask') continue;
					const expected = [...members.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
					expect(roster.sorted).toEqual(expected);
					kept++;
				}
			},
		),
	);
	expect(kept).toBeGreaterThan(100);
});

describe('rooms', () => {
	test('come with most people first, then by name', async () => {
		await using server = startServer();
		const [alice] = await enterAll(server, ['Alice', 'Bob'], ['zebra', 'den']);
		await enterAll(server, ['Carol'], ['zebra', 'attic']);
		expect(await roomsFor(alice!)).toBe('zebra 3, den 2, attic 1, general 0');
	});

	test('are found by a word in their name or topic', async () => {
		await using server = startServer();
		const alice = await server.join('Alice', ['Kitchen', 'attic', 'den']);
		alice.send({type: 'topic', room: 'den', topic: 'What the KITCHEN needs'});
		await alice.next('topic');
		expect(await roomsFor(alice, {like: 'kitchen'})).toBe('den 1, Kitchen 1');
		expect(await roomsFor(alice, {like: 'itche', limit: 1})).toBe('den 1 of 2');
		expect(await roomsFor(alice, {like: 'needs kitchen'})).toBe('');
		expect(await roomsFor(alice, {limit: 2})).toBe('attic 1, den 1 of 4');
	});

	test('by thousands are counted, and those that are nobody else’s stand among them', async () => {
		await using server = startServer({rate: false, bounds: {rooms: 10_000}});
		const people = await enterAll(
			server,
			range(40).map(n => `p${n}`),
			[],
		);
		for (const [n, peer] of people.entries())
			peer.send(...range(50).map(m => ({type: 'join', room: `room-${n}-${m}`})));
		await Promise.all(people.map(peer => peer.sync()));
		const [one] = people;
		const all = await answered(one!, {type: 'rooms'});
		expect(all.list).toHaveLength(limits.listedRooms);
		expect(all.total).toBe(2001);
		expect(await roomsFor(one!, {like: 'room-7-4'})).toBe(
			['4', ...range(10).map(n => `4${n}`)].map(n => `room-7-${n} 1`).join(', '),
		);
		const owner = await comeIn(server, 'Olga', {rooms: ['room-7-secret']});
		owner.send({type: 'lock', room: 'room-7-secret', mode: 'invited'});
		await owner.next('mode');
		const root = await server.operator('Root', ['log']);
		server.clock.advance(1000);
		await turns();
		expect(await roomsFor(owner, {like: 'secret'})).toBe('room-7-secret 1');
		expect(await roomsFor(one!, {like: 'secret'})).toBe('');
		expect(await roomsFor(root, {like: 'log'})).toBe('log 1');
		expect(await roomsFor(one!, {like: 'log'})).toBe('');
		expect((await answered(root, {type: 'rooms'})).total).toBe(2003);
		expect((await answered(one!, {type: 'rooms'})).total).toBe(2001);
	});

	test('one that is for invited people since the list was made stands in it once, and for them alone', async () => {
		await using server = startServer({rate: false, bounds: {rooms: 10_000}});
		const people = await enterAll(
			server,
			range(12).map(n => `p${n}`),
			[],
		);
		for (const [n, peer] of people.entries())
			peer.send(...range(50).map(m => ({type: 'join', room: `room-${n}-${m}`})));
		await Promise.all(people.map(peer => peer.sync()));
		const owner = await comeIn(server, 'Olga', {rooms: ['secret']});
		server.clock.advance(1000);
		await turns();
		expect(await roomsFor(owner, {like: 'secret'})).toBe('secret 1');
		expect(await roomsFor(people[0]!, {like: 'secret'})).toBe('secret 1');
		owner.send({type: 'lock', room: 'secret', mode: 'invited'});
		await owner.next('mode');
		expect(await roomsFor(owner, {like: 'secret'})).toBe('secret 1');
		expect(await roomsFor(people[0]!, {like: 'secret'})).toBe('');
	});
});
