/** Rooms of so many that names are told no more. The bound is small here: three people, of whom each sees the others. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {type BytePeer, type Peer, startServer, type TestServer, turns} from '../helpers/peer.ts';

const startCrowded = (options: {desk?: string; crowd?: number} = {}): TestServer => {
	const {crowd = 3, ...rest} = options;
	return startServer({rate: false, bounds: {crowd}, ...rest});
};

const names = (list: ReadonlyArray<{id: string}>): string => list.map(({id}) => id).join(' ');

/** What an event tells of who is there, in short. */
const drawn = (event: Event): string[] => {
	switch (event.type) {
		case 'room':
			return [`room ${event.members}${event.crowd ? ' crowd' : ''}`];
		case 'members':
			return [`members ${names(event.list)}`];
		case 'presence':
			if (event.members !== undefined) return [`count ${event.members}`];
			return [...event.left.map(({id}) => `-${id}`), ...event.joined.map(({id}) => `+${id}`)];
		case 'live':
		case 'gone':
			return [event.type];
		case 'status':
			return [`${event.id} ${event.away === undefined ? 'is back' : 'is away'}`];
		case 'role':
			return [`${event.id} is ${event.role}`];
		case 'message':
			return [event.msg];
		default:
			return [];
	}
};

const heard = async (peer: Peer): Promise<string[]> => (await peer.sync()).flatMap(drawn);

/** All that comes within the next second and a half. */
const heardLater = async (server: TestServer, peer: Peer): Promise<string[]> => {
	server.clock.advance(1500);
	await turns();
	return heard(peer);
};

const greet = (server: TestServer, id: string, rooms: readonly string[] = ['general']): Peer => {
	const peer = server.peer();
	peer.send({type: 'hello', v: 1, id, rooms: rooms.map(room => ({room, after: 0}))});
	return peer;
};

const enterAll = async <Ids extends readonly string[]>(
	server: TestServer,
	...ids: Ids
): Promise<{[Index in keyof Ids]: Peer}> => {
	const peers: Peer[] = [];
	for (const id of ids) peers.push(await server.join(id));
	for (const peer of peers) await peer.sync();
	return peers as {[Index in keyof Ids]: Peer};
};

const leave = async (peer: Peer, room = 'general'): Promise<void> => {
	peer.send({type: 'leave', room});
	await peer.next('gone');
};

describe('a room becomes a crowd', () => {
	test('when one more comes than may see each other: the others hear a count, and the newcomer no names', async () => {
		await using server = startCrowded();
		const [alice] = await enterAll(server, 'Alice', 'Bob', 'Carol');
		const dana = greet(server, 'Dana');
		await dana.next('live');
		expect(dana.text).toMatch(/"type":"room","room":"general","members":4,"crowd":true/);
		expect(dana.text).not.toContain('"members","room"');
		expect(await heard(alice)).toEqual(['count 4']);
		expect(await heardLater(server, alice)).toEqual([]);
	});

	test('also when many come in one turn', async () => {
		await using server = startCrowded();
		const [alice] = await enterAll(server, 'Alice');
		const others = ['Bob', 'Carol', 'Dana', 'Erin'].map(id => greet(server, id));
		await Promise.all(others.map(peer => peer.next('live')));
		expect(await heard(alice)).toEqual(['count 5']);
		for (const peer of others) expect(await heard(peer)).toEqual(['room 5 crowd']);
	});

	test('and is told how many there are at most once a second, and not when that is the same', async () => {
		await using server = startCrowded();
		const [alice] = await enterAll(server, 'Alice', 'Bob', 'Carol', 'Dana');
		const [erin, frank] = [await server.join('Erin'), await server.join('Frank')];
		expect(await heard(alice)).toEqual([]);
		expect(await heardLater(server, alice)).toEqual(['count 6']);
		await leave(erin);
		await server.join('Gina');
		expect(await heardLater(server, alice)).toEqual([]);
		frank.reset();
		await turns();
		// The first change after a second is told at once.
		expect(await heard(alice)).toEqual(['count 5']);
	});

	test('in which one is again by joining again', async () => {
		await using server = startCrowded();
		const [alice] = await enterAll(server, 'Alice', 'Bob', 'Carol', 'Dana');
		alice.send({type: 'join', room: 'general', nonce: 'again'});
		expect(await heard(alice)).toEqual(['room 4 crowd', 'live']);
	});
});

