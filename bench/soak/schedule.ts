/** When things happen that happen so often on average, and when something is so at last. */
import type {Chance} from '../../test/helpers/chance.ts';

/** Tells how often something is to happen now; what is less than once is kept for the next time. */
export class Schedule {
	readonly #chance: Chance;
	readonly #due = new Map<string, number>();

	constructor(chance: Chance) {
		this.#chance = chance;
	}

	/** @param times how often it happens on average in the time since it was asked last */
	happen(name: string, times: number, act: () => void): void {
		let due = (this.#due.get(name) ?? this.#chance.next()) + times;
		for (; due >= 1; due--) act();
		this.#due.set(name, due);
	}
}

const lookMs = 100;

/** Looks every now and then until it is so. */
export const untilSo = (isSo: () => boolean): Promise<void> =>
	new Promise(resolve => {
		const timer = setInterval(() => {
			if (!isSo()) return;
			clearInterval(timer);
			resolve();
		}, lookMs);
	});
