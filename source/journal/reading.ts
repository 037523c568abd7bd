/** What was said, read page by page. */
import type {Database} from './database.ts';
import type {Entry, Page} from './journal.ts';
import {codeOf, type EntryRow, entryColumns, entryOf, entryTables, isAmendment} from './rows.ts';

const from = `SELECT ${entryColumns} FROM ${entryTables} WHERE c.key = ?`;

/** What counts no more is left out: an edit after which there was another one. */
const counts = '(m.kind < 2 OR m.gone = 0)';

/**
 * As `Journal.after`.
 * @param last seq to look at: there may be many in a row that count no more
 */
export const readAfter = (
	db: Database,
	conversation: string,
	seq: number,
	limit: number,
	last: number = Number.MAX_SAFE_INTEGER,
): Entry[] =>
	db
		.all<EntryRow>(
			`${from} AND m.seq > ? AND m.seq <= ? AND ${counts} ORDER BY m.seq LIMIT ?`,
			conversation,
			seq,
			last,
			limit,
		)
		.map(entryOf);

const readBefore = (db: Database, conversation: string, seq: number, limit: number): Entry[] =>
	db
		.all<EntryRow>(
			`${from} AND m.seq < ? AND ${counts} ORDER BY m.seq DESC LIMIT ?`,
			conversation,
			seq,
			limit,
		)
		.reverse()
		.map(entryOf);

/** As `Journal.page`. */
export const readPage = (
	db: Database,
	conversation: string,
	where: {before: number} | {after: number},
	limit: number,
): Page => {
	const entries =
		'before' in where
			? readBefore(db, conversation, where.before, limit)
			: readAfter(db, conversation, where.after, limit);
	return {entries, later: readLater(db, conversation, entries)};
};

/**
 * Amendments from after a page of entries that are in it. A sign that was taken off is none: the page does not
 * have it either.
 */
const readLater = (db: Database, conversation: string, entries: readonly Entry[]): Entry[] => {
	const last = entries.at(-1)?.seq;
	if (last === undefined) return [];
	return entries
		.filter(({kind}) => !isAmendment(kind))
		.flatMap(({seq}) =>
			db.all<EntryRow>(
				`${from} AND m.ref = ? AND m.kind > 1 AND m.gone = 0 AND m.seq > ? AND m.kind <> ?`,
				conversation,
				seq,
				last,
				codeOf('unreact'),
			),
		)
		.map(entryOf)
		.sort((one, other) => one.seq - other.seq);
};

/**
 * As `Journal.since`. Halves what is kept again and again, as time grows with `seq`; where somebody set the clock
 * back, it is one of the places at which that time was passed.
 */
export const readSince = (db: Database, conversation: string, ts: number): number => {
	const known = db.get<{id: number; first: number; last: number}>(
		'SELECT id, first, last FROM conversation WHERE key = ?',
		conversation,
	);
	if (known === undefined) return 0;
	let [before, notBefore] = [known.first - 1, known.last + 1];
	while (notBefore - before > 1) {
		const middle = Math.floor((before + notBefore) / 2);
		const row = db.get<{ts: number}>(
			'SELECT ts FROM message WHERE conversation = ? AND seq = ?',
			known.id,
			middle,
		);
		if (row === undefined || row.ts < ts) before = middle;
		else notBefore = middle;
	}
	return before < known.first ? 0 : before;
};
