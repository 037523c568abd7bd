/** `--export` and `--import`: a journal as JSON lines, to a file and from one. */
import {createReadStream, createWriteStream, existsSync, renameSync, rmSync, statSync} from 'node:fs';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import type {Given} from './config.ts';
import {dataFolder} from './folders.ts';
import {Database} from './journal/database.ts';
import {Dump} from './journal/dump.ts';
import {openingFault} from './journal/faults.ts';
import {journalFile, lockFolder, prepareFolder} from './journal/folder.ts';
import {type JournalLine, parseRecord} from './journal/records.ts';
import {Restore} from './journal/restore.ts';
import {migrate, versionOf} from './journal/schema.ts';
import {Progress} from './progress.ts';
import {ChatError} from './protocol/errors.ts';
import {decodeUtf8, LineFramer} from './protocol/lines.ts';

/** Where a transfer reads and writes besides its file. */
export type Streams = {
	stdin: NodeJS.ReadableStream;
	stdout: NodeJS.WritableStream;
	stderr: NodeJS.WritableStream & {isTTY?: boolean};
};

/** What stands for stdin and stdout. */
const standard = '-';

/** Lines written or taken in one go. */
const pieceLines = 1000;

/** Longer than any line is: what the server keeps about a room that thousands were invited to. */
const lineBytes = 16 * 1024 * 1024;

/** What was said is nobody else's to read. */
const fileMode = 0o600;

/**
 * Writes the journal to a file, which is there when it is whole and not before. A server may use it meanwhile.
 * @returns the exit code: 1 when something could not be read
 * @throws {ChatError} DATA_DENIED, DATA_BROKEN, DATA_NEWER, SETTING_BAD for a file that cannot be written
 */
export const runExport = async (given: Given, streams: Streams = process): Promise<number> => {
	const file = journalFile(dataFolder(given.data));
	if (!existsSync(file))
		throw new ChatError('DATA_DENIED', `There is no journal at ${file}. Choose another --data.`);
	const db = openToRead(file);
	try {
		const dump = reading(file, () => new Dump(db));
		const progress = new Progress(streams.stderr, dump.total);
		await write(given.export!, piecesOf(file, dump, progress), streams.stdout);
		progress.end(dump.entries, 'messages written');
		const losses = lossesOf(dump);
		for (const lost of losses) streams.stderr.write(`tui-chat: ${file} is damaged; ${lost}.\n`);
		return losses.length === 0 ? 0 : 1;
	} finally {
		db.close();
	}
};

const lossesOf = ({damaged, lacksRecords}: Dump): string[] => [
	...(damaged === 0 ? [] : [`up to ${damaged.toLocaleString('en')} messages could not be read`]),
	...(lacksRecords ? ['some accounts, bans, invitations or rules of rooms could not be read'] : []),
];

const openToRead = (file: string): Database =>
	reading(file, () => {
		const db = new Database(file, {readOnly: true});
		versionOf(db);
		return db;
	});

const reading = <Result>(file: string, read: () => Result): Result => {
	try {
		return read();
	} catch (error) {
		throw openingFault(error, file);
	}
};

function* piecesOf(file: string, dump: Dump, progress: Progress): Generator<string> {
	const lines = dump.lines();
	let done = 0;
	for (let isDone = false; !isDone; ) {
		let piece = '';
		for (let count = 0; count < pieceLines && !isDone; count++) {
			const next = reading(file, () => lines.next());
			isDone = next.done === true;
			if (!next.done) piece += `${JSON.stringify(next.value)}\n`;
		}
		done += pieceLines;
		progress.show(done);
		if (piece !== '') yield piece;
	}
}

const write = async (
	target: string,
	pieces: Iterable<string>,
	stdout: NodeJS.WritableStream,
): Promise<void> => {
	const partial = `${target}.${process.pid}.part`;
	try {
		if (target === standard) return await pipeline(Readable.from(pieces), stdout, {end: false});
		await pipeline(Readable.from(pieces), createWriteStream(partial, {mode: fileMode, flush: true}));
		renameSync(partial, target);
	} catch (cause) {
		if (existsSync(partial)) rmSync(partial);
		if (cause instanceof ChatError) throw cause;
		throw new ChatError('SETTING_BAD', `--export: ${target} cannot be written (${String(cause)}).`, {cause});
	}
};

/**
 * Takes such a file into the journal, which no server may use meanwhile.
 * @returns the exit code
 * @throws {ChatError} FILE_BAD, SETTING_BAD for a file that cannot be read, and as `openJournal`
 */
export const runImport = async (given: Given, streams: Streams = process): Promise<number> => {
	const folder = dataFolder(given.data);
	const source = given.import!;
	const [input, bytes] = source === standard ? [streams.stdin, 0] : openSource(source);
	prepareFolder(folder);
	const lock = lockFolder(folder);
	try {
		await restore(journalFile(folder), source, input, new Progress(streams.stderr, bytes));
	} finally {
		lock.release();
	}
	return 0;
};

const openSource = (source: string): [NodeJS.ReadableStream, number] => {
	try {
		const {size} = statSync(source);
		return [createReadStream(source), size];
	} catch (error) {
		throw unreadable(source, error);
	}
};

const unreadable = (source: string, cause: unknown): ChatError =>
	new ChatError('SETTING_BAD', `--import: ${source} cannot be read (${String(cause)}).`, {cause});

const restore = async (
	file: string,
	source: string,
	input: NodeJS.ReadableStream,
	progress: Progress,
): Promise<void> => {
	const db = reading(file, () => new Database(file));
	try {
		const taking = reading(file, () => {
			migrate(db);
			return new Restore(db);
		});
		for await (const {lines, bytes} of recordsOf(source, input)) {
			reading(file, () => taking.take(lines));
			progress.show(bytes);
		}
		progress.end(taking.added, 'messages taken in');
		if (!taking.isWhole)
			throw new ChatError(
				'FILE_BAD',
				`${source} ends too early. What it holds was taken in; the rest is missing.`,
			);
	} finally {
		db.close();
	}
};

/** Lines in pieces, and how many bytes were read so far. */
async function* recordsOf(
	source: string,
	input: NodeJS.ReadableStream,
): AsyncGenerator<{lines: JournalLine[]; bytes: number}> {
	let [bytes, number] = [0, 0];
	let lines: JournalLine[] = [];
	for await (const frame of framesOf(source, input)) {
		number++;
		bytes += frame.length + 1;
		lines.push(recordIn(frame, `Line ${number} of ${source}`, number === 1));
		if (lines.length < pieceLines) continue;
		yield {lines, bytes};
		lines = [];
	}
	yield {lines, bytes};
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
