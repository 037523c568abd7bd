/** The client's side of a channel that is encrypted, for tests: whom it talks to is not checked. */
import {once} from 'node:events';
import {type AddressInfo, connect as connectTcp, createServer, type Socket} from 'node:net';
import {type ConnectionOptions, connect, type TLSSocket} from 'node:tls';
import {bindingBytes, bindingLabel} from '../../source/protocol/proof.ts';

const host = '127.0.0.1';

/** A channel, once it is encrypted. @throws what TLS says when it isn't */
export const openChannel = async (port: number, options: ConnectionOptions = {}): Promise<TLSSocket> => {
	const channel = connect({port, host, rejectUnauthorized: false, ...options});
	channel.allowHalfOpen = true;
	await once(channel, 'secureConnect');
	return channel;
};

export const bindingOf = (channel: TLSSocket): Buffer =>
	channel.exportKeyingMaterial(bindingBytes, bindingLabel, Buffer.alloc(0));

/** A bare socket, once it is connected. */
export const openSocket = async (port: number): Promise<Socket> => {
	const socket = connectTcp({port, host, noDelay: true, allowHalfOpen: true});
	await once(socket, 'connect');
	return socket;
};

/** The first bytes of a real client, as it would begin to encrypt. */
export const clientHello = async (): Promise<Buffer> => {
	const {promise, resolve} = Promise.withResolvers<Buffer>();
	const server = createServer(socket =>
		socket.once('data', chunk => {
			resolve(chunk);
			socket.destroy();
		}),
	);
	server.listen(0, host);
	await once(server, 'listening');
	const channel = connect({port: (server.address() as AddressInfo).port, host, rejectUnauthorized: false});
	channel.on('error', () => {});
	const hello = await promise;
	server.close();
	return hello;
};
