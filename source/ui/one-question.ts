import type {Clock, Timer} from '../protocol/clock.ts';

/** Letters follow each other faster than this while one types a word. */
const typingMs = 150;

/**
 * Questions to a server of which only the newest matters: one is asked at a time, and while it is open the newest one
 * waits, and takes the place of what waited before it.
 */
export class OneQuestion {
	readonly #clock: Clock;
	#timer: Timer | undefined;
	#isOpen = false;
	#next: (() => Promise<void>) | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** @param waits while one types: asks once no other question came for a moment */
	ask(question: () => Promise<void>, waits: boolean): void {
		this.#clock.clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#next = question;
		if (waits) this.#timer = this.#clock.setTimeout(this.#askNext, typingMs);
		else this.#askNext();
	}

	close(): void {
		this.#clock.clearTimeout(this.#timer);
		this.#next = undefined;
	}

	readonly #askNext = (): void => {
		this.#timer = undefined;
		const question = this.#next;
		if (this.#isOpen || !question) return;
		this.#next = undefined;
		this.#isOpen = true;
		const over = (): void => {
			this.#isOpen = false;
			// What waits for a pause in typing goes on waiting for it.
			if (!this.#timer) this.#askNext();
		};
		void question().then(over, over);
	};
}
