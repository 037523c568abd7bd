/** Who is known again, and what waits for them. */
import {describe, expect, test} from 'vitest';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {limits} from '../../source/protocol/limits.ts';
import type {EventOf} from '../../source/protocol/messages.ts';
import {claimOf} from '../../source/server/known-person.ts';
import {type Peer, startServer, type TestServer, turns} from '../helpers/peer.ts';

type Hello = {token?: string; rooms?: string[]; resume?: true; history?: number};

const greet = async (
	server: TestServer,
	id: string,
	{rooms, ...rest}: Hello = {},
): Promise<{peer: Peer; token: string}> => {
	const peer = server.peer();
	const cursors = rooms === undefined ? {} : {rooms: rooms.map(room => ({room, after: 0}))};
	peer.send({type: 'hello', v: 1, id, ...cursors, ...rest});
	const {token} = await peer.next('welcome');
	return {peer, token};
};

/** Goes, and is gone for everybody. */
const drop = async (server: TestServer, peer: Peer): Promise<void> => {
	peer.reset();
	await turns();
	server.clock.advance(1);
};

/** The rooms that somebody is brought into. */
const roomsOf = async (peer: Peer): Promise<string[]> =>
	(await peer.sync()).flatMap(event => (event.type === 'room' ? [event.room] : [])).sort();

describe('with resume', () => {
	test('one is where one was, after a restart of the server too', async () => {
		const journal = new MemoryJournal();
		let token: string;
		{
			await using server = startServer({journal});
			const first = await greet(server, 'Alice', {rooms: ['general', 'Ops', 'dev']});
			token = first.token;
			first.peer.send({type: 'leave', room: 'dev', nonce: 'l'});
			await first.peer.next('done');
		}
		await using server = startServer({journal});
		const {peer} = await greet(server, 'Alice', {token, resume: true});
		expect(await roomsOf(peer)).toEqual(['Ops', 'general']);
	});

	test('rooms stand in the same order each time: where all begin, then by name', async () => {
		await using server = startServer();
		const {peer, token} = await greet(server, 'Alice', {rooms: ['zeta', 'ops10', 'general', 'Ops9']});
		await drop(server, peer);
		const again = await greet(server, 'Alice', {token, resume: true});
		const events = await again.peer.sync();
		const rooms = events.flatMap(event => (event.type === 'room' ? [event.room] : []));
		expect(rooms).toEqual(['general', 'Ops9', 'ops10', 'zeta']);
	});

	test('rooms that are named as well are entered once, with their cursors', async () => {
		await using server = startServer();
		const {peer, token} = await greet(server, 'Alice', {rooms: ['ops', 'dev']});
		await peer.say('ops', 'one');
		await peer.say('ops', 'two');
		await drop(server, peer);
		const again = server.peer();
		again.send({
			type: 'hello',
			v: 1,
			id: 'Alice',
			token,
			resume: true,
			rooms: ['OPS', 'new'].map(room => ({room, after: 1})),
		});
		await again.next('live', ({room}) => room === 'dev');
		expect(again.text.match(/"type":"room","room":"\w+"/g)).toHaveLength(3);
		expect(await again.next('message')).toMatchObject({room: 'ops', seq: 2});
	});

	test('somebody new starts in general, unless told otherwise', async () => {
		await using server = startServer();
		const {peer} = await greet(server, 'Alice', {resume: true});
		expect(await roomsOf(peer)).toEqual(['general']);
		const other = await greet(server, 'Bob', {resume: true, rooms: ['ops']});
		expect(await roomsOf(other.peer)).toEqual(['ops']);
	});

	test('a room that one was put out of is not entered again', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const {peer, token} = await greet(server, 'Alice', {rooms: ['general', 'ops']});
		root.send({type: 'kick', id: 'Alice', room: 'ops', nonce: 'k'});
		await root.next('done');
		await drop(server, peer);
		const again = await greet(server, 'Alice', {token, resume: true});
		expect(await roomsOf(again.peer)).toEqual(['general']);
	});

	test('64 rooms are entered and read, whatever lies in them', async () => {
		await using server = startServer({rate: false});
		const rooms = Array.from({length: limits.roomsPerClient}, (_, n) => `room${n}`);
		const {peer, token} = await greet(server, 'Alice', {rooms});
		for (const room of rooms)
			for (let n = 0; n < 4; n++) peer.send({type: 'say', room, msg: `${n} ${'x'.repeat(15_000)}`});
		await peer.next('message', ({room, seq}) => room === 'room63' && seq === 4);
		await drop(server, peer);
		const again = server.peer();
		again.duplex.pause();
		again.send({type: 'hello', v: 1, id: 'Alice', token, resume: true});
		await turns();
		// Whoever talks meanwhile has the outboxes looked at.
		const bob = await server.join('Bob', ['room0']);
		await bob.say('room0', 'hello');
		again.duplex.resume();
		const live = new Set<string>();
		while (live.size < rooms.length) live.add((await again.next('live')).room);
		const messages = (await again.sync()).filter(event => event.type === 'message');
		expect(messages).toHaveLength(rooms.length * 4 + 1);
	});

	test('more memberships than rooms one may be in are not kept: the first ones go', async () => {
		await using server = startServer({rate: false});
		const rooms = Array.from({length: limits.roomsPerClient}, (_, n) => `room${n}`);
		const {peer, token} = await greet(server, 'Alice', {rooms});
		await peer.sync();
		await drop(server, peer);
		const second = await greet(server, 'Alice', {token, rooms: ['one', 'two']});
		await second.peer.sync();
		await drop(server, second.peer);
		const third = await greet(server, 'Alice', {token, resume: true});
		const entered = await roomsOf(third.peer);
		expect(entered).toHaveLength(limits.roomsPerClient);
		expect(entered).toEqual([...rooms.slice(2), 'one', 'two'].sort());
	});
});

