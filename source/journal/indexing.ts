/** The search's index: filled behind the messages, a piece at a time, and kept right by whoever changes them. */
import {type Conversation, isDirectKey} from './conversations.ts';
import type {Database} from './database.ts';
import {wordsOf} from './words.ts';

/**
 * Marks a word that says where a message may be found and who wrote it, in one list with its own words. No text
 * has such words: `§` is no letter.
 */
const mark = '§';
/** in a room, and meant for everybody in it */
export const openMark = `${mark}o`;
export const conversationMark = (id: number): string => `${mark}c${id}`;
export const authorMark = (id: number): string => `${mark}a${id}`;

/** What the index knows of a message. */
export type Said = {
	readonly id: number;
	/** the row of its author's names */
	readonly by: number;
	readonly body: string;
	readonly recipient: string | null;
};

/** Messages and their text (UTF-16 units) taken in at once, so that whoever wants to write meanwhile waits some ms. */
const [pieceMessages, pieceCharacters] = [1000, 128 * 1024];

/** Messages read at once for a piece: where they are long, few of them are one. */
const readMessages = 200;

/** What makes words of a text. When it changes, what the index holds of a text cannot be known any more. */
const wording = `1 ${process.versions.unicode}`;

/** The newest message that the index has taken in. */
const readIndexed = (db: Database): number =>
	db.get<{value: number}>("SELECT value FROM meta WHERE key = 'indexed'")?.value ?? 0;

const setMeta = (db: Database, key: string, value: number | string): void => {
	db.run('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', key, value);
};

/** Begins the index anew if it was made by another program's idea of words. */
export const checkIndex = (db: Database): void => {
	const made = db.get<{value: string}>("SELECT value FROM meta WHERE key = 'wording'")?.value;
	if (made === wording) return;
	db.transaction(() => {
		if (made !== undefined) db.run("INSERT INTO word (word) VALUES ('delete-all')");
		setMeta(db, 'indexed', 0);
		setMeta(db, 'wording', wording);
	});
};

type Row = Said & {conversation: number; key: string; kind: number; gone: number};

/**
 * Takes the next messages into the index, in a transaction of its own.
 * @returns how many; 0 when there are none
 */
export const index = (db: Database): number => {
	const taken = pieceAfter(db, readIndexed(db));
	if (taken.length === 0) return 0;
	// What a power cut takes of it is found again, as its place in the messages goes with it.
	db.transactionUnsynced(() => {
		for (const row of taken) {
			if (row.kind < 2 && row.gone === 0) put(db, {id: row.conversation, key: row.key}, row);
		}
		setMeta(db, 'indexed', taken.at(-1)!.id);
	});
	return taken.length;
};

/** Pages of the index that are put together at once: some milliseconds. */
const tidyPages = 32;

/**
 * Puts a few pages of the index together, so that a search looks at few parts of it.
 * @returns whether there may be more. See https://sqlite.org/fts5.html#the_merge_command
 */
export const tidy = (db: Database): boolean => {
	const before = changesIn(db);
	db.transactionUnsynced(() => db.run("INSERT INTO word (word, rank) VALUES ('merge', ?)", tidyPages));
	return changesIn(db) - before >= 2;
};

const changesIn = (db: Database): number =>
	db.get<{changes: number}>('SELECT total_changes() AS changes')!.changes;

/** The messages behind an id, at least one if there are any. */
const pieceAfter = (db: Database, id: number): readonly Row[] => {
	const piece: Row[] = [];
	let characters = 0;
	while (piece.length < pieceMessages) {
		const rows = db.all<Row>(
			`SELECT m.id, m.conversation, c.key, m.author AS by, m.kind, m.body, m.recipient, m.gone
			FROM message m JOIN conversation c ON c.id = m.conversation WHERE m.id > ? ORDER BY m.id LIMIT ?`,
			piece.at(-1)?.id ?? id,
			readMessages,
		);
		for (const row of rows) {
			characters += row.body.length;
			if (characters > pieceCharacters && piece.length > 0) return piece;
			piece.push(row);
		}
		if (rows.length < readMessages) return piece;
	}
	return piece;
};

type Where = Pick<Conversation, 'id' | 'key'>;

const put = (db: Database, where: Where, said: Said): void => {
	db.run('INSERT INTO word (rowid, body) VALUES (?, ?)', said.id, indexedText(where, said));
};

/** The index holds no texts: what is taken out of it has to be what was put in. */
const remove = (db: Database, where: Where, said: Said): void => {
	db.run("INSERT INTO word (word, rowid, body) VALUES ('delete', ?, ?)", said.id, indexedText(where, said));
};

const indexedText = ({id, key}: Where, {by, body, recipient}: Said): string => {
	const marks = [conversationMark(id), authorMark(by)];
	if (recipient === null && !isDirectKey(key)) marks.push(openMark);
	return `${marks.join(' ')} ${wordsOf(body)}`;
};

/** Within a transaction: a message has another text now, or none. */
export const reindex = (db: Database, where: Where, said: Said, body: string | undefined): void => {
	if (said.id > readIndexed(db)) return;
	remove(db, where, said);
	if (body !== undefined) put(db, where, {...said, body});
};

/** Within a transaction: these messages are gone for good. The next ones may get their ids. */
export const unindex = (db: Database, where: Where, gone: readonly Said[]): void => {
	const indexed = readIndexed(db);
	for (const said of gone) if (said.id <= indexed) remove(db, where, said);
	const newest = db.get<{id: number | null}>('SELECT max(id) AS id FROM message')?.id ?? 0;
	if (indexed > newest) setMeta(db, 'indexed', newest);
};
