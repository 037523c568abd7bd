import {ChatError} from '../protocol/errors.ts';
import {amend, settleText} from './amending.ts';
import type {Conversation} from './conversations.ts';
import type {Database} from './database.ts';
import {keepFact} from './facts.ts';
import type {Draft} from './journal.ts';
import type {ConversationLine, EntryLine, JournalLine} from './records.ts';
import {isAmendment} from './rows.ts';
import {readId, setId} from './schema.ts';
import {type Author, Tables} from './tables.ts';

/** How the journal is related to the one that was dumped: empty, the same, or another one. */
type Relation = 'empty' | 'same' | 'foreign';

/**
 * Takes the lines of a dump into a journal. What is there already stays as it is, so a second time changes nothing,
 * and one that broke off is finished by another one.
 *
 * An empty journal becomes the one that was dumped: seqs, cursors and nonces hold. The same one gets back what it
 * lacks, at its place. Another one gets it behind what it has, at places of its own, which `origin` remembers.
 */
export class Restore {
	readonly #tables: Tables;
	#relation: Relation = 'same';
	/** of the journal that was dumped */
	#id: string | undefined;
	/** entries that were not there */
	added = 0;
	/** the last line was read: nothing is missing */
	isWhole = false;

	constructor(db: Database) {
		this.#tables = new Tables(db);
	}

	/**
	 * Takes some lines, all of them or, on an error, none.
	 * @throws {ChatError} FILE_BAD, and SQLite's errors
	 */
	take(lines: readonly JournalLine[]): void {
		const {result} = this.#tables.change(() => lines.filter(line => this.#take(line)).length);
		this.added += result;
	}

	/** @returns whether it is an entry that was not there */
	#take(line: JournalLine): boolean {
		if (line.type === 'head') this.#begin(line.journal);
		if (this.#id === undefined) throw new ChatError('FILE_BAD');
		if (line.type === 'entry') return this.#entry(line);
		if (line.type === 'conversation') this.#conversation(line);
		else if (line.type === 'end') this.isWhole = true;
		else if (line.type !== 'head') this.#person(line);
		return false;
	}

	#begin(id: string): void {
		const {db} = this.#tables;
		this.#id = id;
		const isEmpty = db.get('SELECT 1 FROM conversation UNION ALL SELECT 1 FROM person') === undefined;
		if (isEmpty) setId(db, id);
		this.#relation = isEmpty ? 'empty' : readId(db) === id ? 'same' : 'foreign';
	}

	#conversation({key, name, topic, first, last, ts}: ConversationLine): void {
		const {conversations} = this.#tables;
		const isNew = conversations.find(key) === undefined;
		const conversation = conversations.findOrMake(key, name);
		if (isNew) conversation.topic = topic;
		if (this.#relation === 'foreign') return;
		if (isNew) conversation.first = first;
		// No seq is given again, whether its entry is still kept or not.
		conversation.last = Math.max(conversation.last, last);
		conversation.ts = Math.max(conversation.ts, ts);
		conversations.touch(conversation);
	}

	/** Who is known already is known better here. */
	#person(line: Extract<JournalLine, {type: 'person' | 'place'}>): void {
		const {db, conversations} = this.#tables;
		if (line.type === 'person') {
			if (db.get('SELECT 1 FROM person WHERE claim = ?', line.claim) === undefined)
				keepFact(line, db, conversations);
			return;
		}
		const where = conversations.findOrMake(line.conversation, line.conversation);
		const known = db.get('SELECT 1 FROM place WHERE claim = ? AND conversation = ?', line.claim, where.id);
		if (known !== undefined) return;
		// In another journal the seqs are others.
		const foreign = this.#relation === 'foreign' ? {read: undefined, closed: 0} : {};
		keepFact({...line, read: line.read, ...foreign}, db, conversations);
	}

	#entry(line: EntryLine): boolean {
		const {conversations} = this.#tables;
		const {id: author, gone: _, ...said} = line;
		const conversation = conversations.findOrMake(line.conversation, line.room);
		const draft: Draft = {...said, author, nonce: said.nonce};
		const by = this.#tables.authorOf(draft);
		return this.#relation === 'foreign'
			? this.#append(line, draft, conversation, by)
			: this.#putBack(line, draft, conversation, by);
	}

	#putBack(line: EntryLine, draft: Draft, conversation: Conversation, author: Author): boolean {
		if (this.#isHeld(conversation, line.seq)) return false;
		this.#insert(line, draft, conversation, author, line.seq);
		conversation.first = Math.min(conversation.first, line.seq);
		return true;
	}

	#append(line: EntryLine, draft: Draft, conversation: Conversation, author: Author): boolean {
		if (this.#hereOf(conversation, line.seq) !== undefined) return false;
		const first = this.#tables.first(draft, author);
		if (first?.conversation === conversation.key) {
			this.#remember(conversation, line.seq, first.seq);
			return false;
		}
		const ref = line.ref === undefined ? undefined : this.#hereOf(conversation, line.ref);
		// What it changed was kept no longer.
		if (ref === undefined && isAmendment(line.kind)) return false;
		const seq = conversation.last + 1;
		this.#insert(line, {...draft, ref}, conversation, author, seq);
		this.#remember(conversation, line.seq, seq);
		return true;
	}

	#insert(line: EntryLine, draft: Draft, conversation: Conversation, author: Author, seq: number): void {
		const {db} = this.#tables;
		const id = this.#tables.insert(draft, conversation, author, seq);
		if (line.gone) db.run('UPDATE message SET gone = 1 WHERE id = ?', id);
		// What is put into an empty journal is all as it was. Elsewhere one side may know what the other one lacks.
		else if (this.#relation === 'empty') return;
		else if (isAmendment(draft.kind)) amend(db, conversation, draft, author.by);
		else settleText(db, conversation, seq);
	}

	#isHeld({id}: Conversation, seq: number): boolean {
		return (
			this.#tables.db.get('SELECT 1 FROM message WHERE conversation = ? AND seq = ?', id, seq) !== undefined
		);
	}

	/** Where an entry of the other journal stands in this one. */
	#hereOf({id}: Conversation, seq: number): number | undefined {
		return this.#tables.db.get<{here: number}>(
			'SELECT here FROM origin WHERE journal = ? AND conversation = ? AND seq = ?',
			this.#id!,
			id,
			seq,
		)?.here;
	}

	#remember({id}: Conversation, seq: number, here: number): void {
		this.#tables.db.run('INSERT INTO origin VALUES (?, ?, ?, ?)', this.#id!, id, seq, here);
	}
}
