import type {Clock, Timer} from '../../source/protocol/clock.ts';

type FakeTimer = {at: number; every: number | undefined; run: () => void};

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
	#now: number;
	#elapsed = 0;
	readonly #timers = new Set<FakeTimer>();

	/** @param now milliseconds since 1970 */
	constructor(now: number = Date.UTC(2026, 10, 21, 14)) {
		this.#now = now;
	}

	now(): number {
		return this.#now;
	}

	elapsed(): number {
		return this.#elapsed;
	}

	setTimeout(run: () => void, ms: number): Timer {
		return this.#start({at: this.#elapsed + ms, every: undefined, run});
	}

	setInterval(run: () => void, ms: number): Timer {
		return this.#start({at: this.#elapsed + ms, every: ms, run});
	}

	clearTimeout(timer: Timer | undefined): void {
		this.#timers.delete(timer as FakeTimer);
	}

	clearInterval(timer: Timer | undefined): void {
		this.clearTimeout(timer);
	}

	/** Timers that nobody has stopped: 0 once everybody has cleaned up. */
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

	#start(timer: FakeTimer): Timer {
		this.#timers.add(timer);
		return timer;
	}

	#due(end: number): FakeTimer | undefined {
		let next: FakeTimer | undefined;
		for (const timer of this.#timers) {
			if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer;
		}
		return next;
	}

	#goTo(elapsed: number): void {
		this.#now += elapsed - this.#elapsed;
		this.#elapsed = elapsed;
	}
}
