import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {checkRequest, type Request} from '../protocol/messages.ts';
import {requestOf} from './actions.ts';
import type {Connection} from './connection.ts';
import {notSecure} from './credentials.ts';
import {joinFor} from './hello.ts';
import type {Leaving} from './leaving.ts';
import type {Outbox} from './outbox.ts';
import {type Answer, isKept, type NamedRequest, notSent, type Requests} from './requests.ts';
import type {Store} from './store.ts';
import {checkSize} from './wire.ts';

export type SendingOptions = {
	store: Store;
	clock: Clock;
	nonce: () => string;
	/** of rooms that are joined: messages at most */
	history?: number | undefined;
	outbox: Outbox;
	requests: Requests;
	connection: Connection;
	leaving: Leaving;
	/** longest message that the server takes */
	lineBytes: () => number;
};

/** What goes out: at once, or once there is a link again. */
export class Sending {
	readonly #options: SendingOptions;

	constructor(options: SendingOptions) {
		this.#options = options;
	}

	/**
	 * Sends a request. What is kept waits for the link if there is none; all others are refused then.
	 * @param quiet asked by a program: its answer is returned, and not shown
	 * @throws {ChatError} by rejecting; the state shows it too, as a failed message or a note
	 */
	ask(request: Request, quiet = false): Promise<Answer> {
		const {store, clock, nonce, requests, outbox} = this.#options;
		const named = {...request, nonce: request.nonce ?? nonce()};
		if (isKept(named)) store.dispatch({type: 'sending', request: named, ts: clock.now()});
		const answer = requests.add(named, quiet);
		try {
			const checked = {...checkRequest(named), nonce: named.nonce} as NamedRequest;
			if (store.get().link.type === 'closed') throw new ChatError('CLOSED');
			// On disk before it is on its way: from here on nothing but an answer ends it.
			if (isKept(checked)) outbox.keep(checked, clock.now());
			this.#transmit(checked);
		} catch (error) {
			if (!(error instanceof ChatError)) throw error;
			this.#refuse(named, quiet, error);
		}
		return answer;
	}

	/** Sends a failed message again, under its old nonce. False when there is none. */
	resend(nonce: string): boolean {
		const {store} = this.#options;
		for (const {target: room, pending} of store.get().rooms.values()) {
			const failed = pending.find(one => one.nonce === nonce && one.error);
			if (!failed) continue;
			store.dispatch({type: 'again', nonce});
			void this.ask(requestOf(room, failed));
			return true;
		}
		return false;
	}

	/** Gives a message up. */
	drop(nonce: string): void {
		const {requests, outbox} = this.#options;
		requests.reject(nonce, new ChatError('NOT_SENT'));
		outbox.drop(nonce);
	}

	#transmit(request: NamedRequest): void {
		const {store, history, requests, connection, leaving, lineBytes} = this.#options;
		const {link} = store.get();
		if (isKept(request)) {
			// Nothing comes back by itself from a refusal, so nothing may wait for it.
			if (link.type === 'refused') throw notSent(link.error);
			checkSize(connection.wire.sizeOf(request), lineBytes());
			if (connection.online) connection.send(request);
			return;
		}
		if (request.type === 'register' && connection.online && !connection.isPrivate) throw notSecure();
		if (request.type === 'leave' && !leaving.leave(request)) {
			requests.answer({type: 'done', nonce: request.nonce});
			return;
		}
		connection.send(request.type === 'join' ? joinFor(store.get(), request, history) : request);
	}

	#refuse(request: NamedRequest, quiet: boolean, error: ChatError): void {
		const {store, clock, requests, outbox} = this.#options;
		const {nonce} = request;
		requests.reject(nonce, error);
		if (isKept(request)) outbox.refuse(nonce, error);
		else if (!quiet) store.dispatch({type: 'note', text: error.message, tone: 'error', ts: clock.now()});
	}
}
