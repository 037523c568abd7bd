import {createHash, X509Certificate} from 'node:crypto';
import {once} from 'node:events';
import {connect} from 'node:net';
import {describe, expect, test} from 'vitest';
import {showFingerprint} from '../../source/protocol/proof.ts';
import {makeServerKey} from '../../source/server/front/keys.ts';
import {createServer} from '../../source/server/server.ts';
import {FakeClock} from '../helpers/clock.ts';
import {BytePeer, Peer, startServer, turns} from '../helpers/peer.ts';
import {openChannel, openSocket} from '../helpers/secure.ts';

describe('what cannot be listened on is refused with its address and a way out', () => {
	const refusal = async (host: string, port: number): Promise<{code: string; message: string}> => {
		const server = createServer({host, port});
		try {
			await server.listen();
		} catch (error) {
			return error as {code: string; message: string};
		} finally {
			await server.close();
		}
		throw new Error('listening');
	};

	test('an address in use', async () => {
		const first = createServer({port: 0});
		const {port} = await first.listen();
		const {code, message} = await refusal('127.0.0.1', port);
		expect(code).toBe('ADDRESS_USED');
		expect(message).toBe(`127.0.0.1:${port} is in use. Stop the other program or choose another --port.`);
		await first.close();
	});

	test.each([
		['192.0.2.1', 0, 'ADDRESS_BAD', '192.0.2.1:0 is not an address of this machine. Choose another --host.'],
		['127.0.0.1', 70000, 'ADDRESS_BAD', '127.0.0.1:70000 has no such port. Choose a --port from 0 to 65535.'],
	])('%s:%i', async (host, port, code, message) => {
		expect(await refusal(host, port)).toMatchObject({code, message});
	});
});

test('it says where it listens, first of all', async () => {
	const events: object[] = [];
	const server = createServer({port: 0, log: event => events.push(event)});
	const {address, port} = await server.listen();
	expect(events).toMatchObject([{event: 'listening', host: address, port}]);
	await server.close();
});

test('a client may come, talk and go over TCP; its address is in the log', async () => {
	const events: object[] = [];
	const server = createServer({port: 0, log: event => events.push(event)});
	const {port} = await server.listen();
	const socket = connect({port, host: '127.0.0.1'});
	await once(socket, 'connect');
	const {localPort} = socket;
	const alice = new Peer(socket);
	alice.send({type: 'hello', v: 1, id: 'Alice'});
	await alice.say('general', 'hi');
	alice.send({type: 'quit'});
	await alice.closed;
	await server.close();
	expect(events.slice(1, 4)).toMatchObject([
		{event: 'connected', id: 'Alice', from: `127.0.0.1:${localPort}`, dialect: 'json'},
		{event: 'received', id: 'Alice', room: 'general', msg: 'hi'},
		{event: 'disconnected', id: 'Alice'},
	]);
});

test('a client may do the same over TLS; the key is in the log', async () => {
	const events: object[] = [];
	const server = createServer({port: 0, log: event => events.push(event)});
	const {port} = await server.listen();
	const channel = await openChannel(port);
	const {localPort} = channel;
	const {publicKey} = channel.getPeerX509Certificate()!;
	const spki = publicKey.export({type: 'spki', format: 'der'});
	const fingerprint = showFingerprint(createHash('sha256').update(spki).digest());
	const alice = new Peer(channel);
	alice.send({type: 'hello', v: 1, id: 'Alice'});
	await alice.say('general', 'hi');
	alice.send({type: 'quit'});
	await alice.closed;
	await server.close();
	expect(server.fingerprint).toBe(fingerprint);
	expect(events).toMatchObject([
		{event: 'listening', fingerprint},
		{event: 'connected', id: 'Alice', from: `127.0.0.1:${localPort}`, dialect: 'json'},
		{event: 'received', id: 'Alice', msg: 'hi'},
		{event: 'disconnected', id: 'Alice'},
		{event: 'closing'},
	]);
});

test('a server that gets another certificate gives it to newcomers; who is there stays', async () => {
	const server = createServer({port: 0});
	const {port} = await server.listen();
	const before = server.fingerprint;
	const alice = new Peer(await openChannel(port));
	alice.send({type: 'hello', v: 1, id: 'Alice'});
	await alice.next('live');
	const identity = makeServerKey();
	await server.reloadTls(identity);
	expect(server.fingerprint).not.toBe(before);
	const channel = await openChannel(port);
	expect(channel.getPeerX509Certificate()!.fingerprint256).toBe(
		new X509Certificate(identity.cert).fingerprint256,
	);
	channel.destroy();
	await alice.say('general', 'still here');
	await server.close();
});

describe.each(['plain', 'TLS'])('an endless line, %s, costs its sender the connection at once', how => {
	test.each([
		['of JSON before the hello', '{', /"code":"LINE_TOO_LONG"/],
		['of a person', 'x', /^! A line is longer than 4096 bytes/],
		['of a person who has said who they are', 'Alice\n', /longer than \d+ bytes/],
		['of JSON after the hello', '{"type":"hello","v":1,"id":"Alice"}\n{', /"code":"LINE_TOO_LONG"/],
	])('%s', async (_, first, answer) => {
		const clock = new FakeClock();
		const server = createServer({port: 0, clock});
		const {port} = await server.listen();
		const duplex = how === 'TLS' ? await openChannel(port) : await openSocket(port);
		const peer = new BytePeer(duplex);
		peer.write(first);
		const chunk = Buffer.alloc(64 * 1024, 'x');
		const flood = (): void => {
			while (!duplex.destroyed && duplex.write(chunk));
		};
		duplex.on('drain', flood);
		flood();
		// Whoever goes on is not waited for: the server stops to read, says why, and closes.
		await peer.until(answer);
		while (clock.timers > 1 && !duplex.destroyed) {
			clock.advance(1);
			await turns(1);
		}
		await peer.closed;
		expect(clock.elapsed()).toBeLessThan(100);
		await server.close();
	});
});

test('a server that is closed while it starts does not go on listening', async () => {
	const server = createServer({port: 0});
	const refused = expect(server.listen()).rejects.toMatchObject({code: 'CLOSING'});
	await server.close();
	await refused;
});

test('after close nobody is let in any more', async () => {
	const server = createServer({port: 0});
	const {port} = await server.listen();
	await server.close();
	const socket = connect({port, host: '127.0.0.1'});
	const [error] = await once(socket, 'error');
	expect(error).toMatchObject({code: 'ECONNREFUSED'});
});

test('a way in that is no socket serves just as well', async () => {
	await using server = startServer();
	const alice = await server.join('Alice', ['general'], {address: 'ssh'});
	await alice.say('general', 'hi');
	expect(server.log[0]).toMatchObject({event: 'connected', from: 'ssh'});
});
