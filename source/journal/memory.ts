import {limits} from '../protocol/limits.ts';
import type {Batch, Receipt} from './batch.ts';
import {Database} from './database.ts';
import {find, index} from './finding.ts';
import {GroupCommit} from './group-commit.ts';
import type {
	ConversationRecord,
	Draft,
	Entry,
	Fact,
	Found,
	Journal,
	Page,
	PersonRecord,
	Query,
} from './journal.ts';
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
export class MemoryJournal implements Journal {
	readonly id: string;
	readonly #db = new Database(':memory:');
	readonly #store: Store;
	readonly #keep: number;
	readonly #group: GroupCommit;

	constructor({keep = limits.historyMessages, id}: MemoryOptions = {}) {
		migrate(this.#db, id);
		this.id = readId(this.#db);
		this.#keep = keep;
		this.#store = new Store(this.#db);
		this.#group = new GroupCommit([], batch => this.#commit(batch));
	}

	get onCommit(): Journal['onCommit'] {
		return this.#group.onCommit;
	}

	set onCommit(onCommit: Journal['onCommit']) {
		this.#group.onCommit = onCommit;
	}

	append(draft: Draft): void {
		this.#group.append(draft);
	}

	note(fact: Fact): Promise<void> {
		return this.#group.note(fact);
	}

	conversations(): Iterable<ConversationRecord> {
		return this.#group.conversations.values();
	}

	conversation(key: string): ConversationRecord | undefined {
		return this.#group.conversations.get(key);
	}

	people(): Iterable<PersonRecord> {
		return readPeople(this.#db);
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
		index(this.#db, Number.MAX_SAFE_INTEGER);
		return find(this.#db, query);
	}

	/** What was said can be read as long as somebody holds the journal. */
	async close(): Promise<void> {
		await this.#group.drained();
	}

	#commit(batch: Batch): Receipt {
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
