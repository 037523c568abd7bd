/** Full text, asked from the newest. */
import {nameKey} from '../protocol/names.ts';
import type {Database} from './database.ts';
import {authorMark, conversationMark, openMark} from './indexing.ts';
import type {Found, Query} from './journal.ts';
import {readSlack} from './order.ts';
import {type EntryRow, entryColumns, entryOf, entryTables} from './rows.ts';
import {phrasesOf} from './words.ts';

/**
 * Rooms left out by the index itself, those with most in them: it passes over each of their messages five times as
 * fast as a row that is looked at. But each one costs every search a little, found or not.
 */
const mostByIndex = 8;

/** As `Journal.search`, among what the index has taken in. */
export const find = (db: Database, query: Query): Found => {
	const left = leftOut(db, query);
	const match = matchOf(db, query, left.slice(0, mostByIndex));
	if (match === undefined) return {entries: [], more: undefined};
	const {before = Number.MAX_SAFE_INTEGER, more, limit} = query;
	const below = Math.min(more === undefined ? Number.MAX_SAFE_INTEGER : Number(more), idAt(db, before));
	const found = db.all<EntryRow>(
		`SELECT ${entryColumns} FROM word JOIN ${entryTables}
		WHERE word MATCH ? AND word.rowid < ? AND m.id = word.rowid AND m.ts < ? AND m.gone = 0
		AND m.conversation NOT IN (SELECT value FROM json_each(?)) ORDER BY word.rowid DESC LIMIT ?`,
		match,
		below,
		before,
		JSON.stringify(left.slice(mostByIndex)),
		limit + 1,
	);
	return {
		entries: found.slice(0, limit).map(entryOf),
		more: found.length > limit ? String(found[limit - 1]!.id) : undefined,
	};
};

/** Ids of the rooms that are not looked through, the fullest first. */
const leftOut = (db: Database, {open, except = [], conversations}: Query): number[] => {
	if (!open || except.length === 0) return [];
	const own = new Set(conversations);
	return db
		.all<{id: number}>(
			`SELECT id FROM conversation WHERE key IN (SELECT value FROM json_each(?)) ORDER BY last - first DESC, id`,
			JSON.stringify(except.filter(key => !own.has(key))),
		)
		.map(({id}) => id);
};

/**
 * In FTS5's language; undefined when nothing can match. Words hold nothing that means anything in it.
 * @param left ids of rooms that are not looked through
 */
const matchOf = (
	db: Database,
	{text, open, conversations, from}: Query,
	left: readonly number[],
): string | undefined => {
	const phrases = phrasesOf(text);
	const places = conversations.flatMap(key => {
		const row = db.get<{id: number}>('SELECT id FROM conversation WHERE key = ?', key);
		return row ? [conversationMark(row.id)] : [];
	});
	if (open) {
		const without = left.map(conversationMark).join(' OR ');
		places.push(without === '' ? openMark : `(${openMark} NOT (${without}))`);
	}
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
