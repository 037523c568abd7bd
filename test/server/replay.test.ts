import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ConversationRecord, Entry} from '../../source/journal/journal.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {limits} from '../../source/protocol/limits.ts';
import type {EventOf} from '../../source/protocol/messages.ts';
import {type Peer, startServer, type TestServer, turns} from '../helpers/peer.ts';

const seqsIn = async (peer: Peer): Promise<number[]> =>
	(await peer.sync()).flatMap(event => (event.type === 'message' ? [event.seq] : []));

const range = (from: number, to: number): number[] =>
	Array.from({length: to - from + 1}, (_, index) => from + index);

/** A journal that gives its pages when it is told to, and commits as another thread would. */
class HeldJournal extends MemoryJournal {
	readonly held: Array<() => void> = [];

	override async after(conversation: string, seq: number, limit: number): Promise<readonly Entry[]> {
		await new Promise<void>(resolve => this.held.push(resolve));
		return super.after(conversation, seq, limit);
	}
}

/** Gives a page as the file holds it when it is read, up to what was the newest entry when it was asked for. */
class LateJournal extends HeldJournal {
	override async after(conversation: string, seq: number, limit: number): Promise<readonly Entry[]> {
		const {last} = this.conversation(conversation)!;
		const page = await super.after(conversation, seq, limit);
		return page.filter(entry => entry.seq <= last);
	}
}

/** Lets go of entries as retention does, by itself and not because something was said. */
class PrunedJournal extends MemoryJournal {
	first = 1;

	override conversation(key: string): ConversationRecord | undefined {
		const known = super.conversation(key);
		return known && {...known, first: Math.max(known.first, this.first)};
	}

	override async after(conversation: string, seq: number, limit: number): Promise<readonly Entry[]> {
		return super.after(conversation, Math.max(seq, this.first - 1), limit);
	}
}

