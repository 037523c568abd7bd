/** What goes to a store and comes back from it, also between threads: only what the other side lacks. */
import type {ErrorCode} from '../protocol/errors.ts';
import type {ConversationRecord, Draft, Entry, Fact} from './journal.ts';

/** Drafts and facts in the order in which they came, committed together. */
export type Batch = readonly (Draft | Fact)[];

export const isFact = (item: Draft | Fact): item is Fact => 'type' in item;

/** Where the first one stands of a draft that was repeated. */
export type First = Pick<Entry, 'conversation' | 'room' | 'seq' | 'ts'>;

/** What became of one of a batch: the `seq` of a new entry; 0 for a fact. */
export type Result =
	| number
	| ({readonly seq: number} & Pick<Entry, 'quote' | 'refTs'>)
	| {readonly first: First}
	| {readonly refused: ErrorCode};

export type Receipt = {
	/** one for each of the batch */
	readonly results: readonly Result[];
	/** the conversations in which something is different now */
	readonly changed: readonly ConversationRecord[];
};
