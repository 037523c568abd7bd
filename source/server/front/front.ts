import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {showAddress} from '../../protocol/address.ts';
import type {Clock} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import type {About} from '../about.ts';
import type {Bounds} from '../bounds.ts';
import type {LogReport} from '../log.ts';
import {plainAddress, type Ranges} from './addresses.ts';
import {Arrival, type Hall, type Served} from './arrival.ts';
import type {TlsIdentity} from './keys.ts';
import {Newcomers} from './newcomers.ts';
import {TlsGate} from './tls.ts';
import {Visitors} from './visitors.ts';

/** Who says which addresses are not welcome. */
export type Gatekeeper = {
	/** @param ip as `plainAddress` writes it */
	forAddress(ip: string): ChatError | undefined;
};

/** What can be set anew while the server runs. */
export type FrontSettings = {
	/** Is plaintext taken from other machines too? */
	readonly allowPlaintext: boolean;
	/** from where any number of connections may come */
	readonly exempt: Ranges;
};

type FrontOptions = {
	clock: Clock;
	bounds: () => Bounds;
	settings: () => FrontSettings;
	/** without one nobody is served TLS */
	identity: TlsIdentity | undefined;
	gatekeeper: () => Gatekeeper | undefined;
	report: (event: LogReport) => void;
	/** Serves a peer; undefined for one that was not taken. */
	onPeer: (duplex: Duplex, about: About) => Served | undefined;
};

const ignore = (): void => {};

/**
 * From an accepted socket to a peer that is served: who may come at all, whether it is encrypted, and whether that is
 * needed. One port takes both TLS and plaintext, told apart by the first byte, which is the client's.
 */
export class Front implements Hall {
	readonly clock: Clock;
	readonly newcomers: Newcomers;
	readonly gate: TlsGate | undefined;
	isClosed = false;
	readonly #options: FrontOptions;
	readonly #visitors: Visitors;

	constructor(options: FrontOptions) {
		const {clock, bounds, identity, report} = options;
		this.#options = options;
		this.clock = clock;
		this.#visitors = new Visitors({clock, bounds});
		this.newcomers = new Newcomers({clock, most: () => bounds().unauthenticated});
		this.gate =
			identity &&
			new TlsGate(identity, (ip, {message}) =>
				report({event: 'handshake', from: ip === undefined ? 'unknown' : plainAddress(ip), error: message}),
			);
	}

	get allowPlaintext(): boolean {
		return this.#options.settings().allowPlaintext;
	}

	onPeer(duplex: Duplex, about: About): Served | undefined {
		return this.#options.onPeer(duplex, about);
	}

	accept(socket: Socket): void {
		// Whoever serves it hears that it is over.
		socket.on('error', ignore);
		const {remoteAddress, remotePort = 0} = socket;
		if (remoteAddress === undefined || this.isClosed) {
			socket.destroy();
			return;
		}
		const ip = plainAddress(remoteAddress);
		const refusal = this.#admit(socket, ip);
		if (refusal !== undefined && !this.#visitors.tell(ip)) {
			socket.destroy();
			return;
		}
		const from = showAddress({host: ip, port: remotePort});
		if (refusal) this.#options.report({event: 'refused', from, code: refusal.code, text: refusal.message});
		this.newcomers.add(new Arrival(this, {socket, ip, from, refusal}));
	}

	/** New connections get this certificate. */
	renew(identity: TlsIdentity): void {
		this.gate?.renew(identity);
	}

	/** Forgets what need not be remembered any more. Call it now and then. */
	sweep(): void {
		this.#visitors.sweep();
	}

	/** Ends those whom nobody serves yet. */
	close(): void {
		this.isClosed = true;
		this.newcomers.close();
	}

	/** Counts whoever may come in from there, until they are gone. @returns why they may not */
	#admit(socket: Socket, ip: string): ChatError | undefined {
		const {gatekeeper, settings} = this.#options;
		const banned = gatekeeper()?.forAddress(ip);
		if (banned) return banned;
		if (settings().exempt.has(ip)) return undefined;
		if (!this.#visitors.enter(ip)) return new ChatError('TOO_MANY');
		socket.on('close', () => this.#visitors.leave(ip));
		return undefined;
	}
}
