import type {ConversationRecord, Fact, Journal} from '../journal/journal.ts';
import {type Bounds, usualBounds} from './bounds.ts';
import {isDirectKey} from './directs.ts';
import type {Role} from './roles.ts';
import type {Room} from './room.ts';

/**
 * Rooms that the journal keeps at most though nothing was ever said in them and they have no topic. Names cost nothing:
 * further ones are there for as long as somebody is in them.
 */
const mostUnwritten = 1000;

/** Nothing takes a room away in which something was said: of all that there may be, some are left for those who own more. */
const shares: Readonly<Record<Role, number>> = {guest: 1 / 2, member: 9 / 10, operator: 1, owner: 1};

const isUnwritten = ({last, topic}: ConversationRecord): boolean => last === 0 && topic === '';

type RegistryOptions = {
	journal: Journal;
	/** stores a fact; nobody has to await it */
	note: (fact: Fact) => Promise<void>;
	/** `usualBounds` when left out */
	bounds?: (() => Bounds) | undefined;
	/** rooms at most in which nothing was said */
	most?: number | undefined;
};

/** Which rooms the journal keeps. One in which something is said, or which is given a topic, it always does. */
export class Registry {
	readonly #options: RegistryOptions;
	readonly #most: number;
	/** keys of rooms in which nothing had been said when they were looked at last */
	readonly #unwritten = new Set<string>();
	/** keys of all rooms that the journal keeps, or is about to */
	readonly #known = new Set<string>();
	/** keys of those that are there as long as somebody is in them */
	readonly #passing = new Set<string>();

	constructor(options: RegistryOptions) {
		this.#options = options;
		this.#most = options.most ?? mostUnwritten;
		for (const record of options.journal.conversations()) {
			if (isDirectKey(record.key)) continue;
			this.#known.add(record.key);
			if (isUnwritten(record)) this.#unwritten.add(record.key);
		}
	}

	/** May somebody make a room, or is it one of those that there are? */
	hasPlaceFor(room: string, role: Role): boolean {
		if (this.#known.has(room) || this.#passing.has(room)) return true;
		const {rooms} = this.#options.bounds?.() ?? usualBounds;
		return this.#known.size + this.#passing.size < rooms * shares[role];
	}

	/** Has something been said in it, or does it have a topic? */
	isWritten(room: string): boolean {
		const record = this.#options.journal.conversation(room);
		return record !== undefined && !isUnwritten(record);
	}

	/** Does the journal keep it, or is it about to? */
	keeps(conversation: string): boolean {
		return (
			this.#unwritten.has(conversation) || this.#options.journal.conversation(conversation) !== undefined
		);
	}

	/** Has the journal know how a room is spelled, if there is place for it. */
	add({archive, key: conversation, name, topic}: Room): void {
		if (archive.conversation(conversation)?.name === name) return;
		if (!this.keeps(conversation) && !this.#hasPlace()) {
			this.#passing.add(conversation);
			return;
		}
		this.#unwritten.add(conversation);
		this.settle(conversation);
		void this.#options.note({type: 'room', conversation, name, topic});
	}

	/** Something was said in it, or it has a topic: the journal keeps it. */
	settle(room: string): void {
		this.#passing.delete(room);
		this.#known.add(room);
	}

	/** Nobody is in it any more. */
	pass(room: string): void {
		this.#passing.delete(room);
	}

	#hasPlace(): boolean {
		if (this.#unwritten.size < this.#most) return true;
		for (const key of this.#unwritten) {
			const record = this.#options.journal.conversation(key);
			if (record !== undefined && !isUnwritten(record)) this.#unwritten.delete(key);
		}
		return this.#unwritten.size < this.#most;
	}
}
