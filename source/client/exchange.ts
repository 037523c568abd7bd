import type {Address} from '../protocol/address.ts';
import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import type {Event, Request} from '../protocol/messages.ts';
import {Awaiting, endOf} from './awaiting.ts';
import {Connection} from './connection.ts';
import type {Credentials, Secrets} from './credentials.ts';
import type {Dialled} from './dial.ts';
import {Greeting} from './greeting.ts';
import {Leaving} from './leaving.ts';
import {withoutHeld} from './news.ts';
import {Outbox} from './outbox.ts';
import {Pages} from './pages.ts';
import type {Profile} from './profile.ts';
import {Reading} from './reading.ts';
import {type Answer, notSent, Requests} from './requests.ts';
import {Sending} from './sending.ts';
import type {Change, Kept, Link} from './state.ts';
import type {Store} from './store.ts';
import type {Wire} from './wire.ts';

export type ExchangeOptions = {
	store: Store;
	dial: () => Dialled;
	credentials: Credentials;
	wire: () => Wire;
	address?: Address | undefined;
	clock: Clock;
	random: () => number;
	nonce: () => string;
	history?: number | undefined;
	since?: number | undefined;
	resume: boolean;
	program?: string | undefined;
	profile: Profile;
	/** Resolves when those who read events have had the last one; undefined when nobody reads. */
	finished: () => Promise<void> | undefined;
	/** Events that are news, once the state has them. */
	heard: (events: readonly Event[]) => void;
	/** The link is another one, and the state has it. */
	linked: (link: Link) => void;
};

/**
 * Requests and their answers over a link that comes and goes. What is said stays in the outbox until the
 * server acknowledges it, and is sent again on each new link; the server knows a nonce that it had before.
 */
export class Exchange {
	readonly reading: Reading;
	readonly #options: ExchangeOptions;
	readonly #connection: Connection;
	readonly #requests = new Requests();
	readonly #outbox: Outbox;
	readonly #leaving: Leaving;
	readonly #sending: Sending;
	readonly #greeting: Greeting;
	readonly #awaiting = new Awaiting();
	#pages = new Pages();

