/**
 * Everything a screen can show, and nothing that can be derived from it. Changed by `reduce` alone.
 */
import type {ChatError} from '../protocol/errors.ts';
import type {Event, EventOf, Person, RequestOf} from '../protocol/messages.ts';
import type {Mode, Role} from '../protocol/standing.ts';
import type {Log} from './log.ts';

/** How the connection stands. */
export type Link =
	| {type: 'connecting'}
	/** the server is full; place 1 is next */
	| {type: 'waiting'; place: number}
	| {type: 'online'}
	/** lost, and tried again at `retryAt` (ms since 1970, by this machine's clock) */
	| {type: 'offline'; retryAt: number; error: ChatError}
	/** over, until somebody chooses what to do: another id, or to leave. The server may say when it can be tried again */
	| {type: 'refused'; error: ChatError; retryAt?: number | undefined}
	/** left on purpose */
	| {type: 'closed'};

/** One entry of the message pane, of whatever height. */
export type Line =
	| MessageLine
	/** joins and leaves that followed each other, folded into one */
	| {type: 'presence'; ts: number; joined: readonly string[]; left: readonly string[]}
	/** what the program itself says: answers to commands, errors, topic changes */
	| {type: 'note'; ts: number; text: string; tone: Tone}
	/** what an operator says to everybody */
	| {type: 'notice'; ts: number; id: string; msg: string};

export type MessageLine = {
	type: 'message';
	seq: number;
	id: string;
	msg: string;
	ts: number;
	kind?: 'me' | undefined;
	/** in a help desk: whom the operator answers */
	to?: string | undefined;
	mine: boolean;
	/** names the reader; own messages never do, nor those of people who are ignored */
	mention: boolean;
	/** of somebody whom the reader ignores: it is not shown and counts nowhere */
	ignored?: true | undefined;
	/** seq of the message that this answers */
	ref?: number | undefined;
	/** what that one said when this came; look at the line itself first, it may have changed */
	quote?: {readonly id: string; readonly msg: string; readonly ignored?: true} | undefined;
	/** the change that gave it its present text */
	edited?: Amendment | undefined;
	/** the change that took its text away; `msg` is empty then */
	deleted?: Amendment | undefined;
	/** by `reactionKey`: signs that were put to it and taken off again; see `select.reactions` */
	reactions?: ReadonlyMap<string, Reaction> | undefined;
};

/** What happened to a message, by whom and when. The one with the highest seq counts, whatever came first. */
export type Amendment = {readonly seq: number; readonly id: string; readonly ts: number};

export type Reaction = Amendment & {readonly emoji: string; readonly off: boolean};

export type Tone = 'info' | 'error';

/** What is kept until the server has it: all that makes an entry of the journal. */
export type Kept = RequestOf<'say'> | RequestOf<'edit'> | RequestOf<'delete'> | RequestOf<'react'>;

/** One's own message on its way. It leaves this list when it comes back as a line, or is given up. */
export type Pending = {
	nonce: string;
	/** what it does to the message `ref`; undefined for something said */
	change?: 'edit' | 'delete' | 'react' | undefined;
	/** the text, the newest one for an edit; the sign of a reaction; empty for a deletion */
	msg: string;
	kind?: 'me' | undefined;
	/** seq of the message that it answers or changes */
	ref?: number | undefined;
	/** a reaction is taken off */
	off?: true | undefined;
	/** when it was written, by this machine's clock */
	ts: number;
	/** its place, once the server acknowledged it: the line itself is about to come */
	seq?: number | undefined;
	/** why it failed; undefined while it is on its way */
	error?: ChatError | undefined;
};

export type Room = {
	/** equal for equal names: `nameKey` of the target */
	readonly key: string;
	/** what requests call it: `ops`, or `@Dana` */
	readonly target: string;
	readonly topic: string;
	readonly desk: boolean;
	readonly readOnly: boolean;
	/** who may enter it and speak */
	readonly mode: Mode;
	/** what one is in this room */
	readonly rank: 'owner' | 'operator' | undefined;
	/** one may not speak in this room; undefined while one may */
	readonly muted: Muted | undefined;
	/** in this room by the server's account, with its history complete: false while joining or offline */
	readonly live: boolean;
	/** we are out of it (kicked, refused, or left as the last one); it is not rejoined, but stays readable */
	readonly gone: boolean;
	/** shown until the server tells which rooms there are; then it goes, unless it is one of them */
	readonly assumed: boolean;
	/** its history was complete once, so that what comes now is news; before that, it counts as read */
	readonly entered: boolean;
	/** how many are in it, where they are so many that the server counts them and names nobody; undefined where it does */
	readonly crowd: number | undefined;
	/** by nameKey; empty for direct conversations and for crowds */
	readonly members: ReadonlyMap<string, Person>;
	readonly log: Log<Line>;
	readonly pending: readonly Pending[];
	/** highest seq held; what is at or below it is ignored */
	readonly seq: number;
	/** lowest seq held: older entries can be loaded in front of it. One above `seq` when nothing is held */
	readonly oldest: number;
	/** nothing older than `oldest` is kept by the server */
	readonly complete: boolean;
	/** number of the first line whose seq counts: what stands above is of another journal */
	readonly record: number;
	/** amendments of entries that are not held, as they came: for when those are loaded later. The newest ones */
	readonly orphans: Log<AmendmentEvent>;
	/** an old part of the room that is looked at, as from a search; undefined for the room as it goes on */
	readonly visit: Visit | undefined;
	/** number of the first line that was not read yet */
	readonly read: number;
	/** highest seq that was read; undefined while that is not known, when all that is not held counts as read */
	readonly seen: number | undefined;
	/** somebody wants to find this room unread when they come back to it */
	readonly keptUnread: boolean;
	/** number of the line above which the `new` separator stands; undefined for none */
	readonly marker: number | undefined;
	/** `seen` when the separator was put there: older pages may hold what was unread, too */
	readonly markedAt: number | undefined;
	/** by nameKey: who types, and until when that holds (this machine's clock) */
	readonly typing: ReadonlyMap<string, {id: string; until: number}>;
};

