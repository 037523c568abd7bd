/**
 * Fuzzing from the command line: `npm run fuzz` runs ten million cases over all targets, two targets at a time.
 *
 *   npm run fuzz -- --cases 1000000 --seed 7 --target json,text
 *   npm run fuzz -- --input <base64> --target json     one case, as a failure prints it
 *   npm run fuzz -- --guided [--cases 1000000]     led by the code that inputs reach, and by chance beside it
 *   npm run fuzz -- --terminal [--cases 50000]    control bytes on their way to a terminal; see terminal.test.ts
 */
import {spawnSync} from 'node:child_process';
import {parseArgs} from 'node:util';
import {table} from '../../bench/report.ts';
import {failureOf, growthAtMost, type Run, runTarget, runTargets, sharesOf} from './run.ts';
import {type TargetName, targetNames, targets} from './targets.ts';

const {values} = parseArgs({
	options: {
		cases: {type: 'string'},
		seed: {type: 'string', default: String(Date.now() % 1_000_000_000)},
		target: {type: 'string', default: targetNames.join(',')},
		input: {type: 'string'},
		terminal: {type: 'boolean', default: false},
		guided: {type: 'boolean', default: false},
	},
});

const seed = Number(values.seed);
const chosen = values.target.split(',').map(name => {
	if (!targetNames.includes(name as TargetName))
		throw new Error(`There is no target ${name}. There are: ${targetNames.join(', ')}.`);
	return name as TargetName;
});

const runBlindly = async (cases: number): Promise<boolean> => {
	const runs = await runTargets(cases, chosen, seed);
	for (const run of runs) if (run.failure) console.log(`\n${failureOf(run)}`);
	const rows = runs.map(({name, cases: ran, ms, growth, failure}) => [
		`${name}: ${targets[name as TargetName].says}`,
		ran,
		ran / (ms / 1000),
		`${(growth / 1024).toFixed(0)} KiB`,
		failure ? 'fails' : growth > growthAtMost ? 'grows' : 'holds',
	]);
	console.log(`\nSeed ${seed}\n\n${table(['target', 'cases', 'cases/s', 'heap left', ''], rows)}\n`);
	console.log(`${runs.reduce((sum, run) => sum + run.cases, 0).toLocaleString('en')} cases`);
	return rows.every(row => row.at(-1) === 'holds');
};

/** Each target led by coverage, and beside it as many cases by chance: where that reaches as much, leading is no use. */
const runGuided = async (cases: number): Promise<boolean> => {
	const shares = sharesOf(cases, chosen);
	const rows: Array<readonly (string | number)[]> = [];
	const failed: Run[] = [];
	for (const [index, name] of chosen.entries()) {
		const options = {name, cases: shares[index]!, seed};
		const ways = [runTarget({...options, way: 'guided'}), runTarget({...options, way: 'counted'})] as const;
		const [led, blind] = await Promise.all(ways);
		failed.push(...[led, blind].filter(({failure}) => failure !== undefined));
		rows.push([
			name,
			led.cases,
			led.blocks ?? 0,
			led.kept ?? 0,
			blind.blocks ?? 0,
			led.cases / (led.ms / 1000),
		]);
	}
	for (const run of failed) console.log(`\n${failureOf(run)}`);
	const head = ['target', 'cases', 'blocks reached', 'inputs kept', 'by chance', 'cases/s'];
	console.log(`\nSeed ${seed}\n\n${table(head, rows)}\n`);
	return failed.length === 0;
};

/** Throws what it finds. */
const runOne = (base64: string): boolean => {
	for (const name of chosen) targets[name].run(Buffer.from(base64, 'base64'));
	return true;
};

/** Hostile texts in every field, on every way to a terminal: the tests of it, with more of them. */
const runTerminal = (cases: number): boolean => {
	const files = ['test/fuzz/terminal.test.ts', 'test/fuzz/screens.test.ts'];
	const {status} = spawnSync('npx', ['vitest', 'run', '--testTimeout', '7200000', ...files], {
		stdio: 'inherit',
		env: {...process.env, TUI_CHAT_HOSTILE: String(cases)},
	});
	return status === 0;
};

const run = async (): Promise<boolean> => {
	if (values.guided) return runGuided(Number(values.cases ?? 1_000_000));
	if (values.terminal) return runTerminal(Number(values.cases ?? 50_000));
	return values.input === undefined ? runBlindly(Number(values.cases ?? 10_000_000)) : runOne(values.input);
};

if (!(await run())) process.exitCode = 1;
