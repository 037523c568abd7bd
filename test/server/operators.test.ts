import {describe, expect, test} from 'vitest';
import {startServer} from '../helpers/peer.ts';

test('an operator is told so, and others see it', async () => {
	await using server = startServer();
	const root = server.peer({operator: true});
	root.send({type: 'hello', v: 1, id: 'Root'});
	expect(await root.next('welcome')).toMatchObject({operator: true});
	const alice = server.peer();
	alice.send({type: 'hello', v: 1, id: 'Alice'});
	expect((await alice.next('welcome')).operator).toBeUndefined();
	expect((await alice.next('members')).list).toContainEqual({id: 'Root', operator: true});
});

describe('the log room', () => {
	test('holds what happened, from before the operator came too, by the server', async () => {
		await using server = startServer();
		await server.join('Alice');
		const root = server.peer({operator: true});
		root.send({type: 'hello', v: 1, id: 'Root', rooms: [{room: 'log', after: 0}]});
		expect(await root.next('room')).toMatchObject({room: 'log', readOnly: true});
		const first = await root.next('message');
		expect(first).toMatchObject({
			room: 'log',
			id: 'server',
			msg: 'Client connected: Alice from memory, json',
		});
		const bob = await server.join('Bob');
		await bob.say('general', 'two\nlines');
		await root.next('message', ({msg}) => msg === 'Received from Bob: two⏎lines');
		bob.reset();
		await root.next('message', ({msg}) => msg === 'Client disconnected: Bob (connection lost)');
	});

	test('is read-only, and its topic is nobody’s', async () => {
		await using server = startServer();
		const root = await server.operator('Root', ['log']);
		root.send(
			{type: 'say', room: 'log', msg: 'x', nonce: 's'},
			{type: 'topic', room: 'log', topic: 'x', nonce: 't'},
		);
		expect(await root.next('error')).toMatchObject({code: 'READ_ONLY', nonce: 's'});
		expect(await root.next('error')).toMatchObject({code: 'READ_ONLY', nonce: 't'});
	});

	test.each(['log', 'LOG', 'ｌｏｇ'])('as %s is closed to others, and not on their lists', async room => {
		await using server = startServer();
		await server.operator('Root', ['log']);
		const alice = await server.join('Alice');
		alice.send({type: 'join', room, nonce: 'j'}, {type: 'who', room, nonce: 'w'});
		expect(await alice.next('error')).toMatchObject({code: 'OPERATORS_ONLY', nonce: 'j'});
		expect(await alice.next('error')).toMatchObject({code: 'OPERATORS_ONLY', nonce: 'w'});
		alice.send({type: 'say', room, msg: 'x', nonce: 's'});
		expect(await alice.next('error')).toMatchObject({nonce: 's'});
		alice.send({type: 'rooms'}, {type: 'whois', id: 'Root'});
		expect((await alice.next('rooms')).list.map(one => one.room)).toEqual(['general']);
		expect((await alice.next('whois')).rooms).toEqual([]);
	});

	test('is listed for operators', async () => {
		await using server = startServer();
		const root = await server.operator('Root', ['log']);
		root.send({type: 'rooms'});
		expect((await root.next('rooms')).list).toContainEqual({room: 'log', members: 1});
	});
});

describe('kick', () => {
	test('ends a connection, with the reason for all to see', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		root.send({type: 'kick', id: 'bob', reason: 'noise', nonce: 'k'});
		expect(await bob.next('error')).toMatchObject({code: 'KICKED', text: expect.stringContaining('noise')});
		await bob.closed;
		expect(await root.next('done')).toEqual({type: 'done', nonce: 'k'});
		expect(await alice.next('presence', ({left}) => left.length > 0)).toMatchObject({
			left: [{id: 'Bob', why: 'kicked'}],
		});
		expect(server.log).toContainEqual(expect.objectContaining({event: 'kicked', id: 'Bob', by: 'Root'}));
	});

	test('from a room puts out of that room only', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const [alice, bob] = [await server.join('Alice', ['ops']), await server.join('Bob', ['general', 'ops'])];
		root.send({type: 'kick', id: 'Bob', room: 'OPS', reason: 'not yours'});
		expect(await bob.next('gone')).toEqual({type: 'gone', room: 'ops', why: 'kicked', text: 'not yours'});
		expect(await alice.next('presence', ({left}) => left.length > 0)).toMatchObject({
			left: [{id: 'Bob', why: 'not yours'}],
		});
		bob.send({type: 'say', room: 'ops', msg: 'x', nonce: 'n'});
		expect(await bob.next('error')).toMatchObject({code: 'NOT_IN_ROOM'});
		await bob.say('general', 'still here');
		root.send({type: 'kick', id: 'Bob', room: 'ops', nonce: 'again'});
		expect(await root.next('error')).toMatchObject({code: 'NOT_IN_ROOM', nonce: 'again'});
	});

	test('of nobody is an error', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		root.send({type: 'kick', id: 'Eve'});
		expect(await root.next('error')).toMatchObject({code: 'NO_SUCH_ID'});
	});
});

test('announce reaches everybody in whatever room, the raw clients too', async () => {
	await using server = startServer();
	const root = await server.operator('Root');
	const alice = await server.join('Alice', ['ops']);
	const bob = server.peer();
	bob.send({type: 'hello', v: 1, id: 'Bob', rooms: []});
	await bob.next('welcome');
	const netcat = server.bytes();
	netcat.write('Carol\n');
	await netcat.until(/You are in/);
	root.send({type: 'announce', msg: 'back in five', nonce: 'a'});
	const notice = {type: 'notice', id: 'Root', msg: 'back in five', ts: server.clock.now()};
	for (const peer of [root, alice, bob]) expect(await peer.next('notice')).toEqual(notice);
	await netcat.until(/^\[Root to all\] back in five$/m);
	expect(await root.next('done')).toEqual({type: 'done', nonce: 'a'});
});

test.each([
	{type: 'kick', id: 'Root'},
	{type: 'kick', id: 'Root', room: 'general'},
	{type: 'announce', msg: 'x'},
])('%o is for operators only', async request => {
	await using server = startServer();
	const [root, alice] = [await server.operator('Root'), await server.join('Alice')];
	await root.sync();
	alice.send({...request, nonce: 'n'});
	expect(await alice.next('error')).toMatchObject({code: 'OPERATORS_ONLY', nonce: 'n'});
	expect(await root.sync()).toEqual([]);
});
