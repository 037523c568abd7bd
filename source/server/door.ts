import {ChatError} from '../protocol/errors.ts';
import type {Hub} from './hub.ts';
import type {Member} from './member.ts';

/** Somebody who has said a good hello and wants in. */
export interface Guest {
	readonly id: string;
	/** `nameKey` of the id */
	readonly key: string;
	readonly operator: boolean;
	/** from an earlier welcome */
	readonly token: string | undefined;
	/** May come in, in the place of its own older connection if there is one. */
	enter(older: Member | undefined): void;
	/** Has to wait. 1 is the next to be let in. */
	wait(place: number): void;
	/** Has to go. */
	cut(error: ChatError): void;
}

type DoorOptions = {
	hub: Hub;
	maxClients: number;
};

/** Queues hold this many at least, however few may be inside. */
const smallestQueue = 100;

/** Who comes in, who waits, and who has a name. Names of those who wait are taken too. */
export class Door {
	readonly #options: DoorOptions;
	readonly #waiting = new Map<string, Guest>();
	#closed = false;

	constructor(options: DoorOptions) {
		this.#options = options;
	}

	get waiting(): number {
		return this.#waiting.size;
	}

	/** @throws {ChatError} ID_USED, FULL */
	arrive(guest: Guest): void {
		const {hub, maxClients} = this.#options;
		const older = hub.present.get(guest.key);
		const waiting = this.#waiting.get(guest.key);
		if (waiting) this.#replace(waiting, guest);
		else if (older) {
			const person = hub.people.find(guest.key, guest.token);
			// An operator's token makes nobody an operator who came by another way.
			const isSame = person !== undefined && person === older.person && guest.operator === older.operator;
			if (!isSame) throw new ChatError('ID_USED');
			guest.enter(older);
		} else if (guest.operator || hub.clients < maxClients) {
			guest.enter(undefined);
		} else if (this.#waiting.size >= Math.max(smallestQueue, maxClients)) {
			throw new ChatError('FULL');
		} else {
			this.#waiting.set(guest.key, guest);
			guest.wait(this.#waiting.size);
		}
	}

	/**
	 * Somebody is gone, who was inside or waited: those behind move up. Nobody waits while there is a place, so a
	 * newcomer never passes them.
	 */
	leave(guest: Guest): void {
		const {hub, maxClients} = this.#options;
		const places = [...this.#waiting.values()];
		if (this.#waiting.get(guest.key) === guest) this.#waiting.delete(guest.key);
		if (this.#closed) return;
		for (const next of places) {
			if (hub.clients >= maxClients) break;
			if (this.#waiting.delete(next.key)) next.enter(undefined);
		}
		let place = 0;
		for (const next of this.#waiting.values()) {
			place++;
			if (places[place - 1] !== next) next.wait(place);
		}
	}

	/** Nobody is let in any more. */
	close(): void {
		this.#closed = true;
	}

	/** Somebody who waits has come again by a new connection. @throws {ChatError} ID_USED for anybody else */
	#replace(older: Guest, guest: Guest): void {
		const {people} = this.#options.hub;
		const person = people.find(guest.key, guest.token);
		if (person === undefined || person !== people.find(older.key, older.token))
			throw new ChatError('ID_USED');
		const place = [...this.#waiting.values()].indexOf(older) + 1;
		// In its place, also in the order.
		this.#waiting.set(guest.key, guest);
		older.cut(new ChatError('REPLACED'));
		guest.wait(place);
	}
}
