/** Runs the cases of one target in a thread, and ends it when a single case takes too long. */
import {Worker} from 'node:worker_threads';
import {type Given, headWords, inputBytes, type Name, type Outcome} from './shared.ts';
import {type TargetName, targets} from './targets.ts';

export type Run = Outcome & {
	readonly name: Name;
	readonly seed: number;
	/** how many ran, those that made a failure smaller included */
	readonly cases: number;
	readonly ms: number;
};

/** No input of these sizes may take a second; a loaded machine is given more. */
const usualCaseMs = 10_000;

export type RunOptions = {
	readonly name: Name;
	readonly cases: number;
	readonly seed: number;
	readonly way?: Given['way'] | undefined;
	/** what one case may take */
	readonly caseMs?: number | undefined;
};

/** @returns what became of it; a case that does not end is a failure with its input */
export const runTarget = ({
	name,
	cases,
	seed,
	way = 'blind',
	caseMs = usualCaseMs,
}: RunOptions): Promise<Run> => {
	const shared = new SharedArrayBuffer(headWords * 4 + inputBytes);
	const head = new Int32Array(shared, 0, headWords);
	const workerData: Given = {name, cases, seed, way, shared};
	const worker = new Worker(new URL('./worker.ts', import.meta.url), {workerData});
	const started = performance.now();
	const {promise, resolve, reject} = Promise.withResolvers<Run>();
	const finish = (outcome: Outcome): void => {
		clearInterval(watch);
		resolve({...outcome, name, seed, cases: Atomics.load(head, 0), ms: performance.now() - started});
	};
	let last = {count: 0, at: started};
	const watch = setInterval(() => {
		const count = Atomics.load(head, 0);
		if (count !== last.count || count === 0) last = {count, at: performance.now()};
		else if (performance.now() - last.at > caseMs) {
			const bytes = [...new Uint8Array(shared, headWords * 4, head[1])];
			void worker.terminate();
			finish({failure: {bytes, error: `A case did not end within ${caseMs} ms.`}, growth: 0});
		}
	}, caseMs / 20);
	worker.once('message', finish);
	worker.once('error', error => {
		clearInterval(watch);
		reject(error);
	});
	return promise;
};

/** So many of all cases for each target as its weight says. */
export const sharesOf = (cases: number, names: readonly TargetName[]): RunOptions['cases'][] => {
	const total = names.reduce((sum, name) => sum + targets[name].weight, 0);
	return names.map(name => Math.ceil((cases * targets[name].weight) / total));
};

/** Runs targets, two at a time; none is begun after one that fails, which is to be mended first. */
export const runTargets = async (
	cases: number,
	names: readonly TargetName[],
	seed: number,
): Promise<Run[]> => {
	const shares = sharesOf(cases, names);
	const waiting = names.map((name, index): RunOptions => ({name, cases: shares[index]!, seed}));
	const runs: Run[] = [];
	const work = async (): Promise<void> => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const run = await runTarget(next);
			runs.push(run);
			if (run.failure) waiting.length = 0;
		}
	};
	await Promise.all([work(), work()]);
	return runs;
};

/** What may be left on the heap: compiled code comes and goes, and two bytes for each of some million cases are more. */
export const growthAtMost = 4 * 1024 * 1024;

/** A failure, so that anybody can have it again. */
export const failureOf = ({name, seed, failure}: Run): string | undefined => {
	if (!failure) return undefined;
	const bytes = Buffer.from(failure.bytes);
	return [
		`${name} fails (seed ${seed}) for ${JSON.stringify(bytes.toString('latin1'))}`,
		`as base64: ${bytes.toString('base64')}`,
		failure.error,
	].join('\n');
};
