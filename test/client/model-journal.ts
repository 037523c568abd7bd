/** A server's journal of one room as a plain list, and what clients are told of it. */
import type {EntryEvent, HistoryPage} from '../../source/client/state.ts';
import type {EventOf} from '../../source/protocol/messages.ts';

type Said = {
	seq: number;
	id: string;
	msg: string;
	ref: number | undefined;
	deleted: boolean;
};

/** Keeps every entry; tells them as they are now, as the journal does. */
export class ModelJournal {
	readonly room: string;
	readonly #entries: EntryEvent[] = [];
	readonly #said = new Map<number, Said>();

	constructor(room = 'general') {
		this.room = room;
	}

	get last(): number {
		return this.#entries.length;
	}

	/** Seqs of what was said and not deleted. */
	get standing(): number[] {
		return [...this.#said.values()].filter(({deleted}) => !deleted).map(({seq}) => seq);
	}

	/** The event of an entry as it is delivered when it happens. */
	say(id: string, msg: string, ref?: number): EntryEvent {
		const seq = this.last + 1;
		this.#said.set(seq, {seq, id, msg, ref, deleted: false});
		const event = this.#message(seq);
		this.#entries.push(event);
		return event;
	}

	edit(ref: number, msg: string): EntryEvent {
		const said = this.#said.get(ref)!;
		said.msg = msg;
		return this.#add({type: 'edit', ...this.#place(ref, said.id), msg});
	}

	remove(ref: number, id: string): EntryEvent {
		const said = this.#said.get(ref)!;
		said.deleted = true;
		said.msg = '';
		return this.#add({type: 'delete', ...this.#place(ref, id)});
	}

	react(ref: number, id: string, emoji: string, off: boolean): EntryEvent {
		return this.#add({type: 'react', ...this.#place(ref, id), emoji, ...(off ? {off} : {})});
	}

	/** What a replay tells: each message as it is now, without the edits that another one replaced. */
	after(seq: number): EntryEvent[] {
		return this.#entries.slice(seq).flatMap(entry => this.#now(entry));
	}

	page(where: {before: number} | {after: number}, limit: number): HistoryPage {
		// What counts no more takes no place on a page, or one could be empty in the midst of a room.
		const counting = this.#entries.filter(entry => this.#now(entry).length > 0);
		const all =
			'before' in where
				? counting.filter(({seq}) => seq < where.before).slice(-limit)
				: counting.filter(({seq}) => seq > where.after).slice(0, limit);
		const from = all[0]?.seq ?? 0;
		const to = all.at(-1)?.seq ?? 0;
		const held = new Set(all.map(({seq}) => seq));
		const later = this.#entries.filter(
			entry => entry.seq > to && entry.type !== 'message' && held.has(entry.ref) && this.#counts(entry),
		);
		return {
			list: [...all.flatMap(entry => this.#now(entry)), ...later],
			first: all.length === 0 || from === 1,
			last: all.length === 0 || to === this.last,
		};
	}

	#now(entry: EntryEvent): EntryEvent[] {
		if (entry.type === 'message') return [this.#message(entry.seq)];
		return entry.type === 'edit' && !this.#counts(entry) ? [] : [entry];
	}

	/** Is it the newest of what it changes, and does that show? */
	#counts(entry: Exclude<EntryEvent, EventOf<'message'>>): boolean {
		if (entry.type === 'delete') return true;
		if (this.#said.get(entry.ref)!.deleted) return false;
		const newest = this.#entries.findLast(
			other =>
				other.type === entry.type &&
				other.ref === entry.ref &&
				(other.type !== 'react' || (other.emoji === (entry as typeof other).emoji && other.id === entry.id)),
		);
		return newest === entry && !(entry.type === 'react' && entry.off);
	}

	#message(seq: number): EventOf<'message'> {
		const {id, msg, ref, deleted} = this.#said.get(seq)!;
		const target = ref === undefined ? undefined : this.#said.get(ref);
		return {
			type: 'message',
			room: this.room,
			seq,
			id,
			msg,
			ts: seq,
			...(ref === undefined ? {} : {ref}),
			...(target && !target.deleted ? {quote: {id: target.id, msg: target.msg}} : {}),
			...(deleted ? {deleted} : {}),
		};
	}

	#place(ref: number, id: string): {room: string; seq: number; ref: number; id: string; ts: number} {
		const seq = this.last + 1;
		return {room: this.room, seq, ref, id, ts: seq};
	}

	#add<Event extends EntryEvent>(event: Event): Event {
		this.#entries.push(event);
		return event;
	}
}
