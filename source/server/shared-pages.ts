import type {Entry} from '../journal/journal.ts';
import {Broadcast} from './broadcast.ts';
import {eventOf} from './entries.ts';
import type {Conversation} from './room.ts';

/** Entries read at a time. They leave in pieces, since all of them together may be more than may wait for a peer. */
const pageEntries = 32;

/** What is kept at a time, in UTF-16 units of texts, and what an entry weighs without its text. */
const [mostWeight, entryWeight] = [4 * 1024 * 1024, 300];

/** What a conversation holds in one stretch. */
export type Page = {
	readonly entries: readonly Entry[];
	/** up to here there is nothing else; later than what has been delivered when that was committed already */
	readonly end: number;
	/** all of it, encoded once for everybody in a room; undefined when something in it is not for everybody */
	readonly all: Broadcast | undefined;
};

type Kept = {
	readonly page: Promise<Page>;
	/** 0 as long as it is being read */
	weight: number;
	/** Has anybody wanted it since it was looked at last? */
	isWanted: boolean;
};

/**
 * Pages of history for those who come. When thousands come to a room they want the same end of the same history, so each
 * page ends where it does for everybody: at a multiple of its length. It is read once and encoded once, and kept as long
 * as somebody wants it each second.
 */
export class SharedPages {
	/** by the places between which they are */
	readonly #pages = new Map<Conversation, Map<string, Kept>>();
	#weight = 0;

	/** What follows a place, up to the next multiple of a page: all that has been delivered of it by now, or more. */
	after(conversation: Conversation, cursor: number): Promise<Page> {
		const edge = cursor - (cursor % pageEntries) + pageEntries;
		const {archive, key, delivered} = conversation;
		// What is kept no longer is not shown either, however many want it.
		const first = archive.conversation(key)?.first ?? 1;
		const place = `${Math.max(first, cursor + 1)} ${cursor} ${Math.min(edge, delivered)}`;
		const kept = this.#pages.get(conversation)?.get(place) ?? this.#keep(conversation, place, cursor, edge);
		kept.isWanted = true;
		return kept.page;
	}

	/** To be called when something in it is another now: whoever asks from then on is to read that. */
	forget(conversation: Conversation): void {
		for (const place of this.#pages.get(conversation)?.keys() ?? []) this.#drop(conversation, place);
	}

	/** To be called now and then: lets go of what nobody has wanted meanwhile. */
	inspect(): void {
		for (const [conversation, pages] of this.#pages) {
			for (const [place, kept] of pages) {
				if (!kept.isWanted) this.#drop(conversation, place);
				kept.isWanted = false;
			}
		}
	}

	#keep(conversation: Conversation, place: string, cursor: number, edge: number): Kept {
		const page = read(conversation, cursor, edge);
		const kept: Kept = {page, weight: 0, isWanted: true};
		const pages = this.#pages.get(conversation) ?? new Map<string, Kept>();
		this.#pages.set(conversation, pages.set(place, kept));
		const isKept = (): boolean => this.#pages.get(conversation)?.get(place) === kept;
		page.then(
			({entries}) => {
				if (!isKept()) return;
				kept.weight = entries.reduce((sum, {msg}) => sum + entryWeight + msg.length, 0);
				this.#weight += kept.weight;
				// All of it goes when it is too much: those who come next read it again.
				if (this.#weight > mostWeight) for (const one of this.#pages.keys()) this.forget(one);
			},
			() => {
				if (isKept()) this.#drop(conversation, place);
			},
		);
		return kept;
	}

	#drop(conversation: Conversation, place: string): void {
		const pages = this.#pages.get(conversation)!;
		this.#weight -= pages.get(place)!.weight;
		pages.delete(place);
		if (pages.size === 0) this.#pages.delete(conversation);
	}
}

/** What was said while it was read is in it, too, so that a reader comes to an end while others talk. */
const read = async (conversation: Conversation, cursor: number, edge: number): Promise<Page> => {
	const {archive, key, delivered} = conversation;
	const found = await archive.after(key, cursor, edge - cursor);
	const entries = found.filter(({seq}) => seq <= edge);
	const newest = found.at(-1)?.seq ?? 0;
	return {
		entries,
		end:
			entries.length > 0
				? Math.min(edge, Math.max(newest, delivered))
				: Math.max(cursor, placeBefore(found[0], delivered)),
		// An entry tells itself whom it is for: a help desk of once may be an open room today.
		all: entries.every(({to}) => to === undefined) ? new Broadcast(entries.map(eventOf)) : undefined,
	};
};

/** The end of a stretch of which nothing is left, however long it is. */
const placeBefore = (next: Entry | undefined, delivered: number): number =>
	Math.min(delivered, (next?.seq ?? Number.POSITIVE_INFINITY) - 1);
