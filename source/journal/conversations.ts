import type {Database} from './database.ts';
import type {ConversationRecord} from './journal.ts';

/** A conversation's row. */
export type Conversation = {-readonly [Field in keyof ConversationRecord]: ConversationRecord[Field]} & {
	readonly id: number;
};

/** No name holds it, so a key with it is of no room: it stands between the two people of a direct one. */
const between = '\n';

export const isDirectKey = (key: string): boolean => key.includes(between);

const columns = 'id, key, name, topic, first, last, ts';

/** The conversations that are written to, read once. Their rows follow at the end of each transaction. */
export class Conversations {
	readonly #db: Database;
	#known = new Map<string, Conversation>();
	#changed = new Set<Conversation>();

	constructor(db: Database) {
		this.#db = db;
	}

	find(key: string): Conversation | undefined {
		const known = this.#known.get(key);
		if (known !== undefined) return known;
		const row = this.#db.get<Conversation>(`SELECT ${columns} FROM conversation WHERE key = ?`, key);
		if (row !== undefined) this.#known.set(key, {...row});
		return this.#known.get(key);
	}

	/** @param room what it is called if it is new and a room */
	findOrMake(key: string, room: string): Conversation {
		const found = this.find(key);
		if (found !== undefined) return found;
		const name = isDirectKey(key) ? '' : room;
		const {id} = this.#db.run('INSERT INTO conversation (key, name) VALUES (?, ?)', key, name);
		const made = {id, key, name, topic: '', first: 1, last: 0, ts: 0};
		this.#known.set(key, made);
		this.#changed.add(made);
		return made;
	}

	/** To be called with whatever was changed. */
	touch(conversation: Conversation): void {
		this.#changed.add(conversation);
	}

	/** Within the transaction: writes what was changed, and tells of it. */
	save(): ConversationRecord[] {
		return [...this.#changed].map(one => {
			const {id, key, name, topic, first, last, ts} = one;
			this.#db.run(
				'UPDATE conversation SET name = ?, topic = ?, first = ?, last = ?, ts = ? WHERE id = ?',
				name,
				topic,
				first,
				last,
				ts,
				id,
			);
			return {key, name, topic, first, last, ts};
		});
	}

	/** After the transaction. */
	settle(isCommitted: boolean): void {
		this.#changed.clear();
		if (!isCommitted) this.#known.clear();
	}
}

export const readConversations = (db: Database): ConversationRecord[] =>
	db
		.all<Conversation>(`SELECT ${columns} FROM conversation ORDER BY id`)
		.map(({key, name, topic, first, last, ts}) => ({key, name, topic, first, last, ts}));
