/** Replies and amendments: what they may refer to, and what they change. */
import type {ErrorCode} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import type {Conversation} from './conversations.ts';
import type {Database} from './database.ts';
import {reindex, type Said} from './indexing.ts';
import type {Draft} from './journal.ts';
import {codeOf} from './rows.ts';

/** The entry that a draft refers to. */
export type Target = Said & {readonly author: string; readonly ts: number};

/**
 * The entry that a draft refers to: one that was said and is still there, and the author's to change.
 * @param by the row of the author's names
 */
export const findTarget = (
	db: Database,
	conversation: Conversation,
	draft: Draft,
	by: number,
): Target | ErrorCode => {
	const target = db.get<Target>(
		`SELECT m.id, m.author AS by, coalesce(m.spelling, a.name) AS author, m.ts, m.body, m.recipient
		FROM message m JOIN author a ON a.id = m.author
		WHERE m.conversation = ? AND m.seq = ? AND m.kind < 2 AND m.gone = 0`,
		conversation.id,
		draft.ref ?? 0,
	);
	if (target === undefined) return 'NO_SUCH_MESSAGE';
	if (!mayChange(draft, target, by)) return 'NOT_YOURS';
	return isSign(draft) && isFull(db, conversation, draft, by) ? 'SIGNS_FULL' : target;
};

const mayChange = ({kind, rights}: Draft, target: Target, by: number): boolean => {
	if (kind !== 'edit' && kind !== 'delete') return true;
	if (rights === undefined) return false;
	return rights === 'all' || (target.by === by && target.ts >= rights.own);
};

/**
 * Makes the rows as they are now that an amendment has its own: what it takes the place of counts no more.
 * @param by the row of its author's names
 */
export const amend = (
	db: Database,
	conversation: Conversation,
	{kind, ref, msg}: Draft,
	by: number,
): void => {
	if (ref === undefined) return;
	if (kind === 'edit' || kind === 'delete') settleText(db, conversation, ref);
	else settleSign(db, conversation, ref, by, msg);
};

const isSign = ({kind}: Draft): boolean => kind === 'react' || kind === 'unreact';

/** Has a message all signs that it takes, this one of this person not among them? */
const isFull = (db: Database, conversation: Conversation, {ref = 0, msg}: Draft, by: number): boolean => {
	const [known] = db.all(
		`SELECT 1 FROM message WHERE ${about} AND ${reactions} AND author = ? AND body = ? LIMIT 1`,
		conversation.id,
		ref,
		by,
		msg,
	);
	if (known !== undefined) return false;
	const {count} = db.get<{count: number}>(
		`SELECT count(*) AS count FROM message WHERE ${about} AND ${reactions}`,
		conversation.id,
		ref,
	)!;
	return count >= limits.signsPerMessage;
};

/** The condition on `kind` and `gone` is the index's own, word for word: without it the index is not used. */
const about = 'conversation = ? AND ref = ? AND kind > 1 AND gone = 0';

const [edits, deletions] = [codeOf('edit'), codeOf('delete')];
const reactions = `kind IN (${codeOf('react')}, ${codeOf('unreact')})`;

/** Gives an entry the text of its newest edit, or takes it away if it was deleted; no older text is left. */
export const settleText = (db: Database, conversation: Conversation, seq: number): void => {
	const said = db.get<Said>(
		`SELECT id, author AS by, body, recipient FROM message
		WHERE conversation = ? AND seq = ? AND kind < 2 AND gone = 0`,
		conversation.id,
		seq,
	);
	if (said === undefined) return;
	const newest = (kind: number): {id: number; body: string} | undefined =>
		db.get(
			`SELECT id, body FROM message WHERE ${about} AND kind = ? ORDER BY seq DESC LIMIT 1`,
			conversation.id,
			seq,
			kind,
		);
	const isDeleted = newest(deletions) !== undefined;
	const edit = isDeleted ? undefined : newest(edits);
	if (!isDeleted && edit === undefined) return;
	db.run('UPDATE message SET body = ?, gone = ? WHERE id = ?', edit?.body ?? '', Number(isDeleted), said.id);
	reindex(db, conversation, said, edit?.body);
	db.run(
		`UPDATE message SET body = '', gone = 1 WHERE ${about} AND kind = ? AND id <> ?`,
		conversation.id,
		seq,
		edits,
		edit?.id ?? 0,
	);
};

/** Of one person's one sign only the newest word counts. */
const settleSign = (
	db: Database,
	conversation: Conversation,
	ref: number,
	by: number,
	sign: string,
): void => {
	const own = `${about} AND ${reactions} AND author = ? AND body = ?`;
	const values = [conversation.id, ref, by, sign];
	db.run(
		`UPDATE message SET gone = 1 WHERE ${own} AND seq < (SELECT max(seq) FROM message WHERE ${own})`,
		...values,
		...values,
	);
};
