/** Encrypted connections: TLS 1.3 to a server that is known by its key. */
import {createHash} from 'node:crypto';
import type {Duplex} from 'node:stream';
import type {ConnectionOptions, TLSSocket} from 'node:tls';
import type {Address} from '../protocol/address.ts';
import {ChatError} from '../protocol/errors.ts';
import {bindingBytes, bindingLabel, showFingerprint} from '../protocol/proof.ts';
import {type Dialled, named, networkError, tcpOptions} from './dial.ts';
import type {Pins} from './pins.ts';
import {judge, type Known, type Verdict} from './trust.ts';

/** The server at the other end, as one knows it. */
export type Peer = Pick<Verdict, 'how'> & {
	/** of its key, as `SHA256:…` */
	readonly fingerprint: string;
};

export type TlsOptions = Pick<Known, 'address' | 'given' | 'invited'> & {
	pins: Pins;
	/** told of a server before anything is said to it */
	met: (peer: Peer) => void;
	/** a stream to encrypt; TCP to the address where it gives none */
	over?: (() => Duplex | undefined) | undefined;
};

/** Loaded by the first connection and not before; see `Knock`. */
const nodeTls = (): typeof import('node:tls') => process.getBuiltinModule('node:tls');

/** @throws {ChatError} KEYS_BAD when it cannot be told by what the server is known */
export const dialTls = ({address, pins, given, invited, met, over}: TlsOptions): Dialled => {
	const pin = pins.find(address);
	const stream = over?.();
	const socket = nodeTls().connect({
		...(stream ? {socket: stream, host: address.host} : tcpOptions(address)),
		...nameFor(address),
		...authoritiesFor(given !== undefined || (pin !== undefined && !pin.isPublic)),
		minVersion: 'TLSv1.3',
		// Whether it is who it should be is for `admit` to say, of each connection anew.
		rejectUnauthorized: false,
	});
	return {
		stream: socket,
		opens: 'secureConnect',
		isPrivate: true,
		admit: () => {
			const fingerprint = fingerprintOf(socket, address);
			const {how, keep} = judge(
				{address, pin: pins.find(address), given, invited},
				{fingerprint, isVouched: socket.authorized},
			);
			if (keep) pins.keep(address, keep);
			met({fingerprint, how});
			return socket.exportKeyingMaterial(bindingBytes, bindingLabel, Buffer.alloc(0));
		},
		explain: error => handshakeError(error, address),
	};
};

/** A server is told by which name it was looked for, unless that is a number (RFC 6066, section 3). */
const nameFor = ({host}: Address): ConnectionOptions => (/^[\d.]+$|:/.test(host) ? {} : {servername: host});

/** To read those of a machine takes 20 ms, and for a server that is known by its key nobody asks them. */
const authoritiesFor = (isKnown: boolean): ConnectionOptions => (isKnown ? {ca: []} : {});

/** @throws {ChatError} for a connection that shows no key, as a resumed one would */
const fingerprintOf = (socket: TLSSocket, address: Address): string => {
	const key = socket.isSessionReused() ? undefined : socket.getPeerX509Certificate()?.publicKey;
	if (key === undefined)
		throw new ChatError('NOT_A_SERVER', `${named(address)} shows no key, so it cannot be known.`);
	return showFingerprint(
		createHash('sha256')
			.update(key.export({type: 'spki', format: 'der'}))
			.digest(),
	);
};

/** What OpenSSL and Node say of a handshake that came to nothing, where it tells us something. */
const rows: Readonly<Record<string, (address: Address) => ChatError>> = {
	// The alert `access_denied` (RFC 8446, section 6.2), from a server that has no time for handshakes.
	ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: address =>
		new ChatError(
			'TOO_MANY',
			`${named(address)} turns your address away for now: it has too many connections, or is banned. Wait, and try again.`,
		),
	ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: address => oldTls(address),
	ERR_SSL_UNSUPPORTED_PROTOCOL: address => oldTls(address),
	ECONNRESET: address =>
		new ChatError(
			'LOST',
			`${named(address)} closed the connection before it was encrypted. Try again; or if it is a simple server: --plain.`,
		),
};

const oldTls = (address: Address): ChatError =>
	new ChatError('NO_TLS', `${named(address)} speaks an older encryption than TLS 1.3. Update it.`);

/** What comes unencrypted is not read, so that nobody on the way can say it in a server's name. */
export const noTls = (address: Address, cause?: Error): ChatError =>
	new ChatError(
		'NO_TLS',
		`What answers on ${named(address)} does not encrypt. On a network that you trust: --plaintext; for the simple servers: --plain.`,
		{cause},
	);

const handshakeError = (error: Error & {code?: string}, address: Address): ChatError => {
	if (error instanceof ChatError) return error;
	const {code = ''} = error;
	const row = rows[code];
	if (row) return row(address);
	return /^ERR_SSL_|^EPROTO$/.test(code) ? noTls(address, error) : networkError(error, address);
};
