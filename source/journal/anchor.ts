import {statSync} from 'node:fs';

/**
 * Holds a journal to its place. On most systems a file that was removed or replaced can still be written to, and
 * what is written is gone with the process; SQLite does not look. Whoever is about to acknowledge has to.
 */
export class Anchor {
	readonly #files: readonly string[];
	/** by the file: which one it is; undefined while it is not there yet */
	readonly #known = new Map<string, string | undefined>();

	/** @param file of the database, which is there; its write-ahead log comes with the first commit */
	constructor(file: string) {
		this.#files = [file, `${file}-wal`];
		for (const one of this.#files) this.#known.set(one, identityOf(one));
	}

	/** @throws an error with the code ESTALE when a file is not the one that it was */
	check(): void {
		for (const file of this.#files) {
			const identity = identityOf(file);
			const known = this.#known.get(file);
			if (known === undefined) this.#known.set(file, identity);
			else if (identity !== known)
				throw Object.assign(new Error(`${file} was taken away.`), {code: 'ESTALE'});
		}
	}
}

const identityOf = (file: string): string | undefined => {
	const found = statSync(file, {bigint: true, throwIfNoEntry: false});
	return found && `${found.dev} ${found.ino}`;
};
