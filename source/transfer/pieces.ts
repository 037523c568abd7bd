/** Lines of a journal in pieces, and where they go and come from. */
import {Database} from '../journal/database.ts';
import type {Dump} from '../journal/dump.ts';
import {openingFault} from '../journal/faults.ts';
import type {JournalLine} from '../journal/records.ts';
import {versionOf} from '../journal/schema.ts';

/** Where a transfer reads and writes besides its file. */
export type Streams = {
	stdin: NodeJS.ReadableStream;
	stdout: NodeJS.WritableStream;
	stderr: NodeJS.WritableStream & {isTTY?: boolean};
};

/** What stands for stdin and stdout. */
export const standard = '-';

/** Lines written or taken in one go. */
export const pieceLines = 1000;

export const openToRead = (file: string): Database =>
	reading(file, () => {
		const db = new Database(file, {readOnly: true});
		versionOf(db);
		return db;
	});

/** Reads from a journal. @throws {ChatError} DATA_BROKEN and the like, with the file in its sentence */
export const reading = <Result>(file: string, read: () => Result): Result => {
	try {
		return read();
	} catch (error) {
		throw openingFault(error, file);
	}
};

/** Lines taken together, and how much of all was read with them: entries of a database, bytes of a file. */
export type Piece = {lines: JournalLine[]; done: number};

export function* piecesOf(file: string, dump: Dump): Generator<Piece> {
	const all = dump.lines();
	let lines: JournalLine[] = [];
	for (;;) {
		const next = reading(file, () => all.next());
		if (!next.done) lines.push(next.value);
		if (lines.length < pieceLines && !next.done) continue;
		yield {lines, done: dump.entries};
		if (next.done) return;
		lines = [];
	}
}

/** @returns the exit code */
export const tellLosses = (file: string, {damaged, lacksRecords}: Dump, {stderr}: Streams): number => {
	const losses = [
		...(damaged === 0 ? [] : [`up to ${damaged.toLocaleString('en')} messages could not be read`]),
		...(lacksRecords ? ['some accounts, bans, invitations or rules of rooms could not be read'] : []),
	];
	for (const lost of losses) stderr.write(`tui-chat: ${file} is damaged; ${lost}.\n`);
	return losses.length === 0 ? 0 : 1;
};
