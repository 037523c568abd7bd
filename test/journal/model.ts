/** What a journal promises, in plain objects: the slow and simple one that the real one is held to. */
import type {Draft, Entry, Kind, Query} from '../../source/journal/journal.ts';
import {nameKey} from '../../source/protocol/names.ts';

type Row = Draft & {seq: number; deleted: boolean};

const isSaid = (kind: Kind): boolean => kind === 'say' || kind === 'me';

/** What became of a draft: the seq of a new one, where the first one stands, or why it was refused. */
type Fate = number | {first: number} | string;

export class Model {
	readonly conversations = new Map<string, {first: number; last: number; rows: Row[]}>();
	/** everything, as it was stored */
	readonly #all: Row[] = [];

	append(draft: Draft): Fate {
		const repeated = this.#all.find(
			one =>
				draft.nonce !== undefined &&
				one.nonce === draft.nonce &&
				nameKey(one.author) === nameKey(draft.author),
		);
		if (repeated) return {first: repeated.seq};
		if (draft.ref !== undefined || !isSaid(draft.kind)) {
			const why = this.#objection(draft);
			if (why !== undefined) return why;
		}
		const conversation = this.conversations.get(draft.conversation) ?? {first: 1, last: 0, rows: []};
		this.conversations.set(draft.conversation, conversation);
		conversation.last++;
		const row = {...draft, seq: conversation.last, deleted: false};
		conversation.rows.push(row);
		this.#all.push(row);
		return row.seq;
	}

	#objection({conversation, ref, kind, rights, author}: Draft): string | undefined {
		const target = this.#target(conversation, ref);
		if (target === undefined || this.#isDeleted(target)) return 'NO_SUCH_MESSAGE';
		if (kind !== 'edit' && kind !== 'delete') return undefined;
		if (rights === undefined) return 'NOT_YOURS';
		const isOwn = nameKey(target.author) === nameKey(author);
		return rights === 'all' || (isOwn && target.ts >= rights.own) ? undefined : 'NOT_YOURS';
	}

	prune(keep: number): void {
		for (const conversation of this.conversations.values()) {
			const count = conversation.last - conversation.first + 1;
			if (count <= Math.floor(keep * 1.125)) continue;
			conversation.first = conversation.last - keep + 1;
			const gone = conversation.rows.filter(({seq}) => seq < conversation.first);
			conversation.rows = conversation.rows.filter(row => !gone.includes(row));
			for (const row of gone) this.#all.splice(this.#all.indexOf(row), 1);
		}
	}

	/** Seqs and texts of all that is read of a conversation. */
	entries(key: string): {seq: number; msg: string; deleted: boolean; quote: string | undefined}[] {
		return (this.conversations.get(key)?.rows ?? [])
			.filter(row => isSaid(row.kind) || this.#counts(row))
			.map(row => ({
				seq: row.seq,
				msg: this.#text(row),
				deleted: this.#isDeleted(row),
				quote: this.#quote(row),
			}));
	}

	/** Amendments from after a page of seqs. */
	later(key: string, seqs: readonly number[]): number[] {
		const last = seqs.at(-1) ?? Infinity;
		return (this.conversations.get(key)?.rows ?? [])
			.filter(row => !isSaid(row.kind) && row.kind !== 'unreact' && this.#counts(row))
			.filter(({seq, ref}) => seq > last && seqs.includes(ref!))
			.map(({seq}) => seq);
	}

	find({text, open, conversations, from}: Query): string[] {
		return this.#all
			.filter(row => isSaid(row.kind) && !this.#isDeleted(row) && this.#text(row).split(' ').includes(text))
			.filter(row => (open && row.to === undefined) || conversations.includes(row.conversation))
			.filter(({author}) => from === undefined || nameKey(author) === nameKey(from))
			.map(({conversation, seq}) => `${conversation} ${seq}`)
			.reverse();
	}

	#target(key: string, ref: number | undefined): Row | undefined {
		return this.conversations.get(key)?.rows.find(({seq, kind}) => seq === ref && isSaid(kind));
	}

	#about(row: Row, ...of: Kind[]): Row[] {
		const {rows} = this.conversations.get(row.conversation)!;
		return rows.filter(({kind, ref}) => ref === row.seq && of.includes(kind));
	}

	#isDeleted(row: Row): boolean {
		return isSaid(row.kind) && this.#about(row, 'delete').length > 0;
	}

	#text(row: Row): string {
		if (this.#isDeleted(row)) return '';
		return (isSaid(row.kind) ? this.#about(row, 'edit').at(-1)?.msg : undefined) ?? row.msg;
	}

	/** Is it the newest word about what it changes? What was pruned was as it was then. */
	#counts(row: Row): boolean {
		const {rows} = this.conversations.get(row.conversation)!;
		const later = rows.filter(({seq, ref}) => seq > row.seq && ref === row.ref);
		if (row.kind === 'delete') return true;
		if (row.kind === 'edit') return !later.some(({kind}) => kind === 'edit' || kind === 'delete');
		return !later.some(
			({kind, author, msg}) =>
				(kind === 'react' || kind === 'unreact') &&
				nameKey(author) === nameKey(row.author) &&
				msg === row.msg,
		);
	}

	#quote({kind, conversation, ref, to}: Row): string | undefined {
		const target = isSaid(kind) ? this.#target(conversation, ref) : undefined;
		if (target === undefined || this.#isDeleted(target)) return undefined;
		return target.to !== undefined && target.to !== to ? undefined : this.#text(target);
	}
}

export const shown = ({seq, msg, deleted, quote}: Entry) => ({
	seq,
	msg,
	deleted: deleted === true,
	quote: quote?.msg,
});
