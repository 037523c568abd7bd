/** What a thread that fuzzes and whoever watches it tell each other. */

import type {FaultyName} from './faulty.ts';
import type {TargetName} from './targets.ts';

export type Name = TargetName | FaultyName;

export type Given = {
	readonly name: Name;
	readonly cases: number;
	readonly seed: number;
	/** by chance; by chance, and coverage is told; led by coverage */
	readonly way: 'blind' | 'counted' | 'guided';
	/** the number of the case, the length of its input, then the input itself */
	readonly shared: SharedArrayBuffer;
};

/** Numbers before the input. */
export const headWords = 2;
export const inputBytes = 64 * 1024;

export type Failure = {readonly bytes: readonly number[]; readonly error: string};

export type Outcome = {
	readonly failure?: Failure;
	/** bytes of the heap, after all garbage is gone, that the cases left behind */
	readonly growth: number;
	/** blocks of code that ran, where they were counted */
	readonly blocks?: number;
	/** inputs that led there */
	readonly kept?: number;
};
