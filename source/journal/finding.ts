/** Full text, asked from the newest. */
import {nameKey} from '../protocol/names.ts';
import type {Database} from './database.ts';
import {authorMark, conversationMark, openMark} from './indexing.ts';
import type {Found, Query} from './journal.ts';
import {readSlack} from './order.ts';
import {type EntryRow, entryColumns, entryOf, entryTables} from './rows.ts';
import {phrasesOf} from './words.ts';

/** As `Journal.search`, among what the index has taken in. */
export const find = (db: Database, query: Query): Found => {
	const match = matchOf(db, query);
	if (match === undefined) return {entries: [], more: undefined};
	const {before = Number.MAX_SAFE_INTEGER, more, limit} = query;
	const below = Math.min(more === undefined ? Number.MAX_SAFE_INTEGER : Number(more), idAt(db, before));
	const found = db.all<EntryRow>(
		`SELECT ${entryColumns} FROM word JOIN ${entryTables}
		WHERE word MATCH ? AND word.rowid < ? AND m.id = word.rowid AND m.ts < ? AND m.gone = 0
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
