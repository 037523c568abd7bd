/** What was sent before, for ↑ and ↓: immutable, bounded, and the half-written text is kept while one looks. */
export type Recall = {
	/** oldest first, no two equal ones in a row */
	readonly sent: readonly string[];
	/** the one that is shown, and what was being written; undefined while nothing is recalled */
	readonly at: number | undefined;
	readonly draft: string;
};

const most = 500;

export const emptyRecall: Recall = {sent: [], at: undefined, draft: ''};

/** Keeps a text that was sent, and ends the looking. */
export const remember = ({sent}: Recall, text: string): Recall => {
	const known = text === '' || text === sent.at(-1);
	return {sent: known ? sent : [...sent, text].slice(-most), at: undefined, draft: ''};
};

/** What was sent and has a text in it, whatever the case: newest first, each once. */
export const sentWith = ({sent}: Recall, text: string): readonly string[] => {
	const wanted = text.toLowerCase();
	return [...new Set(sent.toReversed())].filter(one => one.toLowerCase().includes(wanted));
};

type Found = {readonly recall: Recall; readonly text: string};

/**
 * The text sent before the shown one, or the newest when something else is written by now.
 * @param written what stands in the composer; kept when the looking begins
 * @returns undefined when there is none
 */
export const older = (recall: Recall, written: string): Found | undefined => {
	const looking = recall.at !== undefined && written === recall.sent[recall.at];
	const at = (looking ? recall.at! : recall.sent.length) - 1;
	const text = recall.sent[at];
	if (text === undefined) return undefined;
	return {recall: {...recall, at, draft: looking ? recall.draft : written}, text};
};

/** The text sent after the shown one, and after the newest what was being written. */
export const newer = (recall: Recall): Found | undefined => {
	if (recall.at === undefined) return undefined;
	const at = recall.at + 1;
	const text = recall.sent[at];
	if (text !== undefined) return {recall: {...recall, at}, text};
	return {recall: {...recall, at: undefined, draft: ''}, text: recall.draft};
};
