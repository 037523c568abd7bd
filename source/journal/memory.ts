import {randomUUID} from 'node:crypto';
import {limits} from '../protocol/limits.ts';
import type {Commit, Draft, Entry, Journal} from './journal.ts';

type MemoryOptions = {
	/** entries kept of each conversation, the newest */
	keep?: number | undefined;
	id?: string | undefined;
	/** nonces remembered at least, over all conversations; at most twice as many */
	nonces?: number | undefined;
};

/** Keeps the newest entries of each conversation for as long as the process lives. */
export class MemoryJournal implements Journal {
	readonly id: string;
	onCommit: Journal['onCommit'] = () => {};
	readonly #keep: number;
	readonly #conversations = new Map<string, Ring>();
	readonly #receipts: Receipts;
	#queue: Draft[] = [];
	/** Above every seq of every forgotten conversation: names come back, their cursors must not. */
	#floor = 0;

	constructor({keep = limits.historyMessages, id = randomUUID(), nonces = 50_000}: MemoryOptions = {}) {
		this.id = id;
		this.#keep = keep;
		this.#receipts = new Receipts(nonces);
	}

	append(draft: Draft): void {
		this.#queue.push(draft);
		if (this.#queue.length === 1) setImmediate(() => this.#commit());
	}

	last(conversation: string): number {
		return this.#conversations.get(conversation)?.last ?? 0;
	}

	after(conversation: string, seq: number, limit: number): Promise<readonly Entry[]> {
		return Promise.resolve(this.#conversations.get(conversation)?.after(seq, limit) ?? []);
	}

	forget(conversation: string): void {
		this.#floor = Math.max(this.#floor, this.last(conversation));
		this.#conversations.delete(conversation);
	}

	close(): Promise<void> {
		this.#commit();
		return Promise.resolve();
	}

	#commit(): void {
		const drafts = this.#queue;
		if (drafts.length === 0) return;
		this.#queue = [];
		this.onCommit(drafts.map(draft => this.#store(draft)));
	}

	#store(draft: Draft): Commit {
		const first = this.#receipts.find(draft);
		if (first) return {entry: {...draft, ...first}, fresh: false};
		let ring = this.#conversations.get(draft.conversation);
		if (!ring) {
			ring = new Ring(this.#keep, this.#floor);
			this.#conversations.set(draft.conversation, ring);
		}
		const entry = ring.push(draft);
		this.#receipts.keep(entry);
		return {entry, fresh: true};
	}
}

/** The newest entries of one conversation, each in the slot that its seq names. */
class Ring {
	readonly #keep: number;
	readonly #floor: number;
	readonly #slots: Entry[] = [];
	#count = 0;

	/** @param floor the seq below the first one */
	constructor(keep: number, floor: number) {
		this.#keep = keep;
		this.#floor = floor;
	}

	get last(): number {
		return this.#floor + this.#count;
	}

	push(draft: Draft): Entry {
		const entry = {...draft, seq: this.last + 1};
		this.#slots[this.#count % this.#keep] = entry;
		this.#count++;
		return entry;
	}

	after(seq: number, limit: number): Entry[] {
		const oldest = Math.max(0, this.#count - this.#keep);
		const start = Math.max(oldest, seq - this.#floor);
		const end = Math.min(this.#count, start + limit);
		const entries: Entry[] = [];
		for (let index = start; index < end; index++) entries.push(this.#slots[index % this.#keep]!);
		return entries;
	}
}

/** What a repeated draft is told: where the first one stands. */
type Receipt = Pick<Entry, 'conversation' | 'room' | 'seq' | 'ts'>;

/**
 * Receipts by author and nonce. They outlive their entries, since whoever repeats a message after a bad
 * connection may do so after a flood, or after the conversation itself went. Two generations in turn bound
 * them: a Map that forgets its oldest key at each insertion grows slow, because it keeps the holes.
 */
class Receipts {
	readonly #generation: number;
	#young = new Map<string, Receipt>();
	#old = new Map<string, Receipt>();

	constructor(generation: number) {
		this.#generation = generation;
	}

	find(draft: Draft): Receipt | undefined {
		const key = keyOf(draft);
		return key === undefined ? undefined : (this.#young.get(key) ?? this.#old.get(key));
	}

	keep(entry: Entry): void {
		const key = keyOf(entry);
		if (key === undefined) return;
		if (this.#young.size >= this.#generation) {
			this.#old = this.#young;
			this.#young = new Map();
		}
		const {conversation, room, seq, ts} = entry;
		this.#young.set(key, {conversation, room, seq, ts});
	}
}

/** Neither ids nor nonces hold a space. */
const keyOf = ({author, nonce}: Draft): string | undefined =>
	nonce === undefined ? undefined : `${author} ${nonce}`;
