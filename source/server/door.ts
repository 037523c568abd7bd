import {ChatError} from '../protocol/errors.ts';
import type {Bounds} from './bounds.ts';
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
	/** key of the account that it has proved to be */
	readonly account: string | undefined;
	/** id of the device that it came in by */
	readonly device: string | undefined;
	/** It wants the place of its own connection from another device. */
	readonly takeover: boolean;
	/**
	 * May come in, in the place of its own older connection if there is one.
	 * @returns a promise when something has to be stored before; it never rejects
	 */
	enter(older: Member | undefined): Promise<void> | undefined;
	/** Has to wait. 1 is the next to be let in. */
	wait(place: number): void;
	/** Has to go. */
	cut(error: ChatError): void;
}

type DoorOptions = {
	hub: Hub;
	maxClients: number;
	/** asked each time: queues hold this many at least, however few may be inside */
	bounds: () => Pick<Bounds, 'queue'>;
};

/** Who comes in, who waits, and who has a name. Names of those who wait are taken too. */
export class Door {
	readonly #hub: Hub;
	readonly #bounds: DoorOptions['bounds'];
	#maxClients: number;
	readonly #waiting = new Map<string, Guest>();
	/** those who were let in, and are not in yet */
	readonly #entering = new Map<string, Promise<void>>();
	#closed = false;
	/** Somebody is just being let in. */
	#isMoving = false;

	constructor({hub, maxClients, bounds}: DoorOptions) {
		this.#hub = hub;
		this.#bounds = bounds;
		this.#maxClients = maxClients;
	}

	get waiting(): number {
		return this.#waiting.size;
	}

	/** Resolves when somebody of this name is in, or is not: undefined when nobody is on the way. */
	entering(key: string): Promise<void> | undefined {
		return this.#entering.get(key);
	}

	/** Nobody goes for it, and whoever there is a place for now comes in. */
	configure({maxClients}: Pick<DoorOptions, 'maxClients'>): void {
		this.#maxClients = maxClients;
		this.#moveUp();
	}

	/**
	 * @returns a promise when it comes in later, which never rejects
	 * @throws {ChatError} ID_USED, FULL
	 */
	arrive(guest: Guest): Promise<void> | undefined {
		const older = this.#hub.present.get(guest.key);
		const waiting = this.#waiting.get(guest.key);
		if (this.#entering.has(guest.key)) throw new ChatError('ID_USED');
		if (waiting) this.#replace(waiting, guest);
		else if (older) {
			this.#checkSame(guest, older, older.person);
			return this.#letIn(guest, older);
		} else if (guest.operator || this.#hasPlace) {
			return this.#letIn(guest, undefined);
		} else if (this.#waiting.size >= Math.max(this.#bounds().queue, this.#maxClients)) {
			throw new ChatError('FULL');
		} else {
			this.#waiting.set(guest.key, guest);
			guest.wait(this.#waiting.size);
		}
		return undefined;
	}

	/**
	 * Somebody is gone, who was inside or waited: those behind move up. Nobody waits while there is a place, so a
	 * newcomer never passes them.
	 */
	leave(guest: Guest): void {
		const places = this.#isMoving ? [] : [...this.#waiting.values()];
		if (this.#waiting.get(guest.key) === guest) this.#waiting.delete(guest.key);
		this.#moveUp(places);
	}

	/** To be called when a place has become free though nobody went: whoever waits for it comes in. */
	moveUp(): void {
		this.#moveUp();
	}

	/** Cuts whoever is here, or waits, by a device. */
	revoke({id, account}: {id: string; account: string}): void {
		const error = new ChatError('REVOKED');
		for (const guest of [this.#hub.present.get(account), this.#waiting.get(account)])
			if (guest?.device === id) guest.cut(error);
	}

	/** Nobody is let in any more. */
	close(): void {
		this.#closed = true;
	}

	get #hasPlace(): boolean {
		return this.#hub.clients + this.#entering.size < this.#maxClients;
	}

	#letIn(guest: Guest, older: Member | undefined): Promise<void> | undefined {
		const entering = guest.enter(older);
		if (entering === undefined) return undefined;
		const entered = entering.then(() => {
			this.#entering.delete(guest.key);
			this.#moveUp();
		});
		this.#entering.set(guest.key, entered);
		return entered;
	}

	/** @param places in which they waited before */
	#moveUp(places: readonly Guest[] = [...this.#waiting.values()]): void {
		// Whoever is refused at the door leaves it at once: a thousand who are banned shall not be a thousand calls deep.
		if (this.#closed || this.#isMoving) return;
		this.#isMoving = true;
		try {
			this.#letInAll(places);
		} finally {
			this.#isMoving = false;
		}
		let place = 0;
		for (const next of this.#waiting.values()) {
			place++;
			if (places[place - 1] !== next) next.wait(place);
		}
	}

	/** As many as there are places for, in their order. */
	#letInAll(places: readonly Guest[]): void {
		for (const next of places) {
			if (!this.#hasPlace) break;
			if (this.#waiting.get(next.key) !== next) continue;
			this.#waiting.delete(next.key);
			void this.#letIn(next, undefined);
		}
	}

	/** Somebody who waits has come again by a new connection. @throws {ChatError} ID_USED for anybody else */
	#replace(older: Guest, guest: Guest): void {
		this.#checkSame(guest, older, this.#hub.people.find(older.key, older.token));
		const place = [...this.#waiting.values()].indexOf(older) + 1;
		// In its place, also in the order.
		this.#waiting.set(guest.key, guest);
		older.cut(new ChatError('REPLACED'));
		guest.wait(place);
	}

	/**
	 * May one take the other's place? Of an account only the same program, which shows the token of that connection, or
	 * whoever asks for it: else two programs of one person would drive each other out for ever. Of guests whoever shows
	 * that token.
	 * @param person whom the older one is known again as
	 * @throws {ChatError} ID_USED
	 */
	#checkSame(guest: Guest, older: Guest | Member, person: unknown): void {
		if (guest.account !== undefined && guest.account === older.account) {
			const isWanted = guest.takeover || (guest.token !== undefined && guest.token === older.token);
			if (isWanted) return;
			throw new ChatError('ID_USED', 'You are here already from another device.', {here: true});
		}
		const known = this.#hub.people.find(guest.key, guest.token);
		// An operator's token makes nobody an operator who came by another way.
		const isSame = known !== undefined && known === person && guest.operator === older.operator;
		if (!isSame) throw new ChatError('ID_USED');
	}
}
