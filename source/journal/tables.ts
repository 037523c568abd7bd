import {type AuthorName, Authors} from './authors.ts';
import type {First} from './batch.ts';
import {type Conversation, Conversations} from './conversations.ts';
import type {Database} from './database.ts';
import type {ConversationRecord, Draft} from './journal.ts';
import {Nonces} from './nonces.ts';
import {Order} from './order.ts';
import {codeOf} from './rows.ts';
import type {Known} from './tail.ts';

/** What a row holds of its author. */
export type Author = {
	readonly by: number;
	readonly spelling: string | null;
	readonly fingerprint: number | null;
};

/**
 * What is remembered of a journal's tables while they are written to. One at a time: nobody else may write to them
 * meanwhile.
 */
export class Tables {
	readonly db: Database;
	readonly conversations: Conversations;
	readonly #authors: Authors;
	readonly #order: Order;
	readonly #nonces: Nonces;

	/** @param mostNonces in memory; for trying out what happens above that */
	constructor(db: Database, mostNonces?: number) {
		this.db = db;
		this.conversations = new Conversations(db);
		this.#authors = new Authors(db);
		this.#order = new Order(db);
		this.#nonces = new Nonces(db, mostNonces);
	}

	/**
	 * All of a change or, on an error, nothing.
	 * @throws SQLite's errors, and what `change` throws
	 */
	change<Result>(change: () => Result): {result: Result; changed: ConversationRecord[]} {
		let isCommitted = false;
		try {
			const done = this.db.transaction(() => {
				const result = change();
				this.#order.save();
				this.#nonces.save();
				return {result, changed: this.conversations.save()};
			});
			isCommitted = true;
			return done;
		} finally {
			this.conversations.settle(isCommitted);
			this.#order.settle(isCommitted);
			this.#nonces.settle(isCommitted);
			if (!isCommitted) this.#authors.forget();
		}
	}

	authorOf({author, nonce}: Pick<Draft, 'author' | 'nonce'>): Author {
		const {id, name}: AuthorName = this.#authors.findOrMake(author);
		const fingerprint = this.#nonces.fingerprintOf(nonce, id);
		return {by: id, spelling: author === name ? null : author, fingerprint};
	}

	/** Within a transaction: rows are gone for good. */
	forget(rows: readonly Known[]): void {
		this.#nonces.forget(rows);
	}

	/** Reads ahead what the first draft would have to wait for. */
	warm(): void {
		this.#nonces.warm();
	}

	/** Makes finding nonces faster, a bit at a time. @returns whether there may be more to do */
	look(): boolean {
		return this.#nonces.look();
	}

	/** Where the first one stands of a draft that was stored before. */
	first({nonce}: Pick<Draft, 'nonce'>, author: Author): First | undefined {
		return this.#nonces.find(nonce, author.by, author.fingerprint);
	}

	/**
	 * @param seq at the end of the conversation, or at a place in it that is free
	 * @returns the row's id
	 */
	insert(draft: Draft, conversation: Conversation, {by, spelling, fingerprint}: Author, seq: number): number {
		const {id} = this.db.run(
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
		this.#nonces.add({id, fingerprint});
		this.#order.see(draft.ts);
		conversation.last = Math.max(conversation.last, seq);
		conversation.ts = Math.max(conversation.ts, draft.ts);
		this.conversations.touch(conversation);
		return id;
	}
}