describe('history on joining', () => {
	const hello = (cursor: object, rest: object = {}): object => ({
		type: 'hello',
		v: 1,
		id: 'Bob',
		rooms: [{room: 'general', after: 0, ...cursor}],
		...rest,
	});

	test.each([
		['everything without a cursor', {}, {}, range(1, 40)],
		['what follows the cursor', {after: 38}, {}, [39, 40]],
		['nothing after the newest', {after: 40}, {}, []],
		['nothing after a cursor of the future', {after: 1000}, {}, []],
		['at most as much as is asked for', {after: 5}, {history: 3}, [38, 39, 40]],
		['none if none is asked for', {}, {history: 0}, []],
		['everything after a cursor into another journal', {after: 38}, {journal: 'another'}, range(1, 40)],
	])('%s', async (_, cursor, rest, expected) => {
		await using server = startServer({rate: false});
		const alice = await server.join('Alice');
		for (let seq = 1; seq <= 40; seq++)
			alice.send({type: 'say', room: 'general', msg: 'x', nonce: `n${seq}`});
		await alice.next('ack', ({seq}) => seq === 40);
		const bob = server.peer();
		bob.send(hello(cursor, rest));
		expect(await bob.next('live')).toEqual({type: 'live', room: 'general', seq: 40});
		expect(await seqsIn(bob)).toEqual(expected);
		await alice.say('general', 'now');
		expect(await bob.next('message')).toMatchObject({seq: 41});
	});

	test('since a time: nothing from before it', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		await alice.say('general', 'old');
		server.clock.advance(5000);
		const since = server.clock.now();
		await alice.say('general', 'new');
		const bob = server.peer();
		bob.send(hello({}, {since}));
		await bob.next('live');
		expect(await seqsIn(bob)).toEqual([2]);
	});

	test('all that came after a cursor, however much; without one the newest 1000', async () => {
		await using server = startServer({rate: false, journal: new MemoryJournal({keep: 5000})});
		const alice = await server.join('Alice');
		for (let n = 1; n <= 1500; n++) alice.send({type: 'say', room: 'general', msg: 'x'});
		await alice.next('message', ({seq}) => seq === 1500);
		const [bob, carol] = [server.peer(), server.peer()];
		bob.send(hello({after: 1}));
		carol.send({...hello({}), id: 'Carol'});
		await Promise.all([bob.next('live'), carol.next('live')]);
		expect(await seqsIn(bob)).toEqual(range(2, 1500));
		expect(await seqsIn(carol)).toEqual(range(501, 1500));
	});

	test('what was pruned is named before what is left', async () => {
		const journal = new MemoryJournal({keep: 10});
		await using server = startServer({rate: false, journal});
		const alice = await server.join('Alice');
		for (let n = 1; n <= 100; n++) alice.send({type: 'say', room: 'general', msg: 'x'});
		await alice.next('message', ({seq}) => seq === 100);
		const {first} = journal.conversation('general')!;
		const bob = server.peer();
		bob.send(hello({after: 5}));
		expect(await bob.next('gap')).toEqual({type: 'gap', room: 'general', from: 6, to: first - 1});
		await bob.next('live');
		expect(bob.text.indexOf('"gap"')).toBeLessThan(bob.text.indexOf('"message"'));
		expect(await seqsIn(bob)).toEqual(range(first, 100));
		const carol = server.peer();
		carol.send({...hello({}), id: 'Carol'});
		await carol.next('live');
		expect(carol.text).not.toContain('"gap"');
	});

	test('what is pruned while it is read is named as well', async () => {
		const journal = new HeldJournal({keep: 40});
		await using server = startServer({rate: false, journal});
		const alice = await server.join('Alice');
		const talk = async (to: number): Promise<void> => {
			for (let n = journal.conversation('general')?.last ?? 0; n < to; n++)
				alice.send({type: 'say', room: 'general', msg: 'x'});
			await alice.next('message', ({seq}) => seq === to);
		};
		await talk(40);
		const bob = server.peer();
		bob.send(hello({}));
		await bob.next('members');
		await turns();
		journal.held.shift()!();
		await turns();
		await talk(200);
		const {first} = journal.conversation('general')!;
		while (journal.held.length > 0) {
			journal.held.shift()!();
			await turns();
		}
		expect(await bob.next('gap')).toEqual({type: 'gap', room: 'general', from: 33, to: first - 1});
		await bob.next('live');
		expect(await seqsIn(bob)).toEqual([...range(1, 32), ...range(first, 200)]);
	});

	test('by a join too, with the cursor in it', async () => {
		await using server = startServer();
		const alice = await server.join('Alice', ['ops']);
		for (const msg of ['a', 'b', 'c']) await alice.say('ops', msg);
		const bob = await server.join('Bob');
		bob.send({type: 'join', room: 'ops', after: 1});
		await bob.next('live');
		expect(await seqsIn(bob)).toEqual([2, 3]);
		bob.send({type: 'join', room: 'ops', history: 1});
		await bob.next('live');
		expect(await seqsIn(bob)).toEqual([3]);
	});

	test('a person at netcat gets the last 20, a raw client none', async () => {
		await using server = startServer({rate: false});
		const alice = await server.join('Alice');
		for (let n = 1; n <= 30; n++) alice.send({type: 'say', room: 'general', msg: `<${n}>`});
		await alice.next('message', ({seq}) => seq === 30);
		const netcat = server.bytes();
		netcat.write('Carol\n');
		await netcat.until(/<30>/);
		expect(netcat.text.match(/<\d+>/g)).toEqual(range(11, 30).map(n => `<${n}>`));
		const raw = server.bytes();
		raw.write('Dana');
		await turns();
		server.clock.advance(limits.quietMs);
		await alice.next('presence', ({joined}) => joined[0]?.id === 'Dana');
		await alice.say('general', 'now');
		await raw.until(/now/);
		expect(raw.text).not.toContain('<');
	});

	test('the whole ring at full length reaches a slow reader without tripping the bound', async () => {
		const journal = new MemoryJournal();
		let pages = 0;
		const {after} = journal;
		journal.after = (...asked) => {
			pages++;
			return after.apply(journal, asked);
		};
		await using server = startServer({rate: false, journal});
		const alice = await server.join('Alice');
		const msg = 'x'.repeat(16_000);
		for (let n = 1; n <= limits.historyMessages; n++) {
			alice.send({type: 'say', room: 'general', msg, nonce: `n${n}`});
			if (n % 20 === 0) await alice.next('message', ({seq}) => seq === n);
		}
		const bob = server.peer();
		bob.duplex.pause();
		bob.send({type: 'hello', v: 1, id: 'Bob'});
		await turns(50);
		expect(pages).toBe(1);
		for (let second = 0; second < 50; second++) {
			bob.duplex.resume();
			await turns(1);
			bob.duplex.pause();
			server.clock.advance(1000);
			await turns(1);
		}
		bob.duplex.resume();
		await bob.next('live');
		const seqs = await seqsIn(bob);
		expect(seqs).toEqual(range(1, limits.historyMessages));
	});
});

