/** The folder that a journal on disk lives in, and who may use it. */
import {closeSync, mkdirSync, openSync} from 'node:fs';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {openingFault} from './faults.ts';

export const journalFile = (folder: string): string => join(folder, 'journal.db');

const lockFile = (folder: string): string => join(folder, 'journal.lock');

/** Nobody else on this machine is to read what was said. SQLite gives its other files the same mode. */
const [folderMode, fileMode] = [0o700, 0o600];

/**
 * Makes the folder and the journal's file if they are not there.
 * @throws {ChatError} DATA_DENIED, DATA_FULL
 */
export const prepareFolder = (folder: string): void => {
	try {
		mkdirSync(folder, {recursive: true, mode: folderMode});
		for (const file of [journalFile(folder), lockFile(folder)]) closeSync(openSync(file, 'a', fileMode));
	} catch (error) {
		throw openingFault(error, folder);
	}
};

/** A folder's lock. It goes with the process, however that ends. */
export type Lock = {release: () => void};

/**
 * Locks a folder for one writer. The lock is a transaction on a file of its own, which is what SQLite can lock on all
 * platforms, and what the system takes back from a process that was killed.
 * @throws {ChatError} DATA_LOCKED, DATA_DENIED
 */
export const lockFolder = (folder: string): Lock => {
	try {
		const db = new DatabaseSync(lockFile(folder), {timeout: 0});
		try {
			db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
		} catch (error) {
			db.close();
			throw error;
		}
		return {release: () => db.close()};
	} catch (error) {
		throw openingFault(error, folder);
	}
};
