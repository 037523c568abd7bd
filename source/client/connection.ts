import type {Address} from '../protocol/address.ts';
import type {Clock, Timer} from '../protocol/clock.ts';
import {ChatError, type ErrorCode} from '../protocol/errors.ts';
import type {Event, Request, RequestOf} from '../protocol/messages.ts';
import {retryDelay} from './backoff.ts';
import {Channel} from './channel.ts';
import type {Channel as Way} from './credentials.ts';
import {type Dialled, networkError} from './dial.ts';
import {Ghosts} from './ghosts.ts';
import type {Link} from './state.ts';
import type {Wire} from './wire.ts';

/** A link that held this long was a good one: the next loss starts counting anew. */
const steadyMs = 10_000;

/** A server may ask for more patience than anybody has, or than a timer can count. */
const longestWaitMs = 3_600_000;

/** Ends after which another attempt can help, once a server there has answered. All others are answers. */
const passing: ReadonlySet<ErrorCode> = new Set([
	'LOST',
	'REFUSED',
	'UNREACHABLE',
	'NOT_A_SERVER',
	'NO_TLS',
	'CLOSING',
	'TOO_SLOW',
	'SILENT',
	'FULL',
	'TOO_MANY',
	'BUSY',
]);

/** Nothing is there, which whoever hosts a server then, or mistyped its address, wants to know at once. */
const unreached: ReadonlySet<ErrorCode> = new Set(['REFUSED', 'UNREACHABLE']);

export type ConnectionOptions = {
	/** @throws {ChatError} when it cannot even be tried */
	dial: () => Dialled;
	wire: () => Wire;
	clock: Clock;
	/** from 0 to below 1 */
	random: () => number;
	/** made anew for each attempt @throws {ChatError} when it cannot be said on such a channel */
	hello: (way: Way) => RequestOf<'hello'>;
	/** Does somebody wait for what comes of the next attempt, as of a password that they typed? */
	isTried: () => boolean;
	/** has an earlier run been at this server, so that it is certain to be one? */
	isKnown: () => boolean;
	address?: Address | undefined;
	receive: (events: readonly Event[]) => void;
	drained: () => void;
	/** Whatever no event of the server says: connecting, offline, refused, closed. */
	report: (link: Link) => void;
};

/**
 * The link to a server, over as many connections as it takes. The first attempt is not repeated: whoever
 * mistyped an address wants to know. A link that was there once, in this run or an earlier one, comes back until
 * somebody says no.
 */
export class Connection {
	readonly #options: ConnectionOptions;
	readonly #ghosts: Ghosts;
	#channel: Channel | undefined;
	#wire: Wire;
	#retry: Timer | undefined;
	#tries = 0;
	#answered = false;
	#onlineAt: number | undefined;
	#paused = false;
	#again = false;
	#closed: PromiseWithResolvers<void> | undefined;

	constructor(options: ConnectionOptions) {
		this.#options = options;
		this.#ghosts = new Ghosts(options.clock);
		this.#wire = options.wire();
	}

	get online(): boolean {
		return this.#onlineAt !== undefined;
	}

	get ready(): boolean {
		return this.online && this.#channel?.ready === true;
	}

	/** Can nobody else read what is said on the present link? */
	get isPrivate(): boolean {
		return this.#channel?.isPrivate ?? false;
	}

	/** How the present link speaks. */
	get wire(): Wire {
		return this.#wire;
	}

	/** Connects at once: for the first time, instead of waiting, or anew. Nothing once it was closed. */
	start(): void {
		if (this.#closed) return;
		this.#options.clock.clearTimeout(this.#retry);
		this.#retry = undefined;
		if (this.#channel) {
			this.#again = true;
			this.#channel.destroy();
			return;
		}
		this.#attempt();
	}

	/** Under another id there is no ghost of one's own, so the next refusal is an answer. */
	forget(): void {
		this.#ghosts.forget();
	}

	/** @throws {ChatError} LOST when there is no link, or when this kind of server has no words for it */
	send(request: Request): void {
		if (!this.online || !this.#channel)
			throw new ChatError('LOST', 'There is no connection now, so that was not done.');
		this.#channel.send(request);
	}

	/** Ends it for good. What was sent before still goes out, and then the last request. */
	close(last?: Request): Promise<void> {
		if (this.#closed) return this.#closed.promise;
		this.#closed = Promise.withResolvers();
		this.#options.clock.clearTimeout(this.#retry);
		if (this.#channel && this.online) {
			if (last) this.#channel.send(last);
			this.resume();
			this.#channel.end();
		} else if (this.#channel) this.#channel.destroy();
		else this.#finish();
		return this.#closed.promise;
	}

	/** Stops reading, so that the server holds back what comes. */
	pause(): void {
		this.#paused = true;
		this.#channel?.pause();
	}

	resume(): void {
		this.#paused = false;
		this.#channel?.resume();
	}

	#attempt(): void {
		const {dial, wire, clock, hello, address, drained, report} = this.#options;
		report({type: 'connecting'});
		this.#wire = wire();
		let dialled: Dialled;
		try {
			dialled = dial();
		} catch (error) {
			this.#lost(networkError(error as Error, address));
			return;
		}
		this.#channel = new Channel({
			dialled,
			wire: this.#wire,
			clock,
			hello,
			address,
			paused: this.#paused,
			receive: events => this.#receive(events),
			drained,
			closed: error => this.#lost(error),
		});
	}

	#receive(events: readonly Event[]): void {
		for (const {type} of events) {
			if (type !== 'welcome' && type !== 'waiting') continue;
			this.#answered = true;
			this.#ghosts.enter();
			if (type === 'waiting') continue;
			this.#onlineAt = this.#options.clock.elapsed();
		}
		this.#options.receive(events);
	}

	#lost(error: ChatError): void {
		const {clock} = this.#options;
		if (this.#channel?.isUnanswered) this.#ghosts.leave();
		this.#channel = undefined;
		if (this.#onlineAt !== undefined && clock.elapsed() - this.#onlineAt >= steadyMs) this.#tries = 0;
		this.#onlineAt = undefined;
		if (this.#closed) this.#finish();
		else if (this.#again) {
			this.#again = false;
			this.#attempt();
		} else if (this.#mayPass(error)) this.#wait(error);
		else this.#refuse(error);
	}

	#mayPass(error: ChatError): boolean {
		const {code, details} = error;
		if (!this.#answered && (unreached.has(code) || !this.#options.isKnown())) return false;
		if (code === 'TRY_LATER') return !this.#options.isTried();
		if (details.owned || details.here) return false;
		return passing.has(code) || this.#ghosts.explain(error);
	}

	#refuse(error: ChatError): void {
		const {clock, report} = this.#options;
		const {wait} = error.details;
		report({type: 'refused', error, ...(wait === undefined ? {} : {retryAt: clock.now() + wait})});
	}

	#wait(error: ChatError): void {
		const {clock, random, report} = this.#options;
		const asked = Math.min(error.details.wait ?? 0, longestWaitMs);
		const delay = Math.max(retryDelay(this.#tries++, random()), asked);
		this.#retry = clock.setTimeout(() => {
			this.#retry = undefined;
			this.#attempt();
		}, delay);
		// A lost link holds the process as its socket did: a bot must outlive its server.
		if ('ref' in this.#retry && typeof this.#retry.ref === 'function') this.#retry.ref();
		report({type: 'offline', retryAt: clock.now() + delay, error});
	}

	#finish(): void {
		this.#options.report({type: 'closed'});
		this.#closed?.resolve();
	}
}
