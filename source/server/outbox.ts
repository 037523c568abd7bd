import type {Writable} from 'node:stream';
import type {Clock} from '../protocol/clock.ts';
import type {Bounds} from './bounds.ts';

/** Handed to the stream at a time. More would only hide in its buffer, where it can't be dropped. */
export const handBytes = 64 * 1024;

/** What an outbox needs to know of the server around it. */
type Surroundings = {
	clock: Clock;
	bounds: () => Bounds;
	/** something waits: call `flush` at the end of this turn */
	onDirty: (outbox: Outbox) => void;
	/** the peer has stopped reading, and more waits for it than may; called by `flush` */
	onOverflow: () => void;
};

/**
 * Bounded, coalesced writes to one peer. Frames of a turn leave in one write, because a write costs the same
 * whatever it carries; what a peer does not take waits here, and the session cuts it when that is too much or
 * too long.
 */
export class Outbox {
	/** Each frame in a write of its own, for peers that take one read for one message. */
	separate = false;
	readonly #stream: Writable;
	readonly #around: Surroundings;
	#frames: Uint8Array[] = [];
	#bytes = 0;
	#dirty = false;
	#stalledSince: number | undefined;
	/** of what came in one go while the peer took everything, so much is left */
	#burst = 0;
	#ended = false;
	#waiters: Array<() => void> = [];

	constructor(stream: Writable, around: Surroundings) {
		this.#stream = stream;
		this.#around = around;
		stream.on('drain', this.#resume);
	}

	/** Bytes that the stream has not been given yet. */
	get bytes(): number {
		return this.#bytes;
	}

	/** When the stream stopped taking more (by `Clock.elapsed`), undefined while it takes. */
	get stalledSince(): number | undefined {
		return this.#stalledSince;
	}

	/** The frame may be shared with other outboxes and is never changed. */
	push(frame: Uint8Array): void {
		if (this.#ended) return;
		this.#frames.push(frame);
		this.#bytes += frame.length;
		if (this.#dirty) return;
		this.#dirty = true;
		this.#around.onDirty(this);
	}

	/**
	 * Gives the stream what it takes. A burst above the bound is fine for a peer that had taken everything before;
	 * what comes on top of it, or to one that had stopped already, counts.
	 */
	flush(): void {
		this.#dirty = false;
		if (this.#stalledSince === undefined) {
			this.#burst = this.#bytes;
			this.#write();
			return;
		}
		if (this.#bytes > this.#burst + this.#around.bounds().outboxBytes) this.#around.onOverflow();
	}

	/** Does so much wait here, or has the peer stopped taking, that no more should be made for it for now? */
	get isFull(): boolean {
		return !this.#ended && (this.#bytes >= handBytes || this.#stalledSince !== undefined);
	}

	/** Resolves once the peer takes and little waits, so that a replay goes as fast as its reader; also when it is over. */
	drained(): Promise<void> {
		if (!this.isFull) return Promise.resolve();
		return new Promise(resolve => this.#waiters.push(resolve));
	}

	/** Forgets what waits. Frames are dropped whole, so what follows is still understood. */
	drop(): void {
		this.#frames = [];
		this.#bytes = 0;
	}

	/** Writes what waits whatever the stream says, a last frame too, and ends the stream. */
	end(last?: Uint8Array): void {
		if (this.#ended) return;
		if (last) this.push(last);
		this.#ended = true;
		this.#stream.cork();
		for (const frame of this.#frames) this.#stream.write(frame);
		this.#stream.uncork();
		this.drop();
		this.#wake();
		this.#stream.end();
	}

	/** Lets everybody go who waits for a stream that is gone. */
	close(): void {
		this.#ended = true;
		this.drop();
		this.#wake();
	}

	readonly #resume = (): void => {
		this.#stalledSince = undefined;
		this.#write();
	};

	#write(): void {
		let taking = true;
		while (taking && this.#frames.length > 0) taking = this.#stream.write(this.#take());
		if (!taking) this.#stalledSince = this.#around.clock.elapsed();
		this.#burst = Math.min(this.#burst, this.#bytes);
		if (!this.isFull) this.#wake();
	}

	/** The next frames in one piece. A single one is passed on as it is: that is the shared broadcast. */
	#take(): Uint8Array {
		let count = 1;
		let bytes = this.#frames[0]!.length;
		while (!this.separate && count < this.#frames.length) {
			bytes += this.#frames[count]!.length;
			if (bytes > handBytes) {
				bytes -= this.#frames[count]!.length;
				break;
			}
			count++;
		}
		this.#bytes -= bytes;
		if (count === 1) return this.#frames.shift()!;
		return Buffer.concat(this.#frames.splice(0, count), bytes);
	}

	#wake(): void {
		if (this.#waiters.length === 0) return;
		const waiters = this.#waiters;
		this.#waiters = [];
		for (const wake of waiters) wake();
	}
}
