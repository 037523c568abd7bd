/** Targets with known faults, by which the fuzzer itself is tested. */
import type {Target} from './targets.ts';

const left: number[][] = [];

const target = (run: Target['run']): Target => ({says: 'faulty', weight: 1, tokens: ['abc', 'b'], run});

export const faulty = {
	throws: target(bytes => {
		if (bytes.includes(0x62)) throw new Error('there is a b');
	}),
	hangs: target(bytes => {
		while (bytes.includes(0x62));
	}),
	grows: target(bytes => {
		left.push(Array.from({length: 500}, (_, index) => index + bytes.length + 0.5));
	}),
} as const satisfies Record<string, Target>;

export type FaultyName = keyof typeof faulty;
