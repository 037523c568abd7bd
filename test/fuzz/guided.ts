/**
 * Fuzzing led by coverage: inputs that reach code which none before them reached are kept, and changed further. What
 * AFL and libFuzzer do, with the counters that V8 has.
 */
import {blocksOf, Coverage, type Trace} from './coverage.ts';

export type Guide = {
	/** pieces to put in */
	readonly words: readonly Uint8Array[];
	readonly cases: number;
	/** from 0 to 1, as Math.random gives it */
	readonly random: () => number;
	/** @throws what ends it */
	readonly run: (bytes: Uint8Array) => void;
};

export type Reached = {
	/** blocks of code that ran */
	readonly blocks: number;
	/** inputs that reached something first */
	readonly kept: number;
};

/** The counters are read after so many inputs: reading them costs as much as some dozen of these. */
const batch = 100;
const longest = 400;

/** Numbers by chance, the same ones for the same seed (mulberry32). */
export const randomOf = (seed: number): (() => number) => {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
};

type Pick = (below: number) => number;
type Mutation = (bytes: Uint8Array, other: Uint8Array, pick: Pick) => Uint8Array;

const spliced = (bytes: Uint8Array, from: number, to: number, piece: Uint8Array): Uint8Array =>
	Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(to)]);

const nothing = new Uint8Array(0);

/** `other` is a word or an input that was kept. */
const mutations: readonly Mutation[] = [
	(bytes, other, pick) => {
		const at = pick(bytes.length + 1);
		return spliced(bytes, at, at, other);
	},
	(bytes, other, pick) => {
		const at = pick(bytes.length + 1);
		return spliced(bytes, at, at + 1 + pick(8), other);
	},
	(bytes, _, pick) => {
		const at = pick(bytes.length);
		return spliced(bytes, at, at + 1 + pick(8), nothing);
	},
	(bytes, _, pick) => {
		const at = pick(bytes.length);
		return spliced(bytes, at, at, bytes.subarray(at, at + 1 + pick(16)));
	},
	(bytes, _, pick) => {
		const at = pick(bytes.length + 1);
		return spliced(bytes, at, at + pick(2), Uint8Array.of(pick(256)));
	},
	(bytes, _, pick) => {
		const place = pick(bytes.length);
		const bit = 1 << pick(8);
		return bytes.map((byte, index) => (index === place ? byte ^ bit : byte));
	},
	(bytes, other, pick) => Buffer.concat([bytes.subarray(0, pick(bytes.length)), other]),
];

/** Runs so many cases, and those once more that reached something. */
export const runGuided = ({words, cases, random, run}: Guide): Reached => {
	using coverage = new Coverage();
	const pick: Pick = below => Math.floor(random() * below);
	const kept: Uint8Array[] = [nothing];
	const any = (): Uint8Array => (pick(2) === 0 ? words[pick(words.length)]! : kept[pick(kept.length)]!);
	const anew = (): Uint8Array =>
		Buffer.concat(Array.from({length: 1 + pick(10)}, () => words[pick(words.length)]!));
	const next = (): Uint8Array => {
		if (pick(3) === 0) return anew();
		// The newest ones lead where nobody was before.
		const parent = kept[pick(3) === 0 ? pick(kept.length) : Math.max(0, kept.length - 1 - pick(20))]!;
		let bytes = parent;
		for (let changes = 1 + pick(1 + pick(4)); changes > 0; changes--)
			bytes = mutations[pick(mutations.length)]!(bytes, any(), pick);
		return bytes.subarray(0, longest);
	};
	coverage.take();
	const seen = new Set<string>();
	/** the same for inputs that ran by themselves: among others a block may hide in one that ran as often */
	const alone = new Set<string>();
	for (let done = 0; done < cases; done += batch) {
		const inputs = Array.from({length: Math.min(batch, cases - done)}, next);
		for (const bytes of inputs) run(bytes);
		if (!isNew(coverage.take(), seen)) continue;
		for (const bytes of inputs) {
			run(bytes);
			if (isNew(coverage.take(), alone)) kept.push(bytes);
		}
	}
	return {blocks: blocksOf(seen), kept: kept.length - 1};
};

/** Is there anything in a trace that was in none before? It is from now on. */
const isNew = (trace: Trace, seen: Set<string>): boolean => {
	const before = seen.size;
	for (const block of trace) seen.add(block);
	return seen.size > before;
};
