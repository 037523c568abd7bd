import type {Deed, Fact, Journal} from '../../journal/journal.ts';
import type {Clock} from '../../protocol/clock.ts';
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
	| 'uninvite'
	| 'redeem'
	| 'announce';

type DeedsOptions = {
	journal: Journal;
	note: (fact: Fact) => Promise<void>;
	clock: Clock;
	bounds: () => Bounds;
	report: (event: LogReport) => void;
};

/** After so many more of them the oldest go: taking each away by itself would cost a commit each time. */
const slack = 1000;

/** The audit trail: who did what to whom, in the journal and in the log. */
export class Deeds {
	readonly #options: DeedsOptions;
	#sincePruning = slack;

	constructor(options: DeedsOptions) {
		this.#options = options;
	}

	/** Writes one down. @param isLogged false for what has a line of its own in the log */
	note(deed: Omit<Deed, 'ts'> & {action: Action}, isLogged = true): void {
		const {note, clock, report} = this.#options;
		if (isLogged) report({event: 'moderated', ...deed});
		// Nobody waits for it: what was done is done also when the disk is full, and the log has it.
		note({type: 'audit', ts: clock.now(), ...deed}).then(
			() => this.#prune(),
			() => {},
		);
	}

	#prune(): void {
		const {journal, bounds} = this.#options;
		this.#sincePruning++;
		if (this.#sincePruning < slack) return;
		this.#sincePruning = 0;
		journal.pruneAudit(bounds().audit).catch(() => {});
	}
}
