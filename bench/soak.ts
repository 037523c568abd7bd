/**
 * Hours of people who come and go, against the real program: `npm run soak`, or `node bench/soak.ts --minutes 5
 * --connections 500 --rate 2 --out rows.jsonl`. Prints a row every 30 s; fails when something was lost, when memory
 * grows, or when something is left of those who were there.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {constants, setPriority, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {newSeed} from '../test/helpers/chance.ts';
import {readOptions} from './options.ts';
import {built} from './process.ts';
import {soak} from './soak/run.ts';
import {rowTable} from './trial.ts';

const usage = `npm run soak -- [--hours N | --minutes N] [--connections N] [--rate N] [--seed N] [--every SECONDS]
  [--out FILE] [--program FOLDER]
Two hours of 2,000 connections when nothing is said. --rate 2 is twice as much of all that happens; --out keeps the rows
as lines of JSON; --program is another build.`;

const values = readOptions(usage, {
	hours: {type: 'string'},
	minutes: {type: 'string'},
	connections: {type: 'string', default: '2000'},
	rate: {type: 'string', default: '1'},
	seed: {type: 'string', default: String(newSeed())},
	every: {type: 'string', default: '30'},
	out: {type: 'string'},
	program: {type: 'string', default: fileURLToPath(new URL('.', built('cli.js')))},
});

const minutes = values.minutes === undefined ? Number(values.hours ?? 2) * 60 : Number(values.minutes);
const [connections, rate, seed, every] = [values.connections, values.rate, values.seed, values.every].map(
	Number,
) as [number, number, number, number];
if (!(minutes > 0 && connections >= 10 && rate > 0 && every > 0) || !Number.isSafeInteger(seed)) {
	console.error(
		'--hours or --minutes, --connections (10 or more), --rate, --seed and --every (seconds) take numbers.',
	);
	process.exit(2);
}
// Other work on this machine goes first.
setPriority(constants.priority.PRIORITY_LOW);
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
const folder = mkdtempSync(join(tmpdir(), 'tui-chat-soak-'));
const rows = await soak({
	minutes,
	load: {connections, rate, seed},
	everyMs: every * 1000,
	out: values.out,
	program: values.program,
	folder,
	print: line => console.log(line),
	stop: stopping.signal,
});
console.log(`\n${rowTable(rows)}`);
if (rows.every(({held}) => held)) rmSync(folder, {recursive: true, force: true});
else {
	console.log(`\nThe log and the journal are in ${folder}.`);
	process.exitCode = 1;
}