	constructor(options: ExchangeOptions) {
		const {store, profile, credentials} = options;
		const outbox = new Outbox({store, profile, requests: this.#requests});
		this.#options = options;
		this.#outbox = outbox;
		this.#connection = new Connection({
			...options,
			hello: way => this.#greeting.hello(way),
			isTried: () => credentials.isTried,
			isKnown: () => outbox.profile.token !== undefined,
			receive: events => this.#receive(events),
			drained: () => this.#takeMore(),
			report: link => this.#report(link),
		});
		this.#greeting = new Greeting({
			...options,
			requests: this.#requests,
			profile: () => outbox.profile,
			send: request => this.#connection.send(request),
			answered: () => this.ask({type: 'ping'}, true),
		});
		this.#leaving = new Leaving({store, outbox, connection: this.#connection});
		this.#sending = new Sending({
			...options,
			outbox,
			requests: this.#requests,
			connection: this.#connection,
			leaving: this.#leaving,
			lineBytes: () => this.lineBytes,
		});
		this.reading = new Reading({state: () => store.get(), profile: () => outbox.profile});
	}

	/** Messages that are not acknowledged yet. */
	get unacknowledged(): number {
		return this.#requests.unacknowledged;
	}

	/** Longest message that the server takes, in bytes as `sizeOf` counts them. */
	get lineBytes(): number {
		return this.#greeting.limits?.lineBytes ?? this.#connection.wire.lineBytes;
	}

	/** @throws {ChatError} when this kind of server has no words for it */
	sizeOf(request: Kept): number {
		return this.#connection.wire.sizeOf(request);
	}

	/** Connects anew, and says this in its hello. */
	login(secrets: Secrets): void {
		this.#options.credentials.bring(secrets);
		this.start();
	}

	/** Connects now; see `Connection.start`. */
	start(): void {
		this.#connection.start();
	}

	/**
	 * Another id from the next hello on.
	 * @param profile what is not said yet goes along to it; left out for the same name written otherwise
	 */
	rename(id: string, profile?: Profile): void {
		this.#greeting.forget();
		this.#connection.forget();
		this.#dispatch({type: 'rename', id});
		if (profile) this.#outbox.move(profile);
	}

	/** Connects anew. Rejects with what the server refuses, which the state is not told: somebody knows what to do then. */
	attempt(): Promise<void> {
		const ended = this.#awaiting.attempt();
		this.start();
		return ended;
	}

	/** What outlives this process, under the present id. */
	get profile(): Profile {
		return this.#outbox.profile;
	}

	pause(): void {
		this.#connection.pause();
	}

	resume(): void {
		this.#connection.resume();
	}

	async close(text?: string): Promise<void> {
		await this.#connection.close({type: 'quit', ...(text ? {text} : {})});
		// What was heard before may still be read, and that is to be remembered.
		const finished = this.#options.finished();
		if (finished) void finished.then(() => this.profile.close());
		else this.profile.close();
	}

	/** Resolves when what was sent has left this process and more may follow. Rejects when the link is over. */
	ready(): Promise<void> {
		const over = endOf(this.#options.store.get().link);
		if (over) return Promise.reject(over);
		return this.#connection.ready ? Promise.resolve() : this.#awaiting.ready();
	}

	/** Sends a request; see `Sending.ask`. */
	ask(request: Request, quiet = false): Promise<Answer> {
		return this.#sending.ask(request, quiet);
	}

	/** Sends a failed message again, under its old nonce. False when there is none. */
	resend(nonce: string): boolean {
		return this.#sending.resend(nonce);
	}

	/** Gives a message up. */
	drop(nonce: string): void {
		this.#sending.drop(nonce);
	}

	#receive(received: readonly Event[]): void {
		const {store, clock, heard} = this.#options;
		const events = this.#requests.acknowledged(this.#pages.join(received), store.get().me);
		const news = withoutHeld(store.get(), events);
		for (const event of news) {
			if (event.type === 'welcome') {
				this.#pages = new Pages();
				this.#greeting.takeUp(event);
				this.#awaiting.welcome();
			}
			this.#outbox.hear(event);
		}
		const at = clock.now();
		// All events, not only news: a message that is held may still bring back a pending one.
		this.#dispatch(events.flatMap(event => this.#changesOf(event, at)));
		for (const event of news) {
			if (event.type === 'room') this.#leaving.enter(event);
			if (event.type === 'live') this.reading.enter(event.room);
			this.#requests.answer(event);
		}
		heard(news);
		this.#takeMore();
	}

	#changesOf(event: Event, at: number): Change[] {
		const asked =
			'nonce' in event && event.nonce !== undefined ? this.#requests.quiet(event.nonce) : undefined;
		if (!asked) return [{type: 'event', event, at}];
		if (event.type === 'who') return [{type: 'found', ids: event.list.map(({id}) => id)}];
		if (event.type !== 'rooms') return [];
		const isPart = event.total !== undefined || (asked.type === 'rooms' && asked.like !== undefined);
		return [{type: 'listed', rooms: event.list.map(({room}) => room), isPart}];
	}

	#report(told: Link): void {
		const link = this.#explained(told);
		if (link.type === 'refused') this.#options.credentials.refused(link.error);
		const over = endOf(link);
		// Whoever made the attempt knows what to do about a refusal, and the state is not told.
		if (over && this.#awaiting.fail(over) && link.type === 'refused') return;
		if (link.type === 'offline') this.#giveUp(link.error, {kept: !this.#connection.wire.resumes});
		if (over) this.#giveUp(over, {kept: true});
		this.#dispatch({type: 'link', link});
		if (over) this.#awaiting.end(over);
	}

	/** Whose window it is that has a name is known here alone. */
	#explained(link: Link): Link {
		if (link.type !== 'refused' || link.error.code !== 'ID_USED' || !this.profile.isTaken) return link;
		const text = 'Another window of yours has this name. Go on there, or choose another name.';
		return {type: 'refused', error: new ChatError('ID_USED', text)};
	}

	#giveUp(error: ChatError, which: {kept: boolean}): void {
		const lost = this.#requests.rejectAll(error, which);
		this.#dispatch(lost.map(nonce => ({type: 'failed', nonce, error: notSent(error)})));
	}

	#takeMore(): void {
		if (this.#connection.ready) this.#awaiting.takeMore();
	}

	#dispatch(change: Change | readonly Change[]): void {
		const {store, linked} = this.#options;
		const before = store.get().link;
		store.dispatch(change);
		const {link} = store.get();
		if (link !== before) linked(link);
	}
}
