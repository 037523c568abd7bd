/** Files that only their owner may read, made by one of several processes that begin at the same moment. */
import {randomBytes} from 'node:crypto';
import {
	chmodSync,
	closeSync,
	constants,
	copyFileSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {dirname} from 'node:path';

export const codeOf = (error: unknown): string => {
	const {code, message} = error as NodeJS.ErrnoException;
	return code ?? message;
};

/** Undefined for a file that does not exist. What others could read or write they cannot any more. @throws {Error} */
export const readOwn = (path: string): string | undefined => {
	try {
		const text = readFileSync(path, 'utf8');
		// Somebody else's file, or a disk without permissions, can still be read.
		unlessImpossible(() => chmodSync(path, 0o600));
		return text;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
};

/** Makes a file, whole and on the disk, where there is none. @returns false where there is one @throws {Error} */
export const createOwn = (path: string, text: string): boolean => {
	mkdirSync(dirname(path), {recursive: true, mode: 0o700});
	const draft = `${path}.${randomBytes(8).toString('hex')}`;
	try {
		const file = openSync(draft, 'wx', 0o600);
		try {
			writeFileSync(file, text);
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
		return putAt(draft, path);
	} finally {
		rmSync(draft, {force: true});
	}
};

const putAt = (draft: string, path: string): boolean => {
	try {
		linkSync(draft, path);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		return copyTo(draft, path);
	}
};

/** Some disks know no second names for a file (FAT, some network folders). */
const copyTo = (draft: string, path: string): boolean => {
	try {
		copyFileSync(draft, path, constants.COPYFILE_EXCL);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
};

const unlessImpossible = (work: () => void): void => {
	try {
		work();
	} catch {
		// It is as it was.
	}
};
