import type {Entry, Journal} from '../journal/journal.ts';
import type {EventOf} from '../protocol/messages.ts';
import {Broadcast} from './broadcast.ts';
import type {Member} from './member.ts';
import type {Conversation, Wish} from './room.ts';

/** Entries read at a time: half of what may wait for a peer, if all are as long as a line can be. */
const pageEntries = 32;

type Replay = {
	journal: Journal;
	conversation: Conversation;
	/** what events call the conversation */
	name: string;
	member: Member;
	wish: Wish;
	mayRead: (entry: Entry) => boolean;
};

/** An entry as its readers get it. What is undefined is in no line. */
export const messageOf = (entry: Entry): EventOf<'message'> => ({
	type: 'message',
	room: entry.room,
	seq: entry.seq,
	id: entry.author,
	msg: entry.msg,
	ts: entry.ts,
	kind: entry.kind,
	to: entry.to,
	nonce: entry.nonce,
});

/**
 * Sends somebody what a conversation holds after their cursor, as fast as they read it, and then `live`. What
 * is said meanwhile comes from the journal too, so the switch leaves no gap and no overlap: it happens in the
 * same step in which nothing delivered is missing. A later replay of the same conversation, a departure or the
 * end of the connection ends this one.
 */
export const replay = async (options: Replay): Promise<void> => {
	const {journal, conversation, name, member, wish, mayRead} = options;
	const attempt = {};
	conversation.replaying.set(member, attempt);
	const isOver = (): boolean => conversation.replaying.get(member) !== attempt;
	let cursor = Math.max(wish.after, conversation.delivered - (wish.history ?? member.dialect.history));
	while (cursor < conversation.delivered) {
		await member.drained();
		if (isOver()) return;
		const page = await journal.after(conversation.key, cursor, pageEntries);
		if (isOver()) return;
		// What is committed and not delivered yet comes with the others' delivery.
		const due = page.filter(({seq}) => seq <= conversation.delivered);
		new Broadcast(due.filter(mayRead).map(messageOf)).sendTo(member);
		cursor = due.at(-1)?.seq ?? conversation.delivered;
	}
	conversation.replaying.delete(member);
	member.tell({type: 'live', room: name, seq: conversation.delivered});
};
