import {type Clock, systemClock, type Timer} from '../protocol/clock.ts';
import type {ChatError} from '../protocol/errors.ts';
import {type Batch, isFact, type Receipt} from './batch.ts';
import {Blocks} from './blocks.ts';
import type {CheckpointerCalls, Opened, ReaderCalls, WriterCalls} from './calls.ts';
import {openingFault, readingFault, storingFault} from './faults.ts';
import {journalFile, type Lock, lockFolder, prepareFolder} from './folder.ts';
import {GroupCommit} from './group-commit.ts';
import type {Deeds, Entry, Found, Journal, Page, PersonRecord, Query} from './journal.ts';
import {peek} from './knowing.ts';
import type {Retention} from './pruning.ts';
import {Remote} from './remote.ts';
import {isAmendment} from './rows.ts';
import {prepareUpgrade, type Upgrade} from './upgrade.ts';

export type JournalOptions = {
	/** made if it is not there; one server at a time */
	folder: string;
	/** everything when left out */
	retain?: Retention | undefined;
	clock?: Clock | undefined;
	/** is a journal of an older version copied before it is changed? usually it is */
	upgradeCopy?: boolean | undefined;
	/** Told when a journal was brought to this version. */
	onUpgrade?: ((upgrade: Upgrade) => void) | undefined;
	/** the file's size at most, in bytes; for trying out a full disk */
	mostBytes?: number | undefined;
};

/** How often is looked for what is to be kept no longer. */
const pruneMs = 60_000;

/** Pages in the write-ahead log, of 4 KiB, that are worth a checkpoint. */
const checkpointPages = 4000;

/** A journal that can be read and written to while the thread that writes is on its way. */
export type Begun = {
	readonly journal: Journal;
	/**
	 * Resolves when that thread has it, too. Until then nothing is acknowledged.
	 * @throws {ChatError} as `openJournal`, by rejecting: what is to be stored would be refused, close it
	 */
	readonly opened: Promise<void>;
};

/**
 * Opens the journal in a folder, or begins one.
 * @throws {ChatError} DATA_LOCKED, DATA_DENIED, DATA_BROKEN, DATA_NEWER or DATA_FULL, with the place in its sentence
 */
export const openJournal = async (options: JournalOptions): Promise<Journal> => {
	const {journal, opened} = await beginJournal(options);
	try {
		await opened;
		return journal;
	} catch (error) {
		await journal.close();
		throw error;
	}
};

/** The same, for whoever has something to do until all of it is there. */
export const beginJournal = async ({
	folder,
	retain,
	clock = systemClock,
	mostBytes,
	upgradeCopy = true,
	onUpgrade,
}: JournalOptions): Promise<Begun> => {
	prepareFolder(folder);
	const lock = lockFolder(folder);
	const task = {file: journalFile(folder), mostBytes};
	const writer = new Remote<WriterCalls>({role: 'write', ...task}, storingFault);
	// A thread that could not even start has no words of its own.
	const explained = (error: unknown): unknown => {
		const {code, cause} = error as ChatError;
		return code === 'NOT_STORED' ? openingFault(cause, folder) : error;
	};
	const open = (): Promise<void> =>
		writer.call('open').catch(error => {
			throw explained(error);
		});
	try {
		const known = peek(task.file);
		const upgrade = known === undefined ? await prepareUpgrade(task.file, {copy: upgradeCopy}) : undefined;
		const opened = open();
		// Whoever began it looks at it when there is time.
		opened.catch(() => {});
		if (known === undefined) await opened;
		if (upgrade !== undefined) onUpgrade?.(upgrade);
		const reader = new Remote<ReaderCalls>({role: 'read', ...task}, readingFault);
		const checkpointer = new Remote<CheckpointerCalls>({role: 'checkpoint', ...task}, storingFault);
		const all = known ?? (await writer.call('known'));
		const parts = {known: all, lock, writer, reader, checkpointer, retain, clock};
		return {journal: new SqliteJournal(parts), opened};
	} catch (error) {
		await writer.close();
		lock.release();
		throw explained(error);
	}
};

