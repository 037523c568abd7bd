import type {Entry, Journal} from '../journal/journal.ts';
import {nameKey} from '../protocol/names.ts';
import type {Member} from './member.ts';
import type {Rank, RoomRules} from './moderation/rules.ts';
import {hasVoice, rankIn} from './moderation/standing.ts';

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
	 * after what is old, and nothing from the turn's delivery until they have caught up.
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
	readonly member: Member;
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
	readonly members = new Map<string, Member>();
	delivered: number;
	pending: Settled[] = [];
	pendingSince = 0;
	storing = 0;
	readonly replaying = new Map<Member, object>();
	arrivals: Arrival[] = [];
	departures: Departure[] = [];
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
		return this.members.size;
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

	/** Everybody whom a member sees, itself too. */
	seenBy(viewer: Member): Member[] {
		const everybody = [...this.members.values()];
		return this.kind === 'desk' ? everybody.filter(other => this.shows(other, viewer)) : everybody;
	}
}