describe('a crowd becomes small', () => {
	test('at four fifths of the bound: everybody sees all others, as if they had joined again', async () => {
		await using server = startCrowded({crowd: 5});
		const [alice, , , , erin, frank] = await enterAll(
			server,
			'Alice',
			'Bob',
			'Carol',
			'Dana',
			'Erin',
			'Frank',
		);
		await leave(frank);
		expect(await heardLater(server, alice)).toEqual(['count 5']);
		await leave(erin);
		expect(await heardLater(server, alice)).toEqual(['room 4', 'members Alice Bob Carol Dana', 'live']);
		await server.join('Gina');
		expect(await heard(alice)).toEqual(['+Gina']);
	});

	test('and not more often than once a second', async () => {
		await using server = startCrowded();
		const [alice, bob, carol, dana] = await enterAll(server, 'Alice', 'Bob', 'Carol', 'Dana');
		for (const peer of [carol, dana]) await leave(peer);
		expect(await heard(alice)).toEqual([]);
		for (const peer of [carol, dana]) peer.send({type: 'join', room: 'general'});
		await dana.next('live');
		expect(await heardLater(server, alice)).toEqual([]);
		for (const peer of [carol, dana]) await leave(peer);
		expect(await heardLater(server, bob)).toEqual(['count 3', 'room 2', 'members Alice Bob', 'live']);
	});

	test('while somebody still reads its history, who gets all of that', async () => {
		await using server = startCrowded();
		const [alice, bob] = await enterAll(server, 'Alice', 'Bob', 'Carol');
		const texts = Array.from({length: 50}, (_, index) => String(index).padEnd(3000, ' x'));
		for (const text of texts) await alice.say('general', text);
		const dana = server.peer();
		dana.duplex.pause();
		dana.send({type: 'hello', v: 1, id: 'Dana', rooms: [{room: 'general', after: 0}]});
		await turns();
		for (const peer of [alice, bob]) await leave(peer);
		server.clock.advance(1500);
		await turns();
		dana.duplex.resume();
		await dana.next('live');
		const all = await heard(dana);
		expect(all.filter(one => texts.includes(one))).toEqual(texts);
		expect(all.filter(one => !texts.includes(one))).toEqual(['room 4 crowd', 'room 2', 'members Carol Dana']);
	});
});

