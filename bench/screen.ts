/**
 * What the screen is held to, in a real pty of 200×50: `npm run bench:screen`, or `node bench/screen.ts --quick`.
 * `--only keys,cpu` measures a part; `--against <cli.js of another build>` measures that one too, in turns.
 */
import {arch, availableParallelism, loadavg, platform} from 'node:os';
import {parseArgs} from 'node:util';
import {cli} from '../test/helpers/programs.ts';
import {percentile} from './report.ts';
import {
	type Extent,
	type Figures,
	measureRound,
	type PhaseName,
	phases,
	weechatPhases,
} from './screen/round.ts';
import {medians, rowsOf} from './screen/rows.ts';
import {openChat, openEcho, openWeechat, size, weechatVersion} from './screen/subjects.ts';
import {keyTimes} from './screen/times.ts';
import {rowTable} from './trial.ts';

const {values} = parseArgs({
	options: {
		quick: {type: 'boolean', default: false},
		rounds: {type: 'string'},
		stored: {type: 'string'},
		only: {type: 'string'},
		against: {type: 'string'},
	},
});
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
const extent: Extent = {
	...(values.quick
		? {keys: 60, messages: 30, pages: 10, seconds: 3}
		: {keys: 200, messages: 100, pages: 100, seconds: 10}),
	stored: Number(values.stored ?? (values.quick ? 10_000 : 100_000)),
};
const wanted = values.only?.split(',') ?? Object.keys(phases);
const unknown = wanted.find(name => !Object.hasOwn(phases, name));
if (unknown !== undefined || !(rounds > 0) || !(extent.stored > 0)) {
	console.error(`--only takes ${Object.keys(phases).join(', ')}; --rounds and --stored take numbers.`);
	process.exit(2);
}
if (platform() !== 'linux') {
	console.error('CPU and memory of another process are measured on Linux only.');
	process.exit(2);
}
const names = (Object.keys(phases) as PhaseName[]).filter(name => wanted.includes(name));
const weechat = weechatVersion();
console.log(
	`Node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}; ${size.columns}×${size.rows}; ${weechat ? `WeeChat ${weechat}` : 'WeeChat is not installed'}; medians of ${rounds} rounds`,
);

const echoRound = async (): Promise<Figures> => {
	await using echo = await openEcho();
	const times = await keyTimes(echo, extent.keys);
	return {'key.p50': percentile(times, 50), 'key.p99': percentile(times, 99)};
};

/** Each program in turn, so that what else the machine does meets all of them. */
const programs = [cli, ...(values.against === undefined ? [] : [values.against])];
const ours: Figures[][] = programs.map(() => []);
const theirs: Figures[] = [];
const echoes: Figures[] = [];
for (let round = 0; round < rounds; round++) {
	console.log(`round ${round + 1} …`);
	echoes.push(await echoRound());
	for (const [index, program] of programs.entries()) {
		ours[index]!.push(await measureRound(() => openChat(program), names, extent));
	}
	const compared = names.filter(name => weechatPhases.includes(name));
	if (weechat && compared.length > 0) theirs.push(await measureRound(openWeechat, compared, extent));
}

const baselines = {weechat: theirs.length === 0 ? undefined : medians(theirs), echo: medians(echoes)};
const tables = ours.map(seen => rowsOf(medians(seen), baselines, extent.stored));
for (const [index, rows] of tables.entries())
	console.log(`\n${programs.length > 1 ? `${programs[index]}\n` : ''}${rowTable(rows)}`);
if (!tables[0]!.every(({held}) => held)) process.exitCode = 1;
