import type {Writable} from 'node:stream';
import type {Host} from './host.ts';

/** Handed to the stream at a time. More would only hide in its buffer, where it can't be dropped. */
export const handBytes = 64 * 1024;

/** The server around it: `onDirty` is told when something waits, so that `flush` is called soon, see `Round`. */
export type Surroundings = Pick<Host, 'clock' | 'bounds' | 'onDirty'>;

/** Whose peer it is. */
export type Owner = {
	/** The peer has stopped reading, and more waits for it than may. Called by `flush`. */
	onOverflow(): void;
};

/**
 * Bounded, coalesced writes to one peer. Frames that wait leave in one write, because a write costs the same
 * whatever it carries; what a peer does not take waits here, and the session cuts it when that is too much or
 * too long. Of ten thousand peers most have nothing that waits, or one frame: lists are made for more than that.
 */
export class Outbox {
	/** Each frame in a write of its own, for peers that take one read for one message. */
	separate = false;
	readonly #stream: Writable;
	readonly #around: Surroundings;
	readonly #owner: Owner;
	/** the oldest frame that waits */
	#first: Uint8Array | undefined;
	/** those behind it; undefined for none */
	#rest: Uint8Array[] | undefined;
	#bytes = 0;
	#dirty = false;
	#stalledSince: number | undefined;
	/** it has stalled before, and hears when the stream takes again */
	#listens = false;
	/** of what came in one go while the peer took everything, so much is left */
	#burst = 0;
	#ended = false;
	#waiters: Array<() => void> | undefined;

	constructor(stream: Writable, around: Surroundings, owner: Owner) {
		this.#stream = stream;
		this.#around = around;
		this.#owner = owner;
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
		if (this.#first === undefined) this.#first = frame;
		else if (this.#rest === undefined) this.#rest = [frame];
		else this.#rest.push(frame);
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
		if (this.#bytes > this.#burst + this.#around.bounds.outboxBytes) this.#owner.onOverflow();
	}

	/** Does so much wait here, or has the peer stopped taking, that no more should be made for it for now? */
	get isFull(): boolean {
		return !this.#ended && (this.#bytes >= handBytes || this.#stalledSince !== undefined);
	}

	/** Resolves once the peer takes and little waits, so that a replay goes as fast as its reader; also when it is over. */
	drained(): Promise<void> {
		if (!this.isFull) return Promise.resolve();
		return new Promise(resolve => {
			this.#waiters ??= [];
			this.#waiters.push(resolve);
		});
	}

	/** Forgets what waits. Frames are dropped whole, so what follows is still understood. */
	drop(): void {
		this.#first = undefined;
		this.#rest = undefined;
		this.#bytes = 0;
	}

	/** Writes what waits whatever the stream says, a last frame too, and ends the stream. */
	end(last?: Uint8Array): void {
		if (this.#ended) return;
		if (last) this.push(last);
		this.#ended = true;
		this.#stream.cork();
		if (this.#first) this.#stream.write(this.#first);
		for (const frame of this.#rest ?? []) this.#stream.write(frame);
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

	#resume(): void {
		this.#stalledSince = undefined;
		this.#write();
	}

	#write(): void {
		let taking = true;
		while (taking && this.#first !== undefined) taking = this.#stream.write(this.#take(this.#first));
		if (!taking) this.#stall();
		this.#burst = Math.min(this.#burst, this.#bytes);
		if (!this.isFull) this.#wake();
	}

	#stall(): void {
		this.#stalledSince = this.#around.clock.elapsed();
		if (this.#listens) return;
		this.#listens = true;
		this.#stream.on('drain', () => this.#resume());
	}

	/** The next frames in one piece. A single one is passed on as it is: that is the shared broadcast. */
	#take(first: Uint8Array): Uint8Array {
		const rest = this.#rest ?? [];
		let count = 0;
		let bytes = first.length;
		while (!this.separate && count < rest.length && bytes + rest[count]!.length <= handBytes)
			bytes += rest[count++]!.length;
		this.#bytes -= bytes;
		const taken = count === 0 ? first : joined([first, ...rest.splice(0, count)], bytes);
		this.#first = rest.shift();
		if (rest.length === 0) this.#rest = undefined;
		return taken;
	}

	#wake(): void {
		const waiters = this.#waiters;
		if (waiters === undefined) return;
		this.#waiters = undefined;
		for (const wake of waiters) wake();
	}
}

let [lastFrames, lastPiece]: [readonly Uint8Array[], Uint8Array] = [[], new Uint8Array(0)];

/** Frames in one piece. Where thousands wait for the same ones, they are put together once for all in a row. */
const joined = (frames: readonly Uint8Array[], bytes: number): Uint8Array => {
	const isSame = frames.length === lastFrames.length && frames.every((frame, at) => frame === lastFrames[at]);
	if (!isSame) [lastFrames, lastPiece] = [frames, Buffer.concat(frames, bytes)];
	return lastPiece;
};
