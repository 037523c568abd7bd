/** Replies and amendments: what they may refer to, and what they change. */
import type {ErrorCode} from '../protocol/errors.ts';
import type {Conversation} from './conversations.ts';
import type {Database} from './database.ts';
import {reindex, type Said} from './indexing.ts';
import type {Draft, Kind} from './journal.ts';
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
	return mayChange(draft, target, by) ? target : 'NOT_YOURS';
};

const mayChange = ({kind, rights}: Draft, target: Target, by: number): boolean => {
	if (kind !== 'edit' && kind !== 'delete') return true;
	if (rights === undefined) return false;
	return rights === 'all' || (target.by === by && target.ts >= rights.own);
};

/** An amendment that has its row: its draft, its target, the row's id and its author's. */
type Amendment = {draft: Draft; target: Target; conversation: Conversation; id: number; by: number};

/** Makes the rows before it as they are now. What it takes the place of counts no more. */
export const amend = (db: Database, amendment: Amendment): void =>
	changes[amendment.draft.kind]?.(db, amendment);

type Change = (db: Database, amendment: Amendment) => void;

const changes: Readonly<Partial<Record<Kind, Change>>> = {
	edit: (db, amendment) => {
		const {draft, target, conversation} = amendment;
		db.run('UPDATE message SET body = ? WHERE id = ?', draft.msg, target.id);
		reindex(db, conversation, target, draft.msg);
		blankEdits(db, amendment);
	},
	delete: (db, amendment) => {
		const {target, conversation} = amendment;
		db.run("UPDATE message SET body = '', gone = 1 WHERE id = ?", target.id);
		reindex(db, conversation, target, undefined);
		blankEdits(db, amendment);
	},
	react: (db, amendment) => supersede(db, amendment),
	unreact: (db, amendment) => supersede(db, amendment),
};

/** The condition on `kind` and `gone` is the index's own, word for word: without it the index is not used. */
const earlier = 'conversation = ? AND ref = ? AND kind > 1 AND gone = 0 AND id <> ?';

const blankEdits: Change = (db, {draft, conversation, id}) => {
	db.run(
		`UPDATE message SET body = '', gone = 1 WHERE ${earlier} AND kind = ?`,
		conversation.id,
		draft.ref!,
		id,
		codeOf('edit'),
	);
};

/** Of one person's one sign only the newest word counts. */
const supersede: Change = (db, {draft, conversation, id, by}) => {
	db.run(
		`UPDATE message SET gone = 1 WHERE ${earlier} AND kind IN (?, ?) AND author = ? AND body = ?`,
		conversation.id,
		draft.ref!,
		id,
		codeOf('react'),
		codeOf('unreact'),
		by,
		draft.msg,
	);
};
