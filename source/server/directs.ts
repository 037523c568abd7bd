import type {Entry, Journal} from '../journal/journal.ts';
import type {Member} from './member.ts';
import type {Conversation} from './room.ts';

/** What two people say to each other, or one to themselves. */
export class Direct implements Conversation {
	readonly key: string;
	/** `nameKey`s, the same one twice for oneself */
	readonly people: readonly [string, string];
	delivered: number;
	pending: Entry[] = [];
	readonly replaying = new Map<Member, object>();

	constructor(key: string, people: readonly [string, string], delivered: number) {
		this.key = key;
		this.people = people;
		this.delivered = delivered;
	}
}

/** No name holds it, so this is nobody's name, and no room's. */
const between = '\n';

/**
 * Direct conversations last as long as both are connected. Without accounts a name is whoever holds it now,
 * and the next one must not read what the last one was told.
 */
export class Directs {
	readonly #journal: Journal;
	readonly #byKey = new Map<string, Direct>();
	readonly #byPerson = new Map<string, Set<Direct>>();

	constructor(journal: Journal) {
		this.#journal = journal;
	}

	get(key: string): Direct | undefined {
		return this.#byKey.get(key);
	}

	/** Those of one person. */
	of(person: string): ReadonlySet<Direct> {
		return this.#byPerson.get(person) ?? new Set();
	}

	open(one: Member, other: Member): Direct {
		const people: [string, string] = one.key < other.key ? [one.key, other.key] : [other.key, one.key];
		const key = people.join(between);
		let direct = this.#byKey.get(key);
		if (direct === undefined) {
			direct = new Direct(key, people, this.#journal.last(key));
			this.#byKey.set(key, direct);
			for (const person of people) {
				const own = this.#byPerson.get(person);
				if (own) own.add(direct);
				else this.#byPerson.set(person, new Set([direct]));
			}
		}
		return direct;
	}

	/** Forgets what was said with somebody who is gone. */
	close(person: string): void {
		for (const direct of this.of(person)) {
			this.#byKey.delete(direct.key);
			this.#journal.forget(direct.key);
			direct.replaying.clear();
			for (const one of direct.people) {
				const own = this.#byPerson.get(one);
				own?.delete(direct);
				if (own?.size === 0) this.#byPerson.delete(one);
			}
		}
	}
}
