/**
 * The ordered record of everything that was said: the seam behind which SQLite and later PostgreSQL stand.
 * Whoever appends is told of the commit afterwards, and only then acknowledges and delivers; that order is what
 * makes an acknowledgement worth something.
 */
import type {ChatError} from '../protocol/errors.ts';

/**
 * What an entry is: said, told as what somebody does, or something that happened to an earlier entry. Those last
 * have a place of their own, so that they replay like everything else.
 */
export type Kind = 'say' | 'me' | 'edit' | 'delete' | 'react' | 'unreact';

/** Something said, before it has its place. */
export type Draft = {
	/** the conversation: a room's key, or both ids' keys for a direct one */
	conversation: string;
	/** the room as its name is written, or `@` and the receiver's id */
	room: string;
	author: string;
	/** with the author it names the message for its whole life; undefined from peers that cannot repeat */
	nonce: string | undefined;
	/** milliseconds since 1970, UTC, by the server's clock */
	ts: number;
	kind: Kind;
	/** the text; the sign for `react` and `unreact`; empty for `delete` */
	msg: string;
	/** in a help desk: the one person besides author and operators who may read it */
	to?: string | undefined;
	/** seq of the entry that this answers or changes */
	ref?: number | undefined;
	/** for `edit` and `delete`: what its author may change */
	rights?: Rights | undefined;
};

/**
 * `own`: what the author said since this time (ms since 1970), from when it is certain to be the same person.
 * `all`: what anybody said.
 */
export type Rights = {readonly own: number} | 'all';

/**
 * Something said, in its place. `seq` is dense in its conversation and grows with time. An entry is as it is now:
 * an edited one has its newest text, a deleted one none.
 */
export type Entry = Omit<Draft, 'rights'> & {
	readonly seq: number;
	/** what the entry says that this answers; undefined when not everybody who reads this may read that */
	quote?: {readonly id: string; readonly msg: string} | undefined;
	/** when the entry was said that `ref` names; undefined when that one is gone */
	refTs?: number | undefined;
	/** its text was taken away */
	deleted?: true | undefined;
};

/**
 * What became of a draft. `fresh` is false when author and nonce were known: `entry` is the first one, of which
 * conversation, room, seq and ts are certain.
 */
export type Commit = {readonly entry: Entry; readonly fresh: boolean};

/**
 * What was not stored, and why: NO_SUCH_MESSAGE or NOT_YOURS for what cannot be changed, NOT_STORED when the disk
 * would not take it.
 */
export type Refusal = {readonly draft: Draft; readonly error: ChatError};

export type Outcome = Commit | Refusal;

/** What is known of a conversation besides what was said in it. */
export type ConversationRecord = {
	/** a room's key, or both ids' keys for a direct one */
	readonly key: string;
	/** a room's name as it is written; empty for a direct conversation */
	readonly name: string;
	readonly topic: string;
	/** seq of the oldest entry that is kept, of the next one when none is */
	readonly first: number;
	/** seq of the newest entry, 0 before the first one */
	readonly last: number;
	/** when the newest entry was said, ms since 1970; 0 before the first one */
	readonly ts: number;
};

/**
 * Somebody whom the server knows again: not a name, but whoever showed the same secret as before. Several people
 * may have held one name, one after the other.
 */
export type PersonRecord = {
	/** SHA-256 of the secret, in hex: what names the person */
	readonly claim: string;
	readonly id: string;
	/** since when it is the same person, ms since 1970 */
	readonly since: number;
	/** last connected or disconnected, ms since 1970 */
	readonly seen: number;
	readonly places: ReadonlyMap<string, Place>;
};

/** Where a person stands in a conversation, by the conversation's key. */
export type Place = {
	/** in the room, also while away */
	readonly member: boolean;
	/** seq of the newest entry that was read; undefined when that is not known */
	readonly read: number | undefined;
	/** a direct conversation was closed when this was its newest entry; 0 for one that was not */
	readonly closed: number;
};