describe('in a crowd', () => {
	test('those who are away are told of to whom they share a smaller room or a conversation with', async () => {
		await using server = startCrowded();
		const [alice, bob, carol, dana] = await enterAll(server, 'Alice', 'Bob', 'Carol', 'Dana');
		for (const peer of [alice, bob]) peer.send({type: 'join', room: 'ops'});
		await alice.say('@Carol', 'Hi');
		for (const peer of [alice, bob, carol, dana]) await heardLater(server, peer);
		alice.send({type: 'away', text: 'lunch'});
		for (const peer of [alice, bob, carol]) expect(await heard(peer)).toEqual(['Alice is away']);
		expect(await heard(dana)).toEqual([]);
	});

	test('operators put people out by their names, and what is said reaches everybody', async () => {
		await using server = startCrowded();
		const [alice, bob] = await enterAll(server, 'Alice', 'Bob', 'Carol', 'Dana');
		const root = await server.operator('Root', ['general']);
		root.send({type: 'kick', id: 'bob', room: 'general'});
		expect(await bob.next('gone')).toMatchObject({why: 'kicked'});
		await root.say('general', 'Hello all');
		expect(await heard(alice)).toEqual(['Hello all']);
		expect(await heard(bob)).toEqual([]);
	});

	test('somebody who takes the place of their own older connection changes nothing', async () => {
		await using server = startCrowded();
		const [alice, bob] = await enterAll(server, 'Alice', 'Bob', 'Carol', 'Dana');
		const token = /"token":"(\w+)"/.exec(bob.text)![1];
		const again = server.peer();
		again.send({type: 'hello', v: 1, id: 'Bob', token});
		await again.next('live');
		await bob.closed;
		expect(await heard(again)).toEqual(['room 4 crowd']);
		expect(await heardLater(server, alice)).toEqual([]);
		again.send({type: 'who', room: 'general'});
		expect(names((await again.next('who')).list)).toBe('Alice Bob Carol Dana');
	});

	test('people at netcat are told how many there are now and then, classroom clients never', async () => {
		await using server = startCrowded();
		const nora = server.bytes();
		nora.write('Nora\n');
		const rolf = server.bytes();
		rolf.write('Rolf');
		await turns();
		server.clock.advance(limits.quietMs);
		await turns();
		const peers: BytePeer[] = [];
		for (const id of ['Alice', 'Bob', 'Carol', 'Dana']) {
			const peer = server.bytes();
			peer.write(`${id}\n`);
			await turns();
			peers.push(peer);
		}
		for (let second = 0; second < 90; second++) {
			if (second === 10) peers[3]!.reset();
			server.clock.advance(1000);
			await turns(2);
		}
		for (const peer of peers) peer.reset();
		await turns();
		server.clock.advance(60_000);
		await turns();
		expect(nora.text.split('\n').slice(1, -1)).toEqual([
			'You are in #general',
			'* Rolf joined',
			'* Alice joined',
			'* 4 people are here',
			'* 5 people are here',
		]);
		expect(rolf.text).toBe('');
	});
});

describe('a help desk of many', () => {
	test('is a crowd for operators; guests see them as ever, and nobody else', async () => {
		await using server = startCrowded({desk: 'help'});
		const root = await server.operator('Root', ['help']);
		const guests = ['Alice', 'Bob', 'Carol'].map(id => greet(server, id, ['help']));
		for (const guest of guests) {
			await guest.next('live');
			expect((await heard(guest))[0]).toBe('room 2');
		}
		expect(await heardLater(server, root)).toEqual(['count 4']);
		const rita = await server.operator('Rita', ['help']);
		expect(rita.text).toMatch(/"members":5,"crowd":true,"desk":true/);
		for (const guest of guests) expect(await heardLater(server, guest)).toEqual(['+Rita']);
		expect(await heard(root)).toEqual(['count 5']);
		const dana = greet(server, 'Dana', ['help']);
		await dana.next('live');
		expect(await heard(dana)).toEqual(['room 3', 'members Root Rita Dana']);
		rita.reset();
		await turns();
		for (const guest of [...guests, dana]) expect(await heardLater(server, guest)).toEqual(['-Rita']);
		for (const guest of [dana, ...guests.slice(1)]) await leave(guest, 'help');
		expect(await heardLater(server, root)).toEqual([
			...['count 6', 'count 5', 'count 4'],
			...['room 2', 'members Root Alice', 'live'],
		]);
		expect(await heard(guests[0]!)).toEqual([]);
	});
});

test('the bytes of each member do not grow with how many come one after the other', async () => {
	const bytesOf = async (people: number): Promise<number[]> => {
		await using server = startCrowded();
		const peers: Peer[] = [];
		for (let index = 0; index < people; index++) peers.push(await server.join(`p${1000 + index}`));
		for (const peer of peers) await peer.sync();
		return peers.map(({text}) => text.length);
	};
	const [few, many] = [await bytesOf(10), await bytesOf(100)];
	// Clear of the numbers' own digits, each gets what a newcomer to ten got.
	expect(Math.max(...many)).toBeLessThan(Math.max(...few) + 50);
});

/** What a client knows that follows the rules. */
class Follower {
	members: number | undefined;
	list: Set<string> | undefined;

