import type {CheckpointerCalls, Task} from './calls.ts';
import {Database} from './database.ts';
import {storingFault} from './faults.ts';

/**
 * Puts what the writer wrote to the write-ahead log into the file itself. That is most of all writing, and as a part
 * of commits it held every fourth of a second of messages up by tens of milliseconds.
 */
export class Checkpointer implements CheckpointerCalls {
	readonly #task: Task;
	#db: Database | undefined;

	constructor(task: Task) {
		this.#task = task;
	}

	/** @throws {ChatError} NOT_STORED; nothing is lost, the log grows */
	checkpoint(): void {
		try {
			this.#db ??= new Database(this.#task.file);
			this.#db.checkpoint();
		} catch (error) {
			throw storingFault(error);
		}
	}

	close(): void {
		this.#db?.close();
		this.#db = undefined;
	}
}
