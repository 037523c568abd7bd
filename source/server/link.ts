import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Clock, Timer} from '../protocol/clock.ts';
import type {Bounds} from './bounds.ts';
import type {Bytes} from './meter.ts';
import {Outbox} from './outbox.ts';

type LinkOptions = {
	duplex: Duplex;
	clock: Clock;
	bounds: () => Bounds;
	/** the outbox wants to be flushed at the end of this turn */
	onDirty: (outbox: Outbox) => void;
	onOverflow: () => void;
	onData: (chunk: Uint8Array) => void;
	/** the peer will send no more, but may still read */
	onEnd: () => void;
	/** it is over; with an error if the connection broke */
	onClose: (error: Error | undefined) => void;
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
	readonly #options: LinkOptions;
	#grace: Timer | undefined;
	/** of the last chunk, in bytes */
	#chunk = 0;
	/** bytes that came after the end */
	#late = 0;
	#error: Error | undefined;

	constructor(options: LinkOptions) {
		const {duplex, onEnd} = options;
		this.#options = options;
		this.duplex = duplex;
		this.outbox = new Outbox(duplex, options);
		duplex.on('data', this.#hear);
		duplex.on('end', onEnd);
		duplex.on('error', error => {
			this.#error = error;
		});
		duplex.on('close', this.#close);
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
		this.#grace = this.#options.clock.setTimeout(() => this.duplex.destroy(), isFlood ? lateMs : graceMs);
	}

	readonly #hear = (chunk: Uint8Array): void => {
		if (this.#grace === undefined) {
			this.#chunk = chunk.length;
			this.#options.onData(chunk);
			return;
		}
		const before = this.#late;
		this.#late += chunk.length;
		if (this.#late <= lateBytes || before > lateBytes) return;
		this.duplex.pause();
		this.#options.clock.clearTimeout(this.#grace);
		this.#grace = this.#options.clock.setTimeout(() => this.duplex.destroy(), lateMs);
	};

	readonly #close = (): void => {
		this.#options.clock.clearTimeout(this.#grace);
		this.outbox.close();
		this.#options.onClose(this.#error);
	};
}
