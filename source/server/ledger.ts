import type {Done, Draft, Fact, Journal, Outcome} from '../journal/journal.ts';
import type {Clock} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {Gathering} from './gathering.ts';
import type {LogReport} from './log.ts';
import type {Member} from './member.ts';
import type {Meter} from './meter.ts';
import type {Conversation} from './room.ts';

/** Queued in the journal at most; above it nobody is read who wants more stored, until it has caught up. */
const waitingAtMost = 20_000;

type LedgerOptions = {
	journal: Journal;
	report: (event: LogReport) => void;
	/** What became of a batch, in its order, each with who waits for it, maybe gone by now. */
	onOutcomes: (settled: readonly Outcome[], waiting: readonly Waiting[]) => void;
	clock: Clock;
	/** Does so much wait to be written that what comes now goes along anyway? */
	isBehind: () => boolean;
	meter: Meter;
};

/** Something that was said and is not stored yet. */
export type Waiting = {
	readonly author: Member;
	readonly conversation: Conversation;
	readonly draft: Draft;
	/** when it came, by `Clock.elapsed` */
	readonly since: number;
};

/** What is on its way into the journal: how much, who waits for it, and whether it gets there at all. */
export class Ledger {
	/** Called once the journal has caught up. */
	onRelief: () => void = () => {};
	/** Called when something is stored after nothing was. */
	onRecovery: () => void = () => {};
	readonly #options: LedgerOptions;
	/** in their order, which is that of their outcomes; with its author, as a name may be somebody else's by then */
	#drafts: Waiting[] = [];
	readonly #gathering = new Gathering();
	/** of the widest conversation in which something was said that is not stored yet */
	#readers = 0;
	#facts = 0;
	/** of them, those that somebody waits for */
	#awaited = 0;
	#isFailing = false;
	#waiters: Array<() => void> = [];

	constructor(options: LedgerOptions) {
		this.#options = options;
		const {journal, clock, isBehind} = options;
		journal.onCommit = batch => this.#receive(batch);
		journal.awaitsMore = () => {
			const isAwaited = this.#drafts.length > 0 || this.#awaited > 0;
			if (isAwaited && isBehind()) return this.#gathering.stop();
			const readers = isAwaited ? this.#readers : undefined;
			return this.#gathering.awaitsMore(this.#waiting, readers, clock.elapsed());
		};
	}

	/** Appended, and not committed yet. */
	get drafts(): number {
		return this.#drafts.length;
	}

	/** Was the last thing that should have been stored not? */
	get isFailing(): boolean {
		return this.#isFailing;
	}

	get congested(): boolean {
		return this.#waiting >= waitingAtMost;
	}

	get #waiting(): number {
		return this.#drafts.length + this.#facts;
	}

	/** Resolves when everything that came so far is stored, or refused. */
	settled(): Promise<void> {
		if (this.#waiting === 0) return Promise.resolve();
		return new Promise(resolve => this.#waiters.push(resolve));
	}

	append(author: Member, conversation: Conversation, draft: Draft): void {
		author.unsettled++;
		conversation.storing++;
		if (conversation.size > this.#readers) this.#readers = conversation.size;
		this.#drafts.push({author, conversation, draft, since: this.#options.clock.elapsed()});
		this.#options.journal.append(draft);
	}

	/** Resolves when it is stored. @throws {ChatError} NOT_STORED by rejecting; nobody has to await it */
	note(fact: Fact): Promise<void> {
		this.#facts++;
		this.#awaited++;
		const noted = this.#note(fact);
		noted.catch(() => {});
		return noted;
	}

	async #note(fact: Fact): Promise<void> {
		let error: ChatError | undefined;
		try {
			await this.#options.journal.note(fact);
		} catch (cause) {
			error = cause instanceof ChatError ? cause : new ChatError('NOT_STORED', undefined, {cause});
		}
		this.#awaited--;
		this.#settleFact(error);
		if (error) throw error;
	}

	/**
	 * As `note`, without a promise: each who comes is noted twice, and thousands may come at once.
	 * @param isAwaited Does somebody wait for it?
	 */
	keep(fact: Fact, done: Done, isAwaited = false): void {
		this.#facts++;
		if (isAwaited) this.#awaited++;
		this.#options.journal.keep(fact, error => {
			if (isAwaited) this.#awaited--;
			this.#settleFact(error);
			done(error);
		});
	}

	#settleFact(error: ChatError | undefined): void {
		const wasCongested = this.congested;
		this.#facts--;
		this.#watch(error);
		this.#wake(wasCongested);
	}

	#receive(batch: readonly Outcome[]): void {
		const wasCongested = this.congested;
		const waiting = this.#drafts.splice(0, batch.length);
		const {clock, meter, onOutcomes} = this.#options;
		const now = clock.elapsed();
		this.#readers = this.#drafts.reduce((most, {conversation}) => Math.max(most, conversation.size), 0);
		const outcomes = batch.map((committed, index) => {
			const {conversation, draft, since} = waiting[index]!;
			conversation.storing--;
			meter.acks.observe(now - since);
			const outcome = outcomeOf(draft, committed);
			if ('error' in outcome) this.#watch(outcome.error);
			else if (outcome.fresh) this.#watch(undefined);
			return outcome;
		});
		onOutcomes(outcomes, waiting);
		this.#wake(wasCongested);
	}

	#wake(wasCongested: boolean): void {
		if (wasCongested && !this.congested) this.onRelief();
		if (this.#waiting === 0) for (const wake of this.#waiters.splice(0)) wake();
	}

	/** Says once that nothing can be stored, and once that it can again. */
	#watch(error: ChatError | undefined): void {
		const isFailing = error?.code === 'NOT_STORED';
		if (isFailing) this.#options.meter.unstored++;
		if (isFailing === this.#isFailing || (error !== undefined && !isFailing)) return;
		this.#isFailing = isFailing;
		this.#options.report(isFailing ? {event: 'unstored', error: error.message} : {event: 'recovered'});
		if (!isFailing) this.onRecovery();
	}
}

/**
 * A nonce that came back stands for what was said under it first. Where that was said elsewhere, this is something else,
 * which was not stored: no acknowledgement, and no word of where the first one is.
 */
const outcomeOf = (draft: Draft, outcome: Outcome): Outcome =>
	'error' in outcome || outcome.fresh || outcome.entry.conversation === draft.conversation
		? outcome
		: {
				draft,
				error: new ChatError('BAD_REQUEST', 'That nonce stands for another message. Choose another one.'),
			};
