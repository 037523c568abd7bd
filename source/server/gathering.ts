/**
 * What one reader costs who is told something, in ms: a write to a socket, whatever it carries (4 to 6 µs, most of them
 * the kernel's). So it pays to wait for more, as long as the wait is no longer than what it saves.
 */
const writeMs = 0.005;

/** Turns of the event loop in a row that bring nothing, after which nothing more is thought to come. */
const emptyTurnsAtMost = 4;

/** How long a batch may wait while more keeps coming, in writes to all readers. */
const gatherWrites = 2;

/** And how long, in ms, when nothing in it was said: for who came and went nobody waits. */
const quietMs = 20;

/** How long what was stored may wait for what is being stored, in writes to all readers. */
const holdWrites = 4;

/** Either at most so long, in ms; and nothing is held for less than a timer can wait. */
const [waitMsAtMost, holdMsAtLeast] = [10, 1];

/** How long, in ms, what was said to so many readers may wait for more of it that is on its way to the disk. */
export const holdMs = (readers: number): number => {
	const ms = Math.min(readers * writeMs * holdWrites, waitMsAtMost);
	return ms < holdMsAtLeast ? 0 : ms;
};

/** Whether a batch that could be stored now waits for another turn: while each brings more, and no longer than above. */
export class Gathering {
	#since: number | undefined;
	#seen = 0;
	#emptyTurns = 0;

	/**
	 * To be asked once a turn, until it says no.
	 * @param count of what has come so far
	 * @param readers of the widest conversation in which something was said; undefined when nothing was
	 * @param now ms by `Clock.elapsed`
	 */
	awaitsMore(count: number, readers: number | undefined, now: number): boolean {
		if (this.#since === undefined) {
			this.#since = now;
			this.#seen = 0;
			this.#emptyTurns = 0;
		}
		this.#emptyTurns = count > this.#seen ? 0 : this.#emptyTurns + 1;
		this.#seen = count;
		const most = readers === undefined ? quietMs : Math.min(readers * writeMs * gatherWrites, waitMsAtMost);
		if (this.#emptyTurns <= emptyTurnsAtMost && now - this.#since < most) return true;
		return this.stop();
	}

	/** The batch begins now. */
	stop(): false {
		this.#since = undefined;
		return false;
	}
}
