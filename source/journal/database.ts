import {DatabaseSync, type SQLInputValue, type StatementSync} from 'node:sqlite';

type DatabaseOptions = {
	readOnly?: boolean | undefined;
	/** pages in the write-ahead log at which a commit puts them into the file itself */
	checkpointPages?: number | undefined;
	/** bytes of the file at most; for tests of a full disk */
	mostBytes?: number | undefined;
};

/**
 * Older ones can corrupt a write-ahead log that is reset while another connection writes to it (fixed in 3.51.3,
 * see https://sqlite.org/wal.html#walresetbug).
 */
const oldestSqlite = [3, 51, 3];

/** How long to wait for somebody else's lock, such as a backup's, in ms. */
const patienceMs = 2_000;

const pageBytes = 4096;

/** A write-ahead log that grew above it, during an export for one, is cut off again when it begins anew. */
const mostLogBytes = 64 * 1024 * 1024;

/** A SQLite database, its statements prepared once. Its errors are SQLite's; `faults.ts` has words for them. */
export class Database {
	readonly #db: DatabaseSync;
	readonly #statements = new Map<string, StatementSync>();

	/** @param path of the file, or `:memory:` */
	constructor(path: string, {readOnly = false, checkpointPages = 4000, mostBytes}: DatabaseOptions = {}) {
		this.#db = new DatabaseSync(path, {readOnly, timeout: patienceMs});
		try {
			this.#setUp({readOnly: readOnly || path === ':memory:', checkpointPages, mostBytes});
		} catch (error) {
			this.#db.close();
			throw error;
		}
	}

	#setUp({readOnly, checkpointPages, mostBytes}: DatabaseOptions): void {
		const {version} = this.get<{version: string}>('SELECT sqlite_version() AS version')!;
		if (isOlder(version.split('.').map(Number), oldestSqlite))
			throw new Error(`This Node has SQLite ${version}, which can damage a journal. Update Node.`);
		if (!readOnly) {
			// An acknowledgement has to outlive a power cut, so each commit is synced; on macOS, through to the disk.
			this.exec(
				`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${checkpointPages}`,
			);
			this.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
			this.exec(`PRAGMA journal_size_limit = ${mostLogBytes}`);
			// What was deleted is overwritten, not only forgotten.
			this.exec('PRAGMA cache_size = -65536; PRAGMA secure_delete = ON');
		}
		this.exec('PRAGMA temp_store = MEMORY');
		if (mostBytes !== undefined) this.exec(`PRAGMA max_page_count = ${Math.ceil(mostBytes / pageBytes)}`);
	}

	exec(sql: string): void {
		this.#db.exec(sql);
	}

	run(sql: string, ...values: SQLInputValue[]): {changes: number; id: number} {
		const {changes, lastInsertRowid} = this.#prepared(sql).run(...values);
		return {changes: Number(changes), id: Number(lastInsertRowid)};
	}

	get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
		return this.#prepared(sql).get(...values) as Row | undefined;
	}

	/** All rows at once: a statement left half read would keep the write-ahead log from being reset. */
	all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
		return this.#prepared(sql).all(...values) as Row[];
	}

	/** Pages in the write-ahead log that are not in the file itself yet. */
	get waiting(): number {
		const {log, checkpointed} = this.get<{log: number; checkpointed: number}>('PRAGMA wal_checkpoint(NOOP)')!;
		return log - checkpointed;
	}

	/** Puts what is in the write-ahead log into the file, as far as nobody is in the way; nobody has to wait. */
	checkpoint(): void {
		this.exec('PRAGMA wal_checkpoint(PASSIVE)');
	}

	/** Everything that `change` does, or nothing of it when it throws. */
	transaction<Result>(change: () => Result): Result {
		this.exec('BEGIN IMMEDIATE');
		try {
			const result = change();
			this.exec('COMMIT');
			return result;
		} catch (error) {
			// SQLite has rolled back by itself after some errors, such as a full disk.
			if (this.#db.isTransaction) this.exec('ROLLBACK');
			throw error;
		}
	}

	/** The same, but it may be lost in a power cut, with nothing before or after it. Nobody waits for the disk. */
	transactionUnsynced<Result>(change: () => Result): Result {
		this.exec('PRAGMA synchronous = NORMAL');
		try {
			return this.transaction(change);
		} finally {
			this.exec('PRAGMA synchronous = FULL');
		}
	}

	close(): void {
		this.#statements.clear();
		this.#db.close();
	}

	#prepared(sql: string): StatementSync {
		let statement = this.#statements.get(sql);
		if (statement === undefined) {
			statement = this.#db.prepare(sql);
			this.#statements.set(sql, statement);
		}
		return statement;
	}
}

const isOlder = (version: readonly number[], than: readonly number[]): boolean => {
	const index = than.findIndex((part, at) => part !== version[at]);
	return index !== -1 && (version[index] ?? 0) < than[index]!;
};
