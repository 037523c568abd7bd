import type {Duplex} from 'node:stream';
import type {Address} from '../protocol/address.ts';
import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {checkRequest, type Event, type EventOf, type Request, type RequestOf} from '../protocol/messages.ts';
import {isDirect, nameKey} from '../protocol/names.ts';
import {requestOf} from './actions.ts';
import {Connection} from './connection.ts';
import {errorOf} from './errors.ts';
import {type HelloOptions, helloFor, joinsFor} from './hello.ts';
import {isEntry} from './lines.ts';
import {withoutHeld} from './news.ts';
import {Pages} from './pages.ts';
import type {Profile} from './profile.ts';
import {type Answer, isKept, type NamedRequest, notSent, Requests} from './requests.ts';
import {conversationOf} from './rooms.ts';
import type {Change, Kept, Link} from './state.ts';
import type {Store} from './store.ts';
import type {Wire} from './wire.ts';

export type ExchangeOptions = {
	store: Store;
	dial: () => Duplex;
	wire: () => Wire;
	address?: Address | undefined;
	clock: Clock;
	random: () => number;
	nonce: () => string;
	history: number | undefined;
	since: number | undefined;
	resume: boolean;
	program: string | undefined;
	profile: Profile;
	/** Resolves when those who read events have had the last one; undefined when nobody reads. */
	reading: () => Promise<void> | undefined;
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
	readonly #options: ExchangeOptions;
	readonly #connection: Connection;
	readonly #requests = new Requests();
	/** keys of rooms that were left while there was no link */
	readonly #left = new Set<string>();
	#profile: Profile;
	#isRead = false;
	#pages = new Pages();
	#welcome: EventOf<'welcome'> | undefined;
	#ready: PromiseWithResolvers<void> | undefined;

	constructor(options: ExchangeOptions) {
		this.#options = options;
		this.#profile = options.profile;
		this.#restore();
		this.#connection = new Connection({
			...options,
			hello: () => helloFor(options.store.get(), this.#helloOptions()),
			isKnown: () => this.#profile.token !== undefined,
			receive: events => this.#receive(events),
			drained: () => this.#settleReady(),
			report: link => this.#report(link),
		});
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
		if (!profile) return;
		const former = this.#profile;
		this.#profile = profile;
		for (const {request, ts, error} of former.unsent) {
			profile.keep(request, ts);
			if (error) profile.fail(request.nonce, error);
			former.forget(request.nonce);
		}
		former.close();
		this.#restore();
	}

	/**
	 * A reader begins. From here on each room has a cursor as soon as its history is known, so that nothing is lost
	 * between runs also where nothing was taken yet.
	 * @param afresh nothing was told to anybody yet: the reader will hear all that is held
	 */
	beginReading(afresh: boolean): void {
		if (!this.#options.resume) return;
		this.#isRead = true;
		for (const {live, target, oldest, seq} of this.#options.store.get().rooms.values())
			if (live) this.#profile.begin(target, afresh ? oldest - 1 : seq);
	}

	/** A reader is done with an event, so that the next run need not tell it again. */
	taken(event: Event, journal: string | undefined): void {
		if (!this.#options.resume) return;
		if (isEntry(event)) {
			const target = conversationOf(this.#options.store.get().me, event);
			this.#profile.read(target, event.seq, journal);
		} else if (event.type === 'live') this.#profile.read(event.room, event.seq, journal);
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
		const reading = this.#options.reading();
		if (reading) void reading.then(() => this.#profile.close());
		else this.#profile.close();
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
			if (isKept(checked)) this.#profile.keep(checked, this.#options.clock.now());
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
		this.#profile.forget(nonce);
		this.#dispatch({type: 'dropped', nonce});
	}

	#transmit(request: NamedRequest): void {
		const {link} = this.#options.store.get();
		if (isKept(request)) {
			// Nothing comes back by itself from a refusal, so nothing may wait for it.
			if (link.type === 'refused') throw notSent(link.error);
			this.#checkSize(request);
			if (this.#connection.online) this.#connection.send(request);
			return;
		}
		if (request.type === 'leave' && this.#leaveAlone(request)) return;
		this.#connection.send(request.type === 'join' ? this.#fromWhatIsHeld(request) : request);
	}

	/** What a server would end the connection for is not sent. */
	#checkSize(request: Kept): void {
		const bytes = this.sizeOf(request);
		if (bytes <= this.lineBytes) return;
		throw new ChatError(
			'LINE_TOO_LONG',
			`That message is ${bytes} bytes long; ${this.lineBytes} are allowed. Send it in parts.`,
		);
	}

	/**
	 * Leaves what cannot be left by asking: a room that we are out of, and any while there is no link. Those are left
	 * on the next one, should it enter them again.
	 */
	#leaveAlone({room: target, nonce}: RequestOf<'leave'> & {nonce: string}): boolean {
		const {online, wire} = this.#connection;
		const room = this.#options.store.get().rooms.get(nameKey(target));
		if (!room) return false;
		const isAsked = online && (isDirect(target) ? wire.resumes : !room.gone);
		// A conversation is one's own, and nobody tells of its end.
		if (isDirect(target) || !isAsked) {
			this.#forgetRoom(target, true);
			this.#dispatch({type: 'closeRoom', target});
		}
		if (isAsked) return false;
		if (!online && !isDirect(target)) this.#left.add(room.key);
		this.#requests.answer({type: 'done', nonce});
		return true;
	}

	/** Out of a room. @param isClosed it is off the list, and with it what could not be said there */
	#forgetRoom(target: string, isClosed: boolean): void {
		this.#profile.leave(target);
		const room = isClosed ? this.#options.store.get().rooms.get(nameKey(target)) : undefined;
		for (const {nonce, error} of room?.pending ?? []) if (error) this.#profile.forget(nonce);
	}

	/** The server keeps who is in which room, and has not heard that we left. */
	#leaveAgain({room, nonce}: EventOf<'room'>): void {
		if (this.#left.delete(nameKey(room)) && nonce === undefined) this.#connection.send({type: 'leave', room});
	}

	#fromWhatIsHeld(request: RequestOf<'join'>): Request {
		const {store, history} = this.#options;
		const room = store.get().rooms.get(nameKey(request.room));
		if (room && room.seq > 0 && request.after === undefined) return {...request, after: room.seq};
		return history === undefined || request.history !== undefined ? request : {...request, history};
	}

	#refuse(request: NamedRequest, quiet: boolean, error: ChatError): void {
		const {nonce} = request;
		this.#requests.reject(nonce, error);
		if (isKept(request)) {
			// What the link is to blame for is tried again by the next run.
			if (error.code !== 'NOT_SENT') this.#profile.fail(nonce, error);
			this.#dispatch({type: 'failed', nonce, error});
		} else if (!quiet)
			this.#dispatch({type: 'note', text: error.message, tone: 'error', ts: this.#options.clock.now()});
	}

	/** What earlier runs have not got through, as if it had just been said. */
	#restore(): void {
		const {store} = this.#options;
		const known = new Set(
			[...store.get().rooms.values()].flatMap(({pending}) => pending.map(({nonce}) => nonce)),
		);
		for (const {request, ts, error} of this.#profile.unsent) {
			const {nonce} = request;
			if (known.has(nonce)) continue;
			this.#dispatch({type: 'sending', request, ts});
			if (error) this.#dispatch({type: 'failed', nonce, error});
			else void this.#requests.add(request, false);
		}
	}

	#helloOptions(): HelloOptions {
		const {history, since, resume, program} = this.#options;
		return {
			token: this.#welcome?.token ?? this.#profile.token,
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
			else if (event.type === 'ack') this.#profile.forget(event.nonce);
			else if (event.type === 'error' && event.nonce !== undefined)
				this.#profile.fail(event.nonce, errorOf(event));
			else if (event.type === 'gone') this.#forgetRoom(event.room, event.why === 'left');
		}
		const at = clock.now();
		// All events, not only news: a message that is held may still bring back a pending one.
		this.#dispatch(events.flatMap(event => this.#changesOf(event, at)));
		for (const event of news) {
			if (event.type === 'room') this.#leaveAgain(event);
			if (event.type === 'live') this.#beginRoom(event.room);
			this.#requests.answer(event);
		}
		heard(news);
		this.#settleReady();
	}

	#beginRoom(target: string): void {
		const room = this.#isRead ? this.#options.store.get().rooms.get(nameKey(target)) : undefined;
		if (room) this.#profile.begin(room.target, room.oldest - 1);
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
		this.#profile.meet(welcome);
		this.#pages = new Pages();
		for (const join of joins) this.#connection.send(join);
		const {away} = store.get();
		if (away !== undefined) this.#connection.send({type: 'away', text: away});
		for (const request of this.#requests.outbox()) this.#connection.send(request);
	}

	#report(link: Link): void {
		if (link.type === 'offline') this.#giveUp(link.error, {kept: !this.#connection.wire.resumes});
		if (link.type === 'refused') this.#giveUp(link.error, {kept: true});
		if (link.type === 'closed') this.#giveUp(new ChatError('CLOSED'), {kept: true});
		this.#dispatch({type: 'link', link});
		if (link.type === 'refused') this.#settleReady(link.error);
		if (link.type === 'closed') this.#settleReady(new ChatError('CLOSED'));
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
