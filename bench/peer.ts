/** A peer on a bare socket that asks and times the answers, with as little of its own work as can be. */
import {setTimeout as wait} from 'node:timers/promises';
import {Link} from './link.ts';

export type Answer = {type: string; nonce?: string; seq?: number; room?: string; [field: string]: unknown};

export type Hello = {
	rooms: ReadonlyArray<{room: string; after: number}>;
	token?: string | undefined;
	journal?: string | undefined;
	history?: number | undefined;
};

/** How it comes to the server. */
type Way = {localAddress?: string | undefined; tls?: boolean};

export class Peer {
	/** from its welcome */
	token = '';
	journal = '';
	/** messages that came */
	messages = 0;
	/** has each message of a room followed the one before it? */
	inOrder = true;
	readonly #newest = new Map<string, number>();
	readonly id: string;
	readonly #link: Link;
	readonly #waiters = new Set<(event: Answer | undefined) => void>();
	/** did the server take the connection? */
	readonly opened: Promise<boolean>;
	/** resolves when the connection has ended */
	readonly over: Promise<void>;
	#asked = 0;

	constructor(port: number, id: string, {localAddress, tls = false}: Way = {}) {
		this.id = id;
		const opened = Promise.withResolvers<boolean>();
		const over = Promise.withResolvers<void>();
		this.opened = opened.promise;
		this.over = over.promise;
		this.#link = new Link({
			port,
			tls,
			localAddress,
			line: line => this.#hear(line),
			opened: () => opened.resolve(true),
			closed: () => {
				over.resolve();
				opened.resolve(false);
				this.#tell(undefined);
			},
		});
	}

	send(request: object): void {
		this.#link.write(`${JSON.stringify(request)}\n`);
	}

	/**
	 * The first event that fits.
	 * @throws when the connection ends before it
	 */
	event(fits: (event: Answer) => boolean): Promise<Answer> {
		return new Promise((resolve, reject) => {
			const waiter = (event: Answer | undefined): void => {
				if (event && !fits(event)) return;
				this.#waiters.delete(waiter);
				if (event) resolve(event);
				else reject(new Error(`${this.id} was cut off.`));
			};
			this.#waiters.add(waiter);
		});
	}

	/** Seq of the newest message of a room that came. */
	newestIn(room: string): number {
		return this.#newest.get(room) ?? 0;
	}

	/** Says hello and resolves once all rooms are live; without any, once it is welcome. */
	async enter(hello: Hello): Promise<void> {
		const left = new Set(hello.rooms.map(({room}) => room));
		const entered = this.event(event => {
			if (event.type === 'live') left.delete(event.room!);
			return left.size === 0 && (event.type === 'welcome' || event.type === 'live');
		});
		this.send({type: 'hello', v: 1, id: this.id, ...hello});
		await entered;
	}

	/** The last event that answers a request. */
	ask(request: object): Promise<Answer> {
		const nonce = `${this.id}-${++this.#asked}`;
		const answer = this.event(event => event.nonce === nonce && event.type !== 'message');
		this.send({...request, nonce});
		return answer;
	}

	/** Reads nothing until `resume`. */
	pause(): void {
		this.#link.pause();
	}

	resume(): void {
		this.#link.resume();
	}

	close(): void {
		this.#link.close('destroy');
	}

	#hear(line: string): void {
		const event = JSON.parse(line) as Answer;
		if (event.type === 'message') this.#count(event.room!, event.seq!);
		if (event.type === 'welcome') {
			this.token = event.token as string;
			this.journal = event.journal as string;
		}
		if (event.type === 'ping') this.send({type: 'pong', nonce: event.nonce});
		this.#tell(event);
	}

	#count(room: string, seq: number): void {
		this.messages++;
		const newest = this.#newest.get(room);
		if (newest !== undefined && seq !== newest + 1) this.inOrder = false;
		this.#newest.set(room, seq);
	}

	#tell(event: Answer | undefined): void {
		for (const waiter of this.#waiters) waiter(event);
	}
}

/** Connects as soon as somebody listens: what a client does that has lost its server. */
export const knock = async (port: number, id: string): Promise<Peer> => {
	for (;;) {
		const peer = new Peer(port, id);
		if (await peer.opened) return peer;
		await wait(1);
	}
};
