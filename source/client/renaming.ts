import {ChatError} from '../protocol/errors.ts';
import {checkId, nameKey, sameName} from '../protocol/names.ts';
import type {Exchange} from './exchange.ts';
import type {Profile} from './profile.ts';
import type {Store} from './store.ts';

export type RenamingOptions = {
	store: Store;
	exchange: Exchange;
	/** what earlier runs left for an id */
	profileOf: (id: string) => Profile;
	/** Is somebody there under this id? Rejects where that cannot be told. */
	isHere: (id: string) => Promise<boolean>;
	/** another reader of each room begins */
	renamed: () => void;
};

/** Takes another id: where the first one was refused, or in the middle of a talk. */
export class Renaming {
	readonly #options: RenamingOptions;
	/** by nameKey: of the ids that one had in this run, where nothing is kept on disk */
	readonly #held = new Map<string, Profile>();
	#isTrying = false;

	constructor(options: RenamingOptions) {
		this.#options = options;
	}

	/** Connects under another id. What is not said yet goes along. @throws {ChatError} ID_BAD */
	rename(id: string): void {
		this.#become(checkId(id));
		this.#options.exchange.start();
	}

	/**
	 * Goes on under another id, or under the old one where the server refuses it. Rooms are kept, and so is all that
	 * one wishes; conversations of two belong to an id, so those of the new one are opened.
	 * @throws {ChatError} by rejecting: ID_BAD, ID_USED, NOT_SENT for what waits to be said, LOST without a link …
	 */
	async nick(id: string): Promise<void> {
		const {store, exchange, isHere} = this.#options;
		const name = checkId(id);
		const {me, link, rooms} = store.get();
		if (name === me) return;
		if (this.#isTrying) throw new ChatError('BAD_REQUEST', 'Another name is being tried already.');
		if (link.type !== 'online') throw new ChatError('LOST', 'There is no connection now, so the name stays.');
		if ([...rooms.values()].some(({pending}) => pending.length > 0))
			throw new ChatError('NOT_SENT', 'Something is not sent yet, and it would be sent under the new name.');
		this.#isTrying = true;
		try {
			// Leaving and coming back is seen by others, so it is not done for a name that somebody has.
			if (!sameName(name, me) && (await isHere(name))) throw new ChatError('ID_USED');
			const former = exchange.profile;
			this.#become(name);
			await exchange.attempt();
			this.#inherit(former);
		} catch (error) {
			if (store.get().me !== me && store.get().link.type !== 'closed') this.rename(me);
			throw error;
		} finally {
			this.#isTrying = false;
		}
	}

	#become(name: string): void {
		const {store, exchange, profileOf, renamed} = this.#options;
		const {me} = store.get();
		if (sameName(name, me)) {
			exchange.rename(name);
			return;
		}
		const {profile} = exchange;
		if (!profile.isOnDisk) this.#held.set(nameKey(me), profile);
		exchange.rename(name, this.#held.get(nameKey(name)) ?? profileOf(name));
		renamed();
	}

	/** What one wished under the former name, on top of what one wished under this one before. */
	#inherit(former: Profile): void {
		const {store, exchange} = this.#options;
		const {profile} = exchange;
		if (profile === former) return;
		profile.inherit(former);
		for (const [target, wish] of profile.wished.wishes) store.dispatch({type: 'wish', target, wish});
		for (const id of profile.wished.ignored) store.dispatch({type: 'ignore', id, on: true});
	}
}
