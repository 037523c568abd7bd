import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';

/** How a peer is doing. */
type Condition = {
	/** it has not said who it is, and nobody else sees to that */
	isOpening: boolean;
	/** it is not read for now, so it cannot be heard */
	isHeld: boolean;
	/** since when it has taken nothing more (by `Clock.elapsed`); undefined while it takes */
	stalledSince: number | undefined;
	/** how long it may */
	stallMs: number;
	/** it answers a ping */
	beats: boolean;
};

/** When a peer that is late, stalled or silent has to go. All times are by `Clock.elapsed`. */
export class Deadlines {
	readonly #openedAt: number;
	#heardAt: number;
	#askedAt = 0;

	constructor(now: number) {
		this.#openedAt = now;
		this.#heardAt = now;
	}

	heard(now: number): void {
		this.#heardAt = now;
	}

	/** Why it has to go now, or `ask` when it is to be asked whether it is there. */
	check(now: number, condition: Condition): ChatError | 'ask' | undefined {
		const {isOpening, isHeld, stalledSince, stallMs, beats} = condition;
		if (isHeld) this.heard(now);
		if (isOpening) return now - this.#openedAt >= limits.helloMs ? new ChatError('HELLO_LATE') : undefined;
		if (stalledSince !== undefined && now - stalledSince >= stallMs) return new ChatError('TOO_SLOW');
		return beats ? this.#pulse(now) : undefined;
	}

	/** `ask` is said once for each spell of silence as long as a heartbeat. */
	#pulse(now: number): ChatError | 'ask' | undefined {
		if (now - this.#heardAt >= limits.deadMs) return new ChatError('SILENT');
		if (now - Math.max(this.#heardAt, this.#askedAt) < limits.heartbeatMs) return undefined;
		this.#askedAt = now;
		return 'ask';
	}
}
