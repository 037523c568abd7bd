import type {Address} from '../protocol/address.ts';
import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {checkRequest, type Event, type EventOf, type Request} from '../protocol/messages.ts';
import {requestOf} from './actions.ts';
import {Connection} from './connection.ts';
import {type Credentials, notSecure, type Secrets} from './credentials.ts';
import type {Dialled} from './dial.ts';
import {type HelloOptions, helloFor, joinFor, joinsFor} from './hello.ts';
import {Leaving} from './leaving.ts';
import {withoutHeld} from './news.ts';
import {Outbox} from './outbox.ts';
import {Pages} from './pages.ts';
import type {Profile} from './profile.ts';
import {Reading} from './reading.ts';
import {type Answer, isKept, type NamedRequest, notSent, Requests} from './requests.ts';
import type {Change, Kept, Link} from './state.ts';
import type {Store} from './store.ts';
import {checkSize, type Wire} from './wire.ts';

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
	#pages = new Pages();
	#welcome: EventOf<'welcome'> | undefined;
	#ready: PromiseWithResolvers<void> | undefined;
	/** an attempt whose end somebody awaits */
	#trial: PromiseWithResolvers<void> | undefined;

	constructor(options: ExchangeOptions) {
		const {store, profile, credentials} = options;
		const outbox = new Outbox({store, profile, requests: this.#requests});
		this.#options = options;
		this.#outbox = outbox;
		this.#connection = new Connection({
			...options,
			hello: way => credentials.sign(helloFor(store.get(), this.#helloOptions()), way),
			isTried: () => credentials.isTried,
			isKnown: () => outbox.profile.token !== undefined,
			receive: events => this.#receive(events),
			drained: () => this.#settleReady(),
			report: link => this.#report(link),
		});
		this.#leaving = new Leaving({store, outbox, connection: this.#connection});
		this.reading = new Reading({state: () => store.get(), profile: () => outbox.profile});
	}

	/** Messages that are not acknowledged yet. */
	get unacknowledged(): number {
		return this.#requests.unacknowledged;
	}

	/** Longest message that the server takes, in bytes as `sizeOf` counts them. */
	get lineBytes(): number {
		return this.#welcome?.limits.lineBytes ?? this.#connection.wire.lineBytes;
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
		this.#welcome = undefined;
		this.#connection.forget();
		this.#dispatch({type: 'rename', id});
		if (profile) this.#outbox.move(profile);
	}

	/** Connects anew. Rejects with what the server refuses, which the state is not told: somebody knows what to do then. */
	attempt(): Promise<void> {
		this.#trial = Promise.withResolvers();
		const {promise} = this.#trial;
		this.start();
		return promise;
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
		const {link} = this.#options.store.get();
		if (link.type === 'refused') return Promise.reject(link.error);
		if (link.type === 'closed') return Promise.reject(new ChatError('CLOSED'));
		if (this.#connection.ready) return Promise.resolve();
		this.#ready ??= Promise.withResolvers();
		this.#ready.promise.catch(() => {});
		return this.#ready.promise;
	}

	/**
	 * Sends a request. What is kept waits for the link if there is none; all others are refused then.
	 * @param quiet asked by a program: its answer is returned, and not shown
	 * @throws {ChatError} by rejecting; the state shows it too, as a failed message or a note
	 */
	ask(request: Request, quiet = false): Promise<Answer> {
		const named = {...request, nonce: request.nonce ?? this.#options.nonce()};
		if (isKept(named)) this.#dispatch({type: 'sending', request: named, ts: this.#options.clock.now()});
		const answer = this.#requests.add(named, quiet);
		try {
			const checked = {...checkRequest(named), nonce: named.nonce} as NamedRequest;
			if (this.#options.store.get().link.type === 'closed') throw new ChatError('CLOSED');
			// On disk before it is on its way: from here on nothing but an answer ends it.
			if (isKept(checked)) this.#outbox.keep(checked, this.#options.clock.now());
			this.#transmit(checked);
		} catch (error) {
			if (!(error instanceof ChatError)) throw error;
			this.#refuse(named, quiet, error);
		}
		return answer;
	}

	/** Sends a failed message again, under its old nonce. False when there is none. */
	resend(nonce: string): boolean {
		for (const {target: room, pending} of this.#options.store.get().rooms.values()) {
			const failed = pending.find(one => one.nonce === nonce && one.error);
			if (!failed) continue;
			this.#dispatch({type: 'again', nonce});
			void this.ask(requestOf(room, failed));
			return true;
		}
		return false;
	}

	/** Gives a message up. */
	drop(nonce: string): void {
		this.#requests.reject(nonce, new ChatError('NOT_SENT'));
		this.#outbox.drop(nonce);
	}

	#transmit(request: NamedRequest): void {
		const {store, history} = this.#options;
		const {link} = store.get();
		if (isKept(request)) {
			// Nothing comes back by itself from a refusal, so nothing may wait for it.
			if (link.type === 'refused') throw notSent(link.error);
			checkSize(this.sizeOf(request), this.lineBytes);
			if (this.#connection.online) this.#connection.send(request);
			return;
		}
		if (request.type === 'register' && this.#connection.online && !this.#connection.isPrivate)
			throw notSecure();
		if (request.type === 'leave' && !this.#leaving.leave(request)) {
			this.#requests.answer({type: 'done', nonce: request.nonce});
			return;
		}
		this.#connection.send(request.type === 'join' ? joinFor(store.get(), request, history) : request);
	}

	#refuse(request: NamedRequest, quiet: boolean, error: ChatError): void {
		const {nonce} = request;
		this.#requests.reject(nonce, error);
		if (isKept(request)) this.#outbox.refuse(nonce, error);
		else if (!quiet)
			this.#dispatch({type: 'note', text: error.message, tone: 'error', ts: this.#options.clock.now()});
	}

	#helloOptions(): HelloOptions {
		const {history, since, resume, program} = this.#options;
		return {
			token: this.profile.token,
			// On a link that is made again, also what others began meanwhile is taken up.
			resume: resume || this.#welcome !== undefined,
			history,
			since,
			program,
			roomsAtMost: this.#welcome?.limits.roomsPerClient ?? limits.roomsPerClient,
		};
	}

	#receive(received: readonly Event[]): void {
		const {store, clock, heard} = this.#options;
		const events = this.#pages.join(received);
		const news = withoutHeld(store.get(), events);
		for (const event of news) {
			if (event.type === 'welcome') this.#takeUp(event);
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
		this.#settleReady();
	}

	#changesOf(event: Event, at: number): Change[] {
		const isQuiet = 'nonce' in event && event.nonce !== undefined && this.#requests.isQuiet(event.nonce);
		if (!isQuiet) return [{type: 'event', event, at}];
		return event.type === 'rooms' ? [{type: 'listed', rooms: event.list.map(({room}) => room)}] : [];
	}

	/** A new session of ours: it hears that we are away, and what is still unacknowledged. */
	#takeUp(welcome: EventOf<'welcome'>): void {
		const {store} = this.#options;
		const joins = joinsFor(store.get(), this.#helloOptions());
		this.#welcome = welcome;
		this.#options.credentials.welcomed(welcome);
		this.#trial?.resolve();
		this.#trial = undefined;
		this.#pages = new Pages();
		for (const join of joins) this.#connection.send(join);
		const isAssuming = [...store.get().rooms.values()].some(({assumed}) => assumed);
		// Rooms are told of right behind the welcome, so before whatever answers to that.
		if (isAssuming) void this.ask({type: 'ping'}, true).then(() => this.#dispatch({type: 'named'}), nothing);
		const {away} = store.get();
		if (away !== undefined) this.#connection.send({type: 'away', text: away});
		for (const request of this.#requests.kept()) this.#connection.send(request);
	}

	#report(told: Link): void {
		const link = this.#explained(told);
		if (link.type === 'refused') this.#options.credentials.refused(link.error);
		if (this.#trial && (link.type === 'refused' || link.type === 'closed')) {
			this.#trial.reject(link.type === 'refused' ? link.error : new ChatError('CLOSED'));
			this.#trial = undefined;
			if (link.type === 'refused') return;
		}
		if (link.type === 'offline') this.#giveUp(link.error, {kept: !this.#connection.wire.resumes});
		if (link.type === 'refused') this.#giveUp(link.error, {kept: true});
		if (link.type === 'closed') this.#giveUp(new ChatError('CLOSED'), {kept: true});
		this.#dispatch({type: 'link', link});
		if (link.type === 'refused') this.#settleReady(link.error);
		if (link.type === 'closed') this.#settleReady(new ChatError('CLOSED'));
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

	#settleReady(error?: ChatError): void {
		if (!this.#ready || !(error || this.#connection.ready)) return;
		const {resolve, reject} = this.#ready;
		this.#ready = undefined;
		if (error) reject(error);
		else resolve();
	}

	#dispatch(change: Change | readonly Change[]): void {
		const {store, linked} = this.#options;
		const before = store.get().link;
		store.dispatch(change);
		const {link} = store.get();
		if (link !== before) linked(link);
	}
}

const nothing = (): void => {};
