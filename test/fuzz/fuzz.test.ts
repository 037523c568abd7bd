/** A hundredth of `npm run fuzz`, with another seed each time. What fails prints its input. */
import {describe, expect, test} from 'vitest';
import {failureOf, growthAtMost, runTarget, runTargets} from './run.ts';
import {targetNames} from './targets.ts';

const cases = 100_000;

test('100,000 hostile inputs: nothing crashes, hangs, grows or depends on how the network cuts', async () => {
	const runs = await runTargets(cases, targetNames, Date.now() % 1_000_000_000);
	expect(runs.map(failureOf).filter(failure => failure !== undefined)).toEqual([]);
	expect(runs.map(({name}) => name).toSorted()).toEqual(targetNames.toSorted());
	expect(runs.reduce((sum, run) => sum + run.cases, 0)).toBeGreaterThanOrEqual(cases);
	for (const {name, growth} of runs) expect(growth, name).toBeLessThan(growthAtMost);
});

describe('the fuzzer itself', () => {
	const seed = 1;

	test('makes what fails as small as can be', async () => {
		const run = await runTarget({name: 'throws', cases: 1000, seed});
		expect(Buffer.from(run.failure!.bytes).toString()).toBe('b');
		expect(failureOf(run)).toMatch(
			/^throws fails \(seed 1\) for "b"\nas base64: Yg==\nError: there is a b\n/,
		);
	});

	test('ends what hangs, and tells for which input', async () => {
		const {failure, cases: ran} = await runTarget({name: 'hangs', cases: 1000, seed, caseMs: 1000});
		expect(failure!.error).toBe('A case did not end within 1000 ms.');
		expect(Buffer.from(failure!.bytes).toString('latin1')).toContain('b');
		expect(ran).toBeLessThan(1000);
	});

	test('led by coverage, finds what chance does not', async () => {
		const led = await runTarget({name: 'hides', cases: 1_000_000, seed, way: 'guided'});
		const blind = await runTarget({name: 'hides', cases: 50_000, seed, way: 'counted'});
		expect(led.failure).toEqual({bytes: [0x1d, 0xd1, 0x9e, 0xe7], error: expect.stringMatching('found')});
		expect(blind.failure).toBeUndefined();
	});

	test('notices what is left behind', async () => {
		const run = await runTarget({name: 'grows', cases: 10_000, seed});
		expect(run.failure).toBeUndefined();
		expect(run.growth).toBeGreaterThan(growthAtMost);
	});
});
