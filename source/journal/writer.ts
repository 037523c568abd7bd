import {Anchor} from './anchor.ts';
import type {Batch} from './batch.ts';
import type {Opened, Stored, Task, WriterCalls} from './calls.ts';
import {Database} from './database.ts';
import {pruneDeeds} from './deeds.ts';
import {openingFault, storingFault} from './faults.ts';
import {Indexer} from './indexer.ts';
import {checkIndex, index, tidy} from './indexing.ts';
import {readKnown} from './knowing.ts';
import type {Retention} from './pruning.ts';
import {migrate, readRestoring, setRestoring} from './schema.ts';
import {type Pruned, Store} from './store.ts';

/** Entries that go in one transaction, so that nobody who wants to write meanwhile waits long. */
const pruneMost = 100;

/**
 * Others see to checkpoints long before; at so many pages a commit has to wait for one. Some 160 MB: it is for a disk
 * that is slower than everybody who writes.
 */
const checkpointPages = 40_000;

/** Writes a journal on disk. When nobody asks for anything, it fills the search. */
export class Writer implements WriterCalls {
	readonly #task: Task;
	#db: Database | undefined;
	#store: Store | undefined;
	#anchor: Anchor | undefined;
	readonly #indexer = new Indexer({
		fill: () => this.#attempt(this.#fill) ?? 0,
		tidy: () => this.#attempt(this.#tidy) ?? false,
	});

	constructor(task: Task) {
		this.#task = task;
	}

	/** @throws {ChatError} DATA_LOCKED, DATA_DENIED, DATA_BROKEN, DATA_NEWER, DATA_FULL */
	open(): void {
		try {
			const {db} = this.#opened();
			// Accounts and bans are the server's own from now on: an older export must not bring back what it takes away.
			if (readRestoring(db) !== undefined) setRestoring(db, undefined);
			// What the last process left, when there is time.
			this.#indexer.add(1);
		} catch (error) {
			throw openingFault(error, this.#task.file);
		}
	}

	/** @throws {ChatError} as `open` */
	known(): Opened {
		try {
			return readKnown(this.#opened().db);
		} catch (error) {
			throw openingFault(error, this.#task.file);
		}
	}

	/** @throws {ChatError} NOT_STORED */
	commit(batch: Batch): Stored {
		try {
			const {db, store, anchor} = this.#opened();
			anchor.check();
			const receipt = store.commit(batch);
			// What was taken away meanwhile holds nothing for anybody.
			anchor.check();
			return {...receipt, waiting: db.waiting};
		} catch (error) {
			throw storingFault(error);
		} finally {
			this.#indexer.add(batch.length);
		}
	}

	checkpoint(): void {
		this.#db?.checkpoint();
	}

	index(): Promise<void> {
		return this.#indexer.finish();
	}

	/** @throws {ChatError} NOT_STORED */
	prune(retain: Retention, now: number): Pruned {
		try {
			return this.#opened().store.prune({retain, now, most: pruneMost});
		} catch (error) {
			throw storingFault(error);
		}
	}

	/** @throws {ChatError} NOT_STORED */
	pruneAudit(keep: number): boolean {
		try {
			return pruneDeeds(this.#opened().db, keep, pruneMost);
		} catch (error) {
			throw storingFault(error);
		}
	}

	close(): void {
		this.#indexer.stop();
		this.#db?.close();
		this.#db = undefined;
		this.#store = undefined;
		this.#anchor = undefined;
	}

	#opened(): {db: Database; store: Store; anchor: Anchor} {
		if (this.#db === undefined || this.#store === undefined || this.#anchor === undefined) {
			const {file, mostBytes} = this.#task;
			const db = new Database(file, {mostBytes, checkpointPages});
			migrate(db);
			checkIndex(db);
			[this.#db, this.#store, this.#anchor] = [db, new Store(db), new Anchor(file)];
		}
		return {db: this.#db, store: this.#store, anchor: this.#anchor};
	}

	/** The first time after a start, what the first draft would have to wait for is read, too. */
	readonly #fill = (db: Database, store: Store): number => {
		store.warm();
		return index(db);
	};

	readonly #tidy = (db: Database, store: Store): boolean => store.look() || tidy(db);

	/** @returns undefined when it could not be done */
	#attempt<Result>(piece: (db: Database, store: Store) => Result): Result | undefined {
		try {
			return this.#db && this.#store && piece(this.#db, this.#store);
		} catch {
			// A full disk, for one. What was found so far is found; the next commit tries again.
			return undefined;
		}
	}
}
