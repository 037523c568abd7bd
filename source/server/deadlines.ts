import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import type {Bounds} from './bounds.ts';
import {Pulse} from './pulse.ts';

/** How a peer is doing. */
type Condition = {
	/** it has not said who it is, and nobody else sees to that */
	isOpening: boolean;
	/** it is not read for now, so it cannot be heard */
	isHeld: boolean;
	/** since when it has taken nothing more (by `Clock.elapsed`); undefined while it takes */
	stalledSince: number | undefined;
	/** it answers a ping */
	beats: boolean;
};

/** When a peer that is late, stalled or silent has to go. */
export class Deadlines {
	readonly #clock: Clock;
	readonly #bounds: () => Bounds;
	readonly #openedAt: number;
	readonly #pulse: Pulse;

	constructor(clock: Clock, bounds: () => Bounds) {
		this.#clock = clock;
		this.#bounds = bounds;
		this.#openedAt = clock.elapsed();
		this.#pulse = new Pulse(this.#openedAt);
	}

	heard(): void {
		this.#pulse.heard(this.#clock.elapsed());
	}

	/** Why it has to go now, or `ask` when it is to be asked whether it is there. */
	check({isOpening, isHeld, stalledSince, beats}: Condition): ChatError | 'ask' | undefined {
		const now = this.#clock.elapsed();
		if (isHeld) this.#pulse.heard(now);
		if (isOpening) return now - this.#openedAt >= limits.helloMs ? new ChatError('HELLO_LATE') : undefined;
		if (stalledSince !== undefined && now - stalledSince >= this.#bounds().stallMs)
			return new ChatError('TOO_SLOW');
		const state = beats ? this.#pulse.check(now) : 'well';
		if (state === 'dead') return new ChatError('SILENT');
		return state === 'ask' ? 'ask' : undefined;
	}
}
