/** Everything that a journal holds, as lines, oldest first. */
import {readConversations} from './conversations.ts';
import type {Database} from './database.ts';
import {type DeedRow, deedOf} from './deeds.ts';
import {isDamage} from './faults.ts';
import type {RecordRow} from './kept.ts';
import {readPeople} from './people.ts';
import {type EntryLine, format, formatVersion, type JournalLine} from './records.ts';
import {kinds} from './rows.ts';
import {hasRecords, readId} from './schema.ts';

/** Rows read at a time. */
const pieceRows = 1000;

const entryColumns =
	'id, conversation, seq, author, spelling, ts, nonce, kind, body, room, recipient, ref, gone';

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
	/** some of the server's own records, or of its operators' deeds, could not be read */
	lacksRecords = false;

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
		// Before what they are about: whoever reads them may leave that out.
		if (hasRecords(this.#db)) {
			yield* this.#records();
			for (const row of this.#deeds()) yield {type: 'deed', ...deedOf(row)};
		}
		for (const record of readConversations(this.#db)) yield {type: 'conversation', ...record};
		yield* this.#people();
		for (const row of this.#rows<Row>(`${entryColumns} FROM message`, this.total, () => this.damaged++)) {
			this.entries++;
			yield this.#lineOf(row);
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

	/** From the front; then, where damage is in the way, from the back as far as there. */
	*#records(): Generator<JournalLine> {
		let last = {kind: '', key: ''};
		for (const row of this.#recordRows('>', 'ASC')) {
			last = row;
			yield {type: 'record', ...row};
		}
		if (!this.lacksRecords) return;
		for (const row of this.#recordRows('<', 'DESC')) {
			if (row.kind === last.kind && row.key === last.key) return;
			yield {type: 'record', ...row};
		}
	}

	*#recordRows(beyond: '<' | '>', order: 'ASC' | 'DESC'): Generator<RecordRow> {
		const edge = beyond === '<' ? '\u{10ffff}' : '';
		let last = {kind: edge, key: edge};
		for (let most = pieceRows; most > 0; ) {
			try {
				const rows = this.#db.all<RecordRow>(
					`SELECT kind, key, value FROM record WHERE (kind, key) ${beyond} (?, ?)
					ORDER BY kind ${order}, key ${order} LIMIT ?`,
					last.kind,
					last.key,
					most,
				);
				yield* rows;
				if (rows.length < most) return;
				last = rows.at(-1)!;
			} catch (error) {
				if (!isDamage(error)) throw error;
				this.lacksRecords = true;
				most = most === 1 ? 0 : 1;
			}
		}
	}

	#deeds(): Generator<DeedRow> {
		const newest = this.#attempt(
			() => this.#db.get<{id: number | null}>('SELECT max(id) AS id FROM deed')?.id ?? 0,
		);
		if (newest === undefined) this.lacksRecords = true;
		return this.#rows<DeedRow>('* FROM deed', newest ?? 0, () => {
			this.lacksRecords = true;
		});
	}

	/**
	 * Rows of a table by their ids, one after the other.
	 * @param from columns and table
	 * @param onDamage called for each place at which nothing can be read
	 */
	*#rows<Any>(from: string, newest: number, onDamage: () => void): Generator<Any> {
		const select = `SELECT ${from} NOT INDEXED WHERE id > ? AND id <= ? ORDER BY id`;
		for (let id = 0; id < newest; id += pieceRows)
			yield* this.#piece<Any>(select, id, Math.min(id + pieceRows, newest), onDamage);
	}

	/** Those above one id and up to another one. Around damage it goes nearer and nearer. */
	#piece<Any>(select: string, above: number, upTo: number, onDamage: () => void): Any[] {
		const rows = this.#attempt(() => this.#db.all<Any>(select, above, upTo));
		if (rows !== undefined) return rows;
		if (upTo - above === 1) {
			onDamage();
			return [];
		}
		const middle = Math.floor((above + upTo) / 2);
		return [
			...this.#piece<Any>(select, above, middle, onDamage),
			...this.#piece<Any>(select, middle, upTo, onDamage),
		];
	}

	/** @returns undefined where the file is damaged */
	#attempt<Result>(read: () => Result): Result | undefined {
		try {
			return read();
		} catch (error) {
			if (!isDamage(error)) throw error;
			return undefined;
		}
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
		return (
			this.#attempt(() => this.#db.get<{id: number | null}>('SELECT max(id) AS id FROM message')?.id ?? 0) ??
			this.#db.get<{sum: number}>('SELECT total(last) AS sum FROM conversation')!.sum
		);
	}
}
