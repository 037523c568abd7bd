import {nameKey} from '../protocol/names.ts';
import type {Database} from './database.ts';

export type AuthorName = {
	readonly id: number;
	/** as it was written the first time */
	readonly name: string;
};

/** Kept at most; there is no end of names in a journal that lasts. */
const mostKept = 20_000;

/** Who wrote something: one row for all names that are equal. */
export class Authors {
	readonly #db: Database;
	readonly #byName = new Map<string, AuthorName>();

	constructor(db: Database) {
		this.#db = db;
	}

	findOrMake(name: string): AuthorName {
		const known = this.#byName.get(name);
		if (known !== undefined) return known;
		const key = nameKey(name);
		const author =
			this.#db.get<AuthorName>('SELECT id, name FROM author WHERE key = ?', key) ??
			({id: this.#db.run('INSERT INTO author (key, name) VALUES (?, ?)', key, name).id, name} as const);
		if (this.#byName.size >= mostKept) this.#byName.clear();
		this.#byName.set(name, author);
		return author;
	}

	/** After a transaction that was rolled back, the authors that it made are none. */
	forget(): void {
		this.#byName.clear();
	}
}
