import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {showAddress} from '../../protocol/address.ts';
import type {Clock, Timer} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import type {About} from '../about.ts';
import type {Bounds} from '../bounds.ts';
import type {LogReport} from '../log.ts';
import {isLoopback, plainAddress, type Ranges} from './addresses.ts';
import {denyTls, farewellMs, turnAway} from './farewell.ts';
import type {TlsIdentity} from './keys.ts';
import {type Newcomer, Newcomers} from './newcomers.ts';
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
	/** Serves a peer. @returns how to end it; undefined for one that was not taken */
	onPeer: (duplex: Duplex, about: About) => {cut: (error: ChatError) => void} | undefined;
};

/** One connection until it has said who it is. */
type Arrival = {
	readonly socket: Socket;
	readonly ip: string;
	readonly from: string;
	/** why it may not come in */
	readonly refusal: ChatError | undefined;
	/** nothing came yet; it began to encrypt; it is served */
	stage: 'silent' | 'handshake' | 'served';
	/** ends it, and tells why */
	cut: (error: ChatError) => void;
};

/** The first byte of a TLS record that opens a channel (RFC 8446, section 5.1). No text and no JSON begins with it. */
const handshakeByte = 0x16;

const nothing = new Uint8Array(0);

/**
 * From an accepted socket to a peer that is served: who may come at all, whether it is encrypted, and whether that is
 * needed. One port takes both TLS and plaintext, told apart by the first byte, which is the client's.
 */
export class Front {
	readonly #options: FrontOptions;
	readonly #gate: TlsGate | undefined;
	readonly #visitors: Visitors;
	readonly #newcomers: Newcomers;
	#closed = false;

	constructor(options: FrontOptions) {
		const {clock, bounds, identity, report} = options;
		this.#options = options;
		this.#visitors = new Visitors({clock, bounds});
		this.#newcomers = new Newcomers({clock, most: () => bounds().unauthenticated});
		this.#gate =
			identity &&
			new TlsGate(identity, (ip, {message}) =>
				report({event: 'handshake', from: ip === undefined ? 'unknown' : plainAddress(ip), error: message}),
			);
	}

	/** Connections that have not said who they are. */
	get newcomers(): number {
		return this.#newcomers.size;
	}

	accept(socket: Socket): void {
		// Whoever serves it hears that it is over.
		socket.on('error', () => {});
		const {remoteAddress, remotePort = 0} = socket;
		if (remoteAddress === undefined || this.#closed) {
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
		const arrival: Arrival = {socket, ip, from, refusal, stage: 'silent', cut: () => {}};
		const stop = sniff(socket, first => this.#meet(arrival, newcomer, first));
		arrival.cut = error => {
			stop();
			turnAway(socket, nothing, error, this.#options.clock);
		};
		const newcomer = this.#expect(arrival);
	}

	/** New connections get this certificate. */
	renew(identity: TlsIdentity): void {
		this.#gate?.renew(identity);
	}

	/** Forgets what need not be remembered any more. Call it now and then. */
	sweep(): void {
		this.#visitors.sweep();
	}

	/** Ends those whom nobody serves yet. */
	close(): void {
		this.#closed = true;
		this.#newcomers.close();
	}

	/** Counts whoever may come in from there, until they are gone. @returns why they may not */
	#admit(socket: Socket, ip: string): ChatError | undefined {
		const {gatekeeper, settings} = this.#options;
		const banned = gatekeeper()?.forAddress(ip);
		if (banned) return banned;
		if (settings().exempt.has(ip)) return undefined;
		if (!this.#visitors.enter(ip)) return new ChatError('TOO_MANY');
		socket.once('close', () => this.#visitors.leave(ip));
		return undefined;
	}

	/** Sees to it that it says who it is in time. */
	#expect(arrival: Arrival): Newcomer {
		const {socket} = arrival;
		const {clock} = this.#options;
		let grace: Timer | undefined;
		const newcomer = this.#newcomers.add(error => {
			this.#end(arrival, error);
			grace = clock.setTimeout(() => socket.destroy(), farewellMs);
		});
		socket.once('close', () => {
			clock.clearTimeout(grace);
			this.#newcomers.remove(newcomer);
		});
		return newcomer;
	}

	/** Why is told to those who are late; who has to make room for others, or is amid a handshake, just goes. */
	#end({socket, stage, cut}: Arrival, error: ChatError): void {
		// At the server's end whoever is served is told so as everybody is.
		if (this.#closed && stage === 'served') return;
		if (stage === 'served' || (stage === 'silent' && error.code === 'HELLO_LATE')) cut(error);
		else socket.destroy();
	}

	#meet(arrival: Arrival, newcomer: Newcomer, first: Buffer): void {
		const {socket, refusal, ip} = arrival;
		const {clock, settings} = this.#options;
		if (first[0] === handshakeByte) {
			if (refusal) denyTls(socket, clock);
			else if (this.#gate) {
				arrival.stage = 'handshake';
				socket.unshift(first);
				this.#gate.wrap(socket, (channel, binding) =>
					this.#serve(arrival, newcomer, channel, {secure: true, binding}),
				);
			} else turnAway(socket, first, new ChatError('NO_TLS'), clock);
			return;
		}
		const secure = isLoopback(ip);
		const error = refusal ?? (secure || settings().allowPlaintext ? undefined : new ChatError('NOT_SECURE'));
		if (error) turnAway(socket, first, error, clock);
		else {
			socket.unshift(first);
			this.#serve(arrival, newcomer, socket, {secure});
		}
	}

	#serve(
		arrival: Arrival,
		newcomer: Newcomer,
		duplex: Duplex,
		about: Pick<About, 'secure' | 'binding'>,
	): void {
		const {ip, from} = arrival;
		const onNamed = (): void => this.#newcomers.remove(newcomer);
		const peer = this.#options.onPeer(duplex, {...about, ip, address: from, onNamed});
		arrival.stage = 'served';
		arrival.cut = error => peer?.cut(error);
	}
}

/** Reads what comes first. Whoever ends before it has nothing to say. @returns what stops that */
const sniff = (socket: Socket, onFirst: (first: Buffer) => void): (() => void) => {
	const look = (): void => {
		const first = socket.read() as Buffer | null;
		if (first === null) return;
		stop();
		onFirst(first);
	};
	const leave = (): void => {
		socket.destroy();
	};
	const stop = (): void => {
		socket.off('readable', look);
		socket.off('end', leave);
	};
	socket.on('readable', look);
	socket.on('end', leave);
	return stop;
};