describe('while history is read', () => {
	test('what is said comes after it: no gap, no overlap', async () => {
		const journal = new HeldJournal();
		await using server = startServer({journal, rate: false});
		const alice = await server.join('Alice');
		for (let n = 1; n <= 40; n++) alice.send({type: 'say', room: 'general', msg: 'x', nonce: `n${n}`});
		await alice.next('ack', ({seq}) => seq === 40);
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob'});
		await bob.next('members');
		await turns();
		await alice.say('general', '41');
		journal.held.shift()!();
		await turns();
		await alice.say('general', '42');
		expect(await seqsIn(bob)).toEqual(range(1, 32));
		journal.held.shift()!();
		await bob.next('live', ({seq}) => seq === 42);
		await alice.say('general', '43');
		await bob.next('message', ({seq}) => seq === 43);
		expect(await seqsIn(bob)).toEqual(range(33, 42));
		expect(journal.held).toEqual([]);
	});

	test('what is committed and not yet delivered comes once', async () => {
		const journal = new HeldJournal();
		await using server = startServer({journal});
		const alice = await server.join('Alice');
		await alice.say('general', 'one');
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob'});
		await bob.next('members');
		await turns();
		const deliver = journal.onCommit;
		journal.onCommit = batch => {
			deliver(batch);
			for (const give of journal.held.splice(0)) give();
		};
		await alice.say('general', 'two');
		await bob.next('live');
		expect(await seqsIn(bob)).toEqual([1, 2]);
	});

	test('what was due and counts no more takes nothing along that came meanwhile', async () => {
		const journal = new LateJournal();
		await using server = startServer({journal});
		const alice = await server.join('Alice');
		await alice.say('general', 'one');
		const sign = {type: 'react', room: 'general', ref: 1, emoji: '👍'};
		alice.send(sign);
		await alice.next('react');
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob', rooms: [{room: 'general', after: 1}]});
		await bob.next('members');
		await turns();
		alice.send({...sign, off: true});
		await alice.say('general', 'two');
		while (journal.held.length > 0) {
			journal.held.shift()!();
			await turns();
		}
		expect(await bob.next('live')).toMatchObject({seq: 4});
		expect((await bob.sync()).flatMap(event => ('seq' in event ? [[event.type, event.seq]] : []))).toEqual([
			['react', 3],
			['message', 4],
		]);
	});

	test.each([
		['leaves', {type: 'leave', room: 'general'}, 'gone'],
		['quits', {type: 'quit'}, 'bye'],
	] as const)('somebody who %s is sent no more of it', async (_, request, answer) => {
		const journal = new HeldJournal();
		await using server = startServer({journal});
		const alice = await server.join('Alice');
		await alice.say('general', 'one');
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob'});
		await bob.next('members');
		bob.send(request);
		await bob.next(answer);
		for (const give of journal.held.splice(0)) give();
		await turns();
		expect(bob.text).not.toContain('"type":"message"');
		expect(bob.text).not.toContain('"type":"live"');
	});

	test('somebody who comes again with a token has it read once, from there', async () => {
		const journal = new HeldJournal();
		await using server = startServer({journal, rate: false});
		const alice = await server.join('Alice');
		for (let n = 1; n <= 100; n++) alice.send({type: 'say', room: 'general', msg: 'x', nonce: `n${n}`});
		await alice.next('ack', ({seq}) => seq === 100);
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob', rooms: []});
		const {token} = await bob.next('welcome');
		for (let n = 1; n <= 100; n++) alice.send({type: 'say', room: '@Bob', msg: 'x'});
		await bob.next('message', ({seq}) => seq === 100);
		bob.send(...['general', '@Alice'].map(room => ({type: 'join', room})));
		await bob.next('members', ({room}) => room === 'general');
		await turns();
		const again = server.peer();
		again.send({type: 'hello', v: 1, id: 'Bob', token, rooms: []});
		await again.next('welcome');
		expect(journal.held).toHaveLength(1);
		for (const give of journal.held.splice(0)) give();
		await turns();
		expect(journal.held).toEqual([]);
	});

	test('joining again starts again, once', async () => {
		const journal = new HeldJournal();
		await using server = startServer({journal});
		const alice = await server.join('Alice');
		await alice.say('general', 'one');
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob'});
		await bob.next('members');
		await turns();
		bob.send({type: 'join', room: 'general'});
		await bob.next('members');
		await turns();
		// Both want the same page, which is read once.
		expect(journal.held).toHaveLength(1);
		journal.held.shift()!();
		await bob.next('live');
		expect(await seqsIn(bob)).toEqual([1]);
		expect(bob.text.match(/"type":"live"/g)).toHaveLength(1);
	});

	test('a page that many want is read once, and again for whoever comes after it was changed', async () => {
		const journal = new HeldJournal();
		await using server = startServer({journal});
		const alice = await server.join('Alice');
		await alice.say('general', 'wrong');
		const come = async (id: string): Promise<Peer> => {
			const peer = server.peer();
			peer.send({type: 'hello', v: 1, id});
			await peer.next('members');
			await turns();
			return peer;
		};
		const early = [await come('Bob'), await come('Carol')];
		expect(journal.held).toHaveLength(1);
		alice.send({type: 'edit', room: 'general', ref: 1, msg: 'right'});
		await alice.next('edit');
		const late = await come('Dana');
		expect(journal.held).toHaveLength(2);
		while (journal.held.length > 0) {
			for (const give of journal.held.splice(0)) give();
			await turns();
		}
		for (const peer of [...early, late]) await peer.next('live');
		expect((await late.next('message')).msg).toBe('right');
		for (const peer of early) expect(await peer.next('edit')).toMatchObject({msg: 'right'});
	});

	test('a page that many want holds nothing that the journal has let go of since', async () => {
		const journal = new PrunedJournal();
		await using server = startServer({journal});
		const alice = await server.join('Alice');
		for (const msg of ['one', 'two', 'three']) await alice.say('general', msg);
		const seen = async (id: string): Promise<number[]> => {
			const peer = server.peer();
			peer.send({type: 'hello', v: 1, id});
			await peer.next('live');
			return seqsIn(peer);
		};
		expect(await seen('Carol')).toEqual([1, 2, 3]);
		journal.first = 3;
		expect(await seen('Dana')).toEqual([3]);
		journal.first = 4;
		expect(await seen('Erin')).toEqual([]);
	});

	test('a journal that fails ends that peer alone, and says so', async () => {
		const journal = new HeldJournal();
		await using server = startServer({journal});
		const alice = await server.join('Alice');
		await alice.say('general', 'one');
		journal.after = () => Promise.reject(new Error('disk on fire'));
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob'});
		expect(await bob.next('error')).toMatchObject({code: 'HISTORY_LOST'});
		await bob.closed;
		expect(server.log).toContainEqual(
			expect.objectContaining({event: 'failed', error: 'Error: disk on fire'}),
		);
		await alice.say('general', 'two');
	});
});

