/** Whoever asks for it gets their own words as the acknowledgement of them, and nothing besides. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Draft} from '../../source/journal/journal.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {ask, comeIn} from '../helpers/owner.ts';
import {type Peer, startServer, type TestServer, turns} from '../helpers/peer.ts';

/** Takes what is said, and commits it when told to. */
class HeldJournal extends MemoryJournal {
	readonly #held: Draft[] = [];
	isHeld = false;

	override append(draft: Draft): void {
		if (this.isHeld) this.#held.push(draft);
		else super.append(draft);
	}

	/** @param count of them, the oldest */
	give(count: number): void {
		for (const draft of this.#held.splice(0, count)) super.append(draft);
	}

	release(): void {
		this.isHeld = false;
		this.give(this.#held.length);
	}
}

const joinEchoing = async (
	server: TestServer,
	id: string,
	rooms: readonly string[] = ['general'],
): Promise<Peer> => {
	const peer = server.peer();
	peer.send({type: 'hello', v: 1, id, echo: true, rooms: rooms.map(room => ({room, after: 0}))});
	for (const room of rooms) await peer.next('live', live => live.room === room);
	await peer.sync();
	return peer;
};

const kinds = (events: ReadonlyArray<{type: string}>): string[] => events.map(({type}) => type);

describe('who asked for an echo', () => {
	test('is acknowledged by the message itself; others by their own acknowledgement', async () => {
		await using server = startServer();
		const [alice, bob] = [await joinEchoing(server, 'Alice'), await server.join('Bob')];
		await alice.sync();
		alice.send({type: 'say', room: 'general', msg: 'one', nonce: 'a1'});
		expect(await alice.next('message')).toMatchObject({msg: 'one', nonce: 'a1', seq: 1});
		bob.send({type: 'say', room: 'general', msg: 'two', nonce: 'b1'});
		expect(await bob.next('ack')).toMatchObject({nonce: 'b1', seq: 2});
		expect(kinds(await alice.sync())).toEqual(['message']);
		expect(alice.text).not.toContain('"ack"');
	});

	test('to one person and about a message, too', async () => {
		await using server = startServer();
		const alice = await joinEchoing(server, 'Alice');
		await server.join('Bob');
		await alice.sync();
		alice.send({type: 'say', room: '@Bob', msg: 'psst', nonce: 'a1'});
		expect(await alice.next('message')).toMatchObject({room: '@Bob', nonce: 'a1'});
		alice.send({type: 'say', room: 'general', msg: 'one', nonce: 'a2'});
		const {seq} = await alice.next('message');
		alice.send({type: 'react', room: 'general', ref: seq, emoji: '👍', nonce: 'a3'});
		expect(await alice.next('react')).toMatchObject({ref: seq, nonce: 'a3'});
		await alice.sync();
		expect(alice.text).not.toContain('"ack"');
	});

	test('gets an acknowledgement for what it is not shown: said before it left, and said before', async () => {
		await using server = startServer();
		const alice = await joinEchoing(server, 'Alice', ['general', 'ops']);
		await server.join('Bob', ['ops']);
		await alice.sync();
		alice.send({type: 'say', room: 'ops', msg: 'bye', nonce: 'a1'}, {type: 'leave', room: 'ops'});
		expect(await alice.next('ack')).toMatchObject({nonce: 'a1', room: 'ops', seq: 1});
		alice.send({type: 'say', room: 'general', msg: 'one', nonce: 'a2'});
		await alice.next('message');
		alice.send({type: 'say', room: 'general', msg: 'one', nonce: 'a2'});
		expect(await alice.next('ack')).toMatchObject({nonce: 'a2', seq: 1});
	});

	test('and of what is refused, the error', async () => {
		await using server = startServer();
		const alice = await joinEchoing(server, 'Alice');
		alice.send({type: 'edit', room: 'general', ref: 9, msg: 'x', nonce: 'a1'});
		expect(await alice.next('error')).toMatchObject({code: 'NO_SUCH_MESSAGE', nonce: 'a1'});
	});

	test('at a help desk, too, also when it is no operator any more by then, and is shown nothing', async () => {
		const journal = new HeldJournal();
		await using server = startServer({journal, desk: 'help'});
		const rita = await server.operator('Rita', ['help']);
		const mia = await comeIn(server, 'Mia', {rooms: ['help'], echo: true});
		await ask(rita, {type: 'role', id: 'Mia', role: 'operator'});
		await server.join('Gus', ['help']);
		mia.send({type: 'say', room: 'help', msg: '@Gus one', nonce: 'm1'});
		await mia.next('message', ({nonce}) => nonce === 'm1');
		journal.isHeld = true;
		mia.send({type: 'say', room: 'help', msg: '@Gus two', nonce: 'm2'});
		await mia.sync();
		expect(await ask(rita, {type: 'role', id: 'Mia', role: 'member'})).not.toMatchObject({type: 'error'});
		journal.release();
		expect(await mia.next('ack')).toMatchObject({nonce: 'm2', room: 'help'});
	});
});

/** What somebody does in the property below; the number says which of several. */
const steps = fc.array(
	fc.tuple(
		fc.constantFrom('say', 'say', 'say', 'again', 'leave', 'join', 'return', 'commit', 'wait', 'turn'),
		fc.nat(2),
		fc.nat(5),
	),
	{minLength: 10, maxLength: 40, size: 'max'},
);

test('property: each thing that was said is answered, by an echo or otherwise, whoever comes and goes meanwhile', async () => {
	const rooms = ['general', 'help', 'ops'];
	const targets = [...rooms, '@P0', '@P1', '@P2'];
	let [echoes, acks] = [0, 0];
	await fc.assert(
		fc.asyncProperty(steps, async all => {
			const journal = new HeldJournal();
			await using server = startServer({journal, rate: false, desk: 'help'});
			// So many that what is stored waits for what is being stored.
			for (let n = 0; n < 60; n++) server.peer().send({type: 'hello', v: 1, id: `idle${n}`});
			const come = async (who: number, token?: string) => {
				const peer = server.peer(who === 0 ? {address: 'console', operator: true} : undefined);
				const at = rooms.map(room => ({room, after: 0}));
				peer.send({type: 'hello', v: 1, id: `P${who}`, echo: true, rooms: at, token});
				const welcome = await peer.next('welcome');
				return {peer, token: welcome.token, said: [] as string[]};
			};
			const people = [await come(0), await come(1), await come(2)];
			await turns();
			journal.isHeld = true;
			for (const [number, [what, who, which]] of all.entries()) {
				const {peer, said, token} = people[who]!;
				const nonce = what === 'again' ? (said[which] ?? 'first') : `${who}-${number}`;
				const room = targets[which]!;
				if (what === 'say' || what === 'again') {
					said.push(nonce);
					peer.send({type: 'say', room, msg: '@P1 hello', nonce});
				} else if (what === 'leave' || what === 'join') peer.send({type: what, room: rooms[which % 3]});
				else if (what === 'return') people[who] = await come(who, token);
				else if (what === 'commit') journal.give(which);
				else if (what === 'wait') server.clock.advance(which);
				else await turns(which);
			}
			await turns();
			journal.release();
			await turns();
			server.clock.advance(20);
			for (const {peer, said} of people) {
				const heard = await peer.sync();
				for (const nonce of new Set(said)) {
					const answers = heard.filter(event => 'nonce' in event && event.nonce === nonce);
					const others = answers.filter(({type}) => type !== 'message').length;
					const seqs = answers.flatMap(event => (event.type === 'message' ? [event.seq] : []));
					const times = said.filter(one => one === nonce).length;
					expect(others).toBeLessThanOrEqual(times);
					expect(others + new Set(seqs).size).toBeGreaterThanOrEqual(times);
					acks += others;
					echoes += seqs.length;
				}
			}
		}),
		{numRuns: 60},
	);
	expect(Math.min(echoes, acks)).toBeGreaterThan(50);
});
