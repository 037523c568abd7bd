/** Retention: the oldest entries of a conversation go, a few at a time, and its `first` moves. */
import type {Conversation} from './conversations.ts';
import type {Database} from './database.ts';
import {type Said, unindex} from './indexing.ts';
import type {ConversationRecord} from './journal.ts';
import type {Tables} from './tables.ts';
import type {Known} from './tail.ts';

/** What is kept: what was said in so many ms, or so many entries of each conversation. */
export type Retention = {readonly ms: number} | {readonly messages: number};

/** Above what is to be kept by less than this share, it is left alone: pruning one by one would cost each append. */
const tolerance = 1 / 8;

/**
 * The seq that is to be a conversation's first, by what is kept.
 * @param now ms since 1970
 * @param most looked at
 */
const firstToKeep = (
	db: Database,
	{id, first, last}: Conversation,
	retain: Retention,
	now: number,
	most: number,
): number => {
	const end = Math.min(first + most, last + 1);
	if ('messages' in retain) return Math.min(end, last + 1 - retain.messages);
	const kept = db.get<{seq: number}>(
		'SELECT seq FROM message WHERE conversation = ? AND seq < ? AND ts >= ? ORDER BY seq LIMIT 1',
		id,
		end,
		now - retain.ms,
	);
	return kept?.seq ?? end;
};

const mostOf = (messages: number): number => Math.floor(messages * (1 + tolerance));

/** Are there so many entries that some have to go? */
export const isTooLong = ({first, last}: ConversationRecord, messages: number): boolean =>
	last - first + 1 > mostOf(messages);

/** Keys of the conversations in which there is something to prune. */
const dueConversations = (db: Database, retain: Retention, now: number): string[] => {
	const due =
		'messages' in retain
			? db.all<{key: string}>(
					'SELECT key FROM conversation WHERE last - first + 1 > ?',
					mostOf(retain.messages),
				)
			: db.all<{key: string}>(
					'SELECT c.key FROM conversation c JOIN message m ON m.conversation = c.id AND m.seq = c.first WHERE m.ts < ?',
					now - retain.ms,
				);
	return due.map(({key}) => key);
};

export type Pruning = {
	retain: Retention;
	/** ms since 1970 */
	now: number;
	/** entries that may go at once */
	most: number;
};

/**
 * Within a transaction: takes away what is not kept, at most so many entries.
 * @returns whether that was all
 */
export const prune = (tables: Tables, {retain, now, most}: Pruning): boolean => {
	const {db, conversations} = tables;
	let left = most;
	for (const key of dueConversations(db, retain, now)) {
		if (left <= 0) break;
		const conversation = conversations.find(key)!;
		const first = firstToKeep(db, conversation, retain, now, left);
		const gone = db.all<Said & Known & {kind: number; gone: number}>(
			`DELETE FROM message WHERE conversation = ? AND seq < ?
			RETURNING id, fingerprint, author AS by, body, recipient, kind, gone`,
			conversation.id,
			first,
		);
		const said = gone.filter(row => row.kind < 2 && row.gone === 0);
		unindex(db, conversation, said);
		tables.forget(gone);
		left -= gone.length;
		conversation.first = Math.max(conversation.first, first);
		conversations.touch(conversation);
	}
	return left > 0;
};
