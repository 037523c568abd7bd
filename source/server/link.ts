import type {Duplex} from 'node:stream';
import type {Clock, Timer} from '../protocol/clock.ts';
import {Outbox} from './outbox.ts';

type LinkOptions = {
	duplex: Duplex;
	clock: Clock;
	/** the outbox wants to be flushed at the end of this turn */
	onDirty: (outbox: Outbox) => void;
	onOverflow: () => void;
	onData: (chunk: Uint8Array) => void;
	/** the peer will send no more, but may still read */
	onEnd: () => void;
	/** it is over; with an error if the connection broke */
	onClose: (error: Error | undefined) => void;
};

/** The bytes to and from one peer: TCP, TLS, a pair in memory or whatever else is a duplex. */
export class Link {
	readonly outbox: Outbox;
	readonly duplex: Duplex;
	readonly #options: LinkOptions;
	#grace: Timer | undefined;
	#error: Error | undefined;

	constructor(options: LinkOptions) {
		const {duplex, clock, onDirty, onOverflow} = options;
		this.#options = options;
		this.duplex = duplex;
		this.outbox = new Outbox(duplex, {clock, onDirty, onOverflow});
		duplex.on('data', options.onData);
		duplex.on('end', options.onEnd);
		duplex.on('error', error => {
			this.#error = error;
		});
		duplex.on('close', this.#close);
	}

	/**
	 * Sends what waits and a last frame, and closes once the peer has, or after `graceMs`. Until then its bytes
	 * have to be read: closing a socket that has unread ones resets it, and the last frame would be lost.
	 */
	end(last: Uint8Array | undefined, graceMs: number): void {
		this.outbox.end(last);
		this.#grace ??= this.#options.clock.setTimeout(() => this.duplex.destroy(), graceMs);
	}

	readonly #close = (): void => {
		this.#options.clock.clearTimeout(this.#grace);
		this.outbox.close();
		this.#options.onClose(this.#error);
	};
}
