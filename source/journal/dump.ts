/** Everything that a journal holds, as lines, oldest first. */
import {readConversations} from './conversations.ts';
import type {Database} from './database.ts';
import {isDamage} from './faults.ts';
import {readPeople} from './people.ts';
import {type EntryLine, format, formatVersion, type JournalLine} from './records.ts';
import {kinds} from './rows.ts';
import {readId} from './schema.ts';

/** Rows read at a time. */
const pieceRows = 1000;

type Row = {
	id: number;
	conversation: number;
	seq: number;
	author: number;
	spelling: string | null;
	ts: number;
	nonce: string | null;
	kind: number;
	body: string;
	room: string | null;
	recipient: string | null;
	ref: number | null;
	gone: number;
};

/**
 * Reads everything, all of one moment, while a server may go on writing. Entries come from their table alone
 * and not by its indexes, so that they come from a damaged file too, as far as they can be read.
 */
export class Dump {
	readonly #db: Database;
	readonly #conversations = new Map<number, {key: string; name: string}>();
	readonly #authors = new Map<number, string>();
	/** entries at most, for who wants to know how far it is */
	readonly total: number;
	/** places at which there may have been an entry, and nothing could be read */
	damaged = 0;
	/** that were read so far */
	entries = 0;

	/** @throws SQLite's errors when not even the names of people and rooms can be read */
	constructor(db: Database) {
		this.#db = db;
		db.exec('BEGIN');
		const rooms = db.all<{id: number; key: string; name: string}>(
			'SELECT id, key, name FROM conversation NOT INDEXED',
		);
		for (const {id, key, name} of rooms) this.#conversations.set(id, {key, name});
		for (const {id, name} of db.all<{id: number; name: string}>('SELECT id, name FROM author NOT INDEXED'))
			this.#authors.set(id, name);
		this.total = this.#newest();
	}

	*lines(): Generator<JournalLine> {
		yield {type: 'head', format, version: formatVersion, journal: readId(this.#db)};
		for (const record of readConversations(this.#db)) yield {type: 'conversation', ...record};
		yield* this.#people();
		for (let id = 0; id < this.total; id += pieceRows) {
			for (const row of this.#rows(id, Math.min(id + pieceRows, this.total))) {
				this.entries++;
				yield this.#lineOf(row);
			}
		}
		yield {type: 'end', entries: this.entries};
	}

	*#people(): Generator<JournalLine> {
		for (const {places, ...person} of readPeople(this.#db)) {
			yield {type: 'person', ...person};
			for (const [conversation, place] of places)
				yield {type: 'place', claim: person.claim, conversation, ...place};
		}
	}

	/** Those above one id and up to another one. Around damage it goes nearer and nearer. */
	#rows(above: number, upTo: number): Row[] {
		try {
			return this.#db.all<Row>(
				`SELECT id, conversation, seq, author, spelling, ts, nonce, kind, body, room, recipient, ref, gone
				FROM message NOT INDEXED WHERE id > ? AND id <= ? ORDER BY id`,
				above,
				upTo,
			);
		} catch (error) {
			if (!isDamage(error)) throw error;
		}
		if (upTo - above === 1) {
			this.damaged++;
			return [];
		}
		const middle = Math.floor((above + upTo) / 2);
		return [...this.#rows(above, middle), ...this.#rows(middle, upTo)];
	}

	#lineOf({conversation, author, kind, body, room, recipient, gone, ...row}: Row): EntryLine {
		const {key, name} = this.#conversations.get(conversation)!;
		return {
			type: 'entry',
			conversation: key,
			seq: row.seq,
			room: room ?? name,
			id: row.spelling ?? this.#authors.get(author)!,
			ts: row.ts,
			kind: kinds[kind]!,
			msg: body,
			nonce: row.nonce ?? undefined,
			to: recipient ?? undefined,
			ref: row.ref ?? undefined,
			gone: gone === 1 ? true : undefined,
		};
	}

	/** No id is above the number of all that was ever stored, should the page with the newest one be damaged. */
	#newest(): number {
		try {
			return this.#db.get<{id: number | null}>('SELECT max(id) AS id FROM message')?.id ?? 0;
		} catch (error) {
			if (!isDamage(error)) throw error;
			return this.#db.get<{sum: number}>('SELECT total(last) AS sum FROM conversation')!.sum;
		}
	}
}
