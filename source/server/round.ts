import type {Clock} from '../protocol/clock.ts';

/** How long peers are written to in one turn of the event loop, in ms: nobody else is heard meanwhile. */
const sliceMs = 2;

/** Peers after which the clock is looked at: some 200 µs of writing. */
const stride = 32;

/** What can be written: an outbox. */
type Written = {flush: () => void};

/**
 * Peers to whom something is to be written, in the order in which they came to wait. To write to thousands takes longer
 * than a turn may: then those who are left are written to in the next turns, with all that has come for them by then, and
 * whoever had their turn waits behind them. So what is said while thousands are written to reaches each of them within
 * one round, and neither the half of them in the next one only, nor anybody's request after all of it.
 */
export class Round {
	readonly #clock: Pick<Clock, 'elapsed'>;
	#waiting: Written[] = [];
	#isBehind = false;

	constructor(clock: Pick<Clock, 'elapsed'>) {
		this.#clock = clock;
	}

	/** Something is to be written. To be called once until it has been. */
	add(outbox: Written): void {
		this.#waiting.push(outbox);
	}

	/** Did the last turn not get to all? */
	get isBehind(): boolean {
		return this.#isBehind;
	}

	/** Writes to those who wait, for a turn at most. @returns are there any left? */
	write(): boolean {
		const waiting = this.#waiting;
		this.#waiting = [];
		const until = this.#clock.elapsed() + sliceMs;
		let written = 0;
		while (written < waiting.length) {
			const next = Math.min(written + stride, waiting.length);
			while (written < next) waiting[written++]!.flush();
			if (this.#clock.elapsed() >= until) break;
		}
		// Whoever came to wait meanwhile stands behind those who are left.
		if (written < waiting.length) this.#waiting = waiting.slice(written).concat(this.#waiting);
		this.#isBehind = this.#waiting.length > 0;
		return this.#isBehind;
	}
}
