import {amend, findTarget} from './amending.ts';
import {Authors} from './authors.ts';
import {type Batch, isFact, type Receipt, type Result} from './batch.ts';
import {type Conversation, Conversations} from './conversations.ts';
import type {Database} from './database.ts';
import type {ConversationRecord, Draft} from './journal.ts';
import {Nonces} from './nonces.ts';
import {Order} from './order.ts';
import {keepFact} from './people.ts';
import {type Pruning, prune} from './pruning.ts';
import {codeOf, isAmendment, quoteOf} from './rows.ts';

export type Pruned = {readonly isDone: boolean; readonly changed: readonly ConversationRecord[]};

/** What a row holds of its author. */
type Author = {by: number; spelling: string | null; fingerprint: number | null};

/** Writes to a journal's tables, a batch at a time. The one who does: nobody else may write to them meanwhile. */
export class Store {
	readonly #db: Database;
	readonly #conversations: Conversations;
	readonly #authors: Authors;
	readonly #order: Order;
	readonly #nonces: Nonces;

	constructor(db: Database) {
		this.#db = db;
		this.#conversations = new Conversations(db);
		this.#authors = new Authors(db);
		this.#order = new Order(db);
		this.#nonces = new Nonces(db);
	}

	/**
	 * Stores a batch, all of it or, on an error, nothing. One that was refused leaves the others as they are.
	 * @throws SQLite's errors
	 */
	commit(batch: Batch): Receipt {
		return this.#transaction(() => {
			const results = batch.map(item => this.#store(item));
			this.#order.save();
			return {results, changed: this.#conversations.save()};
		});
	}

	/**
	 * Takes away what is not kept, at most so many entries in one transaction.
	 * @throws SQLite's errors
	 */
	prune(pruning: Pruning): Pruned {
		return this.#transaction(() => {
			const isDone = prune(this.#db, this.#conversations, pruning);
			return {isDone, changed: this.#conversations.save()};
		});
	}

	/** What is remembered of the tables follows what became of them. */
	#transaction<Result>(change: () => Result): Result {
		let isCommitted = false;
		try {
			const result = this.#db.transaction(change);
			isCommitted = true;
			return result;
		} finally {
			this.#conversations.settle(isCommitted);
			this.#order.settle(isCommitted);
			if (!isCommitted) this.#authors.forget();
		}
	}

	#store(item: Batch[number]): Result {
		if (!isFact(item)) return this.#append(item);
		keepFact(item, this.#db, this.#conversations);
		return 0;
	}

	#append(draft: Draft): Result {
		const {id: by, name} = this.#authors.findOrMake(draft.author);
		// A repeated one is that, whatever became since of what it refers to.
		const fingerprint = this.#nonces.fingerprintOf(draft, by);
		const first = this.#nonces.find(draft, by, fingerprint);
		if (first !== undefined) return {first};
		const author = {by, spelling: draft.author === name ? null : draft.author, fingerprint};
		if (draft.ref !== undefined || isAmendment(draft.kind)) return this.#refer(draft, author);
		return this.#insert(draft, this.#conversations.findOrMake(draft.conversation, draft.room), author).seq;
	}

	#refer(draft: Draft, author: Author): Result {
		const conversation = this.#conversations.find(draft.conversation);
		if (conversation === undefined) return {refused: 'NO_SUCH_MESSAGE'};
		const target = findTarget(this.#db, conversation, draft, author.by);
		if (typeof target === 'string') return {refused: target};
		const {id, seq} = this.#insert(draft, conversation, author);
		const refTs = target.ts;
		if (!isAmendment(draft.kind)) return {seq, refTs, quote: quoteOf(target, draft.to ?? null)};
		amend(this.#db, {draft, target, conversation, id, by: author.by});
		return {seq, refTs};
	}

	#insert(
		draft: Draft,
		conversation: Conversation,
		{by, spelling, fingerprint}: Author,
	): {id: number; seq: number} {
		const seq = conversation.last + 1;
		const {id} = this.#db.run(
			`INSERT INTO message
			(conversation, seq, author, spelling, ts, nonce, fingerprint, kind, body, room, recipient, ref)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			conversation.id,
			seq,
			by,
			spelling,
			draft.ts,
			draft.nonce ?? null,
			fingerprint,
			codeOf(draft.kind),
			draft.msg,
			draft.room === conversation.name ? null : draft.room,
			draft.to ?? null,
			draft.ref ?? null,
		);
		this.#order.see(draft.ts);
		conversation.last = seq;
		conversation.ts = Math.max(conversation.ts, draft.ts);
		this.#conversations.touch(conversation);
		return {id, seq};
	}
}
