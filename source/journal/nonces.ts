import {hash} from 'node:crypto';
import type {First} from './batch.ts';
import type {Database} from './database.ts';

/** Digits of a fingerprint, base 16: six bytes, one of the sizes in which SQLite keeps a number. */
const fingerprintDigits = 12;

/**
 * Finds a draft that was stored before, for as long as its row lives.
 *
 * Nonces are chance, so each new one goes to another page of whatever index holds them, and writing those pages was
 * four fifths of all that a commit costs. A short fingerprint of author and nonce makes the index a third, and twice
 * the messages go through. Two may share one, so what is found is compared. It is keyed by a secret of the journal:
 * whoever could make fingerprints equal could make each search a long one.
 */
export class Nonces {
	readonly #db: Database;
	readonly #secret: string;

	constructor(db: Database) {
		this.#db = db;
		this.#secret = db.get<{value: string}>("SELECT value FROM meta WHERE key = 'secret'")!.value;
	}

	/** @param by the row of the author's names */
	fingerprintOf(nonce: string | undefined, by: number): number | null {
		if (nonce === undefined) return null;
		const digest = hash('sha1', `${this.#secret} ${by} ${nonce}`, 'hex');
		return Number.parseInt(digest.slice(0, fingerprintDigits), 16);
	}

	/** Where the first one stands. */
	find(nonce: string | undefined, by: number, fingerprint: number | null): First | undefined {
		if (nonce === undefined) return undefined;
		const row = this.#db.get<First>(
			`SELECT c.key AS conversation, coalesce(m.room, c.name) AS room, m.seq, m.ts
			FROM message m JOIN conversation c ON c.id = m.conversation
			WHERE m.fingerprint = ? AND m.author = ? AND m.nonce = ?`,
			fingerprint,
			by,
			nonce,
		);
		return row && {...row};
	}
}
