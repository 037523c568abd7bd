import {type Clock, systemClock, type Timer} from '../protocol/clock.ts';

/** Messages that are worth a round at once. */
const enough = 4000;

/** How long fewer may wait for a round. Who searches meanwhile begins it. */
const restMs = 1000;

/** Messages that the search may be behind, however many come: who searches waits some 0.1 s for so many. */
const mostBehind = 20_000;

/** Messages after which the search is put together though there is no rest. Until then it has some parts more. */
const mostUntidy = 50_000;

type IndexerOptions = {
	/** Takes the next messages into the search, and tells how many: 0 when there are none. */
	fill: () => number;
	/** Does a bit for the search's speed, and tells whether there may be more to do. */
	tidy: () => boolean;
	clock?: Clock | undefined;
};

/**
 * Fills the search in rounds: each piece costs about the same however little is in it, and many small ones make an
 * index that has to be put together again and again. That is done when nobody writes: half of all that the search costs,
 * and less the later it is.
 */
export class Indexer {
	readonly #fill: () => number;
	readonly #tidy: () => boolean;
	readonly #clock: Clock;
	/** messages that are not in the search, and those that came into it since it was put together */
	#stored = 0;
	#untidy = 0;
	/** did any come since the last look? */
	#isBusy = false;
	#isRunning = false;
	#isFilling = false;
	#isTidying = false;
	#isOver = false;
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
		this.#isBusy = true;
		this.#isTidying = false;
		if (this.#stored >= enough) this.#begin();
		else this.#wait();
	}

	/** Resolves once all that is stored is in the search. */
	finish(): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		this.#waiters.push(resolve);
		this.#begin();
		return promise;
	}

	/** Begins nothing any more: its thread ends once nothing is left to be done. */
	stop(): void {
		this.#isOver = true;
		this.#wake();
	}

	#wake(): void {
		this.#clock.clearTimeout(this.#rest);
		this.#rest = undefined;
	}

	#wait(): void {
		if (this.#isOver) return;
		this.#rest ??= this.#clock.setTimeout(() => {
			this.#rest = undefined;
			this.#isTidying = !this.#isBusy;
			this.#isBusy = false;
			this.#begin();
		}, restMs);
	}

	#begin(): void {
		this.#wake();
		this.#isFilling = true;
		if (this.#isRunning) return;
		this.#isRunning = true;
		this.#goOn();
	}

	/** @returns whether there is more to do now */
	#step(): boolean {
		if (this.#isFilling) {
			this.#takeIn();
			return true;
		}
		if (!this.#isTidying && this.#untidy < mostUntidy) return false;
		if (this.#tidy()) return true;
		this.#untidy = 0;
		return false;
	}

	#takeIn(): void {
		const taken = this.#fill();
		this.#stored = Math.max(0, this.#stored - taken);
		this.#untidy += taken;
		if (taken > 0) return;
		this.#isFilling = false;
		this.#stored = 0;
		for (const resolve of this.#waiters.splice(0)) resolve();
	}

	/** Whatever is asked meanwhile comes first: messages are taken between two immediates. */
	#goOn(): void {
		setImmediate(() => {
			if (this.#isOver) return;
			do this.#isRunning = this.#step();
			while (this.#isFilling && this.#stored > mostBehind);
			if (this.#isRunning) this.#goOn();
			else if (this.#untidy > 0) this.#wait();
		});
	}
}
