/** Bits for each that is to be in it, at least; one in thirty that are not seems to be there, then, or fewer. */
const bitsEach = 8;

/** How many bits stand for one. */
const marks = 3;

/** What was never put in, nearly always: a Bloom filter of fingerprints, which are chance already. */
export class Filter {
	/** so many can be in it before it says too often that something may be */
	readonly room: number;
	readonly #words: Uint32Array;
	readonly #mask: number;
	#size = 0;

	/** @param room at least 1; some 1 to 2 bytes for each */
	constructor(room: number) {
		const bits = 2 ** Math.ceil(Math.log2(Math.max(32, room * bitsEach)));
		this.room = bits / bitsEach;
		this.#words = new Uint32Array(bits / 32);
		this.#mask = bits - 1;
	}

	/** How often something was put in. */
	get size(): number {
		return this.#size;
	}

	add(fingerprint: number): void {
		this.#size++;
		const step = stepOf(fingerprint);
		for (let mark = 0, at = fingerprint | 0; mark < marks; mark++, at = (at + step) | 0) {
			const bit = at & this.#mask;
			this.#words[bit >>> 5]! |= 1 << (bit & 31);
		}
	}

	/** False for what was not put in, but for a few. */
	mayHave(fingerprint: number): boolean {
		const step = stepOf(fingerprint);
		for (let mark = 0, at = fingerprint | 0; mark < marks; mark++, at = (at + step) | 0) {
			const bit = at & this.#mask;
			if ((this.#words[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
		}
		return true;
	}
}

/** Of the sixteen highest bits, which the first mark does not go by: spread over all, and odd. */
const stepOf = (fingerprint: number): number => Math.imul(Math.floor(fingerprint / 2 ** 32), 0x9e37_79b1) | 1;
