import type {Database} from './database.ts';
import {Filter} from './filter.ts';
import {Fingerprints} from './fingerprints.ts';

/** What a row holds of a nonce, and where it stands. */
export type Known = {readonly id: number; readonly fingerprint: number | null};

/**
 * Fingerprints that are kept in memory before they go into their table, 32 bytes each. With a million in the table, about
 * twelve of them go to each of its pages then.
 */
const mostKept = 65_536;

/** This share of them goes into the table with one commit, some ms, and never fewer than twice what that commit brings. */
const pieceShare = 1 / 64;

/** Fingerprints of the table that are looked at together: some ms. */
const lookSize = 2000;

/** Those that are on their way into the table, in its order. */
type Move = {
	readonly from: Fingerprints;
	readonly sorted: Float64Array;
	/** how many are there: after the last commit, and with this one */
	done: number;
	next: number;
	/** no row up to it is in memory only, once all are there */
	last: number;
};

/**
 * The fingerprints of the newest rows, which are in no table yet, and their way into it. `meta` says up to which row
 * all are in the table; what is behind it is read from the rows when it is wanted first, so a crash takes nothing.
 */
export class Tail {
	readonly #db: Database;
	readonly #most: number;
	#newest: Fingerprints | undefined;
	#move: Move | undefined;
	/** of what is in the table; complete once all of it was looked at */
	#filter: Filter | undefined;
	#looked = -1;
	#isComplete = false;
	/** What this transaction did. */
	#added: Known[] = [];
	#gone: Known[] = [];

	constructor(db: Database, most: number = mostKept) {
		this.#db = db;
		this.#most = most;
	}

	/** Rows with it that may not be in the table. */
	idsOf(fingerprint: number): readonly number[] {
		const newest = this.#known().idsOf(fingerprint);
		return this.#move === undefined ? newest : [...newest, ...this.#move.from.idsOf(fingerprint)];
	}

	/** Does the table have any row with it? Asking it costs a third of a commit, so nearly always the filter answers. */
	isInTable(fingerprint: number): boolean {
		if (this.#isComplete && this.#filter?.mayHave(fingerprint) === false) return false;
		return this.#db.get('SELECT 1 FROM nonce WHERE fingerprint = ? LIMIT 1', fingerprint) !== undefined;
	}

	add(row: Known): void {
		if (row.fingerprint === null) return;
		this.#known().add(row.fingerprint, row.id);
		this.#added.push(row);
	}

	forget(rows: readonly Known[]): void {
		const moved = this.#readMoved();
		for (const row of rows) {
			if (row.fingerprint === null) continue;
			this.#gone.push(row);
			if (row.id <= moved || this.#move !== undefined)
				this.#db.run('DELETE FROM nonce WHERE fingerprint = ? AND id = ?', row.fingerprint, row.id);
		}
		const newest = this.#newestRow();
		if (moved > newest) this.#saveMoved(newest);
		if (this.#move !== undefined) this.#move.last = Math.min(this.#move.last, newest);
	}

	/** Puts some into the table, once there are many. */
	save(): void {
		if (this.#added.length === 0 || this.#move === undefined) return;
		const {from, sorted, done, last} = this.#move;
		const piece = Math.max(Math.ceil(this.#most * pieceShare), 2 * this.#added.length);
		const end = Math.min(sorted.length, done + piece);
		for (const fingerprint of sorted.subarray(done, end)) {
			this.#filter?.add(fingerprint);
			for (const id of from.idsOf(fingerprint))
				this.#db.run('INSERT INTO nonce VALUES (?, ?) ON CONFLICT DO NOTHING', fingerprint, id);
		}
		this.#move.next = end;
		if (end === sorted.length) this.#saveMoved(last);
	}

	settle(isCommitted: boolean): void {
		// What was rolled back is none, and what was to go is still there.
		for (const {id, fingerprint} of isCommitted ? this.#gone : this.#added) {
			this.#newest?.delete(fingerprint!, id);
			this.#move?.from.delete(fingerprint!, id);
		}
		[this.#added, this.#gone] = [[], []];
		const move = this.#move;
		if (move !== undefined) {
			if (!isCommitted) move.next = move.done;
			move.done = move.next;
			if (move.done === move.sorted.length) this.#move = undefined;
		}
		this.#move ??= this.#begin();
	}

	warm(): void {
		this.#known();
	}

	/** Looks at some more of the table, for its filter. @returns whether there may be more */
	look(): boolean {
		if (this.#isComplete && this.#filter !== undefined && this.#filter.size <= this.#filter.room)
			return false;
		if (this.#filter === undefined || this.#isComplete) {
			// Room for twice what there can be, so that a new one is made seldom.
			this.#filter = new Filter(Math.max(this.#most, 2 * this.#newestRow()));
			this.#looked = -1;
			this.#isComplete = false;
		}
		const rows = this.#db.all<{fingerprint: number}>(
			'SELECT fingerprint FROM nonce WHERE fingerprint > ? ORDER BY fingerprint LIMIT ?',
			this.#looked,
			lookSize,
		);
		for (const {fingerprint} of rows) this.#filter.add(fingerprint);
		this.#looked = rows.at(-1)?.fingerprint ?? this.#looked;
		this.#isComplete = rows.length < lookSize;
		return !this.#isComplete;
	}

	#begin(): Move | undefined {
		const from = this.#newest;
		if (from === undefined || from.size < this.#most) return undefined;
		this.#newest = new Fingerprints();
		return {from, sorted: from.sorted(), done: 0, next: 0, last: from.highest()};
	}

	#known(): Fingerprints {
		if (this.#newest !== undefined) return this.#newest;
		const known = new Fingerprints();
		const rows = this.#db.all<Known>('SELECT id, fingerprint FROM message WHERE id > ?', this.#readMoved());
		for (const {id, fingerprint} of rows) if (fingerprint !== null) known.add(fingerprint, id);
		this.#newest = known;
		return known;
	}

	#newestRow(): number {
		return this.#db.get<{id: number | null}>('SELECT max(id) AS id FROM message')?.id ?? 0;
	}

	#readMoved(): number {
		return this.#db.get<{value: number}>("SELECT value FROM meta WHERE key = 'nonces'")?.value ?? 0;
	}

	#saveMoved(id: number): void {
		this.#db.run(
			"INSERT INTO meta VALUES ('nonces', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
			id,
		);
	}
}
