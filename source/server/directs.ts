import type {ConversationRecord, Journal} from '../journal/journal.ts';
import {ChatError} from '../protocol/errors.ts';
import {directMark, nameKey} from '../protocol/names.ts';
import type {Member} from './member.ts';
import type {People} from './people.ts';
import type {Archive, Conversation, Settled} from './room.ts';

type Pair = readonly [string, string];

/** What two people say to each other, or one to themselves. */
export class Direct implements Conversation {
	readonly key: string;
	/** `nameKey`s, the same one twice for oneself */
	readonly people: Pair;
	readonly archive: Archive;
	delivered: number;
	readonly size = 2;
	pending: Settled[] = [];
	pendingSince = 0;
	storing = 0;
	readonly replaying = new Map<Member, object>();

	constructor(key: string, archive: Archive, delivered: number) {
		this.key = key;
		this.people = peopleOf(key);
		this.archive = archive;
		this.delivered = delivered;
	}
}

/** No name holds it, so this is nobody's name, and no room's. */
const between = '\n';

const keyOf = (one: string, other: string): string =>
	one < other ? one + between + other : other + between + one;

const peopleOf = (key: string): Pair => key.split(between) as [string, string];

export const isDirectKey = (key: string): boolean => key.includes(between);

/**
 * Conversations of one person that are opened, or searched, together. Somebody who writes to everybody, or to whom
 * everybody writes, would hold all others up; older ones are there for whoever names them.
 */
const mostAtOnce = 1000;

type DirectsOptions = {
	journal: Journal;
	/** who is connected, by `nameKey` */
	present: ReadonlyMap<string, Member>;
	people: People;
};

/**
 * Direct conversations. What was said in them is in the journal, for as long as that keeps it; here are those
 * of people who are connected, and which ones everybody has.
 */
export class Directs {
	readonly #options: DirectsOptions;
	readonly #byKey = new Map<string, Direct>();
	readonly #byPerson = new Map<string, Set<Direct>>();
	/** keys of what was said ever, by `nameKey`; the one in which something was said last is the last */
	readonly #kept = new Map<string, Set<string>>();

	constructor(options: DirectsOptions) {
		this.#options = options;
		const known = [...options.journal.conversations()].filter(({key}) => isDirectKey(key));
		for (const {key} of known.sort((one, other) => one.ts - other.ts)) this.#keep(key);
	}

	/** Those of one person in which something is said, or read, now. */
	of(person: string): ReadonlySet<Direct> {
		return this.#byPerson.get(person) ?? new Set();
	}

	/** Those of which a member may read something, as the journal knows them, the newest last; at most so many of them. */
	readableBy(member: Member): ConversationRecord[] {
		const keys = [...(this.#kept.get(member.key) ?? [])];
		const found: ConversationRecord[] = [];
		for (let at = keys.length - 1; at >= 0 && found.length < mostAtOnce; at--) {
			const record = this.#recordFor(member, keys[at]!);
			if (record) found.push(record);
		}
		return found.reverse();
	}

	/** @param target `@` and an id, of anybody */
	keyOf(member: Member, target: string): string {
		return keyOf(member.key, nameKey(target.slice(directMark.length)));
	}

	/** Ends a member's replay, if there is one. */
	stop(member: Member, key: string): void {
		this.#byKey.get(key)?.replaying.delete(member);
	}

	/** What a member's conversation is called: `@` and the other's id. */
	nameOf(member: Member, key: string): string {
		const [one, other] = peopleOf(key);
		const partner = one === member.key ? other : one;
		return directMark + (this.#idOf(partner) ?? partner);
	}

	/**
	 * The conversation with somebody who is here or may come back.
	 * @param target `@` and an id
	 * @returns with the name that it has for its member
	 * @throws {ChatError} NO_SUCH_ID
	 */
	with(member: Member, target: string): {direct: Direct; name: string} {
		const partner = nameKey(target.slice(directMark.length));
		const id = this.#idOf(partner);
		if (id === undefined) throw this.#nobody(target);
		return {direct: this.open(keyOf(member.key, partner)), name: directMark + id};
	}

	/**
	 * As `with`, also of somebody who is nobody any more, of whom something can be read.
	 * @throws {ChatError} NO_SUCH_ID
	 */
	find(member: Member, target: string): {direct: Direct; name: string} {
		const key = this.keyOf(member, target);
		if (this.#recordFor(member, key) === undefined) return this.with(member, target);
		return {direct: this.open(key), name: this.nameOf(member, key)};
	}

	/** @param delivered seq of the newest entry that was sent; all that was told of when left out */
	open(key: string, delivered?: number): Direct {
		const found = this.#byKey.get(key);
		if (found) return found;
		const {journal} = this.#options;
		const direct = new Direct(key, journal, delivered ?? journal.conversation(key)?.last ?? 0);
		this.#byKey.set(key, direct);
		for (const person of direct.people) {
			const own = this.#byPerson.get(person);
			if (own) own.add(direct);
			else this.#byPerson.set(person, new Set([direct]));
		}
		return direct;
	}

	/** A conversation in which something was committed: undefined if nobody of it is here. */
	reached(key: string, seq: number): Direct | undefined {
		const {present} = this.#options;
		if (!isDirectKey(key)) return undefined;
		this.#keep(key);
		return peopleOf(key).some(person => present.has(person)) ? this.open(key, seq - 1) : undefined;
	}

	/** Somebody is gone: what they talked of with others who are not here needs no place here. */
	leave(person: string): void {
		const {present} = this.#options;
		for (const direct of this.of(person)) {
			for (const member of direct.replaying.keys())
				if (member.key === person) direct.replaying.delete(member);
			if (direct.people.some(one => present.has(one))) continue;
			this.#byKey.delete(direct.key);
			for (const one of direct.people) {
				const own = this.#byPerson.get(one);
				own?.delete(direct);
				if (own?.size === 0) this.#byPerson.delete(one);
			}
		}
	}

	/** Undefined when nothing that a member may read was said. */
	#recordFor({knownSince}: Member, key: string): ConversationRecord | undefined {
		const record = this.#options.journal.conversation(key);
		return record !== undefined && record.last > 0 && record.ts >= knownSince ? record : undefined;
	}

	#keep(key: string): void {
		for (const person of peopleOf(key)) {
			const kept = this.#kept.get(person);
			if (kept) {
				kept.delete(key);
				kept.add(key);
			} else this.#kept.set(person, new Set([key]));
		}
	}

	#idOf(key: string): string | undefined {
		const {present, people} = this.#options;
		return present.get(key)?.id ?? people.named(key)?.id;
	}

	#nobody(target: string): ChatError {
		return new ChatError('NO_SUCH_ID', `Nobody called ${target.slice(directMark.length)} is known here.`);
	}
}
