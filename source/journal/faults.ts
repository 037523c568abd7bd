/** What SQLite says when something is wrong, in words for people. Codes: https://sqlite.org/rescode.html. */
import {ChatError, type ErrorCode} from '../protocol/errors.ts';

type Fault = {
	/** what it is called when a journal cannot be opened */
	code: ErrorCode;
	/** why something could not be stored, as the middle of a sentence */
	why: string;
};

const busy: Fault = {code: 'DATA_LOCKED', why: 'another program holds the journal'};
const denied: Fault = {code: 'DATA_DENIED', why: 'the journal may not be written to'};
const broken: Fault = {code: 'DATA_BROKEN', why: 'the journal is damaged'};
const full: Fault = {code: 'DATA_FULL', why: 'the disk is full'};
const gone: Fault = {code: 'DATA_DENIED', why: 'the journal’s file was taken away'};
const failing: Fault = {code: 'DATA_DENIED', why: 'the disk does not take what is written to it'};

/** By SQLite's primary result code. */
const faults: Readonly<Record<number, Fault>> = {
	3: denied, // PERM
	5: busy,
	6: busy, // LOCKED
	8: denied, // READONLY
	10: failing, // IOERR
	11: broken, // CORRUPT
	13: full,
	14: denied, // CANTOPEN
	26: broken, // NOTADB
};

/** The same by the system's codes, from making the folder and the files. */
const systemFaults: Readonly<Record<string, Fault>> = {
	EACCES: denied,
	EPERM: denied,
	EROFS: denied,
	EEXIST: denied,
	ENOTDIR: denied,
	ENOENT: gone,
	ESTALE: gone,
	ENOSPC: full,
	EDQUOT: full,
	EIO: failing,
};

const primary = 0xff;

const faultOf = (error: unknown): Fault | undefined => {
	const {errcode, code} = error as {errcode?: number; code?: string};
	return errcode === undefined ? systemFaults[code ?? ''] : faults[errcode & primary];
};

/** Is the file itself damaged? */
export const isDamage = (error: unknown): boolean => faultOf(error) === broken;

/**
 * Why a journal could not be opened.
 * @param place its folder or file, named in the sentence
 */
export const openingFault = (cause: unknown, place: string): ChatError => {
	const code = cause instanceof ChatError ? cause.code : faultOf(cause)?.code;
	const reason = cause instanceof Error ? cause.message : String(cause);
	if (code === undefined) return new ChatError('DATA_DENIED', `${place}: ${reason}`, {cause});
	return new ChatError(code, `${place}: ${new ChatError(code).message}`, {cause});
};

/** Why something could not be stored. */
export const storingFault = (cause: unknown): ChatError => {
	const why = faultOf(cause)?.why ?? 'the journal failed';
	return new ChatError('NOT_STORED', `That could not be stored, as ${why}. Tell the server’s owner.`, {
		cause,
	});
};

/** Why something could not be read. */
export const readingFault = (cause: unknown): ChatError => {
	const why = faultOf(cause)?.why ?? 'the journal failed';
	return new ChatError('HISTORY_LOST', `The history could not be read, as ${why}. Tell the server’s owner.`, {
		cause,
	});
};
