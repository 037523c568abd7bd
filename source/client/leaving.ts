import type {EventOf, RequestOf} from '../protocol/messages.ts';
import {isDirect, nameKey} from '../protocol/names.ts';
import type {Connection} from './connection.ts';
import type {Outbox} from './outbox.ts';
import type {Store} from './store.ts';

export type LeavingOptions = {
	store: Store;
	connection: Connection;
	outbox: Outbox;
};

/** Goes out of rooms, also where the server cannot be asked. */
export class Leaving {
	readonly #options: LeavingOptions;
	/** keys of rooms that were left while there was no link */
	readonly #left = new Set<string>();

	constructor(options: LeavingOptions) {
		this.#options = options;
	}

	/**
	 * Leaves what cannot be left by asking: a room that we are out of, and any while there is no link. Those are left
	 * on the next one, should it enter them again.
	 * @returns whether the server is to be asked
	 */
	leave({room: target}: RequestOf<'leave'>): boolean {
		const {store, connection, outbox} = this.#options;
		const room = store.get().rooms.get(nameKey(target));
		if (!room) return true;
		const {online, wire} = connection;
		const isAsked = online && (isDirect(target) ? wire.resumes : !room.gone);
		// A conversation is one's own, and nobody tells of its end.
		if (isDirect(target) || !isAsked) {
			outbox.leave(target, true);
			store.dispatch({type: 'closeRoom', target});
		}
		if (!online && !isDirect(target)) this.#left.add(room.key);
		return isAsked;
	}

	/** The server keeps who is in which room, and may not have heard that we left. */
	enter({room, nonce}: EventOf<'room'>): void {
		const {connection} = this.#options;
		if (this.#left.delete(nameKey(room)) && nonce === undefined) connection.send({type: 'leave', room});
	}
}
