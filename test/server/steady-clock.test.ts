/** A server whose machine has a wrong time. */
import {describe, expect, test} from 'vitest';
import {MemoryJournal} from '../../source/journal/memory.ts';
import type {EventOf} from '../../source/protocol/messages.ts';
import {steadyClock} from '../../source/server/steady-clock.ts';
import {FakeClock} from '../helpers/clock.ts';
import {type Peer, startServer, type TestServer} from '../helpers/peer.ts';

/** A clock that somebody can set. */
class SetClock extends FakeClock {
	#shift = 0;

	override now(): number {
		return super.now() + this.#shift;
	}

	/** @param ms since 1970 */
	set(ms: number): void {
		this.#shift += ms - this.now();
	}
}

const greet = async (
	server: TestServer,
	id: string,
	token?: string,
): Promise<{peer: Peer; token: string}> => {
	const peer = server.peer();
	peer.send({type: 'hello', v: 1, id, rooms: [], ...(token === undefined ? {} : {token})});
	return {peer, token: (await peer.next('welcome')).token};
};

const textsOf = async (peer: Peer, room: string): Promise<string[]> => {
	peer.send({type: 'join', room, nonce: 'texts'});
	await peer.next('live', live => live.room === room);
	return (await peer.sync()).flatMap(event => (event.type === 'message' ? [event.msg] : []));
};

test('a clock that is set back stands still until the real one has caught up', () => {
	const real = new SetClock(5_000);
	const clock = steadyClock(real, 0);
	expect(clock.now()).toBe(5_000);
	real.set(3_000);
	expect(clock.now()).toBe(5_000);
	real.set(4_999);
	expect(clock.now()).toBe(5_000);
	real.set(7_000);
	expect(clock.now()).toBe(7_000);
	expect(steadyClock(real, 8_000).now()).toBe(8_000);
});

describe.each([
	['1970', 0],
	['an hour ago', Date.UTC(2026, 10, 21, 13)],
])('after a restart in %s', (_, wrong) => {
	/** Alice told Dana something; then the server started again at a machine without the time. */
	const restart = async (): Promise<{server: TestServer; token: string}> => {
		const journal = new MemoryJournal();
		let token: string;
		{
			await using server = startServer({journal});
			const dana = await greet(server, 'Dana');
			const alice = await greet(server, 'Alice');
			server.clock.advance(1);
			await alice.peer.say('@Dana', 'secret');
			server.clock.advance(1);
			({token} = dana);
		}
		return {server: startServer({journal, clock: new FakeClock(wrong)}), token};
	};

	test('whoever takes a name still gets nothing that was for the one before', async () => {
		const {server} = await restart();
		await using _ = server;
		const {peer} = await greet(server, 'Dana');
		const alice = await greet(server, 'Alice');
		await alice.peer.say('@Dana', 'who are you?');
		expect(await textsOf(peer, '@Alice')).not.toContain('secret');
		peer.send({type: 'search', text: 'secret', nonce: 's'});
		expect((await peer.next('found')).list).toEqual([]);
	});

	test('people are told what is said to them, and may change what they say', async () => {
		const {server, token} = await restart();
		await using _ = server;
		const {peer} = await greet(server, 'Dana', token);
		const {seq} = await peer.say('@Dana', 'note');
		expect(await peer.next('message')).toMatchObject({msg: 'note'} satisfies Partial<EventOf<'message'>>);
		peer.send({type: 'edit', room: '@Dana', ref: seq, msg: 'better', nonce: 'e'});
		expect(await peer.next('ack')).toMatchObject({nonce: 'e'});
		expect(await textsOf(peer, '@Alice')).toEqual(['secret']);
	});
});
