import {ChatError} from '../protocol/errors.ts';
import type {Event, Request, RequestType} from '../protocol/messages.ts';
import {sameName} from '../protocol/names.ts';
import {errorOf} from './errors.ts';
import {isEntry} from './lines.ts';
import type {Kept} from './state.ts';

/** What answers a request: what is kept its `ack`, a join its `room`, a list itself, all others `done`. */
export type Answer = Extract<
	Event,
	{
		type:
			| 'ack'
			| 'audit'
			| 'bans'
			| 'devices'
			| 'done'
			| 'found'
			| 'invite'
			| 'invites'
			| 'page'
			| 'pong'
			| 'room'
			| 'rooms'
			| 'token'
			| 'who'
			| 'whois';
	}
>;

export type NamedRequest = Request & {nonce: string};
export type KeptRequest = Kept & {nonce: string};

const keptTypes: ReadonlySet<RequestType> = new Set(['say', 'edit', 'delete', 'react']);

/** Does a request make an entry of the journal? Then it is kept, and sent on every link, until it is answered. */
export const isKept = <Any extends Request>(request: Any): request is Any & Kept =>
	keptTypes.has(request.type);

type Open = {
	request: NamedRequest;
	/** asked by the program and not by the person: the answer is not for the screen */
	quiet: boolean;
	resolve: (answer: Answer) => void;
	reject: (error: ChatError) => void;
};

/** Requests that have no answer yet, in the order in which they were made. */
export class Requests {
	readonly #open = new Map<string, Open>();
	#kept = 0;

	/** How many messages are on their way. */
	get unacknowledged(): number {
		return this.#kept;
	}

	/** What is kept and on its way, in order: what a new link has to carry again. */
	kept(): KeptRequest[] {
		return [...this.#open.values()].flatMap(({request}) => (isKept(request) ? [request] : []));
	}

	/** The answer, some day. A rejection that nobody awaits does no harm: the state tells of it as well. */
	add(request: NamedRequest, quiet: boolean): Promise<Answer> {
		const {promise, resolve, reject} = Promise.withResolvers<Answer>();
		promise.catch(() => {});
		this.#take(request.nonce)?.reject(new ChatError('NOT_SENT'));
		this.#open.set(request.nonce, {request, quiet, resolve, reject});
		if (isKept(request)) this.#kept++;
		return promise;
	}

	/** The request that a nonce names, if the program asked and not the person. */
	quiet(nonce: string): NamedRequest | undefined {
		const open = this.#open.get(nonce);
		return open?.quiet ? open.request : undefined;
	}

	/** Settles the request that an event answers, if there is one. */
	/**
	 * The same events, with an acknowledgement before each message of one's own that still waits for one: servers send
	 * none where the message itself says that it is stored.
	 */
	acknowledged(events: readonly Event[], me: string): readonly Event[] {
		if (this.#kept === 0) return events;
		return events.flatMap(event => {
			if (!isEntry(event) || event.nonce === undefined || !this.#open.has(event.nonce)) return [event];
			if (!sameName(event.id, me)) return [event];
			const {nonce, room, seq, ts} = event;
			return [{type: 'ack', nonce, room, seq, ts}, event];
		});
	}

	answer(event: Event): void {
		if (!('nonce' in event) || event.nonce === undefined || isEntry(event)) return;
		if (event.type === 'error') this.reject(event.nonce, errorOf(event));
		else this.#take(event.nonce)?.resolve(event as Answer);
	}

	reject(nonce: string, error: ChatError): void {
		this.#take(nonce)?.reject(error);
	}

	/**
	 * Gives up what will not be answered, with what is kept among it or without.
	 * @returns the nonces of those
	 */
	rejectAll(error: ChatError, {kept}: {kept: boolean}): string[] {
		const all = [...this.#open.values()].map(({request}) => request);
		const given = kept ? all : all.filter(request => !isKept(request));
		for (const request of given) this.reject(request.nonce, isKept(request) ? notSent(error) : error);
		return given.filter(isKept).map(({nonce}) => nonce);
	}

	#take(nonce: string): Open | undefined {
		const open = this.#open.get(nonce);
		if (!open) return undefined;
		this.#open.delete(nonce);
		if (isKept(open.request)) this.#kept--;
		return open;
	}
}

/** Unsaid, because the link is over. */
export const notSent = (cause: ChatError): ChatError =>
	new ChatError('NOT_SENT', `The message was not sent. ${cause.message}`, {cause});
