import {limits} from '../protocol/limits.ts';
import type {Batch, Receipt} from './batch.ts';
import {Database} from './database.ts';
import {pruneDeeds, readDeeds} from './deeds.ts';
import {find} from './finding.ts';
import {GroupCommit} from './group-commit.ts';
import {checkIndex, index, tidy} from './indexing.ts';
import type {Deeds, Entry, Found, Journal, Page, PersonRecord, Query} from './journal.ts';
import {readKept} from './kept.ts';
import {readPeople} from './people.ts';
import {isTooLong} from './pruning.ts';
import {readAfter, readPage, readSince} from './reading.ts';
import {migrate, readId} from './schema.ts';
import {Store} from './store.ts';

type MemoryOptions = {
	/** entries kept of each conversation, the newest; up to an eighth more for a while */
	keep?: number | undefined;
	id?: string | undefined;
};

/** Keeps the newest entries of each conversation for as long as the process lives. */
export class MemoryJournal extends GroupCommit implements Journal {
	readonly id: string;
	readonly #db = new Database(':memory:');
	readonly #store: Store;
	readonly #keep: number;

	constructor({keep = limits.historyMessages, id}: MemoryOptions = {}) {
		super();
		migrate(this.#db, id);
		checkIndex(this.#db);
		this.id = readId(this.#db);
		this.#keep = keep;
		this.#store = new Store(this.#db);
	}

	people(): Iterable<PersonRecord> {
		return readPeople(this.#db);
	}

	records(kind: string): Iterable<readonly [key: string, value: string]> {
		return readKept(this.#db).get(kind) ?? [];
	}

	async audit(where: {more?: string | undefined; limit: number}): Promise<Deeds> {
		return readDeeds(this.#db, where);
	}

	async pruneAudit(most: number): Promise<void> {
		pruneDeeds(this.#db, most, Number.MAX_SAFE_INTEGER);
	}

	async after(conversation: string, seq: number, limit: number): Promise<readonly Entry[]> {
		return readAfter(this.#db, conversation, seq, limit);
	}

	async page(conversation: string, where: {before: number} | {after: number}, limit: number): Promise<Page> {
		return readPage(this.#db, conversation, where, limit);
	}

	async since(conversation: string, ts: number): Promise<number> {
		return readSince(this.#db, conversation, ts);
	}

	async search(query: Query): Promise<Found> {
		while (index(this.#db));
		while (tidy(this.#db));
		return find(this.#db, query);
	}

	/** What was said can be read as long as somebody holds the journal. */
	async close(): Promise<void> {
		await this.drained();
	}

	protected override async commit(batch: Batch): Promise<Receipt> {
		const receipt = this.#store.commit(batch);
		if (!receipt.changed.some(one => isTooLong(one, this.#keep))) return receipt;
		const {changed} = this.#store.prune({
			retain: {messages: this.#keep},
			now: 0,
			most: Number.MAX_SAFE_INTEGER,
		});
		return {...receipt, changed: [...receipt.changed, ...changed]};
	}
}
