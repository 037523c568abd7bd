import type {ConversationRecord, Entry, Page} from '../journal/journal.ts';
import {limits} from '../protocol/limits.ts';
import {logRoom, serverId} from '../protocol/names.ts';
import type {Archive} from './room.ts';

/**
 * What the operators' room holds: the newest lines of the server's log, for as long as it runs. They are no
 * part of the journal: whoever keeps a log has it from stdout, and a disk that is full must be told of somewhere.
 */
export class Logbook implements Archive {
	readonly #keep: number;
	#entries: Entry[] = [];
	#last = 0;

	constructor(keep: number = limits.historyMessages) {
		this.#keep = keep;
	}

	/** @param ts ms since 1970 */
	write(msg: string, ts: number): Entry {
		this.#last++;
		const entry: Entry = {
			conversation: logRoom,
			room: logRoom,
			author: serverId,
			nonce: undefined,
			seq: this.#last,
			ts,
			kind: 'say',
			msg,
		};
		this.#entries.push(entry);
		// Now and then, since each time moves what is left.
		if (this.#entries.length >= this.#keep * 2) this.#entries = this.#entries.slice(-this.#keep);
		return entry;
	}

	conversation(): ConversationRecord {
		const {length} = this.#entries;
		return {
			key: logRoom,
			name: logRoom,
			topic: '',
			first: this.#last - length + 1,
			last: this.#last,
			ts: this.#entries.at(-1)?.ts ?? 0,
		};
	}

	after(_: string, seq: number, limit: number): Promise<readonly Entry[]> {
		const start = this.#indexOf(seq + 1);
		return Promise.resolve(this.#entries.slice(start, start + limit));
	}

	page(_: string, where: {before: number} | {after: number}, limit: number): Promise<Page> {
		const end = 'before' in where ? this.#indexOf(where.before) : undefined;
		const start = 'after' in where ? this.#indexOf(where.after + 1) : Math.max(0, end! - limit);
		return Promise.resolve({entries: this.#entries.slice(start, end ?? start + limit), later: []});
	}

	since(_: string, ts: number): Promise<number> {
		return Promise.resolve(this.#entries.findLast(entry => entry.ts < ts)?.seq ?? 0);
	}

	/** Of the entry with this seq, or of the next one that is kept. */
	#indexOf(seq: number): number {
		const {length} = this.#entries;
		return Math.min(length, Math.max(0, seq - (this.#last - length + 1)));
	}
}