type Parts = {
	known: Opened;
	lock: Lock;
	writer: Remote<WriterCalls>;
	reader: Remote<ReaderCalls>;
	checkpointer: Remote<CheckpointerCalls>;
	retain: Retention | undefined;
	clock: Clock;
};

/**
 * Keeps everything on disk. A thread writes and another one reads, so that a slow disk never holds the sockets;
 * what a commit says was synced before.
 */
class SqliteJournal extends GroupCommit implements Journal {
	readonly id: string;
	readonly #parts: Parts;
	readonly #blocks: Blocks;
	readonly #pruneTimer: Timer | undefined;
	#pruning: Promise<void> = Promise.resolve();
	#checkpointing: Promise<void> | undefined;

	constructor(parts: Parts) {
		super();
		const {known, retain, clock} = parts;
		this.id = known.id;
		this.#parts = parts;
		this.#blocks = new Blocks((...wanted) => parts.reader.call('after', ...wanted));
		this.learn(known.conversations);
		if (retain === undefined) return;
		const pruneNow = (): void => {
			this.#pruning = this.#pruning.then(() => this.#prune(retain));
		};
		pruneNow();
		this.#pruneTimer = clock.setInterval(pruneNow, pruneMs);
	}

	people(): Iterable<PersonRecord> {
		return this.#parts.known.people;
	}

	records(kind: string): Iterable<readonly [key: string, value: string]> {
		return this.#parts.known.kept.get(kind) ?? [];
	}

	async audit(where: {more?: string | undefined; limit: number}): Promise<Deeds> {
		return this.#parts.reader.call('audit', where);
	}

	/** Piece by piece, as `#prune`. */
	async pruneAudit(most: number): Promise<void> {
		while (!(await this.#parts.writer.call('pruneAudit', most)));
	}

	async after(conversation: string, seq: number, limit: number): Promise<readonly Entry[]> {
		const known = this.conversation(conversation);
		return known === undefined ? [] : this.#blocks.after(known, seq, limit);
	}

	page(conversation: string, where: {before: number} | {after: number}, limit: number): Promise<Page> {
		return this.#parts.reader.call('page', conversation, where, limit);
	}

	since(conversation: string, ts: number): Promise<number> {
		return this.#parts.reader.call('since', conversation, ts);
	}

	async search(query: Query): Promise<Found> {
		await this.#parts.writer.call('index');
		return this.#parts.reader.call('search', query);
	}

	async close(): Promise<void> {
		const {clock, reader, writer, checkpointer, lock} = this.#parts;
		clock.clearInterval(this.#pruneTimer);
		await this.drained();
		await this.#pruning;
		await this.#checkpointing;
		// The last one to close the file puts the write-ahead log into it.
		await reader.close();
		await checkpointer.close();
		await writer.close();
		lock.release();
	}

	protected override async commit(batch: Batch): Promise<Receipt> {
		const receipt = await this.#parts.writer.call('commit', batch);
		if (receipt.waiting > checkpointPages) this.#checkpointing ??= this.#checkpoint();
		for (const item of batch) {
			if (!isFact(item) && isAmendment(item.kind)) this.#blocks.forget(item.conversation);
			// The name stands in each entry.
			else if (isFact(item) && item.type === 'room') this.#blocks.forget(item.conversation);
		}
		return receipt;
	}

	/**
	 * The other thread does most of it while messages go on; what they wrote meanwhile is little, and when the
	 * writer has added that, the log begins anew and does not grow. What fails is tried again after the next commit.
	 */
	async #checkpoint(): Promise<void> {
		const {checkpointer, writer} = this.#parts;
		try {
			await checkpointer.call('checkpoint');
			await writer.call('checkpoint');
		} catch {
		} finally {
			this.#checkpointing = undefined;
		}
	}

	/** Piece by piece, so that what is said meanwhile goes in between. What fails is tried again in a minute. */
	async #prune(retain: Retention): Promise<void> {
		const {writer, clock} = this.#parts;
		try {
			for (let isDone = false; !isDone; ) {
				const pruned = await writer.call('prune', retain, clock.now());
				this.learn(pruned.changed);
				for (const {key} of pruned.changed) this.#blocks.forget(key);
				isDone = pruned.isDone;
			}
		} catch {}
	}
}
