import type {ConversationRecord, Fact, Journal} from '../journal/journal.ts';
import type {Room} from './room.ts';

/**
 * Rooms that the journal keeps at most though nothing was ever said in them and they have no topic. Names cost nothing:
 * further ones are there for as long as somebody is in them.
 */
const mostUnwritten = 1000;

const isUnwritten = ({last, topic}: ConversationRecord): boolean => last === 0 && topic === '';

type RegistryOptions = {
	journal: Journal;
	/** stores a fact; nobody has to await it */
	note: (fact: Fact) => Promise<void>;
	/** rooms at most in which nothing was said */
	most?: number | undefined;
};

/** Which rooms the journal keeps. One in which something is said, or which is given a topic, it always does. */
export class Registry {
	readonly #options: RegistryOptions;
	readonly #most: number;
	/** keys of rooms in which nothing had been said when they were looked at last */
	readonly #unwritten = new Set<string>();

	constructor(options: RegistryOptions) {
		this.#options = options;
		this.#most = options.most ?? mostUnwritten;
		for (const record of options.journal.conversations())
			if (isUnwritten(record)) this.#unwritten.add(record.key);
	}

	/** Does the journal keep it, or is it about to? */
	keeps(conversation: string): boolean {
		return (
			this.#unwritten.has(conversation) || this.#options.journal.conversation(conversation) !== undefined
		);
	}

	/** Has the journal know how a room is spelled, if there is place for it. */
	add({archive, key: conversation, name, topic}: Room): void {
		if (archive.conversation(conversation)?.name === name) return;
		if (!this.keeps(conversation) && !this.#hasPlace()) return;
		this.#unwritten.add(conversation);
		void this.#options.note({type: 'room', conversation, name, topic});
	}

	#hasPlace(): boolean {
		if (this.#unwritten.size < this.#most) return true;
		for (const key of this.#unwritten) {
			const record = this.#options.journal.conversation(key);
			if (record !== undefined && !isUnwritten(record)) this.#unwritten.delete(key);
		}
		return this.#unwritten.size < this.#most;
	}
}
