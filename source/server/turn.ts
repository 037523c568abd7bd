/** How often a turn is put off while more is on its way. Five turns of the event loop are well under a millisecond. */
const turnsAtMost = 5;

/**
 * Gathers what happens and does it together, at the end of this turn of the event loop or, while more is on its
 * way, of one of the next few: a write costs the same whatever it carries.
 */
export class Turn {
	readonly #work: () => void;
	readonly #moreIsComing: () => boolean;
	#turns = 0;

	constructor(work: () => void, moreIsComing: () => boolean) {
		this.#work = work;
		this.#moreIsComing = moreIsComing;
	}

	/** The work is to be done. */
	request(): void {
		if (this.#turns > 0) return;
		this.#turns = 1;
		setImmediate(this.#end);
	}

	readonly #end = (): void => {
		if (this.#turns < turnsAtMost && this.#moreIsComing()) {
			this.#turns++;
			setImmediate(this.#end);
			return;
		}
		this.#turns = 0;
		this.#work();
	};
}
