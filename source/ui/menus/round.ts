/** Which choice of a menu a key leads to, from the last one to the first again. */
import type {Action} from '../keymap.ts';

const steps: Partial<Record<Action, 1 | -1>> = {complete: 1, newer: 1, completeBack: -1, older: -1};

/** @returns the number of the next choice; undefined for what leads to none */
export const nextChoice = (action: Action | undefined, chosen: number, count: number): number | undefined => {
	const by = action && steps[action];
	return by === undefined ? undefined : (chosen + by + count) % count;
};
