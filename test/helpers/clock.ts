import type {Clock, Stop} from '../../source/protocol/clock.ts';

type Timer = {at: number; every: number | undefined; run: () => void};

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
	#now: number;
	#elapsed = 0;
	readonly #timers = new Set<Timer>();

	/** @param now milliseconds since 1970 */
	constructor(now = Date.UTC(2026, 10, 21, 14)) {
		this.#now = now;
	}

	now(): number {
		return this.#now;
	}

	elapsed(): number {
		return this.#elapsed;
	}

	after(ms: number, run: () => void): Stop {
		return this.#start({at: this.#elapsed + ms, every: undefined, run});
	}

	every(ms: number, run: () => void): Stop {
		return this.#start({at: this.#elapsed + ms, every: ms, run});
	}

	/** Timers that have not been stopped: 0 when everybody has cleaned up. */
	get timers(): number {
		return this.#timers.size;
	}

	/** Lets time pass and calls what falls due, in its order. */
	advance(ms: number): void {
		const end = this.#elapsed + ms;
		for (let timer = this.#due(end); timer; timer = this.#due(end)) {
			this.#goTo(timer.at);
			if (timer.every === undefined) this.#timers.delete(timer);
			else timer.at += timer.every;
			timer.run();
		}
		this.#goTo(end);
	}

	#start(timer: Timer): Stop {
		this.#timers.add(timer);
		return () => this.#timers.delete(timer);
	}

	#due(end: number): Timer | undefined {
		let next: Timer | undefined;
		for (const timer of this.#timers) if (timer.at <= end && !(next && next.at <= timer.at)) next = timer;
		return next;
	}

	#goTo(elapsed: number): void {
		this.#now += elapsed - this.#elapsed;
		this.#elapsed = elapsed;
	}
}
