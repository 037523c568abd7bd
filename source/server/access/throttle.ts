import type {Clock} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import {groupOf} from '../front/addresses.ts';

/** Keys that are counted at most; the one that was counted first is forgotten. Each costs some 200 bytes. */
const mostCounted = 50_000;

/** How often something may happen in any stretch of time of one length. */
export type Allowance = {readonly most: number; readonly windowMs: number};

/** What happened lately, by a key: a sliding window, in which no stretch of time holds more than is allowed. */
export class Tally {
	readonly #clock: Clock;
	/** when it happened, by `elapsed`, which no change of the clock moves; the oldest first */
	readonly #times = new Map<string, number[]>();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/** Keys that are counted now. */
	get size(): number {
		return this.#times.size;
	}

	/** How many ms until it may happen once more; 0 for now. */
	wait(key: string, {most, windowMs}: Allowance): number {
		const times = this.#recent(key, windowMs);
		if (times.length < most) return 0;
		return most < 1 ? windowMs : times.at(-most)! + windowMs - this.#clock.elapsed();
	}

	/** It happens. @returns takes that back, once */
	count(key: string, {windowMs}: Allowance): () => void {
		const at = this.#clock.elapsed();
		const times = this.#recent(key, windowMs);
		times.push(at);
		this.#times.delete(key);
		this.#times.set(key, times);
		if (this.#times.size > mostCounted) this.#times.delete(this.#times.keys().next().value!);
		let isTaken = false;
		return () => {
			if (isTaken) return;
			isTaken = true;
			const index = times.indexOf(at);
			if (index !== -1) times.splice(index, 1);
			if (times.length === 0 && this.#times.get(key) === times) this.#times.delete(key);
		};
	}

	#recent(key: string, windowMs: number): number[] {
		const times = this.#times.get(key) ?? [];
		const since = this.#clock.elapsed() - windowMs;
		const old = times.findIndex(at => at > since);
		times.splice(0, old === -1 ? times.length : old);
		if (times.length === 0) this.#times.delete(key);
		return times;
	}
}

type ThrottleOptions = {
	clock: Clock;
	/** asked at each try */
	bounds: () => {loginsPerAddress: number; loginsPerAccount: number; loginWindowMs: number};
};

/** What comes by no network comes from one place. */
const nowhere = 'local';

/**
 * Wrong secrets, by the address that they come from and the name that they are tried at. A try counts as wrong from
 * its beginning, or many at a time would all pass; only a right one is taken back. Nothing else makes the count less:
 * whoever owns one name may guess at another no faster for it.
 */
export class Throttle {
	readonly #options: ThrottleOptions;
	readonly #addresses: Tally;
	readonly #names: Tally;
	readonly #changes: Tally;

	constructor(options: ThrottleOptions) {
		this.#options = options;
		this.#addresses = new Tally(options.clock);
		this.#names = new Tally(options.clock);
		this.#changes = new Tally(options.clock);
	}

	/**
	 * Somebody sets a password, which costs as much as a try, and whose places others need.
	 * @param name key of the account
	 * @throws {ChatError} TRY_LATER
	 */
	change(name: string): void {
		const {loginsPerAddress: most, loginWindowMs: windowMs} = this.#options.bounds();
		const wait = this.#changes.wait(name, {most, windowMs});
		if (wait > 0) throw tryLater(wait);
		this.#changes.count(name, {most, windowMs});
	}

	/**
	 * A secret is about to be looked at.
	 * @param name key of the name whose password it may be; undefined for what cannot be guessed at one name
	 * @returns call it when the secret was right, or was not looked at
	 * @throws {ChatError} TRY_LATER
	 */
	attempt(ip: string | undefined, name?: string): () => void {
		const {loginsPerAddress, loginsPerAccount, loginWindowMs: windowMs} = this.#options.bounds();
		const perAddress = {most: loginsPerAddress, windowMs};
		const perName = {most: loginsPerAccount, windowMs};
		const address = ip === undefined ? nowhere : groupOf(ip);
		const wait = Math.max(
			this.#addresses.wait(address, perAddress),
			name === undefined ? 0 : this.#names.wait(name, perName),
		);
		if (wait > 0) throw tryLater(wait);
		const undo = [
			this.#addresses.count(address, perAddress),
			...(name === undefined ? [] : [this.#names.count(name, perName)]),
		];
		return () => {
			for (const takeBack of undo) takeBack();
		};
	}
}

const tryLater = (ms: number): ChatError => {
	const minutes = Math.ceil(ms / 60_000);
	const span = minutes === 1 ? 'a minute' : `${minutes} minutes`;
	return new ChatError('TRY_LATER', `There were too many tries. Try again in ${span}.`, {wait: ms});
};
