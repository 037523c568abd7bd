/**
 * The ordered record of everything that was said: the seam behind which memory, SQLite and later PostgreSQL
 * stand. Whoever appends is told of the commit afterwards, and only then acknowledges and delivers; that
 * order is what makes an acknowledgement worth something.
 */

/** Something said, before it has its place. */
export type Draft = {
	/** the conversation: a room's key, or both ids' keys for a direct one */
	conversation: string;
	/** the room as its name is written, or `@` and the receiver's id */
	room: string;
	author: string;
	/** with the author it names the message for its whole life; undefined from peers that cannot repeat */
	nonce: string | undefined;
	/** milliseconds since 1970, UTC, by the server's clock */
	ts: number;
	msg: string;
	kind?: 'me' | undefined;
	/** in a help desk: the one person besides author and operators who may read it */
	to?: string | undefined;
};

/** Something said, in its place. `seq` is dense in its conversation and grows with time. */
export type Entry = Draft & {readonly seq: number};

/** What became of a draft. `fresh` is false when author and nonce were known: `entry` is the first one. */
export type Commit = {readonly entry: Entry; readonly fresh: boolean};

export interface Journal {
	/** Names this record: cursors into another one mean nothing here. */
	readonly id: string;

	/**
	 * Queues a draft. Those of one turn of the event loop are committed together, in the order of the calls.
	 */
	append(draft: Draft): void;

	/** Called with each committed batch, in order: the one way to learn of a commit. */
	onCommit: (batch: readonly Commit[]) => void;

	/** The newest seq of a conversation, 0 when it is empty. */
	last(conversation: string): number;

	/** Entries after a seq, oldest first, at most `limit`. Starts later when older ones are gone. */
	after(conversation: string, seq: number, limit: number): Promise<readonly Entry[]>;

	/** Lets a conversation go: its room is empty and nothing keeps it. */
	forget(conversation: string): void;

	/** Commits what is queued and closes. */
	close(): Promise<void>;
}
