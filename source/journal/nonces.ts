import {hash} from 'node:crypto';
import type {First} from './batch.ts';
import type {Database} from './database.ts';
import {type Known, Tail} from './tail.ts';

/** Digits of a fingerprint, base 16: six bytes, one of the sizes in which SQLite keeps a number. */
const fingerprintDigits = 12;

const columns = `
	SELECT c.key AS conversation, coalesce(m.room, c.name) AS room, m.seq, m.ts
	FROM message m JOIN conversation c ON c.id = m.conversation`;

/**
 * Finds a draft that was stored before, for as long as its row lives.
 *
 * Nonces are chance, so each new one goes to another page of whatever index holds them, and writing those pages was
 * most of all that a commit costs. So the newest are in memory, and go into their table in the order of that table, many
 * to a page: what is there of each is a short fingerprint of author and nonce. Two may share one, so what is found is
 * compared. It is keyed by a secret of the journal: whoever could make fingerprints equal could make each search a long one.
 */
export class Nonces {
	readonly #db: Database;
	readonly #secret: string;
	readonly #tail: Tail;

	/** @param most in memory, more than that go into the table */
	constructor(db: Database, most?: number) {
		this.#db = db;
		this.#secret = db.get<{value: string}>("SELECT value FROM meta WHERE key = 'secret'")!.value;
		this.#tail = new Tail(db, most);
	}

	/** @param by the row of the author's names */
	fingerprintOf(nonce: string | undefined, by: number): number | null {
		if (nonce === undefined) return null;
		const digest = hash('sha1', `${this.#secret} ${by} ${nonce}`, 'hex');
		return Number.parseInt(digest.slice(0, fingerprintDigits), 16);
	}

	/** Where the first one stands. */
	find(nonce: string | undefined, by: number, fingerprint: number | null): First | undefined {
		if (nonce === undefined || fingerprint === null) return undefined;
		for (const id of this.#tail.idsOf(fingerprint)) {
			const row = this.#db.get<First>(
				`${columns} WHERE m.id = ? AND m.author = ? AND m.nonce = ?`,
				id,
				by,
				nonce,
			);
			if (row !== undefined) return {...row};
		}
		if (!this.#tail.isInTable(fingerprint)) return undefined;
		const row = this.#db.get<First>(
			`${columns} WHERE m.id IN (SELECT id FROM nonce WHERE fingerprint = ?) AND m.author = ? AND m.nonce = ?`,
			fingerprint,
			by,
			nonce,
		);
		return row && {...row};
	}

	/** Within a transaction: a row is there now. */
	add(row: Known): void {
		this.#tail.add(row);
	}

	/** Within a transaction: rows are gone for good. The next ones may get their ids. */
	forget(rows: readonly Known[]): void {
		this.#tail.forget(rows);
	}

	/** Within the transaction, at its end. */
	save(): void {
		this.#tail.save();
	}

	/** After the transaction. */
	settle(isCommitted: boolean): void {
		this.#tail.settle(isCommitted);
	}

	/** Reads what is not in the table yet, which else waits for the first search. */
	warm(): void {
		this.#tail.warm();
	}

	/** Makes finding nonces faster, a bit at a time. @returns whether there may be more to do */
	look(): boolean {
		return this.#tail.look();
	}
}
