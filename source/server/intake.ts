import type {Readable} from 'node:stream';
import type {Clock, Timer} from '../protocol/clock.ts';
import type {Content} from './content.ts';
import {type Bucket, costOf} from './rate.ts';

type IntakeOptions = {
	stream: Readable;
	clock: Clock;
	/** undefined for no limit */
	bucket: Bucket | undefined;
	/** What a frame says. It is asked once for each. */
	decode: (frame: Uint8Array) => Content;
	/** Is the way on blocked for now? Whoever says so calls `resume` later. */
	isBlocked: (content: Content) => boolean;
	/** Takes what it costs besides, or says how many ms are missing. */
	pace: (content: Content) => number;
	/** Does what is asked. Until a promise is kept the next one waits: things are done in their order. */
	act: (content: Content) => Promise<void> | undefined;
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
	/** what the frame says whose turn it is, once that has been paid for: undefined before */
	#next: {content: Content} | undefined;
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
		this.#next = undefined;
		this.#options.clock.clearTimeout(this.#timer);
		this.#options.stream.resume();
	}

	#pass(frame: Uint8Array): boolean {
		const {bucket, decode, isBlocked, pace, act} = this.#options;
		if (this.#busy) return false;
		if (this.#next === undefined) {
			if (this.#waits(bucket?.take(costOf(frame.length)) ?? 0)) return false;
			this.#next = {content: decode(frame)};
		}
		const {content} = this.#next;
		if (isBlocked(content) || this.#waits(pace(content))) return false;
		this.#next = undefined;
		const acting = act(content);
		if (acting) {
			this.#busy = true;
			void acting.then(() => this.#goOn());
		}
		return true;
	}

	/** @param ms that have to pass before; 0 for none */
	#waits(ms: number): boolean {
		const {clock} = this.#options;
		if (ms <= 0) return false;
		clock.clearTimeout(this.#timer);
		this.#timer = clock.setTimeout(() => this.resume(), ms);
		return true;
	}

	#goOn(): void {
		this.#busy = false;
		this.resume();
		if (this.idle) this.#options.onIdle();
	}
}
