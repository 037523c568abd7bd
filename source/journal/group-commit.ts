import {ChatError} from '../protocol/errors.ts';
import type {Batch, Receipt, Result} from './batch.ts';
import {storingFault} from './faults.ts';
import type {ConversationRecord, Done, Draft, Fact, Journal, Outcome} from './journal.ts';
import {promised} from './promised.ts';

/** What a batch holds at most: what comes above that waits for the next one. */
const mostInBatch = 2_000;

type Note = {fact: Fact; done: Done};

type Waiting = Draft | Note;

const isNote = (one: Waiting): one is Note => 'fact' in one;

/**
 * Collects what is to be stored and commits it in groups. Its pace is the disk's: a batch goes as soon as none is
 * under way, with all that came meanwhile, so that one sync pays for many when there are many, and a lone message
 * waits for nobody; unless whoever fills it says that more is on its way.
 */
export abstract class GroupCommit {
	onCommit: Journal['onCommit'] = () => {};
	awaitsMore: Journal['awaitsMore'] = () => false;
	readonly #conversations = new Map<string, ConversationRecord>();
	#waiting: Waiting[] = [];
	#isScheduled = false;
	#underWay: Promise<void> | undefined;

	/** Stores a batch, all of it or, by rejecting, nothing. */
	protected abstract commit(batch: Batch): Promise<Receipt>;

	append(draft: Draft): void {
		this.#add(draft);
	}

	note(fact: Fact): Promise<void> {
		return promised(done => this.keep(fact, done));
	}

	keep(fact: Fact, done: Done): void {
		this.#add({fact, done});
	}

	conversations(): Iterable<ConversationRecord> {
		return this.#conversations.values();
	}

	conversation(key: string): ConversationRecord | undefined {
		return this.#conversations.get(key);
	}

	/** Takes what is known now of some conversations. */
	protected learn(conversations: Iterable<ConversationRecord>): void {
		for (const one of conversations) this.#conversations.set(one.key, one);
	}

	/** Resolves when nothing waits. */
	protected async drained(): Promise<void> {
		while (this.#underWay !== undefined || this.#waiting.length > 0) {
			this.#start();
			await this.#underWay;
		}
	}

	#add(one: Waiting): void {
		this.#waiting.push(one);
		this.#schedule();
	}

	/** At the end of this turn: what comes in the same one goes along. */
	#schedule(): void {
		if (this.#isScheduled || this.#underWay !== undefined || this.#waiting.length === 0) return;
		this.#isScheduled = true;
		setImmediate(this.#begin);
	}

	readonly #begin = (): void => {
		if (this.awaitsMore()) {
			setImmediate(this.#begin);
			return;
		}
		this.#isScheduled = false;
		this.#start();
	};

	#start(): void {
		if (this.#underWay !== undefined || this.#waiting.length === 0) return;
		const all = this.#waiting;
		this.#waiting = all.length > mostInBatch ? all.slice(mostInBatch) : [];
		this.#underWay = this.#carryOut(all.length > mostInBatch ? all.slice(0, mostInBatch) : all);
	}

	async #carryOut(batch: readonly Waiting[]): Promise<void> {
		let tell: () => void;
		try {
			const {results, changed} = await this.commit(batch.map(one => (isNote(one) ? one.fact : one)));
			this.learn(changed);
			tell = () => this.#tell(batch, (one, index) => outcomeOf(one, results[index]!));
		} catch (cause) {
			const error = cause instanceof ChatError ? cause : storingFault(cause);
			tell = () => this.#tell(batch, draft => ({draft, error}), error);
		}
		// The next one is on its way while this one is told of.
		this.#underWay = undefined;
		this.#schedule();
		tell();
	}

	#tell(
		batch: readonly Waiting[],
		outcome: (draft: Draft, index: number) => Outcome,
		error?: ChatError,
	): void {
		const outcomes: Outcome[] = [];
		for (const [index, one] of batch.entries()) {
			if (!isNote(one)) outcomes.push(outcome(one, index));
			else one.done(error);
		}
		if (outcomes.length > 0) this.onCommit(outcomes);
	}
}

const outcomeOf = (draft: Draft, result: Result): Outcome => {
	if (typeof result !== 'number' && 'refused' in result) return {draft, error: new ChatError(result.refused)};
	const {rights: _, ...said} = draft;
	if (typeof result === 'number') return {entry: {...said, seq: result}, fresh: true};
	if ('first' in result) return {entry: {...said, ...result.first}, fresh: false};
	return {entry: {...said, ...result}, fresh: true};
};
