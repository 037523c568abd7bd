/** `--backup`: a copy of the journal's database, made online and checked. */
import {existsSync} from 'node:fs';
import type {Given} from '../config.ts';
import {dataFolder} from '../folders.ts';
import {type Contents, checkCopy, copyJournal} from '../journal/backup.ts';
import {openingFault} from '../journal/faults.ts';
import {journalFile} from '../journal/folder.ts';
import {ChatError} from '../protocol/errors.ts';
import {Progress} from './progress.ts';

type Streams = {
	stdout: NodeJS.WritableStream;
	stderr: NodeJS.WritableStream & {isTTY?: boolean};
};

/**
 * Copies the journal into a new file, while a server uses it or not, reads the copy whole and says what is in it.
 * @returns the exit code
 * @throws {ChatError} FILE_EXISTS, DATA_DENIED, DATA_BROKEN, DATA_NEWER, DATA_FULL; SETTING_BAD for a file that
 * cannot be written
 */
export const runBackup = async (given: Given, {stdout, stderr}: Streams = process): Promise<number> => {
	const file = journalFile(dataFolder(given.data));
	const target = given.backup!;
	if (!existsSync(file))
		throw new ChatError('DATA_DENIED', `There is no journal at ${file}. Choose another --data.`);
	const progress = new Progress(stderr, 1);
	let contents: Contents | undefined;
	try {
		await copyJournal(file, target, {
			onProgress: share => progress.show(share),
			inspect: copy => {
				contents = checkCopy(copy);
			},
		});
	} catch (error) {
		throw copyingFault(error, file, target);
	} finally {
		progress.clear();
	}
	stdout.write(`${summaryOf(target, contents!)}\n`);
	return 0;
};

const copyingFault = (cause: unknown, file: string, target: string): ChatError => {
	// SQLite's errors are the journal's, or of the disk that the copy goes to; the system's are the target's.
	const isSystems = !(cause instanceof ChatError) && (cause as {errcode?: number}).errcode === undefined;
	if (isSystems)
		return new ChatError('SETTING_BAD', `--backup: ${target} cannot be written (${String(cause)}).`, {cause});
	const fault = isOfTarget(cause) ? cause : openingFault(cause, file);
	if (fault.code !== 'DATA_BROKEN') return fault;
	return new ChatError(
		'DATA_BROKEN',
		`${file}: The journal is damaged, and no backup was made. --export writes what can be read.`,
		{cause},
	);
};

/** These have their sentence, with the place in it. */
const isOfTarget = (cause: unknown): cause is ChatError =>
	cause instanceof ChatError && (cause.code === 'FILE_EXISTS' || cause.code === 'DATA_FULL');

const summaryOf = (
	target: string,
	{messages, conversations, people, records, deeds, bytes}: Contents,
): string => {
	const many = (count: number, what: string, more = `${what}s`): string =>
		`${count.toLocaleString('en')} ${count === 1 ? what : more}`;
	const kept = records.values().reduce((sum, count) => sum + count, 0);
	const parts = [
		many(messages, 'message'),
		many(conversations, 'conversation'),
		many(people, 'person', 'people'),
		many(kept, 'record of accounts and rules', 'records of accounts and rules'),
		many(deeds, 'deed of operators', 'deeds of operators'),
	];
	return `${target}: ${parts.join(', ')}; ${(bytes / 1e6).toFixed(1)} MB, read and found whole.`;
};
