import {describe, expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {type Peer, startServer, turns} from '../helpers/peer.ts';

const typesOf = (events: readonly Event[]): string[] => events.map(({type}) => type);

describe('hello', () => {
	test('is answered with a welcome, and then the room: members, history, live', async () => {
		await using server = startServer({motd: 'Be kind.'});
		const alice = await server.join('Alice');
		await alice.say('general', 'first');
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob', nonce: 'h'});
		const events = [...(await bob.sync()), await bob.next('live')];
		expect(events[0]).toMatchObject({
			type: 'welcome',
			v: 1,
			id: 'Bob',
			motd: 'Be kind.',
			nonce: 'h',
			time: server.clock.now(),
			limits: {lineBytes: limits.lineBytes, heartbeatMs: limits.heartbeatMs},
		});
		const lines = bob.text.trim().split('\n');
		const types = lines.map(line => JSON.parse(line).type).filter(type => type !== 'pong');
		expect(types).toEqual(['welcome', 'room', 'members', 'message', 'live']);
	});

	test('is told the rate that holds here', async () => {
		await using server = startServer({rate: {perSecond: 7, burst: 9}});
		const alice = server.peer();
		alice.send({type: 'hello', v: 1, id: 'Alice'});
		expect((await alice.next('welcome')).limits).toMatchObject({rate: 7, lineBytes: limits.lineBytes});
	});

	test('asks for rooms by name; what cannot be entered is said, and the rest is entered', async () => {
		await using server = startServer();
		const alice = server.peer();
		const rooms = ['ops', 'log', '@Nobody', 'dev'].map(room => ({room, after: 0}));
		alice.send({type: 'hello', v: 1, id: 'Alice', rooms});
		await alice.next('live', ({room}) => room === 'dev');
		expect(await alice.next('error', ({room}) => room === 'log')).toMatchObject({code: 'OPERATORS_ONLY'});
		expect(await alice.next('error', ({room}) => room === '@Nobody')).toMatchObject({code: 'NO_SUCH_ID'});
		alice.send({type: 'whois', id: 'alice'});
		expect((await alice.next('whois')).rooms).toEqual(['ops', 'dev']);
	});

	test('may ask for no room at all', async () => {
		await using server = startServer();
		const alice = server.peer();
		alice.send({type: 'hello', v: 1, id: 'Alice', rooms: []});
		expect(typesOf(await alice.sync())).toEqual(['welcome']);
	});

	test('raises the limit of a line for what comes with it in one chunk', async () => {
		await using server = startServer();
		const alice = server.peer();
		const msg = 'x'.repeat(limits.helloBytes * 2);
		alice.send({type: 'hello', v: 1, id: 'Alice'}, {type: 'say', room: 'general', msg, nonce: 'n'});
		expect(await alice.next('message')).toMatchObject({msg});
	});

	test('is due within 10 s, however much of it has come', async () => {
		await using server = startServer();
		const silent = server.peer();
		const dribbling = server.peer();
		for (let second = 0; second < limits.helloMs / 1000; second++) {
			expect(silent.text + dribbling.text).toBe('');
			dribbling.write(second === 0 ? '{' : ' ');
			await turns();
			server.clock.advance(1000);
		}
		expect(await silent.next('error')).toMatchObject({code: 'HELLO_LATE'});
		expect(await dribbling.next('error')).toMatchObject({code: 'HELLO_LATE'});
		await Promise.all([silent.closed, dribbling.closed]);
	});
});

describe('an id', () => {
	test.each(['Alice', 'ALICE', 'Ａｌｉｃｅ'])(
		'that is in use is refused as %s; its holder is untouched',
		async id => {
			await using server = startServer();
			const alice = await server.join('Alice');
			const other = server.peer();
			other.send({type: 'hello', v: 1, id, nonce: 'h'});
			expect(await other.next('error')).toMatchObject({code: 'ID_USED', nonce: 'h'});
			await other.closed;
			expect(await alice.sync()).toEqual([]);
		},
	);

	test('is free again when its holder is gone', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		alice.reset();
		await alice.closed;
		await turns();
		await server.join('alice');
	});
});