/** Something lasting about rooms and people. A later fact of the same kind about the same takes its place. */
export type Fact =
	| {readonly type: 'room'; readonly conversation: string; readonly name: string; readonly topic: string}
	| ({readonly type: 'person'} & Omit<PersonRecord, 'places'>)
	/** the person and its places go */
	| {readonly type: 'forget'; readonly claim: string}
	| ({readonly type: 'place'; readonly claim: string; readonly conversation: string} & Place)
	/** what the server keeps of its own under a kind and a key, as JSON; null takes it away */
	| {readonly type: 'record'; readonly kind: string; readonly key: string; readonly value: string | null}
	| ({readonly type: 'audit'} & Deed);

/** What somebody did who may do more than others. */
export type Deed = {
	/** ms since 1970 */
	readonly ts: number;
	readonly by: string;
	/** a verb, such as `ban` */
	readonly action: string;
	readonly subject?: string | undefined;
	readonly room?: string | undefined;
	readonly detail?: string | undefined;
};

/** Deeds, newest first. `more` goes on behind them. */
export type Deeds = {readonly list: readonly Deed[]; readonly more: string | undefined};

/** Entries of one conversation, oldest first. */
export type Page = {
	readonly entries: readonly Entry[];
	/** those from after the page that change entries of it, oldest first: the ones that still count */
	readonly later: readonly Entry[];
};

/** What a search wants. An entry fits when it holds each word by its beginning, whatever the case or accents. */
export type Query = {
	readonly text: string;
	/** all rooms, of which entries with a `to` are none */
	readonly open: boolean;
	/** keys of rooms that are not among them, as one has to be invited */
	readonly except?: readonly string[] | undefined;
	/** keys of conversations besides, with all that is in them */
	readonly conversations: readonly string[];
	readonly from?: string | undefined;
	/** only what was said before, ms since 1970 */
	readonly before?: number | undefined;
	/** goes on behind an earlier answer */
	readonly more?: string | undefined;
	readonly limit: number;
};

/** Newest first. */
export type Found = {readonly entries: readonly Entry[]; readonly more: string | undefined};

/** Called once something is stored, or with NOT_STORED. */
export type Done = (error: ChatError | undefined) => void;

export interface Journal {
	/** Names this record: cursors into another one mean nothing here. */
	readonly id: string;

	/**
	 * Queues a draft. Those of one turn of the event loop, those that come while a commit is under way, and those
	 * that `awaitsMore` awaits, are committed together, in the order of the calls.
	 */
	append(draft: Draft): void;

	/** Called with what became of each batch of drafts, in order: the one way to learn of a commit. */
	onCommit: (batch: readonly Outcome[]) => void;

	/** Asked once a turn while a batch could begin: is it to wait, as more is on its way? Not, when it is left as it is. */
	awaitsMore: () => boolean;

	/**
	 * Keeps a fact, in one order with the drafts. Resolves when it is stored.
	 * @throws {ChatError} NOT_STORED by rejecting; nobody has to await it
	 */
	note(fact: Fact): Promise<void>;

	/** As `note`, without a promise: for what is noted by the thousand. */
	keep(fact: Fact, done: Done): void;

	/** What is known of each conversation, with all commits that were told of. */
	conversations(): Iterable<ConversationRecord>;
	conversation(key: string): ConversationRecord | undefined;

	/** Whom the record knew when it was opened. */
	people(): Iterable<PersonRecord>;

	/** What the server kept of a kind when the record was opened, by its keys. */
	records(kind: string): Iterable<readonly [key: string, value: string]>;

	/** @throws {ChatError} HISTORY_LOST by rejecting; BAD_REQUEST for a `more` that is none */
	audit(where: {more?: string | undefined; limit: number}): Promise<Deeds>;

	/** Keeps the newest deeds, so many of them. */
	pruneAudit(most: number): Promise<void>;

	/** Entries after a seq, oldest first, at most `limit`. Starts later when older ones are gone. */
	after(conversation: string, seq: number, limit: number): Promise<readonly Entry[]>;

	/**
	 * A page of what was said: the newest `limit` entries before a seq, or the oldest after one.
	 * @throws {ChatError} HISTORY_LOST by rejecting, as `after`, `since` and `search` do
	 */
	page(conversation: string, where: {before: number} | {after: number}, limit: number): Promise<Page>;

	/** Seq of the newest entry that was said before a time (ms since 1970); 0 when none was. */
	since(conversation: string, ts: number): Promise<number>;

	search(query: Query): Promise<Found>;

	/** Commits what is queued and closes. */
	close(): Promise<void>;
}
