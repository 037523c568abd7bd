import {connect} from 'node:net';
import type {Duplex} from 'node:stream';
import {type Address, defaultAddress, showAddress} from '../protocol/address.ts';
import {ChatError} from '../protocol/errors.ts';

const keepAliveMs = 30_000;

/** Begins a TCP connection. Small messages leave at once, and the system notices a dead other side as well. */
export const dialTcp = ({host, port}: Address): Duplex =>
	connect({host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs});

const named = (address: Address | undefined): string => (address ? showAddress(address) : 'the other end');

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
	if (unreachable.has(code) || code.startsWith('ERR_'))
		return new ChatError('UNREACHABLE', `${named(address)} cannot be reached (${code}).`, {cause: error});
	return new ChatError('LOST', `The connection was lost (${code}).`, {cause: error});
};
