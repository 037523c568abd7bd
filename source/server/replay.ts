import {ChatError} from '../protocol/errors.ts';
import type {Event} from '../protocol/messages.ts';
import {Broadcast} from './broadcast.ts';
import {Direct} from './directs.ts';
import {eventOf} from './entries.ts';
import type {LogReport} from './log.ts';
import type {Member} from './member.ts';
import {readableOf} from './reading.ts';
import {type Conversation, Room, type Wish} from './room.ts';
import type {Page, SharedPages} from './shared-pages.ts';

type Replay = {
	conversation: Conversation;
	/** what events call the conversation */
	name: string;
	member: Member;
	wish: Wish;
	pages: SharedPages;
};

/** The page of each peer that was asked for last: their replays take turns, as together they would be a flood. */
const asked = new WeakMap<Member, Promise<void>>();

/** Waits for the other replays of this peer, and for the peer. @returns to be called when a page was sent */
const turnOf = async (member: Member): Promise<() => void> => {
	const before = asked.get(member);
	const {promise, resolve} = Promise.withResolvers<void>();
	asked.set(member, promise);
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
			const page = await options.pages.after(conversation, cursor);
			if (isOver()) return;
			const {delivered} = conversation;
			const gone = held === undefined ? 0 : tellGap(options, held);
			for (const frame of readableIn(options, page, gone).framesFor(member)) {
				await member.drained();
				if (isOver()) return;
				member.write(frame);
			}
			cursor = Math.max(Math.min(page.end, delivered), gone);
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

/**
 * What a reader may read of a page: not what the archive has let go meanwhile. And what is committed and not delivered yet
 * comes with the others' delivery.
 */
const readableIn = ({conversation, member}: Replay, {entries, all}: Page, gone: number): Broadcast => {
	const {delivered} = conversation;
	const due = entries.filter(({seq}) => seq > gone && seq <= delivered);
	if (all !== undefined && due.length === entries.length && conversation instanceof Room) return all;
	return new Broadcast(readableOf(member, due).map(eventOf));
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
