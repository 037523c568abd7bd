import {type Clock, systemClock, type Timer} from '../protocol/clock.ts';

/** Messages that are worth a round at once: who searches waits some 30 ms for so many. */
const enough = 4000;

/** How long fewer may wait for a round. Who searches meanwhile begins it. */
const restMs = 1000;

type IndexerOptions = {
	/** Takes the next messages into the search, and tells whether there may be more. */
	fill: () => boolean;
	/** Does a bit for the search's speed, and tells whether there may be more to do. */
	tidy: () => boolean;
	clock?: Clock | undefined;
};

/**
 * Fills the search in rounds: each piece costs about the same however little is in it, and many small ones make an
 * index that has to be put together again and again while messages wait.
 */
export class Indexer {
	readonly #fill: () => boolean;
	readonly #tidy: () => boolean;
	readonly #clock: Clock;
	#stored = 0;
	#isRunning = false;
	#isFilling = false;
	#rest: Timer | undefined;
	#waiters: (() => void)[] = [];

	constructor({fill, tidy, clock = systemClock}: IndexerOptions) {
		this.#fill = fill;
		this.#tidy = tidy;
		this.#clock = clock;
	}

	/** So many more messages are there. */
	add(messages: number): void {
		this.#stored += messages;
		if (this.#stored >= enough) this.#begin();
		else if (this.#stored > 0) this.#rest ??= this.#clock.setTimeout(() => this.#begin(), restMs);
	}

	/** Resolves once all that is stored is in the search. */
	finish(): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		this.#waiters.push(resolve);
		this.#begin();
		return promise;
	}

	stop(): void {
		this.#clock.clearTimeout(this.#rest);
		this.#rest = undefined;
	}

	#begin(): void {
		this.stop();
		this.#isFilling = true;
		if (this.#isRunning) return;
		this.#isRunning = true;
		this.#goOn();
	}

	/** @returns whether there is more to do */
	#step(): boolean {
		if (!this.#isFilling) return this.#tidy();
		if (this.#fill()) return true;
		this.#isFilling = false;
		this.#stored = 0;
		for (const resolve of this.#waiters.splice(0)) resolve();
		return true;
	}

	/** Whatever is asked meanwhile comes first: messages are taken between two immediates. */
	#goOn(): void {
		setImmediate(() => {
			this.#isRunning = this.#step();
			if (this.#isRunning) this.#goOn();
		});
	}
}
