import type {Readable} from 'node:stream';
import type {Clock, Timer} from '../protocol/clock.ts';
import {type Bucket, costOf} from './rate.ts';

type IntakeOptions = {
	stream: Readable;
	clock: Clock;
	/** undefined for no limit */
	bucket: Bucket | undefined;
	/** Is the way on blocked for now? Whoever says so calls `resume` later. */
	isBlocked: (frame: Uint8Array) => boolean;
	/** Does what a frame asks. Until a promise is kept the next one waits: things are done in their order. */
	act: (frame: Uint8Array) => Promise<void> | undefined;
	/** such a promise was kept, and nothing waits */
	onIdle: () => void;
};

/**
 * Lets requests through at the pace that is allowed. Above it the stream is paused, so a fast sender is slowed
 * down by its own TCP window; nothing is dropped, and what waits here is the rest of one chunk. It waits as bytes:
 * a chunk of junk takes a third of a second to understand, so whoever sends it has to wait for each line.
 */
export class Intake {
	readonly #options: IntakeOptions;
	readonly #waiting: Uint8Array[] = [];
	#timer: Timer | undefined;
	#busy = false;
	#stopped = false;

	constructor(options: IntakeOptions) {
		this.#options = options;
	}

	/** Is something waiting, and the stream paused? */
	get held(): boolean {
		return this.#waiting.length > 0;
	}

	/** Is everything done that came so far? */
	get idle(): boolean {
		return !this.held && !this.#busy;
	}

	push(frame: Uint8Array): void {
		if (this.#stopped) return;
		if (!this.held && this.#pass(frame)) return;
		this.#waiting.push(frame);
		this.#options.stream.pause();
	}

	/** Goes on, as far as it may. */
	resume(): void {
		if (!this.held || this.#stopped) return;
		let passed = 0;
		while (passed < this.#waiting.length && this.#pass(this.#waiting[passed]!)) passed++;
		this.#waiting.splice(0, passed);
		if (!this.held) this.#options.stream.resume();
	}

	/** Forgets what waits, and lets the stream flow to whoever drops it. */
	stop(): void {
		this.#stopped = true;
		this.#waiting.length = 0;
		this.#options.clock.clearTimeout(this.#timer);
		this.#options.stream.resume();
	}

	#pass(frame: Uint8Array): boolean {
		const {bucket, clock, isBlocked, act} = this.#options;
		if (this.#busy || isBlocked(frame)) return false;
		const wait = bucket?.take(costOf(frame.length)) ?? 0;
		if (wait > 0) {
			clock.clearTimeout(this.#timer);
			this.#timer = clock.setTimeout(() => this.resume(), wait);
			return false;
		}
		const acting = act(frame);
		if (acting) {
			this.#busy = true;
			void acting.then(() => this.#goOn());
		}
		return true;
	}

	#goOn(): void {
		this.#busy = false;
		this.resume();
		if (this.idle) this.#options.onIdle();
	}
}