	hear(event: Event): void {
		if (event.type === 'room') {
			this.members = event.members;
			this.list = event.crowd ? undefined : new Set();
		} else if (event.type === 'members') for (const {id} of event.list) this.list!.add(id);
		else if (event.type === 'presence') this.#change(event);
		else if (event.type === 'gone') this.members = undefined;
	}

	#change({members, joined, left}: Extract<Event, {type: 'presence'}>): void {
		if (this.members === undefined) throw new Error('It was told of a room that it is not in.');
		if (members !== undefined) {
			this.members = members;
			this.list = undefined;
			return;
		}
		for (const {id} of left) if (!this.list!.delete(id)) throw new Error(`${id} left who was not there.`);
		for (const {id} of joined) {
			if (this.list!.has(id)) throw new Error(`${id} came who was there.`);
			this.list!.add(id);
		}
		this.members = this.list!.size;
	}
}

type Step = {do: 'join' | 'leave' | 'cut' | 'settle' | 'pass'; who: number};

const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.record({
		do: fc.constantFrom('join', 'join', 'join', 'leave', 'leave', 'cut', 'settle', 'pass'),
		who: fc.integer({min: 0, max: 7}),
	}),
	{minLength: 5, maxLength: 60},
);

type Person = {peer: Peer; follower: Follower; isIn: boolean};

/** Eight people who come to a room and leave it, and a ninth who stays. */
class Square implements AsyncDisposable {
	readonly server: TestServer;
	readonly people = new Map<string, Person>();

	constructor(crowd: number) {
		this.server = startCrowded({crowd});
	}

	async act({do: what, who}: Step): Promise<void> {
		if (what === 'pass') this.server.clock.advance(400);
		if (what === 'settle') await turns(3);
		if (what === 'join') this.join(`p${who}`);
		const id = `p${who}`;
		const person = this.people.get(id);
		if (!person) return;
		if (what === 'cut') {
			person.peer.reset();
			this.people.delete(id);
			await turns(1);
		}
		if (what === 'leave' && person.isIn) {
			person.isIn = false;
			person.peer.send({type: 'leave', room: 'square'});
		}
	}

	join(id: string): void {
		const known = this.people.get(id);
		if (known === undefined) {
			const peer = greet(this.server, id, ['square']);
			this.people.set(id, {peer, follower: new Follower(), isIn: true});
		} else if (!known.isIn) {
			known.isIn = true;
			known.peer.send({type: 'join', room: 'square'});
		}
	}

	/** Time passes until everything was told; then all are asked what they know. */
	async settle(): Promise<Person[]> {
		for (let second = 0; second < 3; second++) {
			await turns(5);
			this.server.clock.advance(1000);
		}
		await turns(5);
		for (const {peer, follower} of this.people.values())
			for (const event of await peer.sync()) follower.hear(event);
		return [...this.people.values()].filter(({isIn}) => isIn);
	}

	get present(): string[] {
		return [...this.people].filter(([, {isIn}]) => isIn).map(([id]) => id);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.server[Symbol.asyncDispose]();
	}
}

test('property: whoever follows the rules knows how many are there, and who as long as they are no crowd', async () => {
	const seen = {crowds: 0, lists: 0};
	await fc.assert(
		fc.asyncProperty(steps, fc.integer({min: 1, max: 6}), async (history, crowd) => {
			await using square = new Square(crowd);
			square.join('stays');
			for (const step of history) await square.act(step);
			const inside = await square.settle();
			const here = square.present.sort();
			for (const {follower} of inside) {
				expect(follower.members).toBe(here.length);
				if (here.length > crowd) expect(follower.list).toBeUndefined();
				if (here.length <= (crowd * 4) / 5) expect(follower.list).toBeDefined();
				if (follower.list) expect([...follower.list].sort()).toEqual(here);
				if (follower.list) seen.lists++;
				else seen.crowds++;
			}
		}),
		{numRuns: 80},
	);
	expect(seen.crowds).toBeGreaterThan(30);
	expect(seen.lists).toBeGreaterThan(30);
});