/** Entries from the middle of a room, with nothing between them and what the room holds. */
export type Visit = {
	/** lines of messages only; its numbers are its own */
	readonly log: Log<Line>;
	/** lowest and highest seq that were loaded */
	readonly oldest: number;
	readonly newest: number;
	/** nothing older is kept; nothing newer has been said */
	readonly complete: boolean;
	readonly current: boolean;
	/** seq of the message that one came for */
	readonly seq: number;
};

/** An event that changes an earlier message. */
export type AmendmentEvent = EventOf<'edit'> | EventOf<'delete'> | EventOf<'react'>;

/** An event that is an entry of the journal: it has a place in the order of its room. */
export type EntryEvent = EventOf<'message'> | AmendmentEvent;

/** A page of a room's entries, as the server keeps them. */
export type HistoryPage = {
	/** by their seq, oldest first; with those from after the page that change messages of it */
	readonly list: readonly EntryEvent[];
	/** nothing older is kept */
	readonly first: boolean;
	/** nothing newer has been said */
	readonly last: boolean;
};

export type Level = 'all' | 'mentions' | 'nothing';

/** What a person wishes of a room. */
export type Wish = {
	/** stands before the others */
	readonly pinned?: true;
	/** what calls one there; without it, what is usual */
	readonly level?: Level;
};

/** `undefined` takes a wish back. */
export type WishChange = {readonly pinned?: true | undefined; readonly level?: Level | undefined};

/** One may not speak: till when (ms since 1970, by the server's clock) if not for ever, and why. */
export type Muted = {readonly until?: number; readonly text?: string};

export type State = {
	readonly link: Link;
	/** one's own id, as the server wrote it once it did */
	readonly me: string;
	readonly operator: boolean;
	/** what one is on this server; `guest` before the first welcome */
	readonly role: Role;
	/** one may not speak anywhere; undefined while one may */
	readonly muted: Muted | undefined;
	/** what one said on going away; undefined while here */
	readonly away: string | undefined;
	/** the server's journal that all seqs speak of; undefined before the first welcome */
	readonly journal: string | undefined;
	/** by key, in the order in which they were entered */
	readonly rooms: ReadonlyMap<string, Room>;
	/** key of the room on the screen */
	readonly current: string;
	/** true while the newest line of the current room is on the screen: what comes is read as it comes */
	readonly following: boolean;
	/** names of rooms that the server listed last, for completion */
	readonly directory: readonly string[];
	/** names of people whom the server found last, newest first, for completion */
	readonly found: readonly string[];
	/** by room key; nothing is wished of a room without one */
	readonly wishes: ReadonlyMap<string, Wish>;
	/** by nameKey: people of whom one reads nothing */
	readonly ignored: ReadonlySet<string>;
};

/** What this side does, beside the server's events. */
export type Action =
	| {type: 'link'; link: Link}
	/** a message of one's own, or a change of one, starts its way */
	| {type: 'sending'; request: Kept; ts: number}
	/** a message will not arrive */
	| {type: 'failed'; nonce: string; error: ChatError}
	/** a failed message is tried again, or given up */
	| {type: 'again'; nonce: string}
	| {type: 'dropped'; nonce: string}
	/**
	 * shows a room; made if it is a direct conversation that is not open yet
	 * @param following false where its newest line does not come on the screen; nothing is read by that
	 */
	| {type: 'open'; target: string; following?: boolean | undefined}
	| {type: 'closeRoom'; target: string}
	/** the newest line of the current room came on the screen, or left it */
	| {type: 'follow'; following: boolean}
	| {type: 'clear'; target: string}
	/** older entries of the room itself */
	| {type: 'older'; target: string; page: HistoryPage}
	/** the part of a room around a message, for a visit there */
	| {type: 'visit'; target: string; seq: number; page: HistoryPage}
	/** more of the part that is visited; without a page, from what the room holds */
	| {type: 'widen'; target: string; side: 'older' | 'newer'; page?: HistoryPage | undefined}
	| {type: 'endVisit'; target: string}
	/** this message and what follows it were not read */
	| {type: 'unreadFrom'; target: string; seq: number}
	/** without a target: in the current room */
	| {type: 'note'; text: string; tone: Tone; target?: string | undefined; ts: number}
	/** typing marks older than this are over */
	| {type: 'expire'; now: number}
	/** the server has named all rooms that it has us in */
	| {type: 'named'}
	/** names of rooms that the server listed to the program: all of them, or a part */
	| {type: 'listed'; rooms: readonly string[]; isPart?: boolean}
	/** people whom the server told the program of */
	| {type: 'found'; ids: readonly string[]}
	/** what one wants of a room, over what was wished before */
	| {type: 'wish'; target: string; wish: WishChange}
	/** reads nothing of somebody, or again what they say */
	| {type: 'ignore'; id: string; on: boolean}
	/** another id before the next hello */
	| {type: 'rename'; id: string};

/** An event with the time at which it came, by this machine's clock. */
export type Arrival = {type: 'event'; event: Event; at: number};

export type Change = Action | Arrival;
