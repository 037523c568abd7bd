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
	/** by chance one input in billions finds this; by its blocks it is found letter by letter */
	hides: target(bytes => {
		if (bytes[0] === 0x1d) {
			if (bytes[1] === 0xd1) {
				if (bytes[2] === 0x9e) {
					if (bytes[3] === 0xe7) throw new Error('found');
				}
			}
		}
	}),
	grows: target(bytes => {
		left.push(Array.from({length: 500}, (_, index) => index + bytes.length + 0.5));
	}),
} as const satisfies Record<string, Target>;

export type FaultyName = keyof typeof faulty;
