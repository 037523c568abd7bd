/** Full text: filled behind the messages, a piece at a time, and asked from the newest. */
import {nameKey} from '../protocol/names.ts';
import {isDirectKey} from './conversations.ts';
import type {Database} from './database.ts';
import type {Found, Query} from './journal.ts';
import {readSlack} from './order.ts';
import {codeOf, type EntryRow, entryColumns, entryOf, entryTables} from './rows.ts';
import {phrasesOf, wordsOf} from './words.ts';

/**
 * Marks a word that says where a message may be found and who wrote it, in one list with its own words. No text
 * has such words: `§` is no letter.
 */
const mark = '§';
const openMark = `${mark}o`;
const conversationMark = (id: number): string => `${mark}c${id}`;
const authorMark = (id: number): string => `${mark}a${id}`;

type IndexRow = {
	id: number;
	conversation: number;
	key: string;
	author: number;
	kind: number;
	body: string;
	recipient: string | null;
	ref: number | null;
	gone: number;
};

const rows =
	'SELECT m.id, m.conversation, c.key, m.author, m.kind, m.body, m.recipient, m.ref, m.gone FROM message m JOIN conversation c ON c.id = m.conversation';

/** The newest message that the index has taken in. */
export const readIndexed = (db: Database): number =>
	db.get<{value: number}>("SELECT value FROM meta WHERE key = 'indexed'")?.value ?? 0;

const writeIndexed = (db: Database, id: number): void => {
	db.run("INSERT INTO meta VALUES ('indexed', ?) ON CONFLICT DO UPDATE SET value = excluded.value", id);
};

/** Messages taken in at once: few enough that nobody who wants to write meanwhile waits long. */
const piece = 500;

/**
 * Takes the next messages into the index, in a transaction of its own. Edits and deletions come as messages of
 * their own, and bring what they changed up to date.
 * @returns whether there may be more
 */
export const index = (db: Database): boolean => {
	const indexed = readIndexed(db);
	const next = db.all<IndexRow>(`${rows} WHERE m.id > ? ORDER BY m.id LIMIT ?`, indexed, piece);
	const last = next.at(-1);
	if (last === undefined) return false;
	db.transaction(() => {
		for (const row of next) take(db, row);
		writeIndexed(db, last.id);
	});
	return next.length === piece;
};

const take = (db: Database, row: IndexRow): void => {
	if (row.kind < 2) put(db, row);
	else if (row.gone === 0 && row.kind <= codeOf('delete')) renew(db, row);
};

const renew = (db: Database, {conversation, ref}: IndexRow): void => {
	const changed = db.get<IndexRow>(`${rows} WHERE m.conversation = ? AND m.seq = ?`, conversation, ref);
	if (changed === undefined) return;
	remove(db, changed.id);
	put(db, changed);
};

const put = (db: Database, {id, conversation, key, author, body, recipient, gone}: IndexRow): void => {
	if (gone === 1) return;
	const marks = [conversationMark(conversation), authorMark(author)];
	if (recipient === null && !isDirectKey(key)) marks.push(openMark);
	db.run('INSERT INTO word (rowid, body) VALUES (?, ?)', id, `${marks.join(' ')} ${wordsOf(body)}`);
};

/** Takes a message out of the index, within a transaction. */
export const remove = (db: Database, id: number): void => {
	db.run('DELETE FROM word WHERE rowid = ?', id);
};

/** Within a transaction, after messages are gone for good: the next ones may get their ids. */
export const forgetIndexed = (db: Database): void => {
	const newest = db.get<{id: number | null}>('SELECT max(id) AS id FROM message')?.id ?? 0;
	if (readIndexed(db) > newest) writeIndexed(db, newest);
};

/** As `Journal.search`, among what the index has taken in. */
export const find = (db: Database, query: Query): Found => {
	const match = matchOf(db, query);
	if (match === undefined) return {entries: [], more: undefined};
	const {before = Number.MAX_SAFE_INTEGER, more, limit} = query;
	const below = Math.min(more === undefined ? Number.MAX_SAFE_INTEGER : Number(more), idAt(db, before));
	const found = db.all<EntryRow>(
		`SELECT ${entryColumns} FROM word JOIN ${entryTables}
		WHERE word MATCH ? AND word.rowid < ? AND m.id = word.rowid AND m.ts < ?
		ORDER BY word.rowid DESC LIMIT ?`,
		match,
		below,
		before,
		limit + 1,
	);
	return {
		entries: found.slice(0, limit).map(entryOf),
		more: found.length > limit ? String(found[limit - 1]!.id) : undefined,
	};
};

/** In FTS5's language; undefined when nothing can match. Words hold nothing that means anything in it. */
const matchOf = (db: Database, {text, open, conversations, from}: Query): string | undefined => {
	const phrases = phrasesOf(text);
	const places = conversations.flatMap(key => {
		const row = db.get<{id: number}>('SELECT id FROM conversation WHERE key = ?', key);
		return row ? [conversationMark(row.id)] : [];
	});
	if (open) places.push(openMark);
	if (phrases.length === 0 || places.length === 0) return undefined;
	const parts = [`(${places.join(' OR ')})`];
	if (from !== undefined) {
		const author = db.get<{id: number}>('SELECT id FROM author WHERE key = ?', nameKey(from));
		if (author === undefined) return undefined;
		parts.push(authorMark(author.id));
	}
	return [...parts, ...phrases.map(phrase => `"${phrase}"*`)].join(' AND ');
};

/**
 * An id above all messages from before a time, close above where time and ids grow together. Ids grow as things are
 * stored, times with the clock: a message may be older than one before it by what was seen at most (`order.ts`).
 */
const idAt = (db: Database, ts: number): number => {
	const surely = ts + readSlack(db);
	let [low, high] = [0, (db.get<{id: number | null}>('SELECT max(id) AS id FROM message')?.id ?? 0) + 1];
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const row = db.get<{id: number; ts: number}>(
			'SELECT id, ts FROM message WHERE id >= ? ORDER BY id LIMIT 1',
			middle,
		);
		if (row === undefined || row.ts >= surely) high = middle;
		else low = row.id + 1;
	}
	return high;
};
