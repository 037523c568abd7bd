/**
 * Deliveries per second and what they cost: many members in one room, some of them sending, each with one
 * open message. Ours and a bare broadcaster take turns, so that a busy machine slows both.
 */
import type {LoadOptions, LoadResult} from './load.ts';
import {end, next, start, type Usage, usageOf} from './process.ts';
import {type Goal, median, percentile, type Report, runAlone, table} from './report.ts';

type Size = {members: number; senders: number; bytes: number};

type Sample = {
	/** deliveries a second */
	rate: number;
	/** server CPU for each, µs */
	cpu: number;
	p50Ms: number;
	p99Ms: number;
	rss: number;
	/** share of its core that the load process used: near 1 it is the load that is measured */
	busy: number;
};

const subjects = [
	{name: 'tui-chat', module: './host.ts', dialect: 'json'},
	{name: 'bare lines', module: './baseline.ts', dialect: 'bare'},
] as const;

type Subject = (typeof subjects)[number];

const sample = async ({module, dialect}: Subject, size: Size, measureMs: number): Promise<Sample> => {
	const server = start(module, [], 0);
	try {
		const port = await next<number>(server, 'port');
		const options: LoadOptions = {port, dialect, ...size, warmUpMs: 1000, measureMs};
		const load = start('./load.ts', [JSON.stringify(options)], 1);
		try {
			const [done, result] = [next(load, 'done'), next<LoadResult>(load, 'result')];
			// Both are waited for below; until then a failure is the first one's to tell.
			for (const later of [done, result]) later.catch(() => {});
			await next(load, 'warm');
			const before = await usageOf(server);
			const from = performance.now();
			await done;
			const seconds = (performance.now() - from) / 1000;
			const after = await usageOf(server);
			return summarize(before, after, await result, size, seconds);
		} finally {
			await end(load);
		}
	} finally {
		await end(server);
	}
};

const summarize = (
	before: Usage,
	after: Usage,
	{messages, p50Ms, p99Ms, busy}: LoadResult,
	{members}: Size,
	seconds: number,
): Sample => {
	const deliveries = messages * members;
	return {
		rate: deliveries / seconds,
		cpu: (after.cpu - before.cpu) / deliveries,
		p50Ms,
		p99Ms,
		rss: after.rss,
		busy,
	};
};

const middle = (samples: readonly Sample[], of: keyof Sample): number => median(samples.map(one => one[of]));

const compare = async (size: Size, rounds: number, measureMs: number) => {
	const samples = new Map<string, Sample[]>(subjects.map(({name}) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const subject of round % 2 === 0 ? subjects : subjects.toReversed())
			samples.get(subject.name)!.push(await sample(subject, size, measureMs));
	}
	return samples;
};

/** What a delivery may cost, as a share of the bare broadcaster's efficiency, at 100 and 1,000 members. */
const goals: ReadonlyArray<Size & {share: number}> = [
	{members: 100, senders: 64, bytes: 64, share: 0.8},
	{members: 1000, senders: 64, bytes: 64, share: 0.9},
	{members: 1000, senders: 64, bytes: 512, share: 0.9},
];

export const measureDelivery = async (quick: boolean): Promise<Report> => {
	const rows: Array<Array<string | number>> = [];
	const met: Goal[] = [];
	for (const {share, ...size} of quick ? goals.slice(1, 2) : goals) {
		const samples = await compare(size, quick ? 1 : 3, quick ? 1500 : 3000);
		const [ours, bare] = subjects.map(({name}) => samples.get(name)!);
		for (const [name, of] of samples) {
			const cpu = middle(of, 'cpu');
			rows.push([
				`${size.members} members, ${size.bytes} B, ${name}`,
				middle(of, 'rate') / 1000,
				cpu,
				middle(of, 'p50Ms'),
				middle(of, 'p99Ms'),
				middle(of, 'rss') / 2 ** 20,
				`${Math.round(middle(of, 'busy') * 100)} %`,
			]);
		}
		// Rounds are compared in pairs, since what else runs here changes with time.
		const ratios = ours!.map((one, round) => bare![round]!.cpu / one.cpu);
		const range =
			ratios.length > 1 ? ` (${percentile(ratios, 0).toFixed(2)}–${percentile(ratios, 100).toFixed(2)})` : '';
		met.push({
			says: `${size.members} members, ${size.bytes} B: CPU efficiency ${median(ratios).toFixed(2)}${range} of bare lines; goal ${share}`,
			met: median(ratios) >= share,
		});
	}
	return {
		title: `Delivery: one room, ${goals[0]!.senders} senders with one open message each; order, loss and doubles checked on every member`,
		text: table(
			['', 'k deliveries/s', 'server CPU s per million', 'p50 ms', 'p99 ms', 'RSS MiB', 'load busy'],
			rows,
		),
		goals: met,
	};
};

if (import.meta.main) await runAlone(measureDelivery);
