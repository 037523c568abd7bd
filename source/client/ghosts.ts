/** One's own older connections: those that a server still has, and those that it is yet to hear of. */
import type {Clock} from '../protocol/clock.ts';
import type {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';

/** As many are remembered: more within `deadMs` are one's own impatience. */
const unansweredAtMost = 16;

export class Ghosts {
	readonly #clock: Clock;
	/** a server has had this id of ours, so that it may still have it */
	#hasHeld = false;
	/** when it first told that somebody has it */
	#since: number | undefined;
	/** when connections were given up whose hello nobody had answered, oldest first */
	#unanswered: readonly number[] = [];

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** The server has us now. */
	enter(): void {
		this.#hasHeld = true;
		this.#since = undefined;
	}

	/** A connection is given up whose hello nobody has answered. A network may still bring it there, behind the next one. */
	leave(): void {
		this.#unanswered = [...this.#unanswered, this.#clock.elapsed()].slice(-unansweredAtMost);
	}

	/** Under another id one has none, so the next refusal is an answer. */
	forget(): void {
		this.#hasHeld = false;
		this.#since = undefined;
		this.#unanswered = [];
	}

	/**
	 * Is it one of them that the server speaks of, so that another attempt can help? Each that came late explains one
	 * replacement and no more: two devices that take each other's place stop at that.
	 */
	explain({code}: ChatError): boolean {
		const now = this.#clock.elapsed();
		if (code === 'REPLACED') {
			const [first, ...later] = this.#unanswered.filter(at => now - at < limits.deadMs);
			this.#unanswered = later;
			return first !== undefined;
		}
		if (code !== 'ID_USED' || !this.#hasHeld) return false;
		// It has it until it notices that nobody is at the other end.
		this.#since ??= now;
		return now - this.#since < limits.deadMs;
	}
}
