import type {ChatError} from '../protocol/errors.ts';
import type {Event} from '../protocol/messages.ts';
import {nameKey} from '../protocol/names.ts';
import {errorOf} from './errors.ts';
import type {Profile} from './profile.ts';
import type {KeptRequest, Requests} from './requests.ts';
import type {Store} from './store.ts';

export type OutboxOptions = {
	store: Store;
	requests: Requests;
	profile: Profile;
};

/** What is kept on disk until the server has it, and shown until then. */
export class Outbox {
	readonly #options: OutboxOptions;
	#profile: Profile;

	constructor(options: OutboxOptions) {
		this.#options = options;
		this.#profile = options.profile;
		this.#restore();
	}

	/** Where it is kept. */
	get profile(): Profile {
		return this.#profile;
	}

	/** Takes what is not said yet along to another id's profile. */
	move(profile: Profile): void {
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

	/** It is on disk when this returns. @param ts ms since 1970 */
	keep(request: KeptRequest, ts: number): void {
		this.#profile.keep(request, ts);
	}

	/** It could not be sent. What the link is to blame for is tried again by the next run. */
	refuse(nonce: string, error: ChatError): void {
		if (error.code !== 'NOT_SENT') this.#profile.fail(nonce, error);
		this.#options.store.dispatch({type: 'failed', nonce, error});
	}

	drop(nonce: string): void {
		this.#profile.forget(nonce);
		this.#options.store.dispatch({type: 'dropped', nonce});
	}

	/** What the server says to it, before the state has that. */
	hear(event: Event): void {
		if (event.type === 'welcome') this.#profile.meet(event);
		else if (event.type === 'ack') this.#profile.forget(event.nonce);
		else if (event.type === 'error' && event.nonce !== undefined)
			this.#profile.fail(event.nonce, errorOf(event));
		else if (event.type === 'gone') this.leave(event.room, event.why === 'left');
	}

	/** Out of a room. @param isClosed it goes off the list, and with it what could not be said there */
	leave(target: string, isClosed: boolean): void {
		this.#profile.leave(target);
		const room = isClosed ? this.#options.store.get().rooms.get(nameKey(target)) : undefined;
		for (const {nonce, error} of room?.pending ?? []) if (error) this.#profile.forget(nonce);
	}

	/** What earlier runs have not got through, as if it had just been said. */
	#restore(): void {
		const {store, requests} = this.#options;
		const known = new Set(
			[...store.get().rooms.values()].flatMap(({pending}) => pending.map(({nonce}) => nonce)),
		);
		for (const {request, ts, error} of this.#profile.unsent) {
			const {nonce} = request;
			if (known.has(nonce)) continue;
			store.dispatch({type: 'sending', request, ts});
			if (error) store.dispatch({type: 'failed', nonce, error});
			else void requests.add(request, false);
		}
	}
}
