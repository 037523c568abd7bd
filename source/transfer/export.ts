/** `--export`: a journal as JSON lines. */
import {createWriteStream, existsSync, renameSync, rmSync} from 'node:fs';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import type {Given} from '../config.ts';
import {dataFolder} from '../folders.ts';
import {Dump} from '../journal/dump.ts';
import {journalFile} from '../journal/folder.ts';
import {ChatError} from '../protocol/errors.ts';
import {openToRead, piecesOf, reading, type Streams, standard, tellLosses} from './pieces.ts';
import {Progress} from './progress.ts';

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
		await write(given.export!, textOf(file, dump, progress), streams.stdout);
		progress.end(dump.entries, 'messages written');
		return tellLosses(file, dump, streams);
	} finally {
		db.close();
	}
};

function* textOf(file: string, dump: Dump, progress: Progress): Generator<string> {
	for (const {lines, done} of piecesOf(file, dump)) {
		progress.show(done);
		yield lines.map(line => `${JSON.stringify(line)}\n`).join('');
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
		await pipeline(
			Readable.from(pieces),
			createWriteStream(partial, {flags: 'wx', mode: fileMode, flush: true}),
		);
		renameSync(partial, target);
	} catch (cause) {
		if (existsSync(partial)) rmSync(partial);
		if (cause instanceof ChatError) throw cause;
		throw new ChatError('SETTING_BAD', `--export: ${target} cannot be written (${String(cause)}).`, {cause});
	}
};
