/** Entries as the tables hold them. */
import {limits} from '../protocol/limits.ts';
import {sameName} from '../protocol/names.ts';
import type {Entry, Kind} from './journal.ts';

/** A kind is stored as its place here, so this list is only ever added to. Those from 2 on are amendments. */
export const kinds: readonly Kind[] = ['say', 'me', 'edit', 'delete', 'react', 'unreact'];

export const codeOf = (kind: Kind): number => kinds.indexOf(kind);

export const isAmendment = (kind: Kind): boolean => kind !== 'say' && kind !== 'me';

/** An entry, and what it answers if that is still there. */
export const entryColumns = `
	m.id, c.key AS conversation, coalesce(m.room, c.name) AS room, m.seq, coalesce(m.spelling, a.name) AS author,
	m.ts, m.nonce, m.kind, m.body, m.recipient, m.ref, m.gone,
	q.ts AS quotedTs, q.gone AS quotedGone, coalesce(q.spelling, b.name) AS quotedAuthor, q.body AS quotedBody, q.recipient AS quotedRecipient
`;

export const entryTables = `
	conversation c JOIN message m ON m.conversation = c.id JOIN author a ON a.id = m.author
	LEFT JOIN message q ON q.conversation = m.conversation AND q.seq = m.ref
	LEFT JOIN author b ON b.id = q.author
`;

export type EntryRow = {
	id: number;
	conversation: string;
	room: string;
	seq: number;
	author: string;
	ts: number;
	nonce: string | null;
	kind: number;
	body: string;
	recipient: string | null;
	ref: number | null;
	gone: number;
	quotedTs: number | null;
	quotedGone: number | null;
	quotedAuthor: string | null;
	quotedBody: string | null;
	quotedRecipient: string | null;
};

export const entryOf = (row: EntryRow): Entry => {
	const {conversation, room, seq, author, ts} = row;
	const kind = kinds[row.kind]!;
	const wasSaid = !isAmendment(kind);
	return {
		conversation,
		room,
		seq,
		author,
		ts,
		nonce: row.nonce ?? undefined,
		kind,
		msg: row.body,
		to: row.recipient ?? undefined,
		ref: row.ref ?? undefined,
		refTs: row.quotedTs ?? undefined,
		quote: wasSaid ? quoteIn(row) : undefined,
		deleted: wasSaid && row.gone === 1 ? true : undefined,
	};
};

const quoteIn = ({
	recipient,
	quotedGone,
	quotedAuthor,
	quotedBody,
	quotedRecipient,
}: EntryRow): Entry['quote'] =>
	quotedGone === 0
		? quoteOf({author: quotedAuthor!, body: quotedBody!, recipient: quotedRecipient}, recipient)
		: undefined;

/**
 * What a reply shows of the entry that it answers.
 * @param recipient of the reply: it may have other readers than what it answers, who are not shown that
 */
export const quoteOf = (
	said: {author: string; body: string; recipient: string | null},
	recipient: string | null,
): Entry['quote'] => {
	const isForOthers = said.recipient !== null && (recipient === null || !sameName(said.recipient, recipient));
	return isForOthers ? undefined : {id: said.author, msg: beginning(said.body)};
};

/** Never half of a surrogate pair. */
const beginning = (text: string): string => {
	const cut = text.slice(0, limits.quoteCharacters);
	return cut.length < text.length && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
};
