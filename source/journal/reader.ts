import {ChatError} from '../protocol/errors.ts';
import type {ReaderCalls, Task} from './calls.ts';
import {Database} from './database.ts';
import {readDeeds} from './deeds.ts';
import {readingFault} from './faults.ts';
import {find} from './finding.ts';
import type {Deeds, Entry, Found, Page, Query} from './journal.ts';
import {readAfter, readPage, readSince} from './reading.ts';

/** Reads a journal on disk, beside whoever writes. Each call sees all that was committed before. */
export class Reader implements ReaderCalls {
	readonly #task: Task;
	#db: Database | undefined;

	constructor(task: Task) {
		this.#task = task;
	}

	after(conversation: string, seq: number, limit: number, last?: number): Entry[] {
		return this.#read(db => readAfter(db, conversation, seq, limit, last));
	}

	page(conversation: string, where: {before: number} | {after: number}, limit: number): Page {
		return this.#read(db => readPage(db, conversation, where, limit));
	}

	since(conversation: string, ts: number): number {
		return this.#read(db => readSince(db, conversation, ts));
	}

	search(query: Query): Found {
		return this.#read(db => find(db, query));
	}

	audit(where: {more?: string | undefined; limit: number}): Deeds {
		return this.#read(db => readDeeds(db, where));
	}

	close(): void {
		this.#db?.close();
		this.#db = undefined;
	}

	/** @throws {ChatError} HISTORY_LOST, and what `ask` throws of them */
	#read<Result>(ask: (db: Database) => Result): Result {
		try {
			this.#db ??= new Database(this.#task.file, {readOnly: true});
			return ask(this.#db);
		} catch (error) {
			// Who asked for what cannot be is told so.
			throw error instanceof ChatError ? error : readingFault(error);
		}
	}
}
