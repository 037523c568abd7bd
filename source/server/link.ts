import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Clock, Timer} from '../protocol/clock.ts';
import type {Bytes} from './meter.ts';
import {Outbox, type Owner, type Surroundings} from './outbox.ts';

/** Whoever speaks over a link. One object for all of this: ten thousand links with a closure for each cost a lot. */
export type Speaker = Owner & {
	onData(chunk: Uint8Array): void;
	/** the peer will send no more, but may still read */
	onEnd(): void;
	/** it is over; with an error if the connection broke */
	onClose(error: Error | undefined): void;
};

/** What a peer may still send once it was told that it is over, and how long it is left in peace when that is more. */
const lateBytes = 64 * 1024;
const lateMs = 20;

/** Whoever sends as much at once without an end to it sends more: what a socket gives at a time, or TLS in a record. */
const floodBytes = 16 * 1024;

/** The bytes to and from one peer: TCP, TLS, a pair in memory or whatever else is a duplex. */
export class Link {
	readonly outbox: Outbox;
	readonly duplex: Duplex;
	readonly #clock: Clock;
	readonly #speaker: Speaker;
	#grace: Timer | undefined;
	/** of the last chunk, in bytes */
	#chunk = 0;
	/** bytes that came after the end */
	#late = 0;
	#error: Error | undefined;

	constructor(duplex: Duplex, around: Surroundings, speaker: Speaker) {
		this.#clock = around.clock;
		this.#speaker = speaker;
		this.duplex = duplex;
		this.outbox = new Outbox(duplex, around, speaker);
		duplex.on('data', chunk => this.hear(chunk));
		duplex.on('end', () => speaker.onEnd());
		duplex.on('error', error => {
			this.#error = error;
		});
		duplex.on('close', () => this.#close());
	}

	/** How many have come and gone; none where the duplex does not count them. */
	get bytes(): Bytes {
		const {bytesRead = 0, bytesWritten = 0} = this.duplex as Partial<Socket>;
		return {in: bytesRead, out: bytesWritten};
	}

	/**
	 * Sends what waits and a last frame, and closes once the peer has, or after `graceMs`. Until then its bytes
	 * have to be read: closing a socket that has unread ones resets it, and the last frame may be lost. Somebody who
	 * goes on and on is not worth that.
	 * @param endless it was sending a line without an end
	 */
	end(last: Uint8Array | undefined, graceMs: number, endless = false): void {
		this.outbox.end(last);
		if (this.#grace !== undefined) return;
		const isFlood = endless && this.#chunk >= floodBytes;
		if (isFlood) {
			this.duplex.pause();
			this.duplex.once('finish', () => this.duplex.destroy());
		}
		this.#destroyAfter(isFlood ? lateMs : graceMs);
	}

	/** Takes what has come: what the duplex gives, or what was read of it before it came here. */
	hear(chunk: Uint8Array): void {
		if (this.#grace === undefined) {
			this.#chunk = chunk.length;
			this.#speaker.onData(chunk);
			return;
		}
		const before = this.#late;
		this.#late += chunk.length;
		if (this.#late <= lateBytes || before > lateBytes) return;
		this.duplex.pause();
		this.#clock.clearTimeout(this.#grace);
		this.#destroyAfter(lateMs);
	}

	#destroyAfter(ms: number): void {
		this.#grace = this.#clock.setTimeout(() => this.duplex.destroy(), ms);
	}

	#close(): void {
		this.#clock.clearTimeout(this.#grace);
		this.outbox.close();
		this.#speaker.onClose(this.#error);
	}
}
