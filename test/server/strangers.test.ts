/** Names cost nothing: whoever makes them up for ever fills neither the memory nor the disk. */
import {describe, expect, test} from 'vitest';
import type {Fact} from '../../source/journal/journal.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {ChatError} from '../../source/protocol/errors.ts';
import {nameKey} from '../../source/protocol/names.ts';
import type {KnownPerson} from '../../source/server/known-person.ts';
import {People} from '../../source/server/people.ts';
import {Registry} from '../../source/server/registry.ts';
import {Room} from '../../source/server/room.ts';
import {startServer} from '../helpers/peer.ts';

type Crowd = {people: People; here: Set<KnownPerson>; facts: Fact[]};

const gather = (most: number, note: (fact: Fact) => Promise<void> = async () => {}): Crowd => {
	const facts: Fact[] = [];
	const here = new Set<KnownPerson>();
	const people = new People({
		journal: new MemoryJournal(),
		keep: (fact, done) => {
			facts.push(fact);
			note(fact).then(() => done(undefined), done);
		},
		isHere: person => here.has(person),
		isKept: () => true,
		most,
	});
	return {people, here, facts};
};

describe('of more people than are known', () => {
	test('those go who came and went soonest', () => {
		const {people, facts} = gather(8);
		const regular = people.welcome('Alice', 'alice', 0, 0);
		people.see(regular, 60_000);
		for (let n = 0; n < 100; n++) {
			const passer = people.welcome(`n${n}`, `token${n}`, 100_000 + n, 100_000 + n);
			people.see(passer, passer.since + 10);
		}
		expect(people.find(nameKey('Alice'), 'alice')).toBe(regular);
		expect(people.find('n99', 'token99')).toBeDefined();
		expect(people.find('n0', 'token0')).toBeUndefined();
		expect(people.named('n0')).toBeUndefined();
		const known = new Set<string>();
		for (const fact of facts) {
			if (fact.type === 'person') known.add(fact.claim);
			if (fact.type === 'forget') known.delete(fact.claim);
			expect(known.size).toBeLessThanOrEqual(8);
		}
	});

	test('nobody goes who is here', () => {
		const {people, here} = gather(8);
		for (let n = 0; n < 20; n++) here.add(people.welcome(`n${n}`, `token${n}`, n, n));
		for (let n = 0; n < 20; n++) expect(people.find(`n${n}`, `token${n}`)).toBeDefined();
	});

	test('nothing of the others is tried again once the disk has room', async () => {
		let isFull = true;
		const {people, facts} = gather(8, async () => {
			if (isFull) throw new ChatError('NOT_STORED');
		});
		for (let n = 0; n < 500; n++) {
			people.settle(people.welcome(`n${n}`, `token${n}`, n, n), 'general', () => false);
			await Promise.resolve();
		}
		await Promise.resolve();
		facts.length = 0;
		isFull = false;
		people.retry();
		expect(facts.filter(({type}) => type === 'forget').length).toBeLessThanOrEqual(8);
		expect(facts.filter(({type}) => type !== 'forget').length).toBeLessThanOrEqual(3 * 8);
	});
});

describe('rooms in which nothing was said', () => {
	const roomOf = (name: string, journal: MemoryJournal): Room =>
		new Room({name, kind: 'open', topic: '', archive: journal});

	test('are kept up to a bound, and again when something was said in others', async () => {
		const journal = new MemoryJournal();
		const registry = new Registry({journal, note: fact => journal.note(fact), most: 2});
		for (const name of ['One', 'Two', 'Three']) registry.add(roomOf(name, journal));
		expect(['one', 'two', 'three'].map(key => registry.keeps(key))).toEqual([true, true, false]);
		await journal.note({type: 'room', conversation: 'two', name: 'Two', topic: 'things'});
		registry.add(roomOf('Three', journal));
		expect(registry.keeps('three')).toBe(true);
		registry.add(roomOf('Four', journal));
		expect(registry.keeps('four')).toBe(false);
	});

	test('count after a restart as before', async () => {
		const journal = new MemoryJournal();
		await journal.note({type: 'room', conversation: 'one', name: 'One', topic: ''});
		const registry = new Registry({journal, note: fact => journal.note(fact), most: 1});
		registry.add(roomOf('Two', journal));
		expect(['one', 'two'].map(key => registry.keeps(key))).toEqual([true, false]);
	});
});

test('who enters and leaves rooms for ever leaves 1,000 of them behind at most', async () => {
	const journal = new MemoryJournal();
	await using server = startServer({journal, rate: false});
	const mallory = await server.join('Mallory', []);
	for (let n = 0; n < 1100; n++)
		mallory.send(
			{type: 'join', room: `r${n}`},
			{type: 'read', room: `r${n}`, seq: 0},
			{type: 'leave', room: `r${n}`},
		);
	await mallory.sync();
	expect([...journal.conversations()]).toHaveLength(1000);
});

