import {ChatError} from '../protocol/errors.ts';
import type {Event} from '../protocol/messages.ts';
import {Broadcast} from './broadcast.ts';
import {Direct} from './directs.ts';
import {eventOf} from './entries.ts';
import type {LogReport} from './log.ts';
import type {Member} from './member.ts';
import {readableOf} from './reading.ts';
import type {Conversation, Wish} from './room.ts';

/** Entries read at a time. They leave in pieces, since all of them together may be more than may wait for a peer. */
const pageEntries = 32;

type Replay = {
	conversation: Conversation;
	/** what events call the conversation */
	name: string;
	member: Member;
	wish: Wish;
};

/** The page of each peer that was asked for last: their replays take turns, as together they would be a flood. */
const pages = new WeakMap<Member, Promise<void>>();

/** Waits for the other replays of this peer, and for the peer. @returns to be called when a page was sent */
const turnOf = async (member: Member): Promise<() => void> => {
	const before = pages.get(member);
	const {promise, resolve} = Promise.withResolvers<void>();
	pages.set(member, promise);
	await before;
	await member.drained();
	return resolve;
};

/**
 * Sends somebody what a conversation holds after their cursor, as fast as they read it, and then `live`. What
 * is said meanwhile comes from the archive too, so the switch leaves no gap and no overlap: it happens in the
 * same step in which nothing delivered is missing. A later replay of the same conversation, a departure or the
 * end of the connection ends this one.
 */
const replay = async (options: Replay): Promise<void> => {
	const {conversation, name, member, wish} = options;
	const attempt = {};
	conversation.replaying.set(member, attempt);
	const isOver = (): boolean => conversation.replaying.get(member) !== attempt;
	let cursor = startOf(options);
	if (cursor < conversation.delivered) cursor = Math.max(cursor, await before(options));
	/** up to here the peer has everything, or wants nothing */
	let held = wish.after > 0 ? wish.after : undefined;
	while (!isOver() && cursor < conversation.delivered) {
		const done = await turnOf(member);
		try {
			if (isOver()) return;
			const asked = conversation.delivered;
			const page = await conversation.archive.after(conversation.key, cursor, pageEntries);
			if (isOver()) return;
			const gone = held === undefined ? 0 : tellGap(options, held);
			// What is committed and not delivered yet comes with the others' delivery.
			const due = page.filter(({seq}) => seq <= conversation.delivered);
			for (const frame of new Broadcast(readableOf(member, due).map(eventOf)).framesFor(member)) {
				await member.drained();
				if (isOver()) return;
				member.write(frame);
			}
			// Where nothing of it counts any more the page is empty, and knows nothing of what came while it was read.
			cursor = Math.max(due.at(-1)?.seq ?? asked, gone);
			held = cursor;
		} finally {
			done();
		}
	}
	if (isOver()) return;
	conversation.replaying.delete(member);
	member.tell({type: 'live', room: name, seq: conversation.delivered});
};

/**
 * Whoever holds something gets all that came after it, unless they want less; whoever holds nothing, what suits
 * their dialect. A cursor of the future is the newest entry's.
 */
const startOf = ({conversation: {delivered}, member, wish}: Replay): number => {
	const {after, history = after > 0 ? Number.POSITIVE_INFINITY : member.dialect.history} = wish;
	return Math.max(Math.min(after, delivered), delivered - history);
};

/** Seq of the newest entry that is too old for this reader. */
const before = async ({conversation, member, wish}: Replay): Promise<number> => {
	const since = Math.max(wish.since ?? 0, conversation instanceof Direct ? member.knownSince : 0);
	return since === 0 ? 0 : await conversation.archive.since(conversation.key, since);
};

/**
 * What the archive has let go since the reader was there.
 * @returns seq of the newest entry of that, 0 when it has let go of nothing
 */
const tellGap = ({conversation, name, member}: Replay, held: number): number => {
	const {archive, key} = conversation;
	const first = archive.conversation(key)?.first ?? 1;
	if (first <= held + 1) return 0;
	const gap: Event = {type: 'gap', room: name, from: held + 1, to: first - 1};
	member.tell(gap);
	return first - 1;
};

/** As `replay`; whoever cannot be given what was said is cut, since a hole would look like all of it. */
export const startReplay = (options: Replay, report: (event: LogReport) => void): void => {
	const {member} = options;
	replay(options).catch((cause: unknown) => {
		report({event: 'failed', from: member.from, error: String(cause)});
		member.cut(new ChatError('HISTORY_LOST', undefined, {cause}));
	});
};
