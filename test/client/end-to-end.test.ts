/** The client against the real server, over connections in memory that a test can cut. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Client} from '../../source/client/client.ts';
import {people} from '../../source/client/select.ts';
import type {Room, State} from '../../source/client/state.ts';
import {startServer, turns} from '../helpers/peer.ts';
import {closing, Place, until} from './place.ts';

/** What was said in a room, as this client holds it. */
const said = (client: Client, key = 'general'): string[] =>
	(client.state.rooms.get(key)?.log.chunks.flat() ?? []).flatMap(line =>
		line.type === 'message' ? [line.msg] : [],
	);

const pendingOf = (client: Client): number =>
	[...client.state.rooms.values()].reduce((sum, {pending}) => sum + pending.length, 0);

describe('a crowd', () => {
	/** Lets a second of the server pass, in which it tells at most one count. */
	const pass = async (place: Place): Promise<void> => {
		place.server!.clock.advance(1500);
		await turns();
	};

	test('is counted, found page by page, and listed again once it is small', async () => {
		const place = new Place();
		place.server = startServer({rate: false, bounds: {crowd: 3}});
		const alice = await place.join('Alice');
		const room = (): Room => alice.state.rooms.get('general')!;
		const guests: Client[] = [];
		for (const id of ['ann', 'Bob', 'bea', 'Cy', 'boris']) guests.push(await place.join(id));
		await pass(place);
		expect(room()).toMatchObject({crowd: 6, live: true});
		expect(people(room())).toEqual([]);

		const first = await alice.findPeople('general', {limit: 4});
		const rest = await alice.findPeople('general', {limit: 4, after: first.list.at(-1)!.id});
		expect([...first.list, ...rest.list].map(({id}) => id)).toEqual([
			...['Alice', 'ann', 'bea', 'Bob', 'boris', 'Cy'],
		]);
		expect(first.total).toBe(6);
		const found = await alice.findPeople('general', {like: 'BO', limit: 1});
		expect(found).toMatchObject({list: [{id: 'Bob'}], total: 2});
		await guests[4]!.say('general', 'Alice, hello');
		await until(alice, () => said(alice).length === 1);
		await alice.say('@cy', 'psst');
		await until(guests[3]!, () => said(guests[3]!, '@alice').length === 1);

		const before = room();
		for (const guest of guests.slice(0, 4)) await guest.quit();
		await pass(place);
		await until(alice, () => room().crowd === undefined && room().live);
		expect(people(room()).map(({id}) => id)).toEqual(['Alice', 'boris']);
		// A note says that people are named again, and is read as it comes.
		expect(room()).toMatchObject({seq: before.seq, read: before.read + 1, entered: true});
		expect(said(alice)).toEqual(['Alice, hello']);
	});
});

describe('two people', () => {
	test('talk, each sees each message once, in one order', async () => {
		const place = new Place();
		const [alice, bob] = [await place.join('Alice'), await place.join('Bob')];
		const places = await Promise.all(
			[alice, bob].flatMap(client =>
				['one', 'two', 'three'].map(word => client.say('general', `${client.id} ${word}`)),
			),
		);
		expect(places.map(({seq}) => seq).sort()).toEqual([1, 2, 3, 4, 5, 6]);
		await until(bob, () => said(bob).length === 6);
		await until(alice, () => said(alice).length === 6);
		expect(said(alice)).toEqual(said(bob));
		expect(pendingOf(alice)).toBe(0);
	});

	test('see each other come, go away, type and leave', async () => {
		const place = new Place();
		const alice = await place.join('Alice');
		const bob = await place.join('Bob');
		const general = (): NonNullable<ReturnType<State['rooms']['get']>> => alice.state.rooms.get('general')!;
		await until(alice, () => people(general()).length === 2);
		await bob.away('lunch');
		await until(alice, () => people(general()).some(({away}) => away === 'lunch'));
		expect(bob.state.away).toBe('lunch');
		await bob.back();
		bob.typing('general');
		await until(alice, () => general().typing.has('bob'));
		await bob.quit();
		await until(alice, () => people(general()).length === 1);
		expect(general().typing.size).toBe(0);
	});

	test('talk directly', async () => {
		const place = new Place();
		const [alice, bob] = [await place.join('Alice'), await place.join('Bob')];
		await alice.say('@bob', 'psst');
		await bob.say('@Alice', 'what?');
		await until(alice, () => said(alice, '@bob').length === 2);
		expect(said(alice, '@bob')).toEqual(['psst', 'what?']);
		expect(said(bob, '@alice')).toEqual(['psst', 'what?']);
		expect(pendingOf(alice) + pendingOf(bob)).toBe(0);
		await expect(alice.say('@Nobody', 'hello?')).rejects.toMatchObject({code: 'NO_SUCH_ID'});
	});

	test('have rooms, topics and lists', async () => {
		const place = new Place();
		const [alice, bob] = [await place.join('Alice'), await place.join('Bob')];
		await alice.join('ops');
		await alice.topic('ops', 'Release');
		expect(await bob.rooms()).toContainEqual({room: 'ops', members: 1, topic: 'Release'});
		expect(await bob.who('ops')).toEqual([{id: 'Alice', guest: true}]);
		expect(await bob.whois('alice')).toMatchObject({id: 'Alice', rooms: ['general', 'ops']});
		await alice.leave('ops');
		expect([...alice.state.rooms.keys()]).toEqual(['general']);
		await expect(alice.say('ops', 'x')).rejects.toMatchObject({code: 'NOT_IN_ROOM'});
	});

	test('cannot have one name', async () => {
		const place = new Place();
		await place.join('Alice');
		const other = place.client('ALICE');
		await expect(other.connect()).rejects.toMatchObject({code: 'ID_USED'});
		other.rename('Alice2');
		await until(other, ({link}) => link.type === 'online');
		expect(other.id).toBe('Alice2');
	});
});

