import type {Readable} from 'node:stream';
import type {Clock, Timer} from '../protocol/clock.ts';
import type {Bucket} from './rate.ts';

/** Something a peer sent, decoded, and what it costs. */
export type Item<Content> = {readonly content: Content; readonly cost: number};

type IntakeOptions<Content> = {
	stream: Readable;
	clock: Clock;
	/** undefined for no limit */
	bucket: Bucket | undefined;
	/** Is the way on blocked for now? Whoever says so calls `resume` later. */
	isBlocked: (content: Content) => boolean;
	act: (content: Content) => void;
};

/**
 * Lets requests through at the pace that is allowed. Above it the stream is paused, so a fast sender is slowed
 * down by its own TCP window; nothing is dropped, and what waits here is the rest of one chunk.
 */
export class Intake<Content> {
	readonly #options: IntakeOptions<Content>;
	readonly #waiting: Array<Item<Content>> = [];
	#timer: Timer | undefined;
	#stopped = false;

	constructor(options: IntakeOptions<Content>) {
		this.#options = options;
	}

	/** Is something waiting, and the stream paused? */
	get held(): boolean {
		return this.#waiting.length > 0;
	}

	push(item: Item<Content>): void {
		if (this.#stopped) return;
		if (!this.held && this.#pass(item)) return;
		this.#waiting.push(item);
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

	#pass({content, cost}: Item<Content>): boolean {
		const {bucket, clock, isBlocked, act} = this.#options;
		if (isBlocked(content)) return false;
		const wait = cost === 0 ? 0 : (bucket?.take(cost) ?? 0);
		if (wait > 0) {
			clock.clearTimeout(this.#timer);
			this.#timer = clock.setTimeout(() => this.resume(), wait);
			return false;
		}
		act(content);
		return true;
	}
}
