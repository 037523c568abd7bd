/** A thread that runs cases of one target. Whoever started it sees which case it is at, and can end it. */
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {parentPort, workerData} from 'node:worker_threads';
import fc from 'fast-check';
import {blocksOf, Coverage} from './coverage.ts';
import {faulty} from './faulty.ts';
import {randomOf, runGuided} from './guided.ts';
import {inputsFor, wordsOf} from './inputs.ts';
import {type Given, headWords, type Outcome} from './shared.ts';
import {type Target, targets} from './targets.ts';

const {name, cases, seed, way, shared} = workerData as Given;
const target: Target = {...targets, ...faulty}[name];
const head = new Int32Array(shared, 0, headWords);
const input = new Uint8Array(shared, headWords * 4);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const heap = (): number => {
	// What the first one frees lets go of more.
	for (let round = 0; round < 3; round++) collect();
	const {heapUsed, external} = process.memoryUsage();
	return heapUsed + external;
};

/** The case is where it can be seen before it runs: one that never ends is known all the same. */
const run = (bytes: Uint8Array): void => {
	const kept = Math.min(bytes.length, input.length);
	input.set(bytes.subarray(0, kept));
	head[1] = kept;
	Atomics.add(head, 0, 1);
	target.run(bytes);
};

/** So many at a time: the library remembers something of each run for as long as it goes on. */
const batch = 5000;

/** Refusals are errors, and most cases are refused: where each came from is looked up for one that fails. */
Error.stackTraceLimit = 0;

const stackOf = (bytes: Uint8Array): string => {
	Error.stackTraceLimit = 20;
	try {
		target.run(bytes);
		return 'It holds when it is run once more: what it does depends on the cases before.';
	} catch (error) {
		return error instanceof Error ? String(error.stack) : String(error);
	}
};

const fails = (bytes: Uint8Array): boolean => {
	try {
		run(bytes);
		return false;
	} catch {
		return true;
	}
};

/** As few bytes as fail: words were taken out by the library, here go their letters. */
const smallest = (bytes: Uint8Array): Uint8Array => {
	let left = bytes;
	for (let size = left.length >> 1; size > 0; size >>= 1) {
		for (let at = 0; at < left.length; ) {
			const fewer = Buffer.concat([left.subarray(0, at), left.subarray(at + size)]);
			if (fails(fewer)) left = fewer;
			else at += size;
		}
	}
	return left;
};

const runAll = (onCase: () => void = () => {}): Outcome => {
	const property = fc.property(inputsFor(target), bytes => {
		run(bytes);
		onCase();
	});
	let warm = 0;
	let done = 0;
	while (done < cases) {
		const numRuns = Math.min(batch, cases - done);
		const result = fc.check(property, {numRuns, seed: seed + done / batch});
		if (result.failed) {
			const bytes = smallest(result.counterexample?.[0] ?? new Uint8Array());
			return {failure: {bytes: [...bytes], error: stackOf(bytes)}, growth: 0};
		}
		done += numRuns;
		// What is made once, such as patterns and tables, is no growth.
		if (warm === 0) warm = heap();
	}
	return {growth: cases > batch ? heap() - warm : 0};
};

const runCounted = (): Outcome => {
	using coverage = new Coverage();
	coverage.take();
	// Counted in as many turns as the other way: what runs as often as what is around it hides there.
	const seen = new Set<string>();
	let ran = 0;
	const outcome = runAll(() => {
		if (++ran % 100 === 0) for (const block of coverage.take()) seen.add(block);
	});
	return {...outcome, blocks: blocksOf(seen)};
};

const runLed = (): Outcome => {
	// Words that its parser knows lead further than others.
	const own = target.tokens.map((word): Uint8Array => Buffer.from(word));
	const words = [...own, ...own, ...wordsOf(target)];
	let last: Uint8Array = new Uint8Array();
	const remembered = (bytes: Uint8Array): void => {
		last = bytes;
		run(bytes);
	};
	try {
		return {
			growth: 0,
			...runGuided({words, cases, random: randomOf(seed), run: remembered}),
		};
	} catch {
		const bytes = smallest(last);
		return {failure: {bytes: [...bytes], error: stackOf(bytes)}, growth: 0};
	}
};

const ways: Readonly<Record<Given['way'], () => Outcome>> = {
	blind: () => runAll(),
	counted: runCounted,
	guided: runLed,
};

parentPort!.postMessage(ways[way]());
