/**
 * All measurements, one after another, and in the end what must hold: `npm run bench`, or
 * `node bench/run.ts --quick --only delivery,pace`. `--compare REV` measures this tree against another commit.
 * Fails when something was lost, doubled or out of order, or could not be measured.
 */
import {arch, availableParallelism, cpus, loadavg, platform} from 'node:os';
import {compare} from './compare.ts';
import {type Measurement, measurements} from './measurements.ts';
import {readOptions} from './options.ts';
import {chooseBuild} from './process.ts';
import {isSound, print} from './report.ts';
import {openThisTree} from './tree.ts';
import {type Row, rowTable} from './trial.ts';

// What was opened for a measurement is closed when the process ends, but for that it has to end by itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const usage = `npm run bench -- [--quick] [--only PART,…] [--compare REV [--rounds N]]
Parts: ${measurements.map(({name}) => name).join(', ')}`;

const values = readOptions(usage, {
	quick: {type: 'boolean', default: false},
	only: {type: 'string'},
	compare: {type: 'string'},
	rounds: {type: 'string'},
});
const {quick} = values;
const rounds = Number(values.rounds ?? (quick ? 2 : 5));
const wanted = values.only?.split(',') ?? measurements.map(({name}) => name);
const unknown = wanted.find(name => !measurements.some(one => one.name === name));
if (unknown !== undefined || !Number.isSafeInteger(rounds) || rounds < 1) {
	console.error(unknown === undefined ? '--rounds takes a number.' : `There is no part “${unknown}”.`);
	console.error(usage);
	process.exit(2);
}
const chosen = measurements.filter(({name}) => wanted.includes(name));
console.log(
	`Node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'a processor'}, load ${loadavg()[0]!.toFixed(1)}${quick ? ', quick' : ''}`,
);

/** A measurement that could not be made is a goal that nobody has met. */
const rowsFrom = async ({name, measure}: Measurement): Promise<readonly Row[]> => {
	console.log(`\n${name} …`);
	try {
		const report = await measure(quick);
		print(report);
		return report.goals;
	} catch (error) {
		console.error(error);
		return [{what: name, goal: 'an answer', seen: String(error).split('\n')[0]!, held: false, must: true}];
	}
};

if (values.compare === undefined) {
	// What is built meanwhile is not what is measured.
	using tree = openThisTree();
	chooseBuild(tree.dist);
	const rows: Row[] = [];
	for (const measurement of chosen) rows.push(...(await rowsFrom(measurement)));
	console.log(`\nMust hold\n\n${rowTable(rows)}`);
	if (values.only === undefined)
		console.log('\nWhat hours of churn leave behind is a run of its own: npm run soak.');
	if (!isSound(rows)) process.exitCode = 1;
} else {
	try {
		await compare(values.compare, chosen, {quick, rounds});
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
