import type {Commit, Draft, Fact, Journal, Outcome} from '../../source/journal/journal.ts';

export const draft = (changes: Partial<Draft> = {}): Draft => ({
	conversation: 'general',
	room: 'general',
	author: 'Alice',
	nonce: undefined,
	ts: 1000,
	kind: 'say',
	msg: 'text',
	...changes,
});

/** Appends in one turn, and resolves with what became of all of them, in however many batches. */
export const append = (journal: Journal, ...drafts: Draft[]): Promise<readonly Outcome[]> =>
	new Promise(resolve => {
		const outcomes: Outcome[] = [];
		journal.onCommit = batch => {
			outcomes.push(...batch);
			if (outcomes.length === drafts.length) resolve(outcomes);
		};
		for (const one of drafts) journal.append(one);
	});

/** The same for drafts of which none is refused. */
export const commit = async (journal: Journal, ...drafts: Draft[]): Promise<Commit[]> =>
	(await append(journal, ...drafts)).map(accepted);

export const accepted = (outcome: Outcome): Commit => {
	if ('error' in outcome) throw outcome.error;
	return outcome;
};

/** The seq of an entry, or why there is none. */
export const fateOf = (outcome: Outcome): number | string =>
	'error' in outcome ? outcome.error.code : outcome.entry.seq;

export const seqsOf = (entries: readonly {seq: number}[]): number[] => entries.map(({seq}) => seq);

export const noteAll = async (journal: Journal, ...facts: Fact[]): Promise<void> => {
	await Promise.all(facts.map(fact => journal.note(fact)));
};
