import type {Address} from '../protocol/address.ts';
import {ChatError} from '../protocol/errors.ts';
import type {Event, Request} from '../protocol/messages.ts';
import {checkPerson, checkTarget, nameKey} from '../protocol/names.ts';
import type {ClientEvents} from './audience.ts';
import type {Secrets} from './credentials.ts';
import type {History} from './history.ts';
import {Looking} from './looking.ts';
import type {ClientOptions} from './options.ts';
import {makeParts, type Parts} from './parts.ts';
import type {Answer} from './requests.ts';
import type {Link, State, WishChange} from './state.ts';
import type {Listener, Store} from './store.ts';
import type {Peer} from './tls.ts';
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
	protected readonly past: History;
	readonly #parts: Parts;
	#connecting: PromiseWithResolvers<void> | undefined;
	#server: Peer | undefined;

	/** @throws {ChatError} ID_BAD, ROOM_BAD or LINK_BAD */
	constructor(options: ClientOptions) {
		super();
		this.#parts = makeParts(options, {
			met: peer => {
				this.#server = peer;
			},
			linked: link => this.#linked(link),
		});
		this.address = this.#parts.address;
		this.store = this.#parts.store;
		this.past = this.#parts.past;
		if (this.#parts.resumes) this.store.subscribe(() => this.#remember());
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
		return this.#parts.exchange.unacknowledged;
	}

	/** Longest message that the server takes, in bytes as `sizeOf` counts them. */
	get lineBytes(): number {
		return this.#parts.exchange.lineBytes;
	}

	/** Bytes that a message takes on the wire. */
	sizeOf(room: string, msg: string): number {
		return this.#parts.exchange.sizeOf({type: 'say', room, msg, nonce: this.#parts.nonce()});
	}

	/** @returns what ends it */
	subscribe(listener: Listener): () => void {
		return this.store.subscribe(listener);
	}

	/** Calls a listener for each event of a type, once the state has it. @returns what ends it */
	on<Type extends keyof ClientEvents>(type: Type, listener: (event: ClientEvents[Type]) => void): () => void {
		return this.#parts.audience.on(type, listener);
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
		const {reading} = this.#parts.exchange;
		if (this.#parts.resumes) reading.begin(this.#parts.audience.isEarly);
		return this.#parts.audience.read(this.state.link, event => {
			if (event.type === 'welcome') ({journal} = event);
			else if (this.#parts.resumes) reading.taken(event, journal);
		});
	}

	/**
	 * Connects. Resolves with the welcome; a full server makes it wait.
	 * @throws {ChatError} by rejecting: REFUSED, UNREACHABLE, ID_USED, NOT_A_SERVER …
	 */
	connect(): Promise<void> {
		if (this.state.link.type === 'online') return Promise.resolve();
		const connected = this.#connected();
		this.#parts.exchange.start();
		return connected;
	}

	/**
	 * Connects anew, and says this once: what a server that refused one asks for. None of it is kept on disk.
	 * @throws {ChatError} by rejecting: PASSWORD_WRONG, ENTRY_WRONG, INVITE_BAD, TRY_LATER, NOT_SECURE … The state tells
	 * it too
	 */
	login(secrets: Secrets): Promise<void> {
		const connected = this.#connected();
		this.#parts.exchange.login(secrets);
		return connected;
	}

	/** Who the server is, by the key that it proved; undefined before that, and without encryption. */
	get server(): Peer | undefined {
		return this.#server;
	}

	/** Connects again now, whatever the link is at. */
	reconnect(): void {
		this.#parts.exchange.start();
	}

	/** Takes another id and connects under it. @throws {ChatError} ID_BAD */
	rename(id: string): void {
		this.#parts.renaming.rename(id);
	}

	/**
	 * Goes on under another id: leaves and comes back. Where that is refused, the old one goes on.
	 * @throws {ChatError} by rejecting: ID_BAD, ID_USED, NOT_SENT for what waits to be said, LOST without a link …
	 */
	nick(id: string): Promise<void> {
		return this.#parts.renaming.nick(id);
	}

	/** Resolves when what was sent has left this process: await it to send no faster than the server takes. */
	ready(): Promise<void> {
		return this.#parts.exchange.ready();
	}

	/** Sends any request, such as a parsed command. Undefined for a quit, which is answered by the end. */
	send(request: Request): Promise<Answer | undefined> {
		if (request.type === 'say') this.#parts.typist.said(request.room);
		if (request.type !== 'quit') return this.#parts.exchange.ask(request);
		return this.quit(request.text).then(() => undefined);
	}

	/** What one wants of a room or a conversation, over what was wished before; kept for the next run. */
	wish(target: string, change: WishChange): void {
		const room = checkTarget(target);
		this.store.dispatch({type: 'wish', target: room, wish: change});
		this.#parts.exchange.profile.wish(room, this.state.wishes.get(nameKey(room)));
	}

	/** Reads nothing of somebody, or again what they say; kept for the next run. @throws {ChatError} NO_SUCH_ID */
	ignore(id: string, on: boolean): void {
		const name = checkPerson(id);
		this.store.dispatch({type: 'ignore', id: name, on});
		this.#parts.exchange.profile.ignore(name, this.state.ignored.has(nameKey(name)));
	}

	/** What is half written in rooms, and what was sent; kept for the next run. Another id has its own. */
	get writing(): Writing {
		return this.#parts.exchange.profile.writing;
	}

	/** Sends a failed message again. False when there is none of this nonce. */
	resend(nonce: string): boolean {
		return this.#parts.exchange.resend(nonce);
	}

	/** Gives a message up that is on its way or has failed. */
	drop(nonce: string): void {
		this.#parts.exchange.drop(nonce);
	}

	/** Tells a room that one is typing; often called, seldom sent. */
	typing(room: string): void {
		if (this.state.link.type === 'online') this.#parts.typist.types(room);
	}

	/** Sends what is left to send, says goodbye, and resolves when the connection is closed. */
	quit(text?: string): Promise<void> {
		if (this.#parts.resumes) this.#parts.bookmarks.flush();
		return this.#parts.exchange.close(text);
	}

	/** Keeps the place where the next run goes on. */
	#remember(): void {
		this.#parts.bookmarks.look();
		const room = this.state.rooms.get(this.state.current);
		if (room && !room.assumed) this.#parts.exchange.profile.show(room.target);
	}

	protected ask<Value>(request: Request, read: (answer: Answer) => Value): Promise<Value> {
		if (request.type === 'say') this.#parts.typist.said(request.room);
		const value = this.#parts.exchange.ask(request, unshown.has(request.type)).then(read);
		value.catch(() => {});
		return value;
	}

	/** How the link that is about to be made turns out. */
	#connected(): Promise<void> {
		this.#connecting ??= Promise.withResolvers();
		this.#connecting.promise.catch(() => {});
		return this.#connecting.promise;
	}

	#linked(link: Link): void {
		if (link.type === 'online') this.#connecting?.resolve();
		if (link.type === 'refused') this.#connecting?.reject(link.error);
		if (link.type === 'closed') this.#connecting?.reject(new ChatError('CLOSED'));
		if (link.type === 'online' || link.type === 'refused') this.#connecting = undefined;
	}
}

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
