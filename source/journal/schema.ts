/** The journal's tables, as every version of this program has changed them. */
import {randomUUID} from 'node:crypto';
import {ChatError} from '../protocol/errors.ts';
import type {Database} from './database.ts';

/**
 * What leads from each version of the tables to the next one: only ever added to, since somebody's journal is at
 * each of them. `user_version` counts those that were done.
 *
 * `message` is one table for all conversations, so that an id orders everything that was ever said, and a search
 * goes through it from the newest. What rarely differs is a null: an author's spelling, a room's.
 * `gone` takes the text of a `say` or `me` away, and marks an amendment that a later one took the place of.
 * `word` is the search, of which `meta` says how far it is filled. What is taken out of it is gone from its pages
 * too: nobody is to find a deleted word in the file.
 */
export const migrations: readonly string[] = [
	`
	CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
	CREATE TABLE conversation (
		id INTEGER PRIMARY KEY,
		key TEXT NOT NULL UNIQUE,
		name TEXT NOT NULL,
		topic TEXT NOT NULL DEFAULT '',
		first INTEGER NOT NULL DEFAULT 1,
		last INTEGER NOT NULL DEFAULT 0,
		ts INTEGER NOT NULL DEFAULT 0
	) STRICT;
	CREATE TABLE author (
		id INTEGER PRIMARY KEY,
		key TEXT NOT NULL UNIQUE,
		name TEXT NOT NULL
	) STRICT;
	CREATE TABLE message (
		id INTEGER PRIMARY KEY,
		conversation INTEGER NOT NULL,
		seq INTEGER NOT NULL,
		author INTEGER NOT NULL,
		spelling TEXT,
		ts INTEGER NOT NULL,
		nonce TEXT,
		fingerprint INTEGER,
		kind INTEGER NOT NULL,
		body TEXT NOT NULL,
		room TEXT,
		recipient TEXT,
		ref INTEGER,
		gone INTEGER NOT NULL DEFAULT 0
	) STRICT;
	CREATE UNIQUE INDEX message_place ON message (conversation, seq);
	CREATE INDEX message_fingerprint ON message (fingerprint) WHERE fingerprint IS NOT NULL;
	CREATE INDEX message_amendment ON message (conversation, ref, kind) WHERE kind > 1 AND gone = 0;
	CREATE TABLE person (
		claim TEXT PRIMARY KEY,
		name TEXT NOT NULL,
		since INTEGER NOT NULL,
		seen INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE TABLE place (
		claim TEXT NOT NULL,
		conversation INTEGER NOT NULL,
		member INTEGER NOT NULL,
		read INTEGER,
		closed INTEGER NOT NULL,
		PRIMARY KEY (claim, conversation)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE origin (
		journal TEXT NOT NULL,
		conversation INTEGER NOT NULL,
		seq INTEGER NOT NULL,
		here INTEGER NOT NULL,
		PRIMARY KEY (journal, conversation, seq)
	) STRICT, WITHOUT ROWID;
	CREATE VIRTUAL TABLE word USING fts5(
		body, content='', columnsize=0, tokenize='ascii', prefix='1 2 3'
	);
	INSERT INTO word (word, rank) VALUES ('secure-delete', 1);
	`,
	// By the author as well: among thousands of signs under one message, each person's own are found at once. And the
	// search is put together when nobody waits: by itself it does that in the middle of what it takes in.
	`
	INSERT INTO word (word, rank) VALUES ('automerge', 0);
	DROP INDEX message_amendment;
	CREATE INDEX message_amendment ON message (conversation, ref, kind, author) WHERE kind > 1 AND gone = 0;
	`,
	// What the server keeps of its own, and what its operators did.
	`
	CREATE TABLE record (
		kind TEXT NOT NULL,
		key TEXT NOT NULL,
		value TEXT NOT NULL,
		PRIMARY KEY (kind, key)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE deed (
		id INTEGER PRIMARY KEY,
		ts INTEGER NOT NULL,
		by TEXT NOT NULL,
		action TEXT NOT NULL,
		subject TEXT,
		room TEXT,
		detail TEXT
	) STRICT;
	`,
	// Nonces are found in a table that is filled behind the messages, in its own order: as an index it was most of what
	// each commit wrote. `meta` says up to which message it is filled. And parts of the search are put together when
	// there are more of them, half as often, and by itself FTS5 does that only when there are far too many.
	`
	CREATE TABLE nonce (
		fingerprint INTEGER NOT NULL,
		id INTEGER NOT NULL,
		PRIMARY KEY (fingerprint, id)
	) STRICT, WITHOUT ROWID;
	INSERT INTO nonce SELECT fingerprint, id FROM message WHERE fingerprint IS NOT NULL ORDER BY fingerprint, id;
	INSERT INTO meta SELECT 'nonces', coalesce(max(id), 0) FROM message;
	DROP INDEX message_fingerprint;
	INSERT INTO word (word, rank) VALUES ('usermerge', 8);
	INSERT INTO word (word, rank) VALUES ('crisismerge', 256);
	`,
];

/**
 * Brings the tables to this program's version, all in one transaction.
 * @param id of the journal, if it is a new one
 * @throws {ChatError} DATA_NEWER
 */
export const migrate = (db: Database, id: string = randomUUID()): void => {
	if (versionOf(db) === migrations.length) return;
	db.transaction(() => {
		// Looked at again, now that nobody else can change it.
		const version = versionOf(db);
		for (const step of migrations.slice(version)) db.exec(step);
		db.exec(`PRAGMA user_version = ${migrations.length}`);
		db.run("INSERT INTO meta VALUES ('id', ?) ON CONFLICT DO NOTHING", id);
		db.run("INSERT INTO meta VALUES ('secret', ?) ON CONFLICT DO NOTHING", randomUUID());
	});
};

/**
 * Which version the tables have, at most this program's.
 * @throws {ChatError} DATA_NEWER
 */
export const versionOf = (db: Database): number => {
	const version = db.get<{user_version: number}>('PRAGMA user_version')!.user_version;
	if (version > migrations.length) throw new ChatError('DATA_NEWER');
	return version;
};

/** Are there tables for the server's own records and its operators' deeds? A journal that is only read may be older. */
export const hasRecords = (db: Database): boolean => versionOf(db) >= 3;

export const readId = (db: Database): string =>
	db.get<{value: string}>("SELECT value FROM meta WHERE key = 'id'")!.value;

/** Gives an empty journal the name of the one that it is to become. */
export const setId = (db: Database, id: string): void => {
	db.run("UPDATE meta SET value = ? WHERE key = 'id'", id);
};

/** Which journal is being restored into this one, which was empty, and not all of it is here yet. */
export const readRestoring = (db: Database): string | undefined =>
	db.get<{value: string}>("SELECT value FROM meta WHERE key = 'restoring'")?.value;

/** @param id undefined when all is here, or a server has gone on with what is */
export const setRestoring = (db: Database, id: string | undefined): void => {
	if (id === undefined) db.run("DELETE FROM meta WHERE key = 'restoring'");
	else
		db.run("INSERT INTO meta VALUES ('restoring', ?) ON CONFLICT DO UPDATE SET value = excluded.value", id);
};
