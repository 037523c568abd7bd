/**
 * What must hold, at its full size: `npm run torture`, or `node bench/torture.ts --only kill,links --scale 0.1`.
 * Fails when anything did not hold.
 */
import {arch, availableParallelism, loadavg, platform} from 'node:os';
import {parseArgs} from 'node:util';
import {killLoop} from '../test/faults/kill.ts';
import {linksRun} from '../test/faults/links.ts';
import {canTrace, tracedRun} from '../test/faults/traced.ts';
import {chanceOf, newSeed} from '../test/helpers/chance.ts';
import {readingRows} from './reading.ts';
import {digits} from './report.ts';
import {depthRows, firstAckRows, replayRows, resumeRows} from './returning.ts';
import {slowDiskRows, storingRows} from './storing.ts';
import {never, type Row, rowTable, scaled, type Trial} from './trial.ts';

const {values} = parseArgs({
	options: {only: {type: 'string'}, scale: {type: 'string', default: '1'}, seed: {type: 'string'}},
});
const scale = Number(values.scale);
const seed = values.seed === undefined ? newSeed() : Number(values.seed);

const tell = (stories: readonly string[]): void => {
	for (const story of stories) console.log(`  ${story}`);
};

const killRows = async (): Promise<Row[]> => {
	const rounds = scaled(200, scale);
	const {faults, wrong, deliveries, acknowledged, early, stories, exit} = await killLoop(
		{rounds, talkers: 10, rooms: 3, acks: 3000},
		chanceOf(seed),
		round => process.stderr.isTTY && process.stderr.write(`\r${round + 1} of ${rounds} kills\r`),
	);
	tell(stories);
	const among = `${digits(acknowledged)} acknowledged, ${rounds} × kill -9`;
	return [
		never('acknowledged messages lost', faults.lost + faults.missing, among),
		never(
			'shown to anybody yet absent from the journal',
			faults.vanished,
			`${digits(deliveries)} deliveries, ${early} kills on entering`,
		),
		never('messages doubled, invented or changed', faults.doubled + faults.holes + faults.invented, among),
		never('order inversions', wrong.inversions, `${digits(deliveries)} deliveries`),
		never(
			'deliveries doubled or left out on any link',
			wrong.doubled + wrong.holes,
			`${digits(deliveries)} deliveries`,
		),
		never('exit code of the last server, stopped in good order', exit ?? -1, '1 stop'),
	];
};

const traceRows = async (): Promise<Row[]> => {
	const what = 'a COMMIT with fsync precedes every acknowledgement';
	if (!canTrace())
		return [{what, goal: '100 %', seen: 'there is no strace here that may trace', held: false}];
	const size = {talkers: 8, acks: scaled(5000, scale)};
	const {acknowledged, told, early, syncs} = await tracedRun(size, chanceOf(seed));
	return [
		{
			what,
			goal: '100 %',
			seen: `${digits(told - early)} of ${digits(acknowledged)}, ${digits(syncs)} fsyncs`,
			held: early === 0 && told === acknowledged,
		},
	];
};

const linkRows = async (): Promise<Row[]> => {
	const size = {
		processes: 3,
		clients: 4,
		sends: scaled(10_000, scale),
		serverKills: scaled(30, scale),
		clientKills: scaled(30, scale),
	};
	const {faults, stories, said, lines, changed, cuts} = await linksRun(size, chanceOf(seed));
	tell(stories);
	const among = `${digits(lines)} lines, ${digits(said)} sends, ${digits(changed)} changed, ${digits(cuts)} cuts`;
	return [
		never('duplicates or holes on any screen', faults.screens + faults.doubled, among),
		never('sends lost, or shown as unsent for ever', faults.lost + faults.unsent, among),
		never('an author’s words in another order', faults.inversions, among),
	];
};

const trials: readonly Trial[] = [
	{name: 'kill', run: killRows},
	{name: 'trace', run: traceRows},
	{name: 'links', run: linkRows},
	{name: 'replay', run: replayRows},
	{name: 'depth', run: depthRows},
	{name: 'first-ack', run: firstAckRows},
	{name: 'resume', run: resumeRows},
	{name: 'storing', run: storingRows},
	{name: 'reading', run: readingRows},
	{name: 'slow-disk', run: slowDiskRows},
];

const names = values.only?.split(',') ?? trials.map(({name}) => name);
const unknown = names.find(name => !trials.some(trial => trial.name === name));
if (unknown !== undefined || !(scale > 0) || !Number.isSafeInteger(seed)) {
	console.error(`--only takes ${trials.map(({name}) => name).join(', ')}; --scale and --seed take numbers.`);
	process.exit(2);
}
console.log(
	`Node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}, scale ${scale}, seed ${seed}`,
);

const rows: Row[] = [];
for (const {name, run} of trials.filter(trial => names.includes(trial.name))) {
	console.log(`${name} …`);
	try {
		rows.push(...(await run(scale)));
	} catch (error) {
		rows.push({what: name, goal: 'an answer', seen: String(error).split('\n')[0]!, held: false});
		console.error(error);
	}
}
console.log(`\n${rowTable(rows)}`);
if (!rows.every(({held}) => held)) process.exitCode = 1;
