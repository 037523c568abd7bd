/** Which rows have which fingerprint: a hash table in two arrays, a third of a Map's memory and one look for most. */
export class Fingerprints {
	#keys: Float64Array;
	#ids: Float64Array;
	/** slots that hold something, or held something since the table was made */
	#used = 0;
	#size = 0;

	/** @param slots a power of two */
	constructor(slots = 1024) {
		this.#keys = new Float64Array(slots).fill(empty);
		this.#ids = new Float64Array(slots);
	}

	get size(): number {
		return this.#size;
	}

	/** Room for twice of what it may hold. */
	get slots(): number {
		return this.#keys.length;
	}

	/** The rows with a fingerprint; hardly ever more than one. */
	idsOf(fingerprint: number): readonly number[] {
		let found: number[] | undefined;
		for (let slot = this.#first(fingerprint); this.#keys[slot] !== empty; slot = this.#next(slot)) {
			if (this.#keys[slot] !== fingerprint) continue;
			found ??= [];
			found.push(this.#ids[slot]!);
		}
		return found ?? none;
	}

	/** Twice the same is once. */
	add(fingerprint: number, id: number): void {
		if (this.#slotOf(fingerprint, id) !== undefined) return;
		if (this.#used * 2 >= this.#keys.length) this.#grow();
		this.#put(fingerprint, id);
	}

	delete(fingerprint: number, id: number): void {
		const slot = this.#slotOf(fingerprint, id);
		if (slot === undefined) return;
		this.#keys[slot] = gone;
		this.#size--;
	}

	/** The fingerprints, least first, each once. */
	sorted(): Float64Array {
		const all = this.#keys.filter(key => key >= 0).sort();
		return all.filter((key, at) => key !== all[at - 1]);
	}

	/** The highest row; 0 when there is none. */
	highest(): number {
		return this.#ids.reduce((most, id, slot) => (this.#keys[slot]! >= 0 ? Math.max(most, id) : most), 0);
	}

	#slotOf(fingerprint: number, id: number): number | undefined {
		for (let slot = this.#first(fingerprint); this.#keys[slot] !== empty; slot = this.#next(slot))
			if (this.#keys[slot] === fingerprint && this.#ids[slot] === id) return slot;
		return undefined;
	}

	#put(fingerprint: number, id: number): void {
		let slot = this.#first(fingerprint);
		while (this.#keys[slot] !== empty) slot = this.#next(slot);
		this.#keys[slot] = fingerprint;
		this.#ids[slot] = id;
		this.#used++;
		this.#size++;
	}

	/** A fingerprint is chance already, its lowest bits too. */
	#first(fingerprint: number): number {
		return fingerprint & (this.#keys.length - 1);
	}

	#next(slot: number): number {
		return (slot + 1) & (this.#keys.length - 1);
	}

	/** To half full at most, without what is gone. */
	#grow(): void {
		const [keys, ids] = [this.#keys, this.#ids];
		const slots = this.#size * 4 >= keys.length ? keys.length * 2 : keys.length;
		this.#keys = new Float64Array(slots).fill(empty);
		this.#ids = new Float64Array(slots);
		[this.#used, this.#size] = [0, 0];
		for (const [slot, key] of keys.entries()) if (key >= 0) this.#put(key, ids[slot]!);
	}
}

/** What no fingerprint is: a slot that never held one, and one whose row went. */
const [empty, gone] = [-1, -2];

const none: readonly number[] = [];
