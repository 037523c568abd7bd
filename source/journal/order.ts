import type {Database} from './database.ts';

/**
 * How far times lag behind the order of ids: by how much a message was older at most than any before it, in ms. It is 0
 * until somebody sets the clock back, or brings in what was said elsewhere. Knowing it, a time can be looked
 * for by halves and nothing is missed.
 */
export class Order {
	readonly #db: Database;
	#newest: number;
	#slack: number;
	#isChanged = false;

	constructor(db: Database) {
		this.#db = db;
		[this.#newest, this.#slack] = [readNewest(db), readSlack(db)];
	}

	/** To be told of each message's time, in the order of ids. */
	see(ts: number): void {
		if (ts >= this.#newest) this.#newest = ts;
		else if (this.#newest - ts > this.#slack) {
			this.#slack = this.#newest - ts;
			this.#isChanged = true;
		}
	}

	/** Within the transaction. */
	save(): void {
		if (!this.#isChanged) return;
		this.#db.run(
			"INSERT INTO meta VALUES ('slack', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
			this.#slack,
		);
	}

	/** After the transaction. */
	settle(isCommitted: boolean): void {
		this.#isChanged = false;
		if (!isCommitted) [this.#newest, this.#slack] = [readNewest(this.#db), readSlack(this.#db)];
	}
}

const readNewest = (db: Database): number =>
	db.get<{ts: number | null}>('SELECT max(ts) AS ts FROM conversation')?.ts ?? 0;

export const readSlack = (db: Database): number =>
	db.get<{value: number}>("SELECT value FROM meta WHERE key = 'slack'")?.value ?? 0;
