/** `--import`: such lines, or a backup, into a journal. */
import {closeSync, createReadStream, openSync, readSync, statSync} from 'node:fs';
import type {Given} from '../config.ts';
import {dataFolder} from '../folders.ts';
import {Database} from '../journal/database.ts';
import {Dump} from '../journal/dump.ts';
import {journalFile, lockFolder, prepareFolder} from '../journal/folder.ts';
import {type JournalLine, parseRecord} from '../journal/records.ts';
import {Restore} from '../journal/restore.ts';
import {migrate} from '../journal/schema.ts';
import {prepareUpgrade} from '../journal/upgrade.ts';
import {ChatError} from '../protocol/errors.ts';
import {decodeUtf8, LineFramer} from '../protocol/lines.ts';
import {
	openToRead,
	type Piece,
	pieceLines,
	piecesOf,
	reading,
	type Streams,
	standard,
	tellLosses,
} from './pieces.ts';
import {Progress} from './progress.ts';

/** Longer than any line is: what the server keeps about a room that thousands were invited to. */
const lineBytes = 16 * 1024 * 1024;

/**
 * Takes such a file, or a backup of a journal, into the journal, which no server may use meanwhile.
 * @returns the exit code
 * @throws {ChatError} FILE_BAD, SETTING_BAD for a file that cannot be read, and as `openJournal`
 */
export const runImport = async (given: Given, streams: Streams = process): Promise<number> => {
	const folder = dataFolder(given.data);
	const source = given.import!;
	const load = source === standard ? loadLines(source, streams.stdin, 0) : openSource(source);
	prepareFolder(folder);
	const lock = lockFolder(folder);
	try {
		await prepareUpgrade(journalFile(folder), {copy: !given.noUpgradeCopy});
		return await load(journalFile(folder), streams);
	} finally {
		lock.release();
	}
};

/** Takes a source that was opened into a journal. @returns the exit code */
type Load = (file: string, streams: Streams) => Promise<number>;

const openSource = (source: string): Load => {
	try {
		if (isDatabase(source)) return loadBackup(source);
		const {size} = statSync(source);
		return loadLines(source, createReadStream(source), size);
	} catch (error) {
		throw unreadable(source, error);
	}
};

/** What a file of SQLite begins with (https://sqlite.org/fileformat.html#magic_header_string). */
const databaseMark = 'SQLite format 3\0';

const isDatabase = (source: string): boolean => {
	const opened = openSync(source, 'r');
	try {
		const start = Buffer.alloc(databaseMark.length);
		return readSync(opened, start) === start.length && start.toString('latin1') === databaseMark;
	} finally {
		closeSync(opened);
	}
};

const loadLines =
	(source: string, input: NodeJS.ReadableStream, bytes: number): Load =>
	async (file, {stderr}) => {
		await restore(file, source, recordsOf(source, input), new Progress(stderr, bytes));
		return 0;
	};

const loadBackup =
	(source: string): Load =>
	async (file, streams) => {
		const db = openToRead(source);
		try {
			const dump = reading(source, () => new Dump(db));
			await restore(file, source, piecesOf(source, dump), new Progress(streams.stderr, dump.total));
			return tellLosses(source, dump, streams);
		} finally {
			db.close();
		}
	};

const unreadable = (source: string, cause: unknown): ChatError =>
	new ChatError('SETTING_BAD', `--import: ${source} cannot be read (${String(cause)}).`, {cause});

const restore = async (
	file: string,
	source: string,
	pieces: Iterable<Piece> | AsyncIterable<Piece>,
	progress: Progress,
): Promise<void> => {
	const db = reading(file, () => new Database(file));
	try {
		const taking = reading(file, () => {
			migrate(db);
			return new Restore(db);
		});
		for await (const {lines, done} of pieces) {
			reading(file, () => taking.take(lines));
			progress.show(done);
		}
		progress.end(taking.added, 'messages taken in');
		if (taking.leftOut > 0) progress.note(`${source} ${leftOutOf(taking)}`);
		if (!taking.isWhole)
			throw new ChatError(
				'FILE_BAD',
				`${source} ends too early. What it holds was taken in; the rest is missing.`,
			);
	} finally {
		db.close();
	}
};

const leftOutOf = ({leftOut}: Restore): string =>
	`is another server’s, and nobody knows here who was invited to its rooms: what was said in those that one has to be invited to was left out (${leftOut.toLocaleString('en')} ${leftOut === 1 ? 'message' : 'messages'}). An empty journal takes all.`;

/** Lines in pieces, and how many bytes were read so far. */
async function* recordsOf(source: string, input: NodeJS.ReadableStream): AsyncGenerator<Piece> {
	let [bytes, number] = [0, 0];
	let lines: JournalLine[] = [];
	for await (const frame of framesOf(source, input)) {
		number++;
		bytes += frame.length + 1;
		lines.push(recordIn(frame, `Line ${number} of ${source}`, number === 1));
		if (lines.length < pieceLines) continue;
		yield {lines, done: bytes};
		lines = [];
	}
	yield {lines, done: bytes};
}

const recordIn = (frame: Uint8Array, where: string, isFirst: boolean): JournalLine => {
	try {
		const record = parseRecord(decodeUtf8(frame));
		if (isFirst === (record.type === 'head')) return record;
	} catch (cause) {
		if (!(cause instanceof ChatError)) throw cause;
		throw new ChatError(
			'FILE_BAD',
			`${where} ${cause.code === 'FILE_BAD' ? cause.message : 'is not UTF-8'}.`,
			{
				cause,
			},
		);
	}
	throw new ChatError('FILE_BAD', `${where} is not what --export writes there.`);
};

async function* framesOf(source: string, input: NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
	const framer = new LineFramer(lineBytes);
	try {
		for await (const chunk of input) yield* framer.push(Buffer.from(chunk));
	} catch (error) {
		throw error instanceof ChatError
			? new ChatError('FILE_BAD', undefined, {cause: error})
			: unreadable(source, error);
	}
	yield* framer.flush();
}
