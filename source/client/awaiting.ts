import {ChatError} from '../protocol/errors.ts';
import type {Link} from './state.ts';

/** Those who wait for the link: for what comes of an attempt, and until it takes more. */
export class Awaiting {
	#attempt: PromiseWithResolvers<void> | undefined;
	#ready: PromiseWithResolvers<void> | undefined;

	/** Resolves with the next welcome, and rejects with the next end. */
	attempt(): Promise<void> {
		this.#attempt = Promise.withResolvers();
		return this.#attempt.promise;
	}

	/** Resolves when the link takes more, and rejects when it is over. */
	ready(): Promise<void> {
		this.#ready ??= Promise.withResolvers();
		this.#ready.promise.catch(() => {});
		return this.#ready.promise;
	}

	welcome(): void {
		this.#attempt?.resolve();
		this.#attempt = undefined;
	}

	/** @returns false when nobody waits for what comes of an attempt */
	fail(error: ChatError): boolean {
		if (!this.#attempt) return false;
		this.#attempt.reject(error);
		this.#attempt = undefined;
		return true;
	}

	takeMore(): void {
		this.#ready?.resolve();
		this.#ready = undefined;
	}

	end(error: ChatError): void {
		this.#ready?.reject(error);
		this.#ready = undefined;
	}
}

/** Why a link is over for good; undefined while it is not. */
export const endOf = (link: Link): ChatError | undefined => {
	if (link.type === 'refused') return link.error;
	return link.type === 'closed' ? new ChatError('CLOSED') : undefined;
};
