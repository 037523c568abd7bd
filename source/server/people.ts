import {createHash} from 'node:crypto';
import type {Fact, Journal, Place} from '../journal/journal.ts';
import {limits} from '../protocol/limits.ts';
import {nameKey} from '../protocol/names.ts';

/**
 * Somebody whom the server knows again by a secret token, of which it keeps the hash. Not a name: several
 * people may have held one, one after the other.
 */
export type KnownPerson = {
	/** SHA-256 of the token, in hex */
	readonly claim: string;
	readonly id: string;
	/** since when it is the same person, ms since 1970 */
	readonly since: number;
	/** by the conversation's key */
	readonly places: Map<string, Place>;
};

/** Where somebody stands who was never there. */
const nowhere: Place = {member: false, read: undefined, closed: 0};

const isNowhere = ({member, read, closed}: Place): boolean => !member && read === undefined && closed === 0;

export const claimOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What a later fact has to share with this one to take its place. */
const keyOf = (fact: Fact): string =>
	JSON.stringify([
		fact.type === 'place' ? 'place' : 'person',
		'claim' in fact && fact.claim,
		'conversation' in fact && fact.conversation,
	]);

/**
 * Who has been here and may come back: what is known of them stays in the journal, and here as long as the
 * server runs. Every change is noted before anything later is stored, so whoever has an acknowledgement is known.
 */
export class People {
	readonly #note: (fact: Fact) => Promise<void>;
	readonly #byClaim = new Map<string, KnownPerson>();
	/** by `nameKey`, the one who came first at the front */
	readonly #byName = new Map<string, KnownPerson[]>();
	/** how many are in a room, here or away, by its key */
	readonly #members = new Map<string, number>();
	/** what could not be stored, the newest of each kind about the same */
	readonly #unstored = new Map<string, Fact>();

	/** @param note stores a fact; nobody has to await it */
	constructor(journal: Journal, note: (fact: Fact) => Promise<void>) {
		this.#note = note;
		const known = [...journal.people()].sort((one, other) => one.since - other.since);
		for (const {claim, id, since, places} of known) this.#keep({claim, id, since, places: new Map(places)});
	}

	/** Whoever showed this token under this name before. The hash is looked up, so no comparison tells of a part. */
	find(key: string, token: string | undefined): KnownPerson | undefined {
		if (token === undefined) return undefined;
		const person = this.#byClaim.get(claimOf(token));
		return person !== undefined && nameKey(person.id) === key ? person : undefined;
	}

	/** The one of this name who came last, as the id is written. */
	named(key: string): KnownPerson | undefined {
		return this.#byName.get(key)?.at(-1);
	}

	/** Keys of the rooms that somebody is in, here or away. */
	inhabited(): Iterable<string> {
		return this.#members.keys();
	}

	/**
	 * Knows somebody from now on. Of too many of one name the youngest that is not here is forgotten: whoever takes a
	 * name again and again must not drive those out who had it for long.
	 * @param now ms since 1970
	 */
	welcome(id: string, token: string, since: number, now: number): KnownPerson {
		const person: KnownPerson = {claim: claimOf(token), id, since, places: new Map()};
		const namesakes = this.#byName.get(nameKey(id));
		if (namesakes !== undefined && namesakes.length >= limits.claimsPerName) this.#forget(namesakes.at(-1)!);
		this.#keep(person);
		this.see(person, now);
		return person;
	}

	/** Has just come, or gone. @param now ms since 1970 */
	see({claim, id, since}: KnownPerson, now: number): void {
		void this.#store({type: 'person', claim, id, since, seen: now});
	}

	place(person: KnownPerson | undefined, conversation: string): Place {
		return person?.places.get(conversation) ?? nowhere;
	}

	/**
	 * Changes where somebody stands. Resolves when that is stored; at once for those who cannot come back, and when
	 * it was so before. @throws {ChatError} NOT_STORED by rejecting; nobody has to await it
	 */
	move(person: KnownPerson | undefined, conversation: string, change: Partial<Place>): Promise<void> {
		const old = this.place(person, conversation);
		const place = {...old, ...change};
		const isSame = place.member === old.member && place.read === old.read && place.closed === old.closed;
		if (person === undefined) return Promise.resolve();
		const fact: Fact = {type: 'place', claim: person.claim, conversation, ...place};
		if (isSame && !this.#unstored.has(keyOf(fact))) return Promise.resolve();
		if (place.member !== old.member) this.#count(conversation, place.member ? 1 : -1);
		if (isNowhere(place)) person.places.delete(conversation);
		else person.places.set(conversation, place);
		return this.#store(fact);
	}

	/**
	 * Makes somebody a member of a room. Of too many, such as come together when one enters others each time, the
	 * one that was entered first is forgotten in which it is not now.
	 */
	settle(person: KnownPerson | undefined, room: string, isIn: (room: string) => boolean): void {
		if (person === undefined || this.place(person, room).member) return;
		const rooms = [...person.places].filter(([, {member}]) => member).map(([key]) => key);
		const oldest = rooms.length < limits.roomsPerClient ? undefined : rooms.find(key => !isIn(key));
		if (oldest !== undefined) void this.move(person, oldest, {member: false});
		void this.move(person, room, {member: true});
	}

	/** To be called when the journal takes facts again: tries those that it did not take. */
	retry(): void {
		for (const fact of [...this.#unstored.values()]) {
			void this.#store(fact);
			if (fact.type !== 'person') continue;
			// A place is not kept of somebody who is not known.
			const {claim} = fact;
			const places = this.#byClaim.get(claim)?.places ?? [];
			for (const [conversation, place] of places)
				void this.#store({type: 'place', claim, conversation, ...place});
		}
	}

	#store(fact: Fact): Promise<void> {
		const key = keyOf(fact);
		const stored = this.#note(fact);
		stored.then(
			() => this.#unstored.delete(key),
			() => this.#unstored.set(key, fact),
		);
		return stored;
	}

	#keep(person: KnownPerson): void {
		this.#byClaim.set(person.claim, person);
		const key = nameKey(person.id);
		const namesakes = this.#byName.get(key);
		if (namesakes) namesakes.push(person);
		else this.#byName.set(key, [person]);
		for (const [conversation, {member}] of person.places) if (member) this.#count(conversation, 1);
	}

	#forget(person: KnownPerson): void {
		this.#byClaim.delete(person.claim);
		const namesakes = this.#byName.get(nameKey(person.id))!;
		namesakes.splice(namesakes.indexOf(person), 1);
		for (const [conversation, {member}] of person.places) if (member) this.#count(conversation, -1);
		void this.#store({type: 'forget', claim: person.claim});
	}

	#count(conversation: string, change: number): void {
		const count = (this.#members.get(conversation) ?? 0) + change;
		if (count > 0) this.#members.set(conversation, count);
		else this.#members.delete(conversation);
	}
}