describe('a token', () => {
	const welcomed = async (peer: Peer): Promise<string> => (await peer.next('welcome')).token;
	const hello = (id: string, token: string, rooms = ['general']): object => ({
		type: 'hello',
		v: 1,
		id,
		token,
		rooms: rooms.map(room => ({room, after: 0})),
	});

	test('takes the place of its own older connection, and nobody else notices', async () => {
		await using server = startServer();
		const bob = await server.join('Bob');
		const old = server.peer();
		old.send({type: 'hello', v: 1, id: 'Alice'});
		const token = await welcomed(old);
		await bob.next('presence');
		const next = server.peer();
		next.send(hello('Alice', token));
		expect(await old.next('error')).toMatchObject({code: 'REPLACED'});
		await old.closed;
		await next.next('live');
		expect(await bob.sync()).toEqual([]);
		await bob.say('general', 'still there?');
		expect(await next.next('message')).toMatchObject({msg: 'still there?'});
		expect(server.log.filter(({event}) => event === 'resumed')).toHaveLength(1);
		expect(server.log.filter(({event}) => event === 'disconnected')).toHaveLength(0);
	});

	test('holds for the connection after that one too, also when its welcome was lost', async () => {
		await using server = startServer();
		const first = server.peer();
		first.send({type: 'hello', v: 1, id: 'Alice'});
		const token = await welcomed(first);
		for (let again = 0; again < 2; again++) {
			const next = server.peer();
			next.send(hello('Alice', token));
			await next.next('live');
		}
	});

	test('leaves the rooms that are not asked for again, and keeps being away', async () => {
		await using server = startServer();
		const bob = await server.join('Bob', ['general', 'ops']);
		const old = server.peer();
		old.send({type: 'hello', v: 1, id: 'Alice', rooms: ['general', 'ops'].map(room => ({room, after: 0}))});
		const token = await welcomed(old);
		old.send({type: 'away', text: 'lunch'});
		await bob.next('status');
		await bob.sync();
		const next = server.peer();
		next.send(hello('Alice', token));
		expect((await next.next('members')).list).toContainEqual({id: 'Alice', away: 'lunch', guest: true});
		await next.next('live');
		expect(await bob.sync()).toMatchObject([
			{type: 'presence', room: 'ops', joined: [], left: [{id: 'Alice'}]},
		]);
	});

	test.each(['', '0'.repeat(32), 'short'])('that is wrong (%o) is refused', async token => {
		await using server = startServer();
		const alice = await server.join('Alice');
		const other = server.peer();
		other.send(hello('Alice', token));
		expect(await other.next('error')).toMatchObject({code: 'ID_USED'});
		expect(await alice.sync()).toEqual([]);
	});

	test('is 128 random bits, another one for everybody', async () => {
		let calls = 0;
		const random = (bytes: number): Uint8Array => Buffer.alloc(bytes, ++calls);
		await using server = startServer({random});
		const [alice, bob] = [server.peer(), server.peer()];
		alice.send({type: 'hello', v: 1, id: 'Alice'});
		bob.send({type: 'hello', v: 1, id: 'Bob'});
		expect([await welcomed(alice), await welcomed(bob)]).toEqual(['01'.repeat(16), '02'.repeat(16)]);
	});

	test("of an operator is worth nothing by a way that is no operator's", async () => {
		await using server = startServer();
		const root = server.peer({operator: true});
		root.send({type: 'hello', v: 1, id: 'Root'});
		const token = await welcomed(root);
		const thief = server.peer();
		thief.send(hello('Root', token));
		expect(await thief.next('error')).toMatchObject({code: 'ID_USED'});
	});
});

describe('heartbeat', () => {
	test('a silent peer is asked after 30 s and cut after 60 s', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		const bob = await server.join('Bob');
		await alice.sync();
		server.clock.advance(limits.heartbeatMs);
		await Promise.all([alice.next('ping'), bob.next('ping')]);
		bob.send({type: 'pong'});
		await turns();
		server.clock.advance(limits.deadMs - limits.heartbeatMs);
		expect(await alice.next('error')).toMatchObject({code: 'SILENT'});
		await alice.closed;
		await bob.next('presence', ({left}) => left[0]?.why === 'silent');
		expect(server.log.at(-1)).toMatchObject({event: 'disconnected', id: 'Alice', reason: 'silent'});
	});

	test('one that talks is not asked', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		for (let minute = 0; minute < 4; minute++) {
			server.clock.advance(limits.heartbeatMs - 1000);
			expect(typesOf(await alice.sync())).toEqual([]);
		}
	});

	test('one that cannot answer is left alone', async () => {
		await using server = startServer();
		const carol = server.bytes();
		carol.write('Carol\n');
		await carol.until(/You are in #general/);
		const said = carol.text;
		server.clock.advance(limits.deadMs * 10);
		await turns();
		expect(carol.text).toBe(said);
		expect(carol.duplex.destroyed).toBe(false);
	});
});

