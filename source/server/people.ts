import type {Done, Fact, Journal, Place} from '../journal/journal.ts';
import {promised} from '../journal/promised.ts';
import type {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {nameKey} from '../protocol/names.ts';
import {claimOf, isNowhere, isOwner, type KnownPerson, nowhere, ownClaimOf} from './known-person.ts';

/**
 * People known at most, and which part of them is forgotten when they are more. Names cost nothing: whoever makes up
 * new ones for ever must not fill the memory and the disk.
 */
const [mostKnown, forgottenShare] = [50_000, 1 / 8];

/** What there is about a person: the person, or where it stands in a conversation. */
type PersonalFact = Exclude<Fact, {type: 'room' | 'record' | 'audit'}>;

/** What a later fact about the same person has to share with this one to take its place: no room is called ''. */
const subjectOf = (fact: PersonalFact): string => (fact.type === 'place' ? fact.conversation : '');

type Owner = {
	/** `nameKey` of the id */
	key: string;
	id: string;
	/** since when the name is theirs, ms since 1970 */
	since: number;
	now: number;
	/** the guest that they were before */
	former: KnownPerson | undefined;
};

type PeopleOptions = {
	journal: Journal;
	/** stores a fact, for which somebody waits or nobody */
	keep: (fact: Fact, done: Done, isAwaited: boolean) => void;
	isHere: (person: KnownPerson) => boolean;
	/** does the journal keep this conversation, so that places in it can be stored? */
	isKept: (conversation: string) => boolean;
	/** people at most */
	most?: number | undefined;
};

/**
 * Who has been here and may come back: what is known of them stays in the journal, and here as long as the
 * server runs. Every change is noted before anything later is stored, so whoever has an acknowledgement is known.
 */
export class People {
	readonly #options: PeopleOptions;
	readonly #most: number;
	readonly #byClaim = new Map<string, KnownPerson>();
	/** by `nameKey`, the one who came first at the front */
	readonly #byName = new Map<string, KnownPerson[]>();
	/** how many are in a room, here or away, by its key */
	readonly #members = new Map<string, number>();
	/** what could not be stored, the newest about each subject, by claim */
	readonly #unstored = new Map<string, Map<string, PersonalFact>>();

	constructor(options: PeopleOptions) {
		this.#options = options;
		this.#most = options.most ?? mostKnown;
		const known = [...options.journal.people()].sort((one, other) => one.since - other.since);
		for (const person of known) this.#keep({...person, places: new Map(person.places)});
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

	/** Is somebody in this room, here or away? @param room its key */
	isInhabited(room: string): boolean {
		return this.#members.has(room);
	}

	/**
	 * Knows somebody from now on. Of too many of one name the youngest that is not here is forgotten: whoever takes a
	 * name again and again must not drive those out who had it for long.
	 * @param now ms since 1970
	 */
	welcome(id: string, token: string, since: number, now: number): KnownPerson {
		const person: KnownPerson = {claim: claimOf(token), id, since, seen: now, places: new Map()};
		const namesakes = this.#byName.get(nameKey(id));
		if (namesakes !== undefined && namesakes.length >= limits.claimsPerName) this.#forget(namesakes.at(-1)!);
		if (this.#byClaim.size >= this.#most) this.#forgetPassers();
		this.#keep(person);
		this.see(person, now);
		return person;
	}

	/** Has just come, or gone. @param now ms since 1970 */
	see(person: KnownPerson, now: number): void {
		// Somebody else may have driven it out while it was here.
		if (!this.#byClaim.has(person.claim)) return;
		person.seen = now;
		const {claim, id, since} = person;
		this.#store({type: 'person', claim, id, since, seen: now});
	}

	/**
	 * The one who owns a name, the same from every device. Guests who were called so are nobody any more, as nobody
	 * comes in as them; the one whom the owner was before hands over where it stood.
	 */
	own({key, id, since, now, former}: Owner): KnownPerson {
		const claim = ownClaimOf(key);
		const old = this.#byClaim.get(claim);
		// One of an account that never came to be is somebody else.
		const known = old?.since === since ? old : undefined;
		const person = known ?? {claim, id, since, seen: now, places: new Map(former?.places)};
		for (const other of [...(this.#byName.get(key) ?? [])]) if (other !== known) this.#forget(other);
		if (known === undefined) {
			if (this.#byClaim.size >= this.#most) this.#forgetPassers();
			this.#keep(person);
		}
		this.see(person, now);
		if (known === undefined)
			for (const conversation of person.places.keys()) this.#storePlace(person, conversation);
		return person;
	}

	/** Everybody who is in a room, here or away. @param room its key */
	membersOf(room: string): KnownPerson[] {
		return [...this.#byClaim.values()].filter(person => this.place(person, room).member);
	}

	place(person: KnownPerson | undefined, conversation: string): Place {
		return person?.places.get(conversation) ?? nowhere;
	}

	/**
	 * Changes where somebody stands. Resolves when that is stored; at once for those who cannot come back, and when
	 * it was so before. @throws {ChatError} NOT_STORED by rejecting; nobody has to await it
	 */
	move(person: KnownPerson | undefined, conversation: string, change: Partial<Place>): Promise<void> {
		return promised(done => this.#move(person, conversation, change, done));
	}

	#move(person: KnownPerson | undefined, conversation: string, change: Partial<Place>, done?: Done): void {
		const old = this.place(person, conversation);
		const place = {...old, ...change};
		const isSame = place.member === old.member && place.read === old.read && place.closed === old.closed;
		const isUnknown = person === undefined || !this.#byClaim.has(person.claim);
		if (isUnknown || (isSame && !this.#unstored.get(person.claim)?.has(conversation))) {
			done?.(undefined);
			return;
		}
		if (place.member !== old.member) this.#count(conversation, place.member ? 1 : -1);
		if (isNowhere(place)) person.places.delete(conversation);
		else person.places.set(conversation, place);
		this.#storePlace(person, conversation, done);
	}

	/** To be called when the journal keeps a conversation that it did not keep before, with those who are in it. */
	settled(person: KnownPerson | undefined, conversation: string): void {
		if (person?.places.has(conversation)) this.#storePlace(person, conversation);
	}

	/**
	 * Makes somebody a member of a room. Of too many, such as come together when one enters others each time, the
	 * one that was entered first is forgotten in which it is not now.
	 */
	settle(person: KnownPerson | undefined, room: string, isIn: (room: string) => boolean): void {
		if (person === undefined || this.place(person, room).member) return;
		const rooms = [...person.places].filter(([, {member}]) => member).map(([key]) => key);
		const oldest = rooms.length < limits.roomsPerClient ? undefined : rooms.find(key => !isIn(key));
		if (oldest !== undefined) this.#move(person, oldest, {member: false});
		this.#move(person, room, {member: true});
	}

	/** To be called when the journal takes facts again: tries those that it did not take. */
	retry(): void {
		for (const fact of [...this.#unstored.values()].flatMap(facts => [...facts.values()])) {
			this.#store(fact);
			const person = fact.type === 'person' ? this.#byClaim.get(fact.claim) : undefined;
			// A place is not kept of somebody who is not known.
			for (const conversation of person?.places.keys() ?? []) this.#storePlace(person!, conversation);
		}
	}

	#storePlace(person: KnownPerson, conversation: string, done?: Done): void {
		if (!this.#options.isKept(conversation)) {
			done?.(undefined);
			return;
		}
		const place = this.place(person, conversation);
		this.#store({type: 'place', claim: person.claim, conversation, ...place}, done);
	}

	#store(fact: PersonalFact, done?: Done): void {
		const settle = (error: ChatError | undefined): void => {
			if (error) this.#putOff(fact);
			else this.#settleFact(fact);
			done?.(error);
		};
		this.#options.keep(fact, settle, done !== undefined);
	}

	#settleFact(fact: PersonalFact): void {
		const facts = this.#unstored.get(fact.claim);
		if (facts?.delete(subjectOf(fact)) && facts.size === 0) this.#unstored.delete(fact.claim);
	}

	/** Keeps what could not be stored, for later. */
	#putOff(fact: PersonalFact): void {
		const {claim} = fact;
		// Of people who are not known any more not everything can be kept: such a row is forgotten again later.
		const isOld = !this.#byClaim.has(claim);
		if (isOld && (fact.type !== 'forget' || this.#unstored.size >= this.#most)) return;
		const facts = this.#unstored.get(claim) ?? new Map<string, PersonalFact>();
		this.#unstored.set(claim, facts.set(subjectOf(fact), fact));
	}

	#keep(person: KnownPerson): void {
		this.#byClaim.set(person.claim, person);
		const key = nameKey(person.id);
		const namesakes = this.#byName.get(key);
		if (namesakes) namesakes.push(person);
		else this.#byName.set(key, [person]);
		for (const [conversation, {member}] of person.places) if (member) this.#count(conversation, 1);
	}

	/**
	 * Of all who are not here some are forgotten: guests first, those who came and went soonest, and have not been seen for
	 * longest.
	 */
	#forgetPassers(): void {
		const stay = ({since, seen}: KnownPerson): number => seen - since;
		const away = [...this.#byClaim.values()]
			.filter(person => !this.#options.isHere(person))
			.sort(
				(one, other) =>
					Number(isOwner(one)) - Number(isOwner(other)) || stay(one) - stay(other) || one.seen - other.seen,
			);
		const surplus = this.#byClaim.size - this.#most + Math.ceil(this.#most * forgottenShare);
		for (const person of away.slice(0, surplus)) this.#forget(person);
	}

	#forget(person: KnownPerson): void {
		this.#byClaim.delete(person.claim);
		const namesakes = this.#byName.get(nameKey(person.id))!;
		namesakes.splice(namesakes.indexOf(person), 1);
		if (namesakes.length === 0) this.#byName.delete(nameKey(person.id));
		for (const [conversation, {member}] of person.places) if (member) this.#count(conversation, -1);
		this.#unstored.delete(person.claim);
		this.#store({type: 'forget', claim: person.claim});
	}

	#count(conversation: string, change: number): void {
		const count = (this.#members.get(conversation) ?? 0) + change;
		if (count > 0) this.#members.set(conversation, count);
		else this.#members.delete(conversation);
	}
}
