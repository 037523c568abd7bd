import type {Entry, Journal} from '../journal/journal.ts';
import {nameKey} from '../protocol/names.ts';
import type {Count} from './crowd.ts';
import type {Member} from './member.ts';
import type {Rank, RoomRules} from './moderation/rules.ts';
import {hasVoice, rankIn} from './moderation/standing.ts';
import {Roster} from './roster.ts';

/** Where what was said is read again: the journal, or the server's own log. */
export type Archive = Pick<Journal, 'conversation' | 'after' | 'page' | 'since'>;

/** What was stored, and who waits for the acknowledgement; nobody for what the server says itself. */
export type Settled = {readonly entry: Entry; readonly author: Member | undefined};

/** What is said in one order: a room, or the direct messages between two people. */
export interface Conversation {
	/** its name in the archive */
	readonly key: string;
	readonly archive: Archive;
	/** how many are told of what is said */
	readonly size: number;
	/** seq of the newest entry that those who are live have been sent */
	delivered: number;
	/** committed, and sent soon, see `Delivery`; with whoever said it */
	pending: Settled[];
	/** when the first of them was committed, by `Clock.elapsed` */
	pendingSince: number;
	/** drafts that are on their way into the journal */
	storing: number;
	/**
	 * Whoever still reads history, with a mark that names the attempt. They get what is new from the archive,
	 * after what is old, and nothing of what is delivered until they have caught up.
	 */
	readonly replaying: Map<Member, object>;
}

/**
 * `desk`: guests see operators and themselves, and operators everything. `log`: for operators, written by the
 * server alone.
 */
export type RoomKind = 'open' | 'desk' | 'log';

/** What somebody wants on coming into a conversation. */
export type Wish = {
	/** the newest seq that they hold */
	after: number;
	/** entries at most; undefined for as many as suits their dialect */
	history: number | undefined;
	/** none from before this time, ms since 1970 */
	since?: number | undefined;
	nonce: string | undefined;
};

export type Arrival = {
	/** false for somebody who was in the room and only asks again */
	readonly fresh: boolean;
	readonly wish: Wish;
	/** the newest seq that they have read, where that is known */
	readonly read: number | undefined;
};

export type Departure = {readonly member: Member; readonly why: string | undefined};

/** Who came and who went in one turn. */
export type Change = {readonly newcomers: ReadonlySet<Member>; readonly departures: readonly Departure[]};

type RoomOptions = {
	/** as whoever made it wrote it */
	name: string;
	kind: RoomKind;
	topic: string;
	archive: Archive;
	/** as they are now; undefined for an open room that is nobody's */
	rules?: ((room: string) => RoomRules | undefined) | undefined;
};

/** People who hear the same. Membership changes at once; others are told at the end of the turn. */
export class Room implements Conversation {
	readonly name: string;
	readonly key: string;
	readonly kind: RoomKind;
	readonly archive: Archive;
	readonly #rules: RoomOptions['rules'];
	topic: string;
	readonly #members = new Map<string, Member>();
	/** those of its members who are operators of the server: whom guests see at a help desk */
	readonly #operators = new Set<Member>();
	/** by name, for whoever asks */
	readonly roster = new Roster(() => this.#members.values());
	delivered: number;
	pending: Settled[] = [];
	pendingSince = 0;
	storing = 0;
	readonly replaying = new Map<Member, object>();
	/** who came, or asked again, and has not been told yet what the room is like: once for each time it asked */
	arrivals = new Map<Member, readonly Arrival[]>();
	departures: Departure[] = [];
	/** of a crowd: so many people that they are told how many they are, and not who; undefined for a smaller room */
	count: Count | undefined;
	/** what the others have not been told of yet, in its order */
	untold: Change[] = [];
	/** when they were told last, by `Clock.elapsed` */
	toldAt = Number.NEGATIVE_INFINITY;

	constructor({name, kind, topic, archive, rules}: RoomOptions) {
		this.name = name;
		this.key = nameKey(name);
		this.kind = kind;
		this.topic = topic;
		this.archive = archive;
		this.#rules = rules;
		this.delivered = archive.conversation(this.key)?.last ?? 0;
	}

	get size(): number {
		return this.#members.size;
	}

	/** by `nameKey` */
	get members(): ReadonlyMap<string, Member> {
		return this.#members;
	}

	get rules(): RoomRules | undefined {
		return this.#rules?.(this.key);
	}

	/** What a member is here, where that is more than others. */
	rankOf({account}: Member): Rank | undefined {
		return rankIn(this.rules, account);
	}

	/** Can this member say nothing here, as far as the room goes? */
	isReadOnlyFor(member: Member): boolean {
		return this.kind === 'log' || !hasVoice(this.rules, member);
	}

	/** Does one member see that another one is here? */
	shows(other: Member, viewer: Member): boolean {
		return this.kind !== 'desk' || viewer.operator || other.operator || viewer.key === other.key;
	}

	/** Somebody is in it, maybe in the place of its own older connection. */
	admit(member: Member): void {
		const older = this.#members.get(member.key);
		if (older) this.#operators.delete(older);
		this.#members.set(member.key, member);
		this.roster.add(member);
		this.reckon(member);
	}

	/** Somebody is in it no more. */
	release(member: Member): void {
		this.#members.delete(member.key);
		this.#operators.delete(member);
		this.roster.remove(member);
	}

	/** To be called when somebody in it has become an operator, or is one no more. */
	reckon(member: Member): void {
		if (member.operator) this.#operators.add(member);
		else this.#operators.delete(member);
	}

	get isCrowd(): boolean {
		return this.count !== undefined;
	}

	/** Is it a room for this member of which it is told how many there are, and not who? */
	isCrowdFor({operator}: Member): boolean {
		return this.isCrowd && (this.kind !== 'desk' || operator);
	}

	/**
	 * Everybody whom a member sees, itself too, and who see it: at a help desk few for a guest, however many there are.
	 */
	seenBy(viewer: Member): Iterable<Member> {
		if (!this.#isHiddenFrom(viewer)) return this.#members.values();
		return this.#has(viewer) ? [...this.#operators, viewer] : this.#operators;
	}

	/** As `seenBy`, how many. */
	countFor(viewer: Member): number {
		if (!this.#isHiddenFrom(viewer)) return this.#members.size;
		return this.#operators.size + Number(this.#has(viewer));
	}

	/** Whoever is told of everybody who comes and goes. */
	get watchers(): Iterable<Member> {
		return this.kind === 'desk' ? this.#operators : this.#members.values();
	}

	/** Is there somebody whom they do not see? */
	#isHiddenFrom({operator}: Member): boolean {
		return this.kind === 'desk' && !operator;
	}

	#has(member: Member): boolean {
		return this.#members.get(member.key) === member;
	}
}