test.each([
	{type: 'say', msg: 'hi'},
	{type: 'topic', topic: 'hi'},
])('beyond that a room is remembered with those who are in it from the first %o on', async request => {
	const journal = new MemoryJournal();
	let token: string;
	{
		await using server = startServer({journal, rate: false});
		const mallory = await server.join('Mallory', []);
		for (let n = 0; n < 1000; n++)
			mallory.send({type: 'join', room: `r${n}`}, {type: 'leave', room: `r${n}`});
		await mallory.sync();
		const alice = server.peer();
		alice.send({type: 'hello', v: 1, id: 'Alice', rooms: [{room: 'Ops', after: 0}]});
		({token} = await alice.next('welcome'));
		await alice.sync();
		expect(journal.conversation('ops')).toBeUndefined();
		alice.send({...request, room: 'Ops', nonce: 'a'});
		await alice.next(request.type === 'say' ? 'ack' : 'done');
	}
	await using server = startServer({journal});
	const alice = server.peer();
	alice.send({type: 'hello', v: 1, id: 'Alice', token, resume: true});
	expect(await alice.next('room')).toMatchObject({room: 'Ops'});
});

test('conversations in which nothing was said are none', async () => {
	const journal = new MemoryJournal();
	await using server = startServer({journal});
	const [alice] = [await server.join('Alice', []), await server.join('Bob', [])];
	alice.send({type: 'read', room: '@Bob', seq: 5, nonce: 'r'}, {type: 'leave', room: '@Bob', nonce: 'l'});
	await alice.next('done', ({nonce}) => nonce === 'l');
	expect([...journal.conversations()].map(({key}) => key)).toEqual(['general']);
});

test('of more than 1,000 conversations the newest are opened and searched, and the others where they are named', async () => {
	const journal = new MemoryJournal();
	let token: string;
	{
		await using server = startServer({journal, rate: false});
		const alice = server.peer();
		alice.send({type: 'hello', v: 1, id: 'Alice', rooms: []});
		({token} = await alice.next('welcome'));
	}
	const {promise, resolve} = Promise.withResolvers<void>();
	journal.onCommit = () => resolve();
	for (let n = 1; n <= 1005; n++)
		journal.append({
			conversation: `alice\nn${n}`,
			room: '@Alice',
			author: `n${n}`,
			nonce: undefined,
			// The first one has written last.
			ts: Date.UTC(2026, 10, 22) + (n === 1 ? 10_000 : n),
			kind: 'say',
			msg: 'word',
		});
	await promise;
	await using server = startServer({journal, rate: false});
	const alice = server.peer();
	alice.send({type: 'hello', v: 1, id: 'Alice', token, rooms: [], resume: true});
	await alice.next('live', ({room}) => room === '@n1');
	const opened = (await alice.sync()).flatMap(event => (event.type === 'room' ? [event.room] : []));
	expect(opened).toHaveLength(1000);
	expect([opened[0], opened.at(-2), opened.at(-1)]).toEqual(['@n7', '@n1005', '@n1']);
	for (const room of ['@n6', '@n1005']) {
		alice.send({type: 'search', text: 'word', room, nonce: 's'});
		expect((await alice.next('found')).list).toHaveLength(1);
	}
	alice.send({type: 'search', text: 'word', from: 'n6', nonce: 's'});
	expect((await alice.next('found')).list).toEqual([]);
});

describe('whoever owns a name', () => {
	const owner = (since: number, former?: KnownPerson) => ({
		key: 'alice',
		id: 'Alice',
		since,
		now: since,
		former,
	});

	test('is one person, the same each time', async () => {
		const {people} = gather(8);
		const alice = people.own(owner(5));
		await people.move(alice, 'ops', {member: true});
		const again = people.own({...owner(5), now: 50});
		expect(again).toBe(alice);
		expect(again.seen).toBe(50);
		expect(people.membersOf('ops')).toEqual([alice]);
		expect(people.membersOf('dev')).toEqual([]);
	});

	test('takes over where they stood as a guest, and nobody is that guest any more', async () => {
		const {people, facts} = gather(8);
		const guest = people.welcome('Alice', 'token', 1, 1);
		await people.move(guest, 'ops', {member: true, read: 7});
		const stranger = people.welcome('alice', 'other', 2, 2);
		await people.move(stranger, 'dev', {member: true});
		const alice = people.own(owner(1, guest));
		expect(people.place(alice, 'ops')).toMatchObject({member: true, read: 7});
		expect(people.place(alice, 'dev').member).toBe(false);
		expect([...people.inhabited()]).toEqual(['ops']);
		for (const token of ['token', 'other']) expect(people.find('alice', token)).toBeUndefined();
		expect(people.named('alice')).toBe(alice);
		expect(facts).toContainEqual(
			expect.objectContaining({type: 'place', claim: alice.claim, conversation: 'ops', read: 7}),
		);
	});

	test('inherits nothing of an owner who never came to be', async () => {
		const {people} = gather(8);
		const first = people.own(owner(5));
		await people.move(first, 'ops', {member: true});
		const second = people.own(owner(9));
		expect(second).not.toBe(first);
		expect(people.place(second, 'ops').member).toBe(false);
		expect([...people.inhabited()]).toEqual([]);
	});

	test('is forgotten after all guests', () => {
		const {people} = gather(8);
		const alice = people.own(owner(0));
		for (let n = 0; n < 40; n++) {
			const passer = people.welcome(`n${n}`, `token${n}`, n, n);
			people.see(passer, n + 1000);
		}
		expect(people.named('alice')).toBe(alice);
	});
});
