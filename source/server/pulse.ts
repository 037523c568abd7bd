import {limits} from '../protocol/limits.ts';

/** When a peer was heard, and what its silence calls for. Times are by `Clock.elapsed`. */
export class Pulse {
	#heardAt: number;
	#askedAt = 0;

	constructor(now: number) {
		this.#heardAt = now;
	}

	heard(now: number): void {
		this.#heardAt = now;
	}

	/** `ask` is said once for each spell of silence as long as a heartbeat. */
	check(now: number): 'well' | 'ask' | 'dead' {
		if (now - this.#heardAt >= limits.deadMs) return 'dead';
		if (now - Math.max(this.#heardAt, this.#askedAt) < limits.heartbeatMs) return 'well';
		this.#askedAt = now;
		return 'ask';
	}
}
