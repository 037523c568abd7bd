import {randomBytes} from 'node:crypto';
import type {Duplex} from 'node:stream';
import {type Address, defaultAddress, showAddress} from '../protocol/address.ts';
import {type Clock, systemClock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import type {Event, EventOf, Person, Request} from '../protocol/messages.ts';
import {checkId, checkTarget, nameKey, sameName} from '../protocol/names.ts';
import {Audience, type ClientEvents} from './audience.ts';
import {Bookmarks} from './bookmarks.ts';
import {dialTcp} from './dial.ts';
import {Exchange} from './exchange.ts';
import {History, messagesOf, type Where} from './history.ts';
import {plainWires} from './plain.ts';
import {Profile} from './profile.ts';
import {initialState} from './reduce.ts';
import type {Answer} from './requests.ts';
import type {HistoryPage, Kept, Link, State} from './state.ts';
import {createStore, type Listener, type Store} from './store.ts';
import {JsonWire, type Wire} from './wire.ts';

export type ClientOptions = {
	id: string;
	/** 127.0.0.1 when left out */
	host?: string | undefined;
	/** 8082 when left out */
	port?: number | undefined;
	/** rooms to be in from the start, the first of them on the screen; general when left out */
	rooms?: readonly string[] | undefined;
	/** messages of history at most, for each room on first entering it; 0 for a bot that wants only news */
	history?: number | undefined;
	/** no history from before this time on first entering a room, ms since 1970 */
	since?: number | undefined;
	/**
	 * Folder for what has to outlive this process: what is not acknowledged yet, and the secret token by which the
	 * server knows one again. Nothing is kept when left out.
	 */
	state?: string | undefined;
	/** names the server in that folder; its address when left out */
	server?: string | undefined;
	/**
	 * Goes on where the last run of this id stopped: in its rooms and conversations, with the place where reading
	 * stopped, and without the messages that a reader of this client took already.
	 */
	resume?: boolean | undefined;
	/** told why nothing can be kept in that folder; a note in the room on the screen when left out */
	report?: ((sentence: string) => void) | undefined;
	/** speaks to the simple servers, which know neither rooms nor acknowledgements */
	plain?: boolean | undefined;
	/** program and version, for the operator's eyes */
	program?: string | undefined;
	/** another way to the server than TCP */
	dial?: (() => Duplex) | undefined;
	clock?: Clock | undefined;
	/** from 0 to below 1; spreads the attempts to reconnect */
	random?: (() => number) | undefined;
	/** names requests; may never repeat, on any machine */
	nonce?: (() => string) | undefined;
};

/** Where an entry stands in its room's order, by the server's account. */
export type Receipt = {room: string; seq: number; ts: number};

export type SearchQuery = {
	/** words that a message has to hold, each by its beginning, whatever the case and the accents */
	text: string;
	/** only in this room or conversation */
	room?: string | undefined;
	/** only what this person said */
	from?: string | undefined;
	/** only what was said before, ms since 1970 */
	before?: number | undefined;
	/** from an earlier answer: goes on behind it */
	more?: string | undefined;
};

/** Newest first. There are older ones if there is `more`: ask again with it. */
export type SearchResult = {messages: ReadonlyArray<EventOf<'message'>>; more: string | undefined};

const typingEveryMs = 3_000;

/**
 * A chat client: a link that comes back by itself, the state of everything that was heard, and an outbox that
 * is kept until the server has acknowledged it. Connects when `connect` is called.
 *
 * Requests reject with a `ChatError`. A rejection that nobody awaits does no harm: the state shows it too.
 */
export class Client implements AsyncIterable<Event> {
	readonly store: Store;
	readonly address: Address;
	readonly #clock: Clock;
	readonly #nonce: () => string;
	readonly #exchange: Exchange;
	readonly #audience: Audience;
	readonly #history: History;
	readonly #bookmarks: Bookmarks | undefined;
	readonly #resumes: boolean;
	readonly #profileOf: (id: string) => Profile;
	readonly #report: (sentence: string) => void;
	readonly #typedAt = new Map<string, number>();
	#connecting: PromiseWithResolvers<void> | undefined;

	/** @throws {ChatError} ID_BAD or ROOM_BAD */
	constructor(options: ClientOptions) {
		const {clock = systemClock, host = defaultAddress.host, port = defaultAddress.port} = options;
		const address = {host, port};
		const {plain = false} = options;
		const resume = (options.resume ?? false) && !plain;
		this.#resumes = resume;
		const id = checkId(options.id);
		this.address = address;
		this.#clock = clock;
		this.#report =
			options.report ??
			((text): void => this.store.dispatch({type: 'note', text, tone: 'error', ts: clock.now()}));
		this.#nonce = options.nonce ?? ((): string => randomBytes(16).toString('base64url'));
		this.#profileOf = name =>
			new Profile({
				// A simple server knows no nonces: what is sent again there is said again.
				folder: plain ? undefined : options.state,
				server: options.server ?? showAddress(address),
				id: name,
				failed: sentence => queueMicrotask(() => this.#report(sentence)),
			});
		const profile = this.#profileOf(id);
		this.store = createStore(
			initialState({
				id,
				rooms: (options.rooms ?? []).map(checkTarget),
				resume,
				shown: profile.shown,
				unsent: profile.unsent.map(({request}) => request.room),
				cursors: resume ? profile.cursors : [],
				journal: profile.journal,
			}),
		);
		this.#exchange = new Exchange({
			store: this.store,
			dial: options.dial ?? ((): Duplex => dialTcp(address)),
			wire: plain ? plainWires(clock) : (): Wire => new JsonWire(),
			address: options.dial ? undefined : address,
			clock,
			random: options.random ?? Math.random,
			nonce: this.#nonce,
			history: options.history,
			since: options.since,
			resume,
			profile,
			finished: () => this.#audience.finished(),
			program: options.program,
			heard: events => this.#audience.hear(events),
			linked: link => this.#linked(link),
		});
		this.#audience = new Audience(this.#exchange);
		const ask = (request: Request): Promise<Answer> => this.#exchange.ask(request, true);
		this.#history = new History({store: this.store, clock, ask});
		if (!resume) return;
		const tell = (room: string, seq: number): void => void ask({type: 'read', room, seq});
		const bookmarks = new Bookmarks({store: this.store, clock, tell});
		this.store.subscribe(() => {
			bookmarks.look();
			const room = this.state.rooms.get(this.state.current);
			if (room && !room.assumed) this.#exchange.profile.show(room.target);
		});
		this.#bookmarks = bookmarks;
	}

	/** One's own id, as the server writes it. */
	get id(): string {
		return this.state.me;
	}

	get state(): State {
		return this.store.get();
	}

	/** Messages that are on their way. */
	get unacknowledged(): number {
		return this.#exchange.unacknowledged;
	}

	/** Longest message that the server takes, in bytes as `sizeOf` counts them. */
	get lineBytes(): number {
		return this.#exchange.lineBytes;
	}

	/** Bytes that a message takes on the wire. */
	sizeOf(room: string, msg: string): number {
		return this.#exchange.sizeOf({type: 'say', room, msg, nonce: this.#nonce()});
	}

	/** @returns what ends it */
	subscribe(listener: Listener): () => void {
		return this.store.subscribe(listener);
	}

	/** Calls a listener for each event of a type, once the state has it. @returns what ends it */
	on<Type extends keyof ClientEvents>(type: Type, listener: (event: ClientEvents[Type]) => void): () => void {
		return this.#audience.on(type, listener);
	}

	/**
	 * All events from now on, each message once. A slow reader holds the socket back. Ends when the client is
	 * closed; throws the `ChatError` when the server refuses it.
	 *
	 * With `state` and `resume`, each message is told once over all runs of the program: asking for the next event
	 * says that one is done with the last one, and that is on disk then. A program that dies in between is told
	 * that one again. Meant for one reader at a time.
	 */
	[Symbol.asyncIterator](): AsyncIterableIterator<Event> {
		let {journal} = this.state;
		const {reading} = this.#exchange;
		if (this.#resumes) reading.begin(this.#audience.isEarly);
		return this.#audience.read(this.state.link, event => {
			if (event.type === 'welcome') ({journal} = event);
			else if (this.#resumes) reading.taken(event, journal);
		});
	}

	/**
	 * Connects. Resolves with the welcome; a full server makes it wait.
	 * @throws {ChatError} by rejecting: REFUSED, UNREACHABLE, ID_USED, NOT_A_SERVER …
	 */
	connect(): Promise<void> {
		if (this.state.link.type === 'online') return Promise.resolve();
		this.#connecting ??= Promise.withResolvers();
		this.#connecting.promise.catch(() => {});
		const {promise} = this.#connecting;
		this.#exchange.start();
		return promise;
	}

	/** Connects again now, whatever the link is at. */
	reconnect(): void {
		this.#exchange.start();
	}

	/** Takes another id and connects under it. @throws {ChatError} ID_BAD */
	rename(id: string): void {
		const name = checkId(id);
		this.#exchange.rename(name, sameName(name, this.id) ? undefined : this.#profileOf(name));
		this.#exchange.start();
	}

	/** Resolves when what was sent has left this process: await it to send no faster than the server takes. */
	ready(): Promise<void> {
		return this.#exchange.ready();
	}

	/** Sends any request, such as a parsed command. Undefined for a quit, which is answered by the end. */
	send(request: Request): Promise<Answer | undefined> {
		if (request.type === 'say') this.#typedAt.delete(nameKey(request.room));
		if (request.type !== 'quit') return this.#exchange.ask(request);
		return this.quit(request.text).then(() => undefined);
	}

	/**
	 * Says something in a room, or to `@somebody`. Resolves once the server has stored it, however many links
	 * that takes.
	 * @param ref seq of the message that this answers
	 */
	say(
		room: string,
		msg: string,
		{kind, ref}: {kind?: 'me' | undefined; ref?: number | undefined} = {},
	): Promise<Receipt> {
		this.#typedAt.delete(nameKey(room));
		const answers = ref === undefined ? {} : {ref};
		return this.#keep({type: 'say', room, msg, ...(kind === undefined ? {} : {kind}), ...answers});
	}

	/** Changes the text of a message of one's own. @param ref its seq */
	edit(room: string, ref: number, msg: string): Promise<Receipt> {
		return this.#keep({type: 'edit', room, ref, msg});
	}

	/** Takes the text of a message of one's own away; operators, of anybody's. @param ref its seq */
	remove(room: string, ref: number): Promise<Receipt> {
		return this.#keep({type: 'delete', room, ref});
	}

	/**
	 * Puts a sign to a message, or takes it off.
	 * @param ref seq of the message
	 * @param emoji one emoji or symbol
	 */
	react(room: string, ref: number, emoji: string, {off = false}: {off?: boolean} = {}): Promise<Receipt> {
		return this.#keep({type: 'react', room, ref, emoji, ...(off ? {off} : {})});
	}

	/**
	 * A page of what was said, as the server keeps it now; the state does not change.
	 * @throws {ChatError} by rejecting: NOT_IN_ROOM, NO_SUCH_ID, HISTORY_LOST, LOST …
	 */
	history(room: string, where: Where): Promise<HistoryPage> {
		return this.#history.page(room, where);
	}

	/**
	 * Finds messages in everything that one may read.
	 * @throws {ChatError} by rejecting: NOT_IN_ROOM, NO_SUCH_ID, HISTORY_LOST, LOST …
	 */
	search({text, room, from, before, more}: SearchQuery): Promise<SearchResult> {
		const conditions = Object.entries({room, from, before, more}).filter(([, value]) => value !== undefined);
		const request = {type: 'search', text, ...Object.fromEntries(conditions)} as const;
		return this.#ask(request, answer => {
			const {list, more: next} = answer as EventOf<'found'>;
			return {messages: messagesOf(list), more: next};
		});
	}

	/**
	 * Loads the page in front of what the state holds of a room, or of the part of it that is visited. A failure is
	 * told in the room.
	 * @returns false when nothing was loaded: there is no more, or it failed
	 */
	older(room: string): Promise<boolean> {
		return this.#history.older(room);
	}

	/** As `older`, behind the part that is visited; false also when there is none, or it is at the newest. */
	newer(room: string): Promise<boolean> {
		return this.#history.newer(room);
	}

	/**
	 * Goes to a message: loads the part around it into the room's `visit`, or ends the visit if the room itself
	 * holds that message. False when that failed. A later visit makes an earlier one void.
	 */
	visit(room: string, seq: number): Promise<boolean> {
		return this.#history.visit(room, seq);
	}

	/** Goes back to the room as it goes on. */
	endVisit(room: string): void {
		this.#history.endVisit(room);
	}

	/** Makes a message, and all that follow it, unread, until the room is entered anew. */
	unreadFrom(room: string, seq: number): void {
		this.store.dispatch({type: 'unreadFrom', target: room, seq});
	}

	/** Sends a failed message again. False when there is none of this nonce. */
	resend(nonce: string): boolean {
		return this.#exchange.resend(nonce);
	}

	/** Gives a message up that is on its way or has failed. */
	drop(nonce: string): void {
		this.#exchange.drop(nonce);
	}

	/** Enters a room and shows it. @param history messages at most */
	join(room: string, {history}: {history?: number | undefined} = {}): Promise<void> {
		return this.#ask({type: 'join', room, ...(history === undefined ? {} : {history})}, nothing);
	}

	leave(room: string): Promise<void> {
		return this.#ask({type: 'leave', room}, nothing);
	}

	topic(room: string, topic: string): Promise<void> {
		return this.#ask({type: 'topic', room, topic}, nothing);
	}

	away(text = ''): Promise<void> {
		return this.#ask({type: 'away', text}, nothing);
	}

	back(): Promise<void> {
		return this.#ask({type: 'back'}, nothing);
	}

	/** For operators: ends somebody's connection, or puts them out of one room. */
	kick(id: string, {room, reason}: {room?: string; reason?: string} = {}): Promise<void> {
		const where = room === undefined ? {} : {room};
		return this.#ask({type: 'kick', id, ...where, ...(reason === undefined ? {} : {reason})}, nothing);
	}

	/** For operators: says something to everybody. */
	announce(msg: string): Promise<void> {
		return this.#ask({type: 'announce', msg}, nothing);
	}

	/** All rooms of the server. Unlike the command it shows nothing, and so do the next two. */
	rooms(): Promise<EventOf<'rooms'>['list']> {
		return this.#ask({type: 'rooms'}, answer => (answer as EventOf<'rooms'>).list);
	}

	who(room: string): Promise<readonly Person[]> {
		return this.#ask({type: 'who', room}, answer => (answer as EventOf<'who'>).list);
	}

	whois(id: string): Promise<EventOf<'whois'>> {
		return this.#ask({type: 'whois', id}, answer => answer as EventOf<'whois'>);
	}

	/**
	 * Tells a room that one is typing; often called, seldom sent. Others take a message for the end of typing,
	 * so what is typed after one is told at once.
	 */
	typing(room: string): void {
		const key = nameKey(room);
		const now = this.#clock.elapsed();
		if (this.state.link.type !== 'online' || now - (this.#typedAt.get(key) ?? -typingEveryMs) < typingEveryMs)
			return;
		this.#typedAt.set(key, now);
		// That nobody is there to be told is no news to whoever is typing.
		void this.#exchange.ask({type: 'typing', room}, true);
	}

	/** Sends what is left to send, says goodbye, and resolves when the connection is closed. */
	quit(text?: string): Promise<void> {
		this.#bookmarks?.flush();
		return this.#exchange.close(text);
	}

	#keep(request: Kept): Promise<Receipt> {
		return this.#ask(request, answer => {
			const {seq, ts} = answer as EventOf<'ack'>;
			return {room: request.room, seq, ts};
		});
	}

	#ask<Value>(request: Request, read: (answer: Answer) => Value): Promise<Value> {
		const value = this.#exchange.ask(request, unshown.has(request.type)).then(read);
		value.catch(() => {});
		return value;
	}

	#linked(link: Link): void {
		if (link.type === 'online') this.#connecting?.resolve();
		if (link.type === 'refused') this.#connecting?.reject(link.error);
		if (link.type === 'closed') this.#connecting?.reject(new ChatError('CLOSED'));
		if (link.type === 'online' || link.type === 'refused') this.#connecting = undefined;
		this.#audience.linked(link);
	}
}

const nothing = (): void => {};

/** Answered to the program that asks, and not in a note. */
const unshown: ReadonlySet<Request['type']> = new Set(['rooms', 'who', 'whois', 'search']);

/** A client that is not connected yet: for screens, which show how it connects. @throws {ChatError} */
export const createClient = (options: ClientOptions): Client => new Client(options);

/**
 * A client that is connected.
 * @throws {ChatError} by rejecting: REFUSED, UNREACHABLE, ID_USED, ID_BAD, NOT_A_SERVER …
 */
export const connect = async (options: ClientOptions): Promise<Client> => {
	const client = new Client(options);
	await client.connect();
	return client;
};
