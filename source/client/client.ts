import {randomBytes} from 'node:crypto';
import type {Address} from '../protocol/address.ts';
import {systemClock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import type {Event, Request} from '../protocol/messages.ts';
import {checkId, checkPerson, checkTarget, nameKey} from '../protocol/names.ts';
import {Audience, type ClientEvents} from './audience.ts';
import {openProfile, stateBefore} from './beginning.ts';
import {Bookmarks} from './bookmarks.ts';
import type {Secrets} from './credentials.ts';
import {Exchange} from './exchange.ts';
import {History} from './history.ts';
import {Looking} from './looking.ts';
import type {ClientOptions} from './options.ts';
import {plainWires} from './plain.ts';
import type {Profile} from './profile.ts';
import {firstSight, reach} from './reaching.ts';
import {Renaming} from './renaming.ts';
import type {Answer} from './requests.ts';
import type {Link, State, Tone, WishChange} from './state.ts';
import {createStore, type Listener, type Store} from './store.ts';
import type {Peer} from './tls.ts';
import {Typist} from './typist.ts';
import {JsonWire, type Wire} from './wire.ts';
import type {Writing} from './writing.ts';

export type {ClientOptions} from './options.ts';

/**
 * A chat client: a link that comes back by itself, the state of everything that was heard, and an outbox that
 * is kept until the server has acknowledged it. Connects when `connect` is called.
 *
 * Requests reject with a `ChatError`. A rejection that nobody awaits does no harm: the state shows it too.
 */
export class Client extends Looking implements AsyncIterable<Event> {
	readonly store: Store;
	readonly address: Address;
	readonly #nonce: () => string;
	readonly #exchange: Exchange;
	readonly #audience: Audience;
	protected readonly past: History;
	readonly #bookmarks: Bookmarks;
	readonly #resumes: boolean;
	readonly #renaming: Renaming;
	readonly #typist: Typist;
	#connecting: PromiseWithResolvers<void> | undefined;
	#server: Peer | undefined;

	/** @throws {ChatError} ID_BAD, ROOM_BAD or LINK_BAD */
	constructor(options: ClientOptions) {
		super();
		const {clock = systemClock, plain} = options;
		this.#resumes = options.resume === true && !plain;
		this.#nonce = options.nonce ?? ((): string => randomBytes(16).toString('base64url'));
		const note = (text: string, tone: Tone = 'error'): void =>
			this.store.dispatch({type: 'note', text, tone, ts: clock.now()});
		const {address, room, dial, credentials} = reach(options, {
			now: () => clock.now(),
			failed: sentence => (options.report ?? note)(sentence),
			met: peer => {
				this.#server = peer;
				if (options.met) options.met(peer);
				else if (peer.how === 'new') note(firstSight(this.address, peer), 'info');
			},
		});
		this.address = address;
		const profileOf = (id: string): Profile => openProfile({report: note, ...options, id}, this.address);
		const id = checkId(options.id);
		const rooms = (room === undefined ? options.rooms : [room, ...(options.rooms ?? [])])?.map(checkTarget);
		const profile = profileOf(id);
		this.store = createStore(stateBefore({id, rooms, resume: this.#resumes}, profile));
		this.#exchange = new Exchange({
			...options,
			store: this.store,
			profile,
			dial,
			credentials,
			wire: plain ? plainWires(clock) : (): Wire => new JsonWire(),
			address: options.dial ? undefined : this.address,
			clock,
			random: options.random ?? Math.random,
			nonce: this.#nonce,
			resume: this.#resumes,
			heard: events => this.#audience.hear(events),
			linked: link => this.#linked(link),
			finished: () => this.#audience.finished(),
		});
		this.#audience = new Audience(this.#exchange);
		const ask = (request: Request): Promise<Answer> => this.#exchange.ask(request, true);
		this.past = new History({store: this.store, clock, ask});
		const tell = (room: string, seq: number): void => void ask({type: 'read', room, seq});
		// That nobody is there to be told is no news to whoever is typing.
		this.#typist = new Typist({clock, tell: room => void ask({type: 'typing', room})});
		this.#bookmarks = new Bookmarks({store: this.store, clock, tell});
		this.#renaming = new Renaming({
			store: this.store,
			exchange: this.#exchange,
			profileOf,
			isHere: other => this.whois(other).then(() => true, isNobody),
			renamed: () => this.#bookmarks.reset(),
		});
		if (this.#resumes) this.store.subscribe(() => this.#remember());
	}

	/** One's own id, as the server writes it. */
	get id(): string {
		return this.state.me;
	}

	get state(): State {
		return this.store.get();
	}

	/**
	 * Messages that are on their way. No part of the state, which may stay the same as it falls: listen to `ack`, `error`
	 * and `link` besides.
	 */
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

	/**
	 * Connects anew, and says this once: what a server that refused one asks for. None of it is kept on disk.
	 * @throws {ChatError} by rejecting: PASSWORD_WRONG, ENTRY_WRONG, INVITE_BAD, TRY_LATER, NOT_SECURE … The state tells
	 * it too
	 */
	login(secrets: Secrets): Promise<void> {
		this.#connecting ??= Promise.withResolvers();
		this.#connecting.promise.catch(() => {});
		const {promise} = this.#connecting;
		this.#exchange.login(secrets);
		return promise;
	}

	/** Who the server is, by the key that it proved; undefined before that, and without encryption. */
	get server(): Peer | undefined {
		return this.#server;
	}

	/** Connects again now, whatever the link is at. */
	reconnect(): void {
		this.#exchange.start();
	}

	/** Takes another id and connects under it. @throws {ChatError} ID_BAD */
	rename(id: string): void {
		this.#renaming.rename(id);
	}

	/**
	 * Goes on under another id: leaves and comes back. Where that is refused, the old one goes on.
	 * @throws {ChatError} by rejecting: ID_BAD, ID_USED, NOT_SENT for what waits to be said, LOST without a link …
	 */
	nick(id: string): Promise<void> {
		return this.#renaming.nick(id);
	}

	/** Resolves when what was sent has left this process: await it to send no faster than the server takes. */
	ready(): Promise<void> {
		return this.#exchange.ready();
	}

	/** Sends any request, such as a parsed command. Undefined for a quit, which is answered by the end. */
	send(request: Request): Promise<Answer | undefined> {
		if (request.type === 'say') this.#typist.said(request.room);
		if (request.type !== 'quit') return this.#exchange.ask(request);
		return this.quit(request.text).then(() => undefined);
	}

	/** What one wants of a room or a conversation, over what was wished before; kept for the next run. */
	wish(target: string, change: WishChange): void {
		const room = checkTarget(target);
		this.store.dispatch({type: 'wish', target: room, wish: change});
		this.#exchange.profile.wish(room, this.state.wishes.get(nameKey(room)));
	}

	/** Reads nothing of somebody, or again what they say; kept for the next run. @throws {ChatError} NO_SUCH_ID */
	ignore(id: string, on: boolean): void {
		const name = checkPerson(id);
		this.store.dispatch({type: 'ignore', id: name, on});
		this.#exchange.profile.ignore(name, this.state.ignored.has(nameKey(name)));
	}

	/** What is half written in rooms, and what was sent; kept for the next run. Another id has its own. */
	get writing(): Writing {
		return this.#exchange.profile.writing;
	}

	/** Sends a failed message again. False when there is none of this nonce. */
	resend(nonce: string): boolean {
		return this.#exchange.resend(nonce);
	}

	/** Gives a message up that is on its way or has failed. */
	drop(nonce: string): void {
		this.#exchange.drop(nonce);
	}

	/** Tells a room that one is typing; often called, seldom sent. */
	typing(room: string): void {
		if (this.state.link.type === 'online') this.#typist.types(room);
	}

	/** Sends what is left to send, says goodbye, and resolves when the connection is closed. */
	quit(text?: string): Promise<void> {
		if (this.#resumes) this.#bookmarks.flush();
		return this.#exchange.close(text);
	}

	/** Keeps the place where the next run goes on. */
	#remember(): void {
		this.#bookmarks.look();
		const room = this.state.rooms.get(this.state.current);
		if (room && !room.assumed) this.#exchange.profile.show(room.target);
	}

	protected ask<Value>(request: Request, read: (answer: Answer) => Value): Promise<Value> {
		if (request.type === 'say') this.#typist.said(request.room);
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

/** The answer to a whois that says that there is nobody. Any other error is one. */
const isNobody = (error: unknown): boolean => {
	if (error instanceof ChatError && error.code === 'NO_SUCH_ID') return false;
	throw error;
};

/** Answered to the program that asks, and not in a note. */
const unshown: ReadonlySet<Request['type']> = new Set([
	'rooms',
	'who',
	'whois',
	'search',
	'register',
	'devices',
	'revoke',
	'token',
	'invite',
	'invites',
	'uninvite',
	'bans',
	'audit',
]);

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