describe('the end', () => {
	test('quit says goodbye to its sender and why to the others', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		alice.send({type: 'quit', text: 'home'});
		expect(await alice.next('bye')).toMatchObject({code: 'QUIT'});
		await alice.closed;
		expect(await bob.next('presence')).toMatchObject({left: [{id: 'Alice', why: 'home'}]});
	});

	test('what was said before a quit in one chunk is acknowledged and delivered', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		const say = {type: 'say', room: '@Bob', msg: 'bye', nonce: 'n'};
		alice.send(say, {type: 'quit'}, {...say, msg: 'too late', nonce: 'm'});
		await alice.next('ack');
		await alice.next('bye');
		expect(await bob.next('message')).toMatchObject({msg: 'bye', room: '@Bob'});
		await bob.next('presence', ({left}) => left.length > 0);
		expect((await bob.sync()).map(({type}) => type)).not.toContain('message');
	});

	test('a connection that breaks: the others are told, and go on', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		alice.reset();
		expect(await bob.next('presence')).toMatchObject({left: [{id: 'Alice', why: 'connection lost'}]});
		await bob.say('general', 'on we go');
		expect(server.log.filter(({event}) => event === 'disconnected')).toMatchObject([{id: 'Alice'}]);
	});

	test('a peer that ends its side is answered in full before the connection ends', async () => {
		await using server = startServer();
		const bob = await server.join('Bob');
		const carol = server.bytes();
		carol.write('Carol\n/join #ops\none\ntwo');
		carol.end();
		await carol.closed;
		expect(carol.text).toMatch(/You are in #ops\n\[Carol\] one\n\[Carol\] two\n$/);
		await bob.next('presence', ({left}) => left.length > 0);
	});

	test('of a JSON peer in the middle of a line is the end of that line', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		const bob = await server.join('Bob');
		alice.send({type: 'say', room: 'general', msg: 'whole', nonce: 'n'});
		alice.write('{"type":"say","room":"general","msg":"half"}');
		alice.end();
		await alice.next('ack');
		await alice.closed;
		await bob.next('presence');
		const said = (await bob.sync()).filter(event => event.type === 'message');
		expect(said).toMatchObject([{msg: 'whole'}]);
	});

	test('before any hello is nobody’s, and is not logged', async () => {
		await using server = startServer();
		const peer = server.bytes();
		peer.end();
		await peer.closed;
		expect(peer.text).toBe('');
		expect(server.log).toEqual([]);
	});

	test('nothing of a peer stays: no timer, no name', async () => {
		const server = startServer();
		const alice = await server.join('Alice');
		const raw = server.bytes();
		raw.write('Bob');
		await turns();
		server.clock.advance(limits.quietMs);
		raw.write('x'.repeat(2000));
		await turns();
		alice.reset();
		raw.reset();
		await turns();
		await server.close();
		expect(server.clock.timers).toBe(0);
	});
});

describe('close', () => {
	test('says goodbye to everybody, those who wait and those at netcat too, after what they said is stored', async () => {
		const server = startServer({maxClients: 2});
		const alice = await server.join('Alice');
		const netcat = server.bytes();
		netcat.write('Bob\n');
		await netcat.until(/Welcome/);
		const waiting = server.peer();
		waiting.send({type: 'hello', v: 1, id: 'Carol'});
		await waiting.next('waiting');
		alice.send({type: 'say', room: 'general', msg: 'last', nonce: 'n'});
		await turns(1);
		const closed = server.close();
		await alice.next('ack');
		expect(await alice.next('bye')).toMatchObject({code: 'CLOSING'});
		await netcat.until(/\[Alice\] last\n(?:.*\n)*.*Goodbye/);
		await waiting.next('bye');
		expect(waiting.text).not.toContain('"type":"welcome"');
		await closed;
		expect(server.clock.timers).toBe(0);
	});

	test('waits 5 s for somebody who does not read, and no longer', async () => {
		const server = startServer();
		const alice = await server.join('Alice');
		alice.duplex.pause();
		let isClosed = false;
		const closed = server.close().then(() => {
			isClosed = true;
		});
		await turns();
		server.clock.advance(limits.drainMs - 1);
		await turns();
		expect(isClosed).toBe(false);
		server.clock.advance(1);
		await closed;
	});

	test('is done at once when nobody is there, and takes nobody in afterwards', async () => {
		const server = startServer();
		await server.close();
		const late = server.bytes();
		await late.closed;
	});
});
