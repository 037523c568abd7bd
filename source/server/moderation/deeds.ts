import type {Deed, Fact, Journal} from '../../journal/journal.ts';
import type {Clock} from '../../protocol/clock.ts';
import {nameKey} from '../../protocol/names.ts';
import {Tally} from '../access/throttle.ts';
import type {Bounds} from '../bounds.ts';
import type {LogReport} from '../log.ts';

/** What is done that not everybody may do. */
export type Action =
	| 'kick'
	| 'ban'
	| 'unban'
	| 'mute'
	| 'unmute'
	| 'role'
	| 'lock'
	| 'invite'
	| 'admit'
	| 'uninvite'
	| 'redeem'
	| 'announce'
	| 'own'
	| 'register'
	| 'revoke'
	| 'token';

type DeedsOptions = {
	journal: Journal;
	note: (fact: Fact) => Promise<void>;
	clock: Clock;
	bounds: () => Bounds;
	report: (event: LogReport) => void;
	/** Is whoever has this id an operator of the server, and here? */
	isOperator: (id: string) => boolean;
};

/** After so many more of them the oldest go: taking each away by itself would cost a commit each time. */
const slack = 1000;

/** Of what people do who are no operators so much is kept in an hour, of one of them and of all; the log has the rest. */
const windowMs = 60 * 60 * 1000;
const ofOne = {most: 100, windowMs};
const ofAll = {most: 1000, windowMs};

/** The audit trail: who did what to whom, in the journal and in the log. */
export class Deeds {
	readonly #options: DeedsOptions;
	/** of people who are no operators: each, and all of them under '' */
	readonly #lately: Tally;
	#sincePruning = slack;

	constructor(options: DeedsOptions) {
		this.#options = options;
		this.#lately = new Tally(options.clock);
	}

	/** Writes one down. @param isLogged false for what has a line of its own in the log */
	note(deed: Omit<Deed, 'ts'> & {action: Action}, isLogged = true): void {
		const {note, clock, report} = this.#options;
		if (isLogged) report({event: 'moderated', ...deed});
		if (!this.#isKept(deed.by)) return;
		// Nobody waits for it: what was done is done also when the disk is full, and the log has it.
		note({type: 'audit', ts: clock.now(), ...deed}).then(
			() => this.#prune(),
			() => {},
		);
	}

	/** Names and rooms cost nothing: what operators did must not go for what their owners do there again and again. */
	#isKept(by: string): boolean {
		if (this.#options.isOperator(by)) return true;
		const [one, all] = [nameKey(by), ''];
		if (this.#lately.wait(one, ofOne) > 0 || this.#lately.wait(all, ofAll) > 0) return false;
		this.#lately.count(one, ofOne);
		this.#lately.count(all, ofAll);
		return true;
	}

	#prune(): void {
		const {journal, bounds} = this.#options;
		this.#sincePruning++;
		if (this.#sincePruning < slack) return;
		this.#sincePruning = 0;
		journal.pruneAudit(bounds().audit).catch(() => {});
	}
}
