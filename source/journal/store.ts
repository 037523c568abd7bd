import {amend, findTarget} from './amending.ts';
import {Authors} from './authors.ts';
import {type Batch, type First, isFact, type Receipt, type Result} from './batch.ts';
import {type Conversation, Conversations} from './conversations.ts';
import type {Database} from './database.ts';
import type {ConversationRecord, Draft} from './journal.ts';
import {Order} from './order.ts';
import {keepFact} from './people.ts';
import {type Pruning, prune} from './pruning.ts';
import {codeOf, isAmendment, quoteOf} from './rows.ts';

export type Pruned = {readonly isDone: boolean; readonly changed: readonly ConversationRecord[]};

/** Writes to a journal's tables, a batch at a time. The one who does: nobody else may write to them meanwhile. */
export class Store {
	readonly #db: Database;
	readonly #conversations: Conversations;
	readonly #authors: Authors;
	readonly #order: Order;

	constructor(db: Database) {
		this.#db = db;
		this.#conversations = new Conversations(db);
		this.#authors = new Authors(db);
		this.#order = new Order(db);
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
		if (draft.ref === undefined && !isAmendment(draft.kind)) {
			const conversation = this.#conversations.findOrMake(draft.conversation, draft.room);
			return this.#insert(draft, conversation, by, name)?.seq ?? {first: this.#first(draft, by)!};
		}
		// A repeated one is that, whatever became since of what it refers to.
		const first = this.#first(draft, by);
		if (first !== undefined) return {first};
		const conversation = this.#conversations.find(draft.conversation);
		if (conversation === undefined) return {refused: 'NO_SUCH_MESSAGE'};
		const target = findTarget(this.#db, conversation, draft, by);
		if (typeof target === 'string') return {refused: target};
		const {id, seq} = this.#insert(draft, conversation, by, name)!;
		const refTs = target.ts;
		if (!isAmendment(draft.kind)) return {seq, refTs, quote: quoteOf(target, draft.to ?? null)};
		amend(this.#db, {draft, target, conversation, id, by});
		return {seq, refTs};
	}

	/** Undefined when author and nonce are known. */
	#insert(
		draft: Draft,
		conversation: Conversation,
		by: number,
		name: string,
	): {id: number; seq: number} | undefined {
		const seq = conversation.last + 1;
		const {changes, id} = this.#db.run(
			`INSERT INTO message (conversation, seq, author, spelling, ts, nonce, kind, body, room, recipient, ref)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (author, nonce) WHERE nonce IS NOT NULL DO NOTHING`,
			conversation.id,
			seq,
			by,
			draft.author === name ? null : draft.author,
			draft.ts,
			draft.nonce ?? null,
			codeOf(draft.kind),
			draft.msg,
			draft.room === conversation.name ? null : draft.room,
			draft.to ?? null,
			draft.ref ?? null,
		);
		if (changes === 0) return undefined;
		this.#order.see(draft.ts);
		conversation.last = seq;
		conversation.ts = Math.max(conversation.ts, draft.ts);
		this.#conversations.touch(conversation);
		return {id, seq};
	}

	#first({nonce}: Draft, by: number): First | undefined {
		if (nonce === undefined) return undefined;
		const first = this.#db.get<First>(
			`SELECT c.key AS conversation, coalesce(m.room, c.name) AS room, m.seq, m.ts
			FROM message m JOIN conversation c ON c.id = m.conversation WHERE m.author = ? AND m.nonce = ?`,
			by,
			nonce,
		);
		return first && {...first};
	}
}
