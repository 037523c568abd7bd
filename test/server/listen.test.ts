import {once} from 'node:events';
import {connect} from 'node:net';
import {describe, expect, test} from 'vitest';
import {createServer} from '../../source/server/server.ts';
import {Peer, startServer} from '../helpers/peer.ts';

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
