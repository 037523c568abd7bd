import type {ConversationRecord, Entry} from './journal.ts';

/** Places in a row that are read together. */
const blockEntries = 128;

/** What blocks may weigh together, in UTF-16 units of their texts, and what an entry weighs without its text. */
const [mostWeight, entryWeight] = [16 * 1024 * 1024, 300];

type Block = {
	readonly conversation: string;
	readonly entries: Promise<readonly Entry[]>;
	/** 0 as long as it is being read */
	weight: number;
};

/** As `Journal.after`, and none after `last`. */
type Read = (conversation: string, seq: number, limit: number, last: number) => Promise<readonly Entry[]>;

/**
 * What was read last, for the many who want the same: after a restart everybody comes back at once and asks for
 * the end of the same rooms. Blocks that are full are kept: nothing comes to them any more, and whoever amends or
 * prunes an entry says so by `forget`.
 */
export class Blocks {
	readonly #read: Read;
	/** the one used last is the last */
	readonly #blocks = new Map<string, Block>();
	#weight = 0;

	constructor(read: Read) {
		this.#read = read;
	}

	/** As `Journal.after`. */
	async after({key, first, last}: ConversationRecord, seq: number, limit: number): Promise<readonly Entry[]> {
		const found: Entry[] = [];
		for (let at = Math.max(seq, first - 1); found.length < limit && at < last; ) {
			const number = Math.floor(at / blockEntries);
			const end = (number + 1) * blockEntries;
			const left = limit - found.length;
			const isFull = end <= last;
			const entries = isFull ? await this.#block(key, number) : await this.#read(key, at, left, last);
			const start = placeAfter(entries, at);
			found.push(...entries.slice(start, start + left));
			at = isFull ? end : last;
		}
		return found;
	}

	/** To be called when what is kept of a conversation is something else now. */
	forget(conversation: string): void {
		for (const [name, block] of this.#blocks)
			if (block.conversation === conversation) this.#drop(name, block);
	}

	#block(conversation: string, number: number): Promise<readonly Entry[]> {
		const name = `${number} ${conversation}`;
		const known = this.#blocks.get(name);
		if (known !== undefined) {
			this.#blocks.delete(name);
			this.#blocks.set(name, known);
			return known.entries;
		}
		const start = number * blockEntries;
		const entries = this.#read(conversation, start, blockEntries, start + blockEntries);
		const block: Block = {conversation, entries, weight: 0};
		this.#blocks.set(name, block);
		entries.then(
			all => this.#weigh(name, block, all),
			() => this.#drop(name, block),
		);
		return entries;
	}

	#weigh(name: string, block: Block, entries: readonly Entry[]): void {
		// It was forgotten while it was read.
		if (this.#blocks.get(name) !== block) return;
		block.weight = entries.reduce((sum, {msg}) => sum + entryWeight + msg.length, 0);
		this.#weight += block.weight;
		for (const [oldest, one] of this.#blocks) {
			if (this.#weight <= mostWeight) break;
			this.#drop(oldest, one);
		}
	}

	#drop(name: string, block: Block): void {
		if (this.#blocks.get(name) !== block) return;
		this.#blocks.delete(name);
		this.#weight -= block.weight;
	}
}

/** Where the entries after a seq begin. */
const placeAfter = (entries: readonly Entry[], seq: number): number => {
	// Entries that count no more are left out, so it is as far in as the seqs say, or nearer to the start.
	const first = entries[0]?.seq ?? 0;
	let place = Math.min(entries.length, Math.max(0, seq + 1 - first));
	while (place > 0 && entries[place - 1]!.seq > seq) place--;
	return place;
};
