/** Gathers what happens and does it together, at the end of this turn of the event loop. */
export class Turn {
	readonly #work: () => void;
	#isRequested = false;

	constructor(work: () => void) {
		this.#work = work;
	}

	/** The work is to be done. */
	request(): void {
		if (this.#isRequested) return;
		this.#isRequested = true;
		setImmediate(this.#end);
	}

	readonly #end = (): void => {
		this.#isRequested = false;
		this.#work();
	};
}
