import type {Clock} from '../../protocol/clock.ts';
import type {Bounds} from '../bounds.ts';
import {groupOf} from './addresses.ts';

/** What is remembered of those who come from one address. */
type Visits = {
	live: number;
	/** when the newest came, by `Clock.elapsed`, oldest first; no more than may come within the window */
	came: number[];
	/** when somebody was told to stay out */
	told: number[];
};

type VisitorsOptions = {
	clock: Clock;
	bounds: () => Bounds;
};

/** Addresses that are remembered; of those nobody is here from, the ones that came longest ago are forgotten first. */
const mostAddresses = 65_536;

/** Within the window so many are told why they may not come in; the others just hear that it is over. */
const mostTold = 16;

/** How many connections each address has, and how many it made: whoever has one address has no more of the server. */
export class Visitors {
	readonly #options: VisitorsOptions;
	/** by `groupOf`, in the order in which they last came */
	readonly #visits = new Map<string, Visits>();

	constructor(options: VisitorsOptions) {
		this.#options = options;
	}

	/** Addresses that are remembered. */
	get size(): number {
		return this.#visits.size;
	}

	/**
	 * May one more come from there? Whoever may is counted until `leave`. Those who may not are not counted, so that
	 * the window ends for somebody who keeps trying.
	 */
	enter(ip: string): boolean {
		const {clock, bounds} = this.#options;
		const {connections, newConnections} = bounds();
		const visits = this.#visitsOf(ip);
		if (visits.live >= connections || visits.came.length >= newConnections) return false;
		visits.live++;
		visits.came.push(clock.elapsed());
		return true;
	}

	leave(ip: string): void {
		const visits = this.#visits.get(groupOf(ip));
		if (visits && visits.live > 0) visits.live--;
	}

	/** May one who is turned away be told why? That costs something, which nobody should get for nothing. */
	tell(ip: string): boolean {
		const {told} = this.#visitsOf(ip);
		if (told.length >= mostTold) return false;
		told.push(this.#options.clock.elapsed());
		return true;
	}

	/** Forgets addresses that nobody is here from, or came from lately. Call it now and then. */
	sweep(): void {
		const from = this.#windowStart();
		for (const [key, {live, came, told}] of this.#visits) {
			const newest = Math.max(came.at(-1) ?? -1, told.at(-1) ?? -1);
			// All that follow came later: tens of thousands of them need not be looked at each time.
			if (newest >= from) return;
			if (live === 0) this.#visits.delete(key);
		}
	}

	#visitsOf(ip: string): Visits {
		const key = groupOf(ip);
		const visits = this.#visits.get(key) ?? {live: 0, came: [], told: []};
		const from = this.#windowStart();
		for (const times of [visits.came, visits.told])
			while (times.length > 0 && times[0]! < from) times.shift();
		this.#visits.delete(key);
		this.#visits.set(key, visits);
		if (this.#visits.size > mostAddresses) this.#forgetOldest();
		return visits;
	}

	#forgetOldest(): void {
		for (const [key, {live}] of this.#visits) {
			if (live > 0) continue;
			this.#visits.delete(key);
			return;
		}
	}

	#windowStart(): number {
		return this.#options.clock.elapsed() - this.#options.bounds().connectionWindowMs;
	}
}
