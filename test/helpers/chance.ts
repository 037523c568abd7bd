/** Chance that can be had again: a run that failed is repeated with the seed that it printed. */
export type Chance = {
	readonly seed: number;
	/** from 0 to below 1, evenly */
	readonly next: () => number;
	/** a whole number from `low` to `high`, both included */
	readonly between: (low: number, high: number) => number;
	/** true so often, from 0 for never to 1 for always */
	readonly happens: (probability: number) => boolean;
	readonly pick: <Item>(items: readonly Item[]) => Item;
};

/** Mulberry32: 32 bits of state, which is enough to vary a test. @param seed a whole number below 2³² */
export const chanceOf = (seed: number): Chance => {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
	return {
		seed,
		next,
		between,
		happens: probability => next() < probability,
		pick: items => items[between(0, items.length - 1)]!,
	};
};

/** A seed for a run that nobody asks to repeat. */
export const newSeed = (): number => Math.floor(Math.random() * 2 ** 32);
