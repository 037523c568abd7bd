/** What is asked of the journal's threads, and how it is answered. */
import type {ErrorCode} from '../protocol/errors.ts';
import type {Batch, Receipt} from './batch.ts';
import type {ConversationRecord, Deeds, Entry, Found, Page, PersonRecord, Query} from './journal.ts';
import type {Kept} from './kept.ts';
import type {Retention} from './pruning.ts';
import type {Pruned} from './store.ts';

/** What a thread is started with. */
export type Task = {
	readonly role: 'write' | 'read' | 'checkpoint';
	/** of the journal */
	readonly file: string;
	readonly mostBytes: number | undefined;
};

/** What is known of a journal that has been opened. */
export type Opened = {
	readonly id: string;
	readonly conversations: readonly ConversationRecord[];
	readonly people: readonly PersonRecord[];
	readonly kept: Kept;
};

export type Stored = Receipt & {
	/** pages in the write-ahead log */
	readonly waiting: number;
};

export type WriterCalls = {
	open: () => void;
	known: () => Opened;
	commit: (batch: Batch) => Stored;
	checkpoint: () => void;
	/** answered once the search knows all that is stored */
	index: () => void;
	/** @param now ms since 1970 */
	prune: (retain: Retention, now: number) => Pruned;
	/** @returns whether that was all */
	pruneAudit: (keep: number) => boolean;
	close: () => void;
};

export type CheckpointerCalls = {checkpoint: () => void; close: () => void};

export type ReaderCalls = {
	after: (conversation: string, seq: number, limit: number, last?: number) => Entry[];
	page: (conversation: string, where: {before: number} | {after: number}, limit: number) => Page;
	since: (conversation: string, ts: number) => number;
	search: (query: Query) => Found;
	audit: (where: {more?: string | undefined; limit: number}) => Deeds;
	close: () => void;
};

export type Question = {readonly id: number; readonly call: string; readonly args: readonly unknown[]};

/** A ChatError does not cross from thread to thread, its code and its sentence do. */
export type Answer =
	| {readonly id: number; readonly value: unknown}
	| {readonly id: number; readonly code: ErrorCode; readonly text: string};
