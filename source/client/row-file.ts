import {
	closeSync,
	fchmodSync,
	fdatasync,
	fdatasyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import {dirname} from 'node:path';
import {RowLock, Taken} from './row-lock.ts';

/** Appended bytes after which a file is written anew, with only what still counts. */
const compactAfter = 1024 * 1024;

/**
 * Up to so many characters a file is gone on with as it is: writing it anew waits for the disk, and that before the
 * first frame.
 */
const leftAlone = 256 * 1024;

export type RowFileOptions = {
	path: string;
	/** told once, of the first thing that fails; from then on nothing is kept */
	failed: (error: Error) => void;
	/** what still counts, for the file that takes the place of this one */
	rows: () => readonly object[];
};

/**
 * A file of JSON lines for one process at a time. A row is with the system when `append` returns, so that it
 * survives the end of this process; it is on the disk shortly after, as fast as that takes it, so that a power cut
 * takes the last moments at most. Whatever cannot be read is left out. Nothing here ever throws.
 */
export class RowFile {
	readonly #options: RowFileOptions;
	readonly #lock: RowLock;
	/** another process has it */
	isTaken = false;
	#file: number | undefined;
	#appended = 0;
	/** what is there already can be appended to */
	#isWhole = false;
	#syncing = false;
	#dirty = false;

	constructor(options: RowFileOptions) {
		this.#options = options;
		this.#lock = new RowLock(`${options.path}.lock`);
	}

	/** Takes the file for this process. @returns its rows, none when it cannot be had */
	open(): readonly unknown[] {
		const {path} = this.#options;
		try {
			mkdirSync(dirname(path), {recursive: true, mode: 0o700});
			this.#lock.take();
			const text = readText(path);
			// A process may have been killed in the middle of the last row, and behind that no other one can stand.
			this.#isWhole = text.length <= leftAlone && (text === '' || text.endsWith('\n'));
			return rowsOf(text);
		} catch (error) {
			this.isTaken = error instanceof Taken;
			this.#fail(error as Error);
			return [];
		}
	}

	/** Begins to write, once the rows were taken in. */
	begin(): void {
		if (!this.#lock.isHeld) return;
		this.#try(() => {
			if (this.#isWhole) this.#file = openFor(this.#options.path);
			else this.#compact();
		});
	}

	append(row: object): void {
		const file = this.#file;
		if (file === undefined) return;
		this.#try(() => {
			const bytes = Buffer.from(`${JSON.stringify(row)}\n`);
			// A full disk may take a part of it. That is no whole row, and the last one here.
			if (writeSync(file, bytes) !== bytes.length) throw new Error('the disk is full');
			this.#appended += bytes.length;
			if (this.#appended > compactAfter) this.#compact();
			else this.#sync();
		});
	}

	close(): void {
		const file = this.#file;
		this.#file = undefined;
		try {
			if (file !== undefined) {
				fdatasyncSync(file);
				closeSync(file);
			}
		} catch {
			// What the system took is all that was promised.
		}
		this.#lock.release();
	}

	/** Written beside and put in its place, so that at each moment there is one whole file. */
	#compact(): void {
		const {path, rows} = this.#options;
		const text = rows()
			.map(row => `${JSON.stringify(row)}\n`)
			.join('');
		const next = `${path}.new`;
		rmSync(next, {force: true});
		writeFileSync(next, text, {mode: 0o600, flush: true});
		const file = openSync(next, 'a');
		renameSync(next, path);
		if (this.#file !== undefined) closeSync(this.#file);
		this.#file = file;
		this.#appended = 0;
	}

	/** What comes while the disk works is made fast by the next call. */
	#sync(): void {
		if (this.#syncing) {
			this.#dirty = true;
			return;
		}
		const file = this.#file;
		if (file === undefined) return;
		this.#syncing = true;
		this.#dirty = false;
		// A file that was closed meanwhile was synced then.
		fdatasync(file, () => {
			this.#syncing = false;
			if (this.#dirty) this.#sync();
		});
	}

	#try(work: () => void): void {
		try {
			work();
		} catch (error) {
			this.#fail(error as Error);
		}
	}

	#fail(error: Error): void {
		this.close();
		this.#options.failed(error);
	}
}

/** For appending, by its owner alone, whoever made it. */
const openFor = (path: string): number => {
	const file = openSync(path, 'a', 0o600);
	fchmodSync(file, 0o600);
	return file;
};

const readText = (path: string): string => {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		throw error;
	}
};

const rowsOf = (text: string): unknown[] =>
	text.split('\n').flatMap(line => {
		try {
			return [JSON.parse(line) as unknown];
		} catch {
			return [];
		}
	});
