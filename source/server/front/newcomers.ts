import type {Clock, Timer} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';

type NewcomersOptions = {
	clock: Clock;
	/** how many there may be */
	most: () => number;
};

/** A connection that has not said who it is. */
export type Newcomer = {
	/** by `Clock.elapsed` */
	readonly since: number;
	/** ends it, with the reason where it can be told */
	cut(error: ChatError): void;
};

/** How many are cut at a time, and how soon the next: cutting thousands at once would hold everybody up. */
const cutsAtOnce = 5;
const cutsEveryMs = 2;

/**
 * Those who are at the door and have said nothing that counts, oldest first. Each has until `limits.helloMs` after it
 * was accepted, whatever it sends until then; and the oldest make room for the newest.
 */
export class Newcomers {
	readonly #options: NewcomersOptions;
	readonly #all = new Set<Newcomer>();
	#timer: Timer | undefined;
	#wakesAt = Number.POSITIVE_INFINITY;

	constructor(options: NewcomersOptions) {
		this.#options = options;
	}

	get size(): number {
		return this.#all.size;
	}

	/** In the order in which they came. */
	add(newcomer: Newcomer): void {
		this.#all.add(newcomer);
		this.#look();
	}

	/** It has said who it is, or is gone. */
	remove(newcomer: Newcomer): void {
		this.#all.delete(newcomer);
	}

	/** Ends them all. */
	close(): void {
		for (const newcomer of [...this.#all]) this.#cut(newcomer, new ChatError('CLOSING'));
		this.#options.clock.clearTimeout(this.#timer);
		this.#wakesAt = Number.POSITIVE_INFINITY;
	}

	/** Cuts those who are late or too many, and wakes up for the next. */
	#look(): void {
		const {clock, most} = this.#options;
		const now = clock.elapsed();
		let cuts = 0;
		for (const newcomer of this.#all) {
			const age = now - newcomer.since;
			const isLate = age >= limits.helloMs;
			const isTooMany = this.#all.size > most();
			if (!isLate && !isTooMany) {
				this.#wake(limits.helloMs - age);
				return;
			}
			if (cuts === cutsAtOnce) {
				this.#wake(cutsEveryMs);
				return;
			}
			cuts++;
			this.#cut(newcomer, new ChatError(isLate ? 'HELLO_LATE' : 'FULL'));
		}
	}

	#cut(newcomer: Newcomer, error: ChatError): void {
		this.#all.delete(newcomer);
		newcomer.cut(error);
	}

	#wake(ms: number): void {
		const {clock} = this.#options;
		const at = clock.elapsed() + ms;
		if (at >= this.#wakesAt) return;
		clock.clearTimeout(this.#timer);
		this.#wakesAt = at;
		this.#timer = clock.setTimeout(() => {
			this.#wakesAt = Number.POSITIVE_INFINITY;
			this.#look();
		}, ms);
	}
}
