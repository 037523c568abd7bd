/** Entries of the journal as events. */
import type {Entry, Kind} from '../journal/journal.ts';
import type {Event, EventOf} from '../protocol/messages.ts';

/** What was said, as its readers get it. What is undefined is in no line. */
export const messageOf = (entry: Entry): EventOf<'message'> => ({
	type: 'message',
	room: entry.room,
	seq: entry.seq,
	id: entry.author,
	msg: entry.msg,
	ts: entry.ts,
	kind: entry.kind === 'me' ? 'me' : undefined,
	to: entry.to,
	ref: entry.ref,
	quote: entry.quote,
	deleted: entry.deleted,
	nonce: entry.nonce,
});

const amendment = ({room, seq, ref = 0, author, ts, to, nonce}: Entry) => ({
	room,
	seq,
	ref,
	id: author,
	ts,
	to,
	nonce,
});

const writers: {readonly [Name in Kind]: (entry: Entry) => Event} = {
	say: messageOf,
	me: messageOf,
	edit: entry => ({type: 'edit', ...amendment(entry), msg: entry.msg}),
	delete: entry => ({type: 'delete', ...amendment(entry)}),
	react: entry => ({type: 'react', ...amendment(entry), emoji: entry.msg}),
	unreact: entry => ({type: 'react', ...amendment(entry), emoji: entry.msg, off: true}),
};

export const eventOf = (entry: Entry): Event => writers[entry.kind](entry);