describe('without resume', () => {
	test('only what is named is entered; what one was in stays one’s own', async () => {
		await using server = startServer();
		const {peer, token} = await greet(server, 'Alice', {rooms: ['general', 'ops']});
		await drop(server, peer);
		const second = await greet(server, 'Alice', {token, rooms: ['dev']});
		expect(await roomsOf(second.peer)).toEqual(['dev']);
		await drop(server, second.peer);
		const third = await greet(server, 'Alice', {token, resume: true});
		expect(await roomsOf(third.peer)).toEqual(['dev', 'general', 'ops']);
	});
});

describe('how far one has read', () => {
	const roomEvent = (peer: Peer, room: string): Promise<EventOf<'room'>> =>
		peer.next('room', event => event.room === room);

	test('is told on coming back, in rooms and conversations, also after a restart', async () => {
		const journal = new MemoryJournal();
		let token: string;
		{
			await using server = startServer({journal});
			const first = await greet(server, 'Alice');
			token = first.token;
			const {peer} = first;
			expect((await roomEvent(peer, 'general')).read).toBeUndefined();
			await peer.say('general', 'one');
			await peer.say('general', 'two');
			await peer.say('@Alice', 'note');
			peer.send(
				{type: 'read', room: 'general', seq: 1, nonce: 'r'},
				{type: 'read', room: '@Alice', seq: 1, nonce: 's'},
			);
			expect(await peer.next('done')).toEqual({type: 'done', nonce: 'r'});
			await peer.next('done');
		}
		await using server = startServer({journal});
		const {peer} = await greet(server, 'Alice', {token, resume: true});
		expect((await roomEvent(peer, 'general')).read).toBe(1);
		expect((await roomEvent(peer, '@Alice')).read).toBe(1);
	});

	test('ends at what was said', async () => {
		await using server = startServer();
		const {peer} = await greet(server, 'Alice');
		await peer.say('general', 'one');
		peer.send({type: 'read', room: 'general', seq: 1000, nonce: 'r'});
		await peer.next('done');
		peer.send({type: 'join', room: 'general', nonce: 'j'});
		expect((await peer.next('room', ({nonce}) => nonce === 'j')).read).toBe(1);
	});

	test('is nobody’s business in a room that one is not in', async () => {
		await using server = startServer();
		const {peer} = await greet(server, 'Alice');
		peer.send(
			{type: 'read', room: 'ops', seq: 1, nonce: 'r'},
			{type: 'read', room: '@Eve', seq: 1, nonce: 's'},
		);
		expect(await peer.next('error')).toMatchObject({code: 'NOT_IN_ROOM', nonce: 'r'});
		expect(await peer.next('error')).toMatchObject({code: 'NO_SUCH_ID', nonce: 's'});
	});
});

