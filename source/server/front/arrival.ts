import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Clock, Timer} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import type {About} from '../about.ts';
import {isLoopback} from './addresses.ts';
import {denyTls, farewellMs, turnAway} from './farewell.ts';
import type {Newcomer, Newcomers} from './newcomers.ts';
import type {TlsGate} from './tls.ts';

/** A peer that is served. */
export type Served = {
	/** ends it, and tells why */
	cut(error: ChatError): void;
	/** takes what was read before it was served */
	hear(first: Uint8Array): void;
};

/** The front as those know it who arrive. */
export type Hall = {
	readonly clock: Clock;
	readonly newcomers: Newcomers;
	/** undefined where nobody is served TLS */
	readonly gate: TlsGate | undefined;
	/** The server ends. */
	readonly isClosed: boolean;
	/** Is plaintext taken from other machines too? */
	readonly allowPlaintext: boolean;
	/** Serves a peer; undefined for one that was not taken. */
	onPeer(duplex: Duplex, about: About): Served | undefined;
};

/** Who comes, and from where. */
export type Comer = {
	readonly socket: Socket;
	readonly ip: string;
	/** with its port */
	readonly from: string;
	/** why it may not come in */
	readonly refusal: ChatError | undefined;
};

/** The first byte of a TLS record that opens a channel (RFC 8446, section 5.1). No text and no JSON begins with it. */
const handshakeByte = 0x16;

const nothing = new Uint8Array(0);

/** One connection until it has said who it is. Then nothing of it is left here. */
export class Arrival implements Newcomer {
	readonly since: number;
	readonly #hall: Hall;
	readonly #comer: Comer;
	/** nothing came yet; it began to encrypt; it is served */
	#stage: 'silent' | 'handshake' | 'served' = 'silent';
	#peer: Served | undefined;
	#grace: Timer | undefined;

	constructor(hall: Hall, comer: Comer) {
		const {socket} = comer;
		this.#hall = hall;
		this.#comer = comer;
		this.since = hall.clock.elapsed();
		socket.on('data', this.#meet);
		socket.on('end', this.#leave);
		socket.on('close', this.#close);
	}

	/**
	 * Ends it. Why is told to those who are late; who has to make room for others, or is amid a handshake, just goes. At
	 * the server's end whoever is served is told so as everybody is.
	 */
	cut(error: ChatError): void {
		const {socket} = this.#comer;
		const {clock, isClosed} = this.#hall;
		if (this.#stage === 'served') {
			if (!isClosed) this.#peer?.cut(error);
		} else if (this.#stage === 'silent' && error.code === 'HELLO_LATE') {
			this.#stop();
			turnAway(socket, nothing, error, clock);
		} else socket.destroy();
		this.#grace = clock.setTimeout(() => socket.destroy(), farewellMs);
	}

	/** What comes first. It is handed on: to read it once more, as a socket has it that was given it back, costs as much. */
	readonly #meet = (first: Buffer): void => {
		const {socket, refusal, ip} = this.#comer;
		const {clock, gate, allowPlaintext} = this.#hall;
		this.#stop();
		if (first[0] === handshakeByte) {
			if (refusal) denyTls(socket, clock);
			else if (gate) this.#encrypt(gate, first);
			else turnAway(socket, first, new ChatError('NO_TLS'), clock);
			return;
		}
		const secure = isLoopback(ip);
		const error = refusal ?? (secure || allowPlaintext ? undefined : new ChatError('NOT_SECURE'));
		if (error) turnAway(socket, first, error, clock);
		else {
			this.#serve(socket, {secure});
			this.#peer?.hear(first);
		}
	};

	/** Whoever ends before it has something to say has nothing to say. */
	readonly #leave = (): void => {
		this.#comer.socket.destroy();
	};

	readonly #close = (): void => {
		this.#hall.clock.clearTimeout(this.#grace);
		this.#hall.newcomers.remove(this);
	};

	#stop(): void {
		const {socket} = this.#comer;
		socket.off('data', this.#meet);
		socket.off('end', this.#leave);
	}

	/** A channel takes all bytes from the socket itself, or what was put back into it. */
	#encrypt(gate: TlsGate, first: Buffer): void {
		const {socket} = this.#comer;
		this.#stage = 'handshake';
		socket.pause();
		socket.unshift(first);
		gate.wrap(socket, (channel, binding) => this.#serve(channel, {secure: true, binding}));
	}

	#serve(duplex: Duplex, about: Pick<About, 'secure' | 'binding'>): void {
		const {ip, from} = this.#comer;
		this.#stage = 'served';
		this.#peer = this.#hall.onPeer(duplex, {...about, ip, address: from, onNamed: () => this.#named()});
	}

	#named(): void {
		const {socket} = this.#comer;
		// Whoever was just told to go is destroyed in time all the same.
		if (this.#grace === undefined) socket.off('close', this.#close);
		this.#hall.newcomers.remove(this);
	}
}
