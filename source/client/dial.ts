import {connect} from 'node:net';
import type {Duplex} from 'node:stream';
import {type Address, defaultAddress, showAddress} from '../protocol/address.ts';
import {ChatError} from '../protocol/errors.ts';

const keepAliveMs = 30_000;

/** A connection that begins. */
export type Dialled = {
	readonly stream: Duplex;
	/** what the stream says once it can be spoken on; left out when it can be at once */
	readonly opens?: 'connect' | 'secureConnect' | undefined;
	/** Can nobody else read what is said? Then secrets may be. */
	readonly isPrivate: boolean;
	/**
	 * Looks at who answered, before anything is said to them.
	 * @returns what names the channel (see protocol/proof.ts); undefined where nothing does
	 * @throws {ChatError} when it is not who should be there
	 */
	readonly admit?: (() => Uint8Array | undefined) | undefined;
	/** What broke the stream before it could be spoken on, in words. */
	readonly explain?: ((error: Error) => ChatError) | undefined;
};

/** Small messages leave at once, and the system notices a dead other side as well. */
export const tcpOptions = (
	address: Address,
): {
	host: string;
	port: number;
	noDelay: true;
	keepAlive: true;
	keepAliveInitialDelay: number;
} => ({...address, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs});

/** Begins a connection that everybody on the way can read. */
export const dialPlain = (address: Address): Dialled => ({
	stream: connect(tcpOptions(address)),
	opens: 'connect',
	isPrivate: isLoopback(address.host),
});

/** Is it this machine by its own name for itself? Then nothing goes over a network. */
const isLoopback = (host: string): boolean =>
	/^(?:127(?:\.\d{1,3}){3}|localhost|::1|::ffff:127(?:\.\d{1,3}){3})$/i.test(host);

/** A duplex that somebody else made: how it is kept from others is their affair. */
export const dialBy = (dial: () => Duplex): Dialled => {
	const stream = dial();
	const isConnecting = 'connecting' in stream && stream.connecting === true;
	return {stream, opens: isConnecting ? 'connect' : undefined, isPrivate: true};
};

export const named = (address: Address | undefined): string =>
	address ? showAddress(address) : 'the other end';

const rows: Readonly<Record<string, (address: Address | undefined) => ChatError>> = {
	ECONNREFUSED: address => {
		const port = address && address.port !== defaultAddress.port ? ` --port ${address.port}` : '';
		return new ChatError(
			'REFUSED',
			`Nobody is listening on ${named(address)}. Start a server with: tui-chat --serve${port}`,
		);
	},
	ENOTFOUND: address =>
		new ChatError('UNREACHABLE', `There is no host "${address?.host ?? ''}". Check its name.`),
	EAI_AGAIN: address =>
		new ChatError(
			'UNREACHABLE',
			`The name of the host "${address?.host ?? ''}" cannot be looked up now. Is the network up?`,
		),
};

const unreachable = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EACCES', 'EADDRNOTAVAIL']);

/** What the system says about a connection, as an error that its reader can act on. */
export const networkError = (error: Error & {code?: string}, address?: Address): ChatError => {
	if (error instanceof ChatError) return error;
	const {code = error.message} = error;
	const row = rows[code];
	if (row) return row(address);
	// An encrypted connection that was there, and holds what nobody can read.
	const isBroken = code.startsWith('ERR_SSL_');
	if (unreachable.has(code) || (code.startsWith('ERR_') && !isBroken))
		return new ChatError('UNREACHABLE', `${named(address)} cannot be reached (${code}).`, {cause: error});
	return new ChatError('LOST', `The connection was lost (${code}).`, {cause: error});
};