describe('a token', () => {
	test('is worth as much after weeks and a restart; its hash is all that is kept', async () => {
		const journal = new MemoryJournal();
		const random = (): Uint8Array => Buffer.alloc(16, 7);
		{
			await using server = startServer({journal, random});
			await greet(server, 'Alice');
		}
		const token = '07'.repeat(16);
		expect([...journal.people()].map(({claim}) => claim)).toEqual([claimOf(token)]);
		await using server = startServer({journal});
		server.clock.advance(30 * 86_400_000);
		const again = await greet(server, 'Alice', {token});
		expect(again.token).toBe(token);
	});

	test('of another name, or an unknown one, is answered with a new one', async () => {
		await using server = startServer();
		const {token} = await greet(server, 'Alice');
		const bob = await greet(server, 'Bob', {token});
		expect(bob.token).not.toBe(token);
		const carol = await greet(server, 'Carol', {token: 'f'.repeat(32)});
		expect(carol.token).not.toBe('f'.repeat(32));
	});

	test('of an earlier holder does not throw out the present one', async () => {
		await using server = startServer();
		const first = await greet(server, 'Alice');
		await drop(server, first.peer);
		const second = await greet(server, 'Alice');
		const third = server.peer();
		third.send({type: 'hello', v: 1, id: 'Alice', token: first.token});
		expect(await third.next('error')).toMatchObject({code: 'ID_USED'});
		await drop(server, second.peer);
		expect((await greet(server, 'Alice', {token: first.token})).token).toBe(first.token);
	});

	test('brings somebody back to its place in the queue of a full server', async () => {
		await using server = startServer({maxClients: 1});
		const {peer, token} = await greet(server, 'Bob');
		await drop(server, peer);
		const alice = await server.join('Alice');
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob', token});
		await bob.next('waiting');
		const carol = server.peer();
		carol.send({type: 'hello', v: 1, id: 'Carol'});
		await carol.next('waiting');
		const stranger = server.peer();
		stranger.send({type: 'hello', v: 1, id: 'Bob', token: 'f'.repeat(32)});
		expect(await stranger.next('error')).toMatchObject({code: 'ID_USED'});
		const again = server.peer();
		again.send({type: 'hello', v: 1, id: 'Bob', token});
		expect(await again.next('waiting')).toMatchObject({place: 1});
		expect(await bob.next('error')).toMatchObject({code: 'REPLACED'});
		alice.send({type: 'quit'});
		await again.next('welcome');
		expect(await carol.next('waiting')).toMatchObject({place: 1});
	});
});

test('of too many people of one name the youngest is forgotten, and the older ones are not', async () => {
	await using server = startServer();
	const tokens: string[] = [];
	for (let n = 0; n <= limits.claimsPerName; n++) {
		const {peer, token} = await greet(server, 'Alice');
		tokens.push(token);
		await drop(server, peer);
	}
	const isKnown = async (token: string): Promise<boolean> => {
		const again = await greet(server, 'Alice', {token});
		await drop(server, again.peer);
		return again.token === token;
	};
	// The last one took the place of the one before it.
	expect(await isKnown(tokens.at(-1)!)).toBe(true);
	expect(await isKnown(tokens[0]!)).toBe(true);
	expect(await isKnown(tokens.at(-2)!)).toBe(false);
});

describe('the list of rooms', () => {
	test('holds those whose members are all away, and not those that nobody is a member of', async () => {
		const journal = new MemoryJournal();
		{
			await using server = startServer({journal});
			const {peer} = await greet(server, 'Alice', {rooms: ['Ops', 'dev']});
			peer.send(
				{type: 'topic', room: 'ops', topic: 'plan', nonce: 't'},
				{type: 'leave', room: 'dev', nonce: 'l'},
			);
			await peer.next('done', ({nonce}) => nonce === 'l');
		}
		await using server = startServer({journal});
		const bob = await server.join('Bob');
		bob.send({type: 'rooms'});
		expect((await bob.next('rooms')).list).toEqual([
			{room: 'general', members: 1},
			{room: 'Ops', members: 0, topic: 'plan'},
		]);
	});
});

test('people at netcat are nobody’s again: the next one of the name may come, and knows nothing', async () => {
	const journal = new MemoryJournal();
	await using server = startServer({journal});
	const netcat = server.bytes();
	netcat.write('Carol\n');
	await netcat.until(/You are in #general/);
	expect([...journal.people()]).toEqual([]);
});
