import {createHash, timingSafeEqual} from 'node:crypto';
import {ChatError} from '../../protocol/errors.ts';
import type {Invitation, Invitations} from './invitations.ts';

/** Who may come in: anybody, or on a closed server only those whom it knows and whom somebody let in. */
export type EntryRule = {closed: boolean; password: string | undefined};

/** What somebody shows who wants in. */
export type Shown = {
	/** It has proved that it owns its name. */
	isKnown: boolean;
	/** the token of an invitation */
	invite?: string | undefined;
	/** the join password */
	entry?: string | undefined;
	/** what a guest is known again by, from an earlier welcome */
	guest?: string | undefined;
};

/** How many guests of a closed server are known again while it runs; beyond it those who came first are not. */
const mostGuests = 10_000;

const digest = (text: string): Buffer => createHash('sha256').update(text.normalize('NFKC')).digest();

/** The door of a closed server. */
export class Entry {
	#closed: boolean;
	#password: Buffer | undefined;
	readonly #invitations: Invitations;
	/** hashes of the tokens of guests who were let in */
	readonly #guests = new Set<string>();

	constructor(invitations: Invitations, {closed, password}: EntryRule) {
		this.#invitations = invitations;
		this.#closed = closed;
		this.#password = password === undefined ? undefined : digest(password);
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** The settings are others now. Whoever is in stays. */
	configure({closed, password}: EntryRule): void {
		this.#closed = closed;
		this.#password = password === undefined ? undefined : digest(password);
	}

	/**
	 * May somebody come in? Takes no use of the invitation: that is `redeem`, once they are in.
	 * @returns the invitation that opens something for them; who is known needs none
	 * @throws {ChatError} INVITE_NEEDED, INVITE_BAD, ENTRY_WRONG
	 */
	admit({isKnown, invite, entry, guest}: Shown): Invitation | undefined {
		const invitation = this.#invitations.peek(invite);
		if (isKnown || (guest !== undefined && this.#guests.has(digest(guest).toString('hex'))))
			return invitation;
		if (invite !== undefined && invitation === undefined) throw new ChatError('INVITE_BAD');
		if (!this.#closed || invitation !== undefined) return invitation;
		if (entry === undefined) throw new ChatError('INVITE_NEEDED');
		if (this.#password === undefined || !timingSafeEqual(this.#password, digest(entry)))
			throw new ChatError('ENTRY_WRONG');
		return undefined;
	}

	/** Was a guest with this token let in before? */
	knows(token: string | undefined): boolean {
		return token !== undefined && this.#guests.has(digest(token).toString('hex'));
	}

	/** A guest was let in, and may come back by this token while the server runs. */
	remember(token: string): void {
		this.#guests.add(digest(token).toString('hex'));
		if (this.#guests.size <= mostGuests) return;
		const [oldest] = this.#guests;
		this.#guests.delete(oldest!);
	}
}
