import type {Clock} from '../protocol/clock.ts';
import type {Bounds} from './bounds.ts';

/** Requests a second on average, and at once. A bucket asks for both each time. */
export type Rate = {readonly perSecond: number; readonly burst: number};

/** What a server allows, as its settings are now. */
export const usualRate = (bounds: () => Bounds): Rate => ({
	get perSecond() {
		return bounds().requests;
	},
	get burst() {
		return bounds().requestsBurst;
	},
});

/** A token bucket: full at first, refilled with time, and never overdrawn. */
export class Bucket {
	readonly #rate: Rate;
	readonly #clock: Clock;
	/** Thousandths of a token: a ms earns `perSecond` of them, so whole ms are counted without rounding. */
	#thousandths: number;
	#filledAt: number;

	constructor(rate: Rate, clock: Clock) {
		this.#rate = rate;
		this.#clock = clock;
		this.#thousandths = rate.burst * 1000;
		this.#filledAt = clock.elapsed();
	}

	/**
	 * Takes what a request costs, or says how many ms are missing. A request that costs more than a full
	 * bucket holds takes all of it, or it could never be paid.
	 */
	take(cost: number): number {
		const {perSecond, burst} = this.#rate;
		const price = Math.min(cost, burst) * 1000;
		this.#fill();
		if (this.#thousandths < price) return Math.ceil((price - this.#thousandths) / perSecond);
		this.#thousandths -= price;
		return 0;
	}

	#fill(): void {
		const {perSecond, burst} = this.#rate;
		const now = this.#clock.elapsed();
		this.#thousandths = Math.min(burst * 1000, this.#thousandths + (now - this.#filledAt) * perSecond);
		this.#filledAt = now;
	}
}

/** What a frame costs: one, and one more for each KiB. */
export const costOf = (bytes: number): number => 1 + Math.floor(bytes / 1024);
