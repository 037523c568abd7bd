import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {showAddress} from '../protocol/address.ts';
import {ChatError, type ErrorCode} from '../protocol/errors.ts';

/** A storm of newcomers waits in the kernel and not at their side, where a lost SYN costs a second. */
const backlog = 1024;

/** For peers that show no life by themselves, and for those behind a firewall that forgets idle connections. */
const keepAliveMs = 30_000;

/** What the system says when an address can't be listened on, and how we say it. */
const refusals: Readonly<Record<string, [ErrorCode, string]>> = {
	EADDRINUSE: ['ADDRESS_USED', 'is in use. Stop the other program or choose another --port.'],
	EACCES: ['ADDRESS_DENIED', 'may not be listened on. Choose a --port of 1024 or more.'],
	EADDRNOTAVAIL: ['ADDRESS_BAD', 'is not an address of this machine. Choose another --host.'],
	ENOTFOUND: ['ADDRESS_BAD', 'has a host that nobody knows. Choose another --host.'],
	EAI_AGAIN: ['ADDRESS_BAD', 'has a host that nobody knows. Choose another --host.'],
	ERR_SOCKET_BAD_PORT: ['ADDRESS_BAD', 'has no such port. Choose a --port from 0 to 65535.'],
};

type ListenOptions = {
	host: string;
	/** 0 for a free one */
	port: number;
	onSocket: (socket: Socket) => void;
	/** a connection could not be accepted; the server goes on */
	onError: (error: Error) => void;
};

/** A listening TCP server. @throws {ChatError} ADDRESS_USED, ADDRESS_DENIED or ADDRESS_BAD */
export const listen = ({host, port, onSocket, onError}: ListenOptions): Promise<[Server, AddressInfo]> =>
	new Promise((resolve, reject) => {
		const server = createServer(
			{allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs},
			onSocket,
		);
		const refuse = (cause: NodeJS.ErrnoException): void =>
			reject(refusalOf(cause, showAddress({host, port})));
		server.once('error', refuse);
		try {
			server.listen({host, port, backlog}, () => {
				server.off('error', refuse);
				server.on('error', onError);
				resolve([server, server.address() as AddressInfo]);
			});
		} catch (cause) {
			refuse(cause as NodeJS.ErrnoException);
		}
	});

const refusalOf = (cause: NodeJS.ErrnoException, address: string): Error => {
	const [code, why] = refusals[cause.code ?? ''] ?? ['ADDRESS_BAD', `can't be listened on: ${cause.message}`];
	return new ChatError(code, `${address} ${why}`, {cause});
};
