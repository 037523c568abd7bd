/** A copy of a journal's file, made while a server goes on writing to it. */
import {
	chmodSync,
	closeSync,
	existsSync,
	fsyncSync,
	linkSync,
	openSync,
	renameSync,
	rmSync,
	statfsSync,
	statSync,
} from 'node:fs';
import {dirname} from 'node:path';
import {backup, DatabaseSync} from 'node:sqlite';
import {ChatError} from '../protocol/errors.ts';
import {Database} from './database.ts';
import {hasRecords, versionOf} from './schema.ts';

/** What was said is nobody else's to read. */
const fileMode = 0o600;

/** Pages, of 4 KiB, copied in one go. */
const piecePages = 2_000;

/** Left free besides the copy itself on the journal's own disk, for those who write meanwhile. */
const spareBytes = 64 * 1024 * 1024;

/** How long to wait for somebody else's lock, in ms. */
const patienceMs = 2_000;

export type CopyOptions = {
	/** Told how far it is, from 0 to 1. */
	onProgress?: ((share: number) => void) | undefined;
	/** Given the copy before it has its name, which it gets unless this throws. */
	inspect?: ((copy: string) => void) | undefined;
};

/**
 * Copies a journal, as it is at this moment, into a file that is there when it is whole and on the disk, and not
 * before. Nobody else may read it. It is one file without a log beside it, and can be copied as any other.
 * @throws {ChatError} FILE_EXISTS, DATA_FULL, and what `inspect` throws; SQLite's and the system's errors
 */
export const copyJournal = async (
	file: string,
	target: string,
	{onProgress, inspect}: CopyOptions = {},
): Promise<void> => {
	if (existsSync(target)) throw exists(target);
	const missing = missingRoom(file, dirname(target));
	if (missing > 0) throw full(target, missing);
	const partial = `${target}.${process.pid}.part`;
	// Made here, and by nobody before: in a folder that others write to, it might lead elsewhere.
	closeSync(openSync(partial, 'wx', fileMode));
	try {
		chmodSync(partial, fileMode);
		await copyPages(file, partial, onProgress);
		settle(partial);
		inspect?.(partial);
		publish(partial, target);
	} finally {
		for (const left of [partial, `${partial}-journal`]) rmSync(left, {force: true});
	}
};

const exists = (target: string): ChatError =>
	new ChatError('FILE_EXISTS', `${target} is there already, and is not overwritten. Choose another name.`);

const full = (target: string, missing: number): ChatError =>
	new ChatError(
		'DATA_FULL',
		`${target}: the disk lacks ${inMegabytes(missing)} for it. Make room, or choose another one.`,
	);

const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;

/** Bytes that a folder's disk lacks for a copy of a journal; 0 or less when it has room. */
export const missingRoom = (file: string, folder: string): number => {
	const {bavail, bsize, blocks} = statfsSync(folder);
	// Some file systems do not say.
	if (blocks === 0) return 0;
	const [size, log] = [file, `${file}-wal`].map(one => statSync(one, {throwIfNoEntry: false})?.size ?? 0);
	const spare = statSync(folder).dev === statSync(file).dev ? spareBytes : 0;
	return size! + log! + spare - bavail * bsize;
};

/**
 * Holds a snapshot while it copies: without one SQLite begins anew with each commit of another process, for ever while
 * people talk (https://sqlite.org/c3ref/backup_finish.html). The write-ahead log grows meanwhile.
 */
const copyPages = async (
	file: string,
	partial: string,
	onProgress: CopyOptions['onProgress'],
): Promise<void> => {
	const db = new DatabaseSync(file, {readOnly: true, timeout: patienceMs});
	try {
		db.exec('BEGIN');
		db.prepare('SELECT count(*) FROM sqlite_master').get();
		await backup(db, partial, {
			rate: piecePages,
			progress: ({totalPages, remainingPages}) => onProgress?.(1 - remainingPages / totalPages),
		});
	} finally {
		db.close();
	}
};

/** Makes it one file that needs no other beside it, and sees that the disk has it. */
const settle = (partial: string): void => {
	const db = new DatabaseSync(partial);
	try {
		db.exec('PRAGMA journal_mode = DELETE');
	} finally {
		db.close();
	}
	sync(partial);
};

const sync = (path: string): void => {
	const opened = openSync(path, 'r');
	try {
		fsyncSync(opened);
	} finally {
		closeSync(opened);
	}
};

/** Gives it its name, unless somebody else took that meanwhile. Some file systems have no second names. */
const publish = (partial: string, target: string): void => {
	try {
		linkSync(partial, target);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(target)) throw exists(target);
		renameSync(partial, target);
	}
	// Windows syncs no folders.
	if (process.platform !== 'win32') sync(dirname(target));
};

export type Contents = {
	readonly version: number;
	readonly messages: number;
	readonly conversations: number;
	readonly people: number;
	/** of the server's own, by their kind */
	readonly records: ReadonlyMap<string, number>;
	readonly deeds: number;
	readonly bytes: number;
};

/**
 * Reads a copy whole, index by index, and counts what is in it.
 * @throws {ChatError} DATA_BROKEN, DATA_NEWER; SQLite's errors
 */
export const checkCopy = (file: string): Contents => {
	const db = new Database(file, {readOnly: true});
	try {
		const version = versionOf(db);
		const [found] = db.all<{integrity_check: string}>('PRAGMA integrity_check(1)');
		if (found?.integrity_check !== 'ok') throw new ChatError('DATA_BROKEN');
		const count = (from: string): number =>
			db.get<{count: number}>(`SELECT count(*) AS count FROM ${from}`)!.count;
		const kinds = hasRecords(db)
			? db.all<{kind: string; count: number}>('SELECT kind, count(*) AS count FROM record GROUP BY kind')
			: [];
		return {
			version,
			messages: count('message WHERE kind < 2 AND gone = 0'),
			conversations: count('conversation'),
			people: count('person'),
			records: new Map(kinds.map(({kind, count: many}) => [kind, many])),
			deeds: hasRecords(db) ? count('deed') : 0,
			bytes: statSync(file).size,
		};
	} finally {
		db.close();
	}
};