describe('a server that dies and comes back', () => {
	test('gets what was said meanwhile, and the conversation goes on', async () => {
		const place = new Place();
		const alice = await place.join('Alice');
		await alice.say('general', 'before');
		await place.stop();
		await until(alice, ({link}) => link.type === 'offline');
		const meanwhile = [alice.say('general', 'meanwhile 1'), alice.say('general', 'meanwhile 2')];
		await place.start();
		alice.reconnect();
		expect((await Promise.all(meanwhile)).map(({seq}) => seq)).toEqual([1, 2]);
		await until(alice, () => said(alice).length === 3);
		expect(said(alice)).toEqual(['before', 'meanwhile 1', 'meanwhile 2']);
		expect(pendingOf(alice)).toBe(0);
	});
});

describe('links that break anywhere', () => {
	test('lose nothing, double nothing, and mix no order', async () => {
		type Step = {who: number; what: 'say' | 'cut' | 'turn'};
		const step: fc.Arbitrary<Step> = fc.record({
			who: fc.nat(2),
			what: fc.oneof(
				{weight: 5, arbitrary: fc.constant('say' as const)},
				{weight: 2, arbitrary: fc.constant('cut' as const)},
				{weight: 3, arbitrary: fc.constant('turn' as const)},
			),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(step, {minLength: 5, maxLength: 60}), async steps => {
				const place = new Place();
				const names = ['Alice', 'Bob', 'Carol'];
				const clients = await Promise.all(names.map(name => place.join(name)));
				// Impatient people: they connect again as soon as the link is lost.
				for (const client of clients)
					client.on('link', ({type}) => {
						if (type === 'offline') setImmediate(() => client.reconnect());
					});
				const receipts: Array<Promise<{seq: number; msg: string}>> = [];
				for (const [number, {who, what}] of steps.entries()) {
					const client = clients[who]!;
					const msg = `${client.id} ${number}`;
					if (what === 'say') receipts.push(client.say('general', msg).then(({seq}) => ({seq, msg})));
					else if (what === 'cut') place.cut(names[who]!);
					else await turns(1);
				}
				const stored = (await Promise.all(receipts)).sort((one, other) => one.seq - other.seq);
				for (const client of clients)
					await until(client, () => said(client).length >= stored.length && pendingOf(client) === 0);
				const order = stored.map(({msg}) => msg);
				for (const client of clients) expect(said(client)).toEqual(order);
				// Each one's own messages are in the order in which they were said.
				for (const name of names) {
					const own = order.filter(msg => msg.startsWith(`${name} `));
					expect(own).toEqual(
						[...own].sort((one, other) => Number(one.split(' ')[1]) - Number(other.split(' ')[1])),
					);
				}
				for (const close of closing.splice(0).reverse()) await close();
			}),
			{numRuns: 40},
		);
	});
});
