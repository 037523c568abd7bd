import {amend, findTarget} from './amending.ts';
import {type Batch, isFact, type Receipt, type Result} from './batch.ts';
import type {Conversation} from './conversations.ts';
import type {Database} from './database.ts';
import {keepFact} from './facts.ts';
import type {ConversationRecord, Draft} from './journal.ts';
import {type Pruning, prune} from './pruning.ts';
import {isAmendment, quoteOf} from './rows.ts';
import {type Author, Tables} from './tables.ts';

export type Pruned = {readonly isDone: boolean; readonly changed: readonly ConversationRecord[]};

/** Stores what is said, a batch at a time. */
export class Store {
	readonly #tables: Tables;

	/** @param mostNonces as `Tables` */
	constructor(db: Database, mostNonces?: number) {
		this.#tables = new Tables(db, mostNonces);
	}

	/**
	 * Stores a batch, all of it or, on an error, nothing. One that was refused leaves the others as they are.
	 * @throws SQLite's errors
	 */
	commit(batch: Batch): Receipt {
		const {result, changed} = this.#tables.change(() => batch.map(item => this.#store(item)));
		return {results: result, changed};
	}

	/**
	 * Takes away what is not kept, at most so many entries in one transaction.
	 * @throws SQLite's errors
	 */
	prune(pruning: Pruning): Pruned {
		const {result, changed} = this.#tables.change(() => prune(this.#tables, pruning));
		return {isDone: result, changed};
	}

	/** Reads ahead what the first draft would have to wait for. */
	warm(): void {
		this.#tables.warm();
	}

	/** Makes finding nonces faster, a bit at a time. @returns whether there may be more to do */
	look(): boolean {
		return this.#tables.look();
	}

	#store(item: Batch[number]): Result {
		if (!isFact(item)) return this.#append(item);
		keepFact(item, this.#tables.db, this.#tables.conversations);
		return 0;
	}

	#append(draft: Draft): Result {
		const {conversations} = this.#tables;
		const author = this.#tables.authorOf(draft);
		// A repeated one is that, whatever became since of what it refers to.
		const first = this.#tables.first(draft, author);
		if (first !== undefined) return {first};
		if (draft.ref !== undefined || isAmendment(draft.kind)) return this.#refer(draft, author);
		return this.#insert(draft, conversations.findOrMake(draft.conversation, draft.room), author);
	}

	#refer(draft: Draft, author: Author): Result {
		const {db, conversations} = this.#tables;
		const conversation = conversations.find(draft.conversation);
		if (conversation === undefined) return {refused: 'NO_SUCH_MESSAGE'};
		const target = findTarget(db, conversation, draft, author.by);
		if (typeof target === 'string') return {refused: target};
		const seq = this.#insert(draft, conversation, author);
		const refTs = target.ts;
		if (!isAmendment(draft.kind)) return {seq, refTs, quote: quoteOf(target, draft.to ?? null)};
		amend(db, conversation, draft, author.by);
		return {seq, refTs};
	}

	#insert(draft: Draft, conversation: Conversation, author: Author): number {
		const seq = conversation.last + 1;
		this.#tables.insert(draft, conversation, author, seq);
		return seq;
	}
}
