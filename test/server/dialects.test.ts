/** The classroom clients, byte for byte, and people at netcat. */
import {describe, expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {type BytePeer, startServer, type TestServer, turns} from '../helpers/peer.ts';

/** Lets what has come count as all that will come. */
const pause = async (server: TestServer): Promise<void> => {
	await turns();
	server.clock.advance(limits.quietMs);
	await turns();
};

/** A classroom client: an id without a newline, then messages without any. */
const joinRaw = async (server: TestServer, id: string): Promise<BytePeer> => {
	const peer = server.bytes();
	peer.write(id);
	await pause(server);
	return peer;
};

describe('a classroom client', () => {
	test('says its id with no newline, and is told nothing', async () => {
		await using server = startServer({motd: 'Welcome!'});
		const alice = await joinRaw(server, 'Alice');
		expect(server.log.at(-1)).toMatchObject({event: 'connected', id: 'Alice', dialect: 'raw'});
		expect(alice.text).toBe('');
	});

	test('hears each message as one JSON object, its own too, one to a read', async () => {
		await using server = startServer();
		const alice = await joinRaw(server, 'Alice');
		const bob = await server.join('Bob');
		alice.write('Hello everyone!');
		await bob.next('message');
		bob.send(
			{type: 'say', room: 'general', msg: 'Zażółć "gęślą"\njaźń'},
			{type: 'say', room: 'general', msg: '😀'},
		);
		await bob.next('message', ({msg}) => msg === '😀');
		expect(alice.reads).toEqual([
			'{"id": "Alice", "msg": "Hello everyone!"}',
			'{"id": "Bob", "msg": "Zażółć \\"gęślą\\"\\njaźń"}',
			'{"id": "Bob", "msg": "😀"}',
		]);
	});

	test('whose id is in use gets exactly ID_USED, and the first holder is untouched', async () => {
		await using server = startServer();
		const alice = await joinRaw(server, 'Alice');
		const other = server.bytes();
		other.write('Alice');
		await pause(server);
		await other.closed;
		expect(other.text).toBe('ID_USED');
		alice.write('still me');
		await alice.until(/still me/);
	});

	test('says one message with each chunk; what looks cut is put together', async () => {
		await using server = startServer();
		const alice = await joinRaw(server, 'Alice');
		const bob = await server.join('Bob');
		const said = async (): Promise<string> => (await bob.next('message')).msg;
		alice.write('one');
		expect(await said()).toBe('one');
		alice.write('two');
		expect(await said()).toBe('two');
		const bytes = Buffer.from('Zośka');
		alice.write(bytes.subarray(0, 3));
		await turns();
		alice.write(bytes.subarray(3));
		expect(await said()).toBe('Zośka');
		const long = 'x'.repeat(3000);
		alice.write(long.slice(0, 2000));
		await turns();
		alice.write(long.slice(2000));
		expect(await said()).toBe(long);
		alice.write('y'.repeat(2000));
		await pause(server);
		expect(await said()).toBe('y'.repeat(2000));
	});

	test('whose last message is held back gets it through when it hangs up', async () => {
		await using server = startServer();
		const bob = await server.join('Bob');
		const alice = await joinRaw(server, 'Alice');
		alice.write('z'.repeat(2000));
		alice.end();
		expect((await bob.next('message')).msg).toHaveLength(2000);
		await alice.closed;
	});

	test('that hangs up right after its id has come and gone', async () => {
		await using server = startServer();
		const bob = await server.join('Bob');
		const alice = server.bytes();
		alice.write('Alice');
		alice.end();
		expect(await bob.next('presence')).toMatchObject({joined: [{id: 'Alice'}]});
		expect(await bob.next('presence')).toMatchObject({left: [{id: 'Alice'}]});
		await alice.closed;
	});

	test('may type exit, and sees in words what is no message', async () => {
		await using server = startServer();
		const alice = await joinRaw(server, 'Alice');
		alice.write('/nonsense');
		await alice.until(/There is no command \/nonsense/);
		alice.write('exit');
		await alice.closed;
		expect(alice.text).toMatch(/Goodbye!$/);
	});

	test('waits while an id comes in pieces', async () => {
		await using server = startServer();
		const alice = server.bytes();
		alice.write('Al');
		await turns();
		server.clock.advance(limits.quietMs - 1);
		alice.write('ice');
		await turns();
		server.clock.advance(limits.quietMs - 1);
		await turns();
		expect(server.log).toEqual([]);
		server.clock.advance(1);
		await turns();
		expect(server.log.at(-1)).toMatchObject({event: 'connected', id: 'Alice'});
	});

	test('an empty message is not sent', async () => {
		await using server = startServer();
		const alice = await joinRaw(server, 'Alice');
		const bob = await server.join('Bob');
		alice.write(' ');
		await turns();
		alice.write('x');
		expect((await bob.next('message')).msg).toBe('x');
	});
});

describe('a person at netcat', () => {
	const joinText = async (server: TestServer, id: string): Promise<BytePeer> => {
		const peer = server.bytes();
		peer.write(`${id}\n`);
		await peer.until(/You are in #general/);
		return peer;
	};

	test('gets readable lines', async () => {
		await using server = startServer({motd: 'Be kind.'});
		const alice = await joinText(server, 'Alice');
		expect(alice.text).toBe('Welcome, Alice. /help lists the commands.\nBe kind.\nYou are in #general\n');
		const bob = await server.join('Bob');
		await bob.say('general', 'Hello everyone!');
		bob.send({type: 'quit'});
		await alice.until(/\* Bob joined\n\[Bob\] Hello everyone!\n\* Bob left\n$/);
	});

	test('talks in the room that was joined last, also when it all comes in one chunk', async () => {
		await using server = startServer();
		const bob = await server.join('Bob', ['general', 'ops']);
		const alice = await joinText(server, 'Alice');
		alice.write('one\n/join #ops\ntwo\n/leave\n');
		await alice.until(/You are out of #ops/);
		expect(await bob.next('message')).toMatchObject({room: 'general', msg: 'one'});
		expect(await bob.next('message')).toMatchObject({room: 'ops', msg: 'two'});
		alice.write('three\n');
		expect(await bob.next('message')).toMatchObject({room: 'general', msg: 'three'});
	});

	test('gets help, and an error for what is no command', async () => {
		await using server = startServer();
		const alice = await joinText(server, 'Alice');
		alice.write('/help join\n/jion ops\n');
		await alice.until(/^\/join #room +enter a room/m);
		await alice.until(/^! Did you mean \/join\? There is no command \/jion\.$/m);
	});

	test('telnet’s negotiation and \\r\\n are no part of what is said', async () => {
		await using server = startServer();
		const bob = await server.join('Bob');
		const alice = server.bytes();
		alice.write(Buffer.from([0xff, 0xfd, 0x01, ...Buffer.from('Alice\r\nhello\r\n')]));
		expect(await bob.next('message')).toMatchObject({id: 'Alice', msg: 'hello'});
	});

	test('typing exit ends it', async () => {
		await using server = startServer();
		const alice = await joinText(server, 'Alice');
		alice.write('exit\n');
		await alice.closed;
		expect(alice.text).toMatch(/Goodbye!\n$/);
	});

	test('a last line without its end still counts', async () => {
		await using server = startServer();
		const bob = await server.join('Bob');
		const alice = server.bytes();
		alice.write('Alice\nhi');
		alice.end();
		await alice.closed;
		expect(alice.text).toMatch(/\[Alice\] hi\n$/);
		expect(await bob.next('message')).toMatchObject({msg: 'hi'});
	});
});

test('all dialects talk to each other in one order', async () => {
	await using server = startServer();
	const [json, raw] = [await server.join('Json'), await joinRaw(server, 'Raw')];
	const text = server.bytes();
	text.write('Text\n');
	await text.until(/You are in/);
	for (const n of [1, 2, 3]) {
		raw.write(`raw ${n}`);
		text.write(`text ${n}\n`);
		await json.say('general', `json ${n}`);
	}
	await json.say('general', 'end');
	await Promise.all([raw.until(/end/), text.until(/end/)]);
	const said = /(?:raw|text|json) \d/g;
	const order = json.text.match(said);
	expect(order).toHaveLength(9);
	expect(raw.text.match(said)).toEqual(order);
	expect(text.text.match(said)).toEqual(order);
});
