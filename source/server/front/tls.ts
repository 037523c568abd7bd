import type {Socket} from 'node:net';
import {createServer, type Server, type TLSSocket} from 'node:tls';
import {limits} from '../../protocol/limits.ts';
import {bindingBytes, bindingLabel} from '../../protocol/proof.ts';
import type {TlsIdentity} from './keys.ts';

/** What names a channel to both its ends, and to nobody else; see protocol/proof.ts. */
type OnSecure = (channel: TLSSocket, binding: Uint8Array) => void;

/** A socket amid its handshake. */
type Pending = {socket: Socket; onSecure: OnSecure; onClose: () => void};

/** TLS 1.3 (RFC 8446) over sockets that were accepted elsewhere. */
export class TlsGate {
	readonly #server: Server;
	/** by the address of the far end: Node does not say which socket a channel was made of */
	readonly #pending = new Map<string, Pending>();

	/** @param onFailed a handshake went wrong, with the socket's far end */
	constructor({key, cert}: TlsIdentity, onFailed: (from: string | undefined, error: Error) => void) {
		this.#server = createServer({key, cert, minVersion: 'TLSv1.3', handshakeTimeout: limits.helloMs});
		this.#server.on('secureConnection', channel => this.#take(channel));
		this.#server.on('tlsClientError', (error, {remoteAddress}) => onFailed(remoteAddress, error));
	}

	/**
	 * Takes a socket of which nothing was read, or all was put back. `onSecure` is called once it is encrypted; if it
	 * never is, the socket is closed.
	 */
	wrap(socket: Socket, onSecure: OnSecure): void {
		const key = farEnd(socket);
		const onClose = (): void => {
			if (this.#pending.get(key)?.socket === socket) this.#pending.delete(key);
		};
		this.#pending.set(key, {socket, onSecure, onClose});
		socket.on('close', onClose);
		// Whoever ends amid the handshake is gone. Once it is through, the channel may be half open as sockets may.
		socket.allowHalfOpen = false;
		this.#server.emit('connection', socket);
	}

	/** New connections get this certificate; those that are there keep theirs. */
	renew({key, cert}: TlsIdentity): void {
		this.#server.setSecureContext({key, cert, minVersion: 'TLSv1.3'});
	}

	#take(channel: TLSSocket): void {
		channel.allowHalfOpen = true;
		const key = farEnd(channel);
		const pending = this.#pending.get(key);
		this.#pending.delete(key);
		pending?.socket.off('close', pending.onClose);
		const binding = pending && bindingOf(channel);
		if (pending && binding) pending.onSecure(channel, binding);
		else channel.destroy();
	}
}

/** No two open connections have the same (RFC 9293, section 3.4). */
const farEnd = ({remoteAddress, remotePort, localAddress}: Socket): string =>
	`${remoteAddress} ${remotePort} ${localAddress}`;

/** Undefined for a channel that broke in the very moment. */
const bindingOf = (channel: TLSSocket): Uint8Array | undefined => {
	try {
		return channel.exportKeyingMaterial(bindingBytes, bindingLabel, Buffer.alloc(0));
	} catch {
		return undefined;
	}
};
