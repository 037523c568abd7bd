import {ChatError} from '../protocol/errors.ts';
import type {Event, Request, RequestOf} from '../protocol/messages.ts';
import {errorOf} from './errors.ts';

/** What answers a request: a say its `ack`, a join its `room`, a list itself, all others `done`. */
export type Answer = Extract<Event, {type: 'ack' | 'done' | 'room' | 'rooms' | 'who' | 'whois' | 'pong'}>;

export type NamedRequest = Request & {nonce: string};

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
	#says = 0;

	/** How many messages are on their way. */
	get unacknowledged(): number {
		return this.#says;
	}

	/** The messages that are on their way, in order: what a new link has to carry again. */
	outbox(): Array<RequestOf<'say'>> {
		return [...this.#open.values()].flatMap(({request}) => (request.type === 'say' ? [request] : []));
	}

	/** The answer, some day. A rejection that nobody awaits does no harm: the state tells of it as well. */
	add(request: NamedRequest, quiet: boolean): Promise<Answer> {
		const {promise, resolve, reject} = Promise.withResolvers<Answer>();
		promise.catch(() => {});
		this.#take(request.nonce)?.reject(new ChatError('NOT_SENT'));
		this.#open.set(request.nonce, {request, quiet, resolve, reject});
		if (request.type === 'say') this.#says++;
		return promise;
	}

	isQuiet(nonce: string): boolean {
		return this.#open.get(nonce)?.quiet ?? false;
	}

	/** Settles the request that an event answers, if there is one. */
	answer(event: Event): void {
		if (!('nonce' in event) || event.nonce === undefined || event.type === 'message') return;
		if (event.type === 'error') this.reject(event.nonce, errorOf(event));
		else this.#take(event.nonce)?.resolve(event as Answer);
	}

	reject(nonce: string, error: ChatError): void {
		this.#take(nonce)?.reject(error);
	}

	/**
	 * Gives up what will not be answered, with the messages among it or without.
	 * @returns the nonces of those messages
	 */
	rejectAll(error: ChatError, {says}: {says: boolean}): string[] {
		const all = [...this.#open.values()].map(({request}) => request);
		const given = says ? all : all.filter(({type}) => type !== 'say');
		for (const {type, nonce} of given) this.reject(nonce, type === 'say' ? notSent(error) : error);
		return given.filter(({type}) => type === 'say').map(({nonce}) => nonce);
	}

	#take(nonce: string): Open | undefined {
		const open = this.#open.get(nonce);
		if (!open) return undefined;
		this.#open.delete(nonce);
		if (open.request.type === 'say') this.#says--;
		return open;
	}
}

/** Unsaid, because the link is over. */
export const notSent = (cause: ChatError): ChatError =>
	new ChatError('NOT_SENT', `The message was not sent. ${cause.message}`, {cause});