type Step =
	| {do: 'join' | 'leave' | 'drop' | 'pause' | 'sip' | 'resume'; who: number}
	| {do: 'say'; who: number; count: number}
	| {do: 'turn'; who: number};

const who = fc.integer({min: 0, max: 3});
const schedules: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof<Array<fc.WeightedArbitrary<Step>>>(
		{
			weight: 3,
			arbitrary: fc.record({
				do: fc.constantFrom('join', 'leave', 'drop', 'pause', 'sip', 'resume'),
				who,
			}),
		},
		{weight: 3, arbitrary: fc.record({do: fc.constant('say'), who, count: fc.integer({min: 1, max: 40})})},
		{weight: 2, arbitrary: fc.record({do: fc.constant('turn'), who})},
	),
	{maxLength: 60},
);

/** What a peer saw of the room, from each entry to the next. */
const staysOf = (peer: Peer): Array<Array<EventOf<'message'>>> => {
	const stays: Array<Array<EventOf<'message'>>> = [];
	for (const line of peer.text.split('\n').slice(0, -1)) {
		const event = JSON.parse(line);
		if (event.type === 'room') stays.push([]);
		else if (event.type === 'message') stays.at(-1)!.push(event);
	}
	return stays;
};

/** People who come, go, talk and read as they like. */
class Crowd {
	readonly everybody: Peer[] = [];
	readonly #server: TestServer;
	readonly #present = new Map<number, Peer>();
	#said = 0;

	constructor(server: TestServer) {
		this.#server = server;
	}

