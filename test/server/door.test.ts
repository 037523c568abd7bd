import {describe, expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {type Peer, startServer, type TestServer, turns} from '../helpers/peer.ts';

const queue = async (server: TestServer, id: string): Promise<Peer> => {
	const peer = server.peer();
	peer.send({type: 'hello', v: 1, id, nonce: `hello-${id}`});
	await peer.next('waiting', ({nonce}) => nonce === `hello-${id}`);
	return peer;
};

test('a newcomer to a full server waits, is told its place, moves up, and is let in', async () => {
	await using server = startServer({maxClients: 2});
	const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
	const carol = server.peer();
	carol.send({type: 'hello', v: 1, id: 'Carol', nonce: 'h'});
	expect(await carol.next('waiting')).toEqual({type: 'waiting', place: 1, nonce: 'h'});
	const dana = await queue(server, 'Dana');
	const erin = await queue(server, 'Erin');
	expect(await bob.sync()).toEqual([]);
	dana.reset();
	expect(await erin.next('waiting')).toEqual({type: 'waiting', place: 2});
	alice.send({type: 'quit'});
	expect(await carol.next('welcome')).toMatchObject({id: 'Carol', nonce: 'h'});
	await carol.next('live');
	expect(await erin.next('waiting')).toEqual({type: 'waiting', place: 1});
	bob.reset();
	await erin.next('welcome');
	await erin.say('general', 'at last');
	expect(await carol.next('message')).toMatchObject({msg: 'at last'});
	expect((await carol.sync()).map(({type}) => type)).not.toContain('waiting');
});

test('newcomers do not pass those who wait', async () => {
	await using server = startServer({maxClients: 1});
	const alice = await server.join('Alice');
	const [bob, carol] = [await queue(server, 'Bob'), await queue(server, 'Carol')];
	alice.send({type: 'quit'});
	await bob.next('welcome');
	expect(await carol.next('waiting')).toEqual({type: 'waiting', place: 1});
	expect((await carol.sync()).map(({type}) => type)).toEqual([]);
});

test('a name is taken while its holder waits', async () => {
	await using server = startServer({maxClients: 1});
	await server.join('Alice');
	await queue(server, 'Bob');
	for (const id of ['bob', 'alice']) {
		const other = server.peer();
		other.send({type: 'hello', v: 1, id});
		expect(await other.next('error')).toMatchObject({code: 'ID_USED'});
	}
});

test('while waiting: ping is answered, quit quits, a hello is one too many, the rest has to wait', async () => {
	await using server = startServer({maxClients: 1});
	await server.join('Alice');
	const bob = await queue(server, 'Bob');
	bob.send(
		{type: 'say', room: 'general', msg: 'x', nonce: 's'},
		{type: 'hello', v: 1, id: 'Bob', nonce: 'h'},
	);
	expect(await bob.next('error')).toMatchObject({code: 'WAITING', nonce: 's'});
	expect(await bob.next('error')).toMatchObject({code: 'HELLO_TWICE', nonce: 'h'});
	bob.send({type: 'pong'});
	expect(await bob.sync()).toEqual([]);
	bob.send({type: 'quit'});
	expect(await bob.next('bye')).toMatchObject({code: 'QUIT'});
	await bob.closed;
	await queue(server, 'Carol');
	expect(server.log.filter(({event}) => event === 'waiting')).toMatchObject([
		{id: 'Bob', place: 1},
		{id: 'Carol', place: 1},
	]);
});

test('whoever waits is asked for life, and cut when silent', async () => {
	await using server = startServer({maxClients: 1});
	const alice = await server.join('Alice');
	const bob = await queue(server, 'Bob');
	server.clock.advance(limits.helloMs + 1000);
	await bob.sync();
	server.clock.advance(limits.heartbeatMs);
	await bob.next('ping');
	await alice.sync();
	server.clock.advance(limits.heartbeatMs);
	expect(await bob.next('error')).toMatchObject({code: 'SILENT'});
});

test('whoever hangs up while waiting has left the queue', async () => {
	await using server = startServer({maxClients: 1});
	await server.join('Alice');
	const netcat = server.bytes();
	netcat.write('Bob\nhi\n');
	await netcat.until(/You are number 1 in the queue/);
	const carol = await queue(server, 'Carol');
	netcat.end();
	expect(await carol.next('waiting')).toEqual({type: 'waiting', place: 1});
	await netcat.closed;
});

test('the queue is bounded', async () => {
	await using server = startServer({maxClients: 1});
	await server.join('Alice');
	const waiting = await Promise.all(Array.from({length: 100}, (_, n) => queue(server, `p${n}`)));
	const late = server.peer();
	late.send({type: 'hello', v: 1, id: 'Late', nonce: 'h'});
	expect(await late.next('error')).toMatchObject({code: 'FULL', nonce: 'h'});
	await late.closed;
	waiting[0]!.reset();
	await turns();
	await queue(server, 'Later');
});

describe('a full server still takes', () => {
	test('operators, who do not count', async () => {
		await using server = startServer({maxClients: 1});
		const root = await server.operator('Root');
		await server.join('Alice');
		await queue(server, 'Bob');
		await server.operator('Rita');
		root.reset();
		await turns();
		expect(server.log.filter(({event}) => event === 'connected')).toHaveLength(3);
	});

	test('somebody with the token of a live connection', async () => {
		await using server = startServer({maxClients: 1});
		const alice = server.peer();
		alice.send({type: 'hello', v: 1, id: 'Alice'});
		const {token} = await alice.next('welcome');
		const bob = await queue(server, 'Bob');
		const again = server.peer();
		again.send({type: 'hello', v: 1, id: 'Alice', token});
		await again.next('live');
		expect(await bob.sync()).toEqual([]);
	});
});
