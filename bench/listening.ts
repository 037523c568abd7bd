/**
 * From the start of the program as a server to its listening, with a journal of a million messages behind it, beside the
 * start of Node with nothing to do. `node bench/listening.ts`, `--quick` for fewer rounds.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {openFolder} from '../test/helpers/folder.ts';
import {openMillion} from './million.ts';
import {built, cpuOf} from './process.ts';
import {median, percentile, type Report, runAlone, table} from './report.ts';

const goalMs = 150;
const million = 1_000_000;
/** Of the build that is chosen by then: it changes from round to round when two are compared. */
const program = (): string => fileURLToPath(built('cli.js'));

type Start = {ms: number; cpuMs: number};

/** Milliseconds from spawn to a line on stdout, and those on a CPU until then where the system tells. */
const time = async (args: readonly string[], line: string): Promise<Start> => {
	const from = performance.now();
	const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'inherit']});
	let seen = '';
	const start = await new Promise<Start>((resolve, reject) => {
		child.stdout.on('data', chunk => {
			seen += chunk;
			if (!seen.includes(line)) return;
			const ms = performance.now() - from;
			resolve({ms, cpuMs: process.platform === 'linux' ? cpuOf(child.pid!) / 1e6 : Number.NaN});
		});
		child.on('exit', code => reject(new Error(`What was started ended with ${code}: ${seen}`)));
	});
	const gone = once(child, 'exit');
	child.kill('SIGTERM');
	await gone;
	return start;
};

const serve = (folder: string): Promise<Start> =>
	time([program(), '--serve', '--port', '0', '--data', folder, '--log', 'json'], '"listening"');

/** Nothing to do, but to say so and to wait to be ended. */
const bare = (): Promise<Start> =>
	time(['-e', 'process.stdout.write("up"); setInterval(() => {}, 1e6)'], 'up');

export const measureListening = async (quick: boolean): Promise<Report> => {
	using empty = openFolder();
	using kept = await openMillion(million);
	const cases: Record<string, () => Promise<Start>> = {
		'node -e': bare,
		'tui-chat --serve, new': () => serve(empty.path),
		'tui-chat --serve, a million messages': () => serve(kept.path),
	};
	const starts = Object.entries(cases).map(([name, run]) => ({name, run, seen: [] as Start[]}));
	// What is compiled and made by a first start is there for the others: the key of the server, for one.
	for (const {run} of starts) await run();
	for (let round = 0; round < (quick ? 5 : 15); round++)
		for (const {run, seen} of starts) seen.push(await run());
	const medianOf = (seen: readonly Start[], of: keyof Start): number => median(seen.map(one => one[of]));
	const [floor, , full] = starts.map(({seen}) => medianOf(seen, 'ms'));
	return {
		title: `Start of a server to its listening, median of ${starts[0]!.seen.length}`,
		text: table(
			['', 'ms', 'slowest', 'CPU ms'],
			starts.map(({name, seen}) => [
				name,
				medianOf(seen, 'ms'),
				percentile(
					seen.map(({ms}) => ms),
					100,
				),
				medianOf(seen, 'cpuMs'),
			]),
		),
		goals: [
			{
				what: 'start of --serve to listening, journal of 1 M messages',
				goal: `≤ ${goalMs} ms`,
				seen: `${full!.toFixed(0)} ms, ${(full! - floor!).toFixed(0)} of them its own`,
				held: full! <= goalMs,
			},
		],
		figures: {
			'ms to listening, 1 M messages': full!,
			'ms of CPU to listening, 1 M messages': medianOf(starts[2]!.seen, 'cpuMs'),
		},
	};
};

if (import.meta.main) await runAlone(measureListening);