	async act(step: Step): Promise<void> {
		const peer = this.#present.get(step.who) ?? this.#connect(step.who);
		if (step.do === 'say') {
			for (let one = 0; one < step.count; one++)
				peer.send({type: 'say', room: 'general', msg: `${++this.#said} ${'x'.repeat(one * 50)}`});
		} else if (step.do === 'join' || step.do === 'leave') {
			peer.send({type: step.do, room: 'general', history: 3});
		} else if (step.do === 'drop') {
			peer.reset();
			this.#present.delete(step.who);
		} else if (step.do !== 'pause') peer.duplex.resume();
		if (step.do === 'turn' || step.do === 'sip' || step.do === 'drop')
			await turns(step.do === 'drop' ? 3 : 1);
		if (step.do === 'pause' || step.do === 'sip') peer.duplex.pause();
	}

	/** Everybody reads all there is; some may have been cut for not doing so. */
	async settle(): Promise<void> {
		for (const peer of this.#present.values()) {
			peer.duplex.resume();
			await peer.sync().catch(() => peer.closed);
		}
	}

	#connect(index: number): Peer {
		const peer = this.#server.peer();
		peer.send({type: 'hello', v: 1, id: `p${index}`, history: 7});
		this.#present.set(index, peer);
		this.everybody.push(peer);
		return peer;
	}
}

test('property: whoever comes and goes and however slowly they read, a room is one order without gaps', async () => {
	let seen = 0;
	await fc.assert(
		fc.asyncProperty(schedules, async schedule => {
			await using server = startServer({rate: false});
			const keeper = await server.join('Keeper');
			const crowd = new Crowd(server);
			for (const step of schedule) await crowd.act(step);
			await crowd.settle();
			const {seq} = await keeper.say('general', 'end');
			await keeper.next('message', message => message.seq === seq);
			await crowd.settle();
			const [order] = staysOf(keeper);
			expect(order!.map(message => message.seq)).toEqual(range(1, seq));
			for (const stay of crowd.everybody.flatMap(staysOf)) {
				seen += stay.length;
				const first = stay[0]?.seq ?? 1;
				expect(stay).toEqual(order!.slice(first - 1, first - 1 + stay.length));
			}
		}),
		{numRuns: 60},
	);
	expect(seen).toBeGreaterThan(1000);
});

describe('much at once is given as fast as it is read', () => {
	/** Reads some of what is there, then nothing for a moment in which the others go on. */
	const sip = async (peer: Peer): Promise<void> => {
		peer.duplex.resume();
		await turns(1);
		peer.duplex.pause();
		await turns(1);
	};

	test('long messages, while more of them are said', async () => {
		await using server = startServer({rate: false});
		const alice = await server.join('Alice');
		const msg = 'x'.repeat(15_000);
		for (let said = 0; said < 300; said += 50) {
			alice.send(...Array.from({length: 50}, () => ({type: 'say', room: 'general', msg})));
			await alice.sync();
		}
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob', rooms: [{room: 'general', after: 0}]});
		let isLive = false;
		const live = bob.next('live').then(() => {
			isLive = true;
		});
		for (let round = 0; !isLive; round++) {
			await sip(bob);
			server.clock.advance(100);
			if (round % 20 === 0) await alice.say('general', msg);
		}
		await live;
		bob.duplex.resume();
		const {seq: last} = await alice.say('general', 'the end');
		await bob.next('message', ({seq}) => seq === last);
		expect(await seqsIn(bob)).toEqual(range(1, last - 1));
	});

	test('a room with 1,000 people of whom each says at length why they are away', async () => {
		await using server = startServer({rate: false, bounds: {crowd: 2000}});
		const away = 'x'.repeat(limits.topicCharacters);
		for (let index = 0; index < 1000; index++) {
			const hello = {type: 'hello', v: 1, id: `p${index}`, rooms: [{room: 'general', after: 0}]};
			const requests = [hello, {type: 'away', text: away}].map(request => JSON.stringify(request));
			server
				.open()
				.resume()
				.write(`${requests.join('\n')}\n`);
		}
		const alice = await server.join('Alice');
		const bob = server.peer();
		bob.duplex.pause();
		bob.send({type: 'hello', v: 1, id: 'Bob', rooms: [{room: 'general', after: 0}]});
		await turns();
		for (let said = 0; said < 20; said++) await alice.say('general', 'hello');
		const live = bob.next('live');
		bob.duplex.resume();
		await live;
		const people = (await bob.sync()).flatMap(event => (event.type === 'members' ? event.list : []));
		expect(people).toHaveLength(1002);
	});
});
