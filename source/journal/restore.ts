import {ChatError} from '../protocol/errors.ts';
import {amend, settleText} from './amending.ts';
import type {Conversation} from './conversations.ts';
import type {Database} from './database.ts';
import {deedKey, readDeedKeys} from './deeds.ts';
import {keepFact} from './facts.ts';
import type {Draft} from './journal.ts';
import type {ConversationLine, DeedLine, EntryLine, JournalLine, RecordLine} from './records.ts';
import {isAmendment} from './rows.ts';
import {readId, readRestoring, setId, setRestoring} from './schema.ts';
import {type Author, Tables} from './tables.ts';

/** Is somebody known by what a record says, such as `account:alice`, and not by the hash of a secret? */
const isOfRecord = (claim: string): boolean => claim.includes(':');

/** Does a record say that one has to be invited to a room? What cannot be read says so. */
const isClosing = ({kind, value}: RecordLine): boolean => {
	if (kind !== 'rules') return false;
	try {
		const {mode} = JSON.parse(value) as {mode?: unknown};
		return mode !== 'open' && mode !== 'read-only';
	} catch {
		return true;
	}
};

/** How the journal is related to the one that was dumped: empty, the same, or another one. */
type Relation = 'empty' | 'same' | 'foreign';

/**
 * Takes the lines of a dump into a journal. What is there already stays as it is, so a second time changes nothing,
 * and one that broke off is finished by another one.
 *
 * An empty journal becomes the one that was dumped: seqs, cursors and nonces hold. The same one gets back what it
 * lacks, at its place. Another one gets it behind what it has, at places of its own, which `origin` remembers.
 *
 * What the server kept of its own, such as accounts and bans, goes into an empty journal only. The same one may have
 * taken back since what the dump still holds, a stolen device for one; in another one the same name is somebody else's.
 * So nobody could tell there who was invited to a room, and what was said in rooms of that kind is not for it.
 */
export class Restore {
	readonly #tables: Tables;
	#relation: Relation = 'same';
	/** are accounts, bans and the like taken, and who came in by an account? */
	#takesRecords = false;
	/** those that were there before */
	#deeds: ReadonlySet<string> = new Set();
	/** of the journal that was dumped */
	#id: string | undefined;
	/** rooms of another journal that one had to be invited to, by their keys */
	readonly #closed = new Set<string>();
	/** entries that were not there */
	added = 0;
	/** entries of rooms that stay with those who were invited */
	leftOut = 0;
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
		else if (line.type === 'end') this.#end();
		else if (line.type === 'record' || line.type === 'deed') this.#record(line);
		else if (line.type !== 'head') this.#person(line);
		return false;
	}

	#begin(id: string): void {
		const {db} = this.#tables;
		this.#id = id;
		const isEmpty = db.get('SELECT 1 FROM conversation UNION ALL SELECT 1 FROM person') === undefined;
		if (isEmpty) {
			setId(db, id);
			setRestoring(db, id);
		}
		this.#relation = isEmpty ? 'empty' : readId(db) === id ? 'same' : 'foreign';
		// One that broke off is gone on with.
		this.#takesRecords = this.#relation !== 'foreign' && readRestoring(db) === id;
		if (this.#takesRecords) this.#deeds = readDeedKeys(db);
	}

	#end(): void {
		this.isWhole = true;
		if (this.#takesRecords) setRestoring(this.#tables.db, undefined);
	}

	#record(line: RecordLine | DeedLine): void {
		const {db, conversations} = this.#tables;
		if (this.#relation === 'foreign' && line.type === 'record' && isClosing(line)) this.#closed.add(line.key);
		if (!this.#takesRecords) return;
		if (line.type === 'deed') {
			if (!this.#deeds.has(deedKey(line))) keepFact({...line, type: 'audit'}, db, conversations);
		} else if (db.get('SELECT 1 FROM record WHERE kind = ? AND key = ?', line.kind, line.key) === undefined)
			keepFact(line, db, conversations);
	}

	#conversation({key, name, topic, first, last, ts}: ConversationLine): void {
		const {conversations} = this.#tables;
		if (this.#closed.has(key)) return;
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
		if (isOfRecord(line.claim) && !this.#takesRecords) return;
		if (line.type === 'person') {
			if (db.get('SELECT 1 FROM person WHERE claim = ?', line.claim) === undefined)
				keepFact(line, db, conversations);
			return;
		}
		if (this.#closed.has(line.conversation)) return;
		const where = conversations.findOrMake(line.conversation, line.conversation);
		const known = db.get('SELECT 1 FROM place WHERE claim = ? AND conversation = ?', line.claim, where.id);
		if (known !== undefined) return;
		// In another journal the seqs are others.
		const foreign = this.#relation === 'foreign' ? {read: undefined, closed: 0} : {};
		keepFact({...line, read: line.read, ...foreign}, db, conversations);
	}

	#entry(line: EntryLine): boolean {
		if (this.#closed.has(line.conversation)) {
			this.leftOut++;
			return false;
		}
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
