/** The audit trail: what people did who may do more than others. Deeds are added and grow old, and never change. */
import {ChatError} from '../protocol/errors.ts';
import type {Database} from './database.ts';
import type {Deed, Deeds} from './journal.ts';

/** Within a transaction. */
export const addDeed = (db: Database, {ts, by, action, subject, room, detail}: Deed): void => {
	db.run(
		'INSERT INTO deed (ts, by, action, subject, room, detail) VALUES (?, ?, ?, ?, ?, ?)',
		ts,
		by,
		action,
		subject ?? null,
		room ?? null,
		detail ?? null,
	);
};

/** A deed's row. */
export type DeedRow = {
	id: number;
	ts: number;
	by: string;
	action: string;
	subject: string | null;
	room: string | null;
	detail: string | null;
};

export const deedOf = ({ts, by, action, subject, room, detail}: DeedRow): Deed => ({
	ts,
	by,
	action,
	...(subject !== null && {subject}),
	...(room !== null && {room}),
	...(detail !== null && {detail}),
});

/** The same text for the same deed. */
export const deedKey = ({ts, by, action, subject, room, detail}: Deed): string =>
	JSON.stringify([ts, by, action, subject, room, detail]);

export const readDeedKeys = (db: Database): Set<string> =>
	new Set(db.all<DeedRow>('SELECT * FROM deed').map(row => deedKey(deedOf(row))));

/** An id as `more` has it. */
const isId = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);

/**
 * As `Journal.audit`.
 * @throws {ChatError} BAD_REQUEST for a `more` that is none
 */
export const readDeeds = (db: Database, {more, limit}: {more?: string | undefined; limit: number}): Deeds => {
	if (more !== undefined && !isId(more))
		throw new ChatError('BAD_REQUEST', '“more” is none that an answer had.');
	const rows = db.all<DeedRow>(
		'SELECT * FROM deed WHERE id < ? ORDER BY id DESC LIMIT ?',
		more === undefined ? Number.MAX_SAFE_INTEGER : Number(more),
		limit + 1,
	);
	const list = rows.slice(0, limit);
	return {list: list.map(deedOf), more: rows.length > limit ? String(list.at(-1)?.id) : undefined};
};

/**
 * Takes the oldest deeds away above so many that are kept, in a transaction of its own. Ids follow one another, as
 * only the oldest ever go.
 * @param most that go at once
 * @returns whether that was all
 */
export const pruneDeeds = (db: Database, keep: number, most: number): boolean => {
	const {changes} = db.transaction(() =>
		db.run(
			`DELETE FROM deed WHERE id IN (
				SELECT id FROM deed WHERE id <= (SELECT max(id) FROM deed) - ? ORDER BY id LIMIT ?
			)`,
			keep,
			most,
		),
	);
	return changes < most;
};
