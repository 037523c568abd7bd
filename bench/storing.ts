/**
 * What storing costs: acknowledgements a second, how long one takes, and what a slow disk does to the server.
 * `node bench/storing.ts` measures rooms of two with the whole server on one core; `npm run torture` the rest.
 */

import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {canTrace, quietStrace} from '../test/faults/traced.ts';
import {openDiskFolder} from './folder.ts';
import {anyCore, end, next, start, usageOf} from './process.ts';
import {digits, type Figures, median, percentile, type Report, runAlone, table} from './report.ts';
import type {SendersOptions, SendersResult} from './senders.ts';
import {never, type Row, scaled} from './trial.ts';

type Delay = {p50Ms: number; p99Ms: number};

type Load = Omit<SendersOptions, 'port' | 'warmUpMs' | 'measureMs'>;

/** Each fsync comes back so much later. */
const slowMs = 5;

const slowDisk = [
	...quietStrace,
	...['-e', 'trace=fsync,fdatasync', '-e', `inject=fsync,fdatasync:delay_exit=${slowMs * 1000}`],
];

/** What the disk does meanwhile for somebody who writes one page at a time: nobody here can be faster than that. */
const syncTimes = async (folder: string, until: Promise<unknown>): Promise<number[]> => {
	await using file = await open(join(folder, 'floor'), 'w');
	const [page, times] = [Buffer.alloc(4096), [] as number[]];
	let isOver = false;
	const over = (): void => {
		isOver = true;
	};
	until.then(over, over);
	while (!isOver) {
		const from = performance.now();
		await file.write(page, 0, page.length, 0);
		await file.datasync();
		times.push(performance.now() - from);
		await wait(10);
	}
	return times;
};

const measure = async (load: Load, measureMs: number, under: readonly string[] = []) => {
	using folder = openDiskFolder();
	const server = start('./keeper.ts', [folder.path], anyCore, under);
	try {
		const port = await next<number>(server, 'port');
		const options: SendersOptions = {port, ...load, warmUpMs: 2000, measureMs};
		const senders = start('./senders.ts', [JSON.stringify(options)], anyCore);
		try {
			const result = next<SendersResult>(senders, 'result');
			result.catch(() => {});
			await next(senders, 'warm');
			server.send('watch');
			const floor = await syncTimes(folder.path, result);
			const seen = await result;
			const delay = next<Delay>(server, 'delay');
			server.send('delay');
			return {...seen, delay: await delay, floorMs: percentile(floor, 99)};
		} finally {
			await end(senders);
		}
	} finally {
		await end(server);
	}
};

const many: Load = {senders: 400, rate: 0, open: 16};
const steady: Load = {senders: 400, rate: 5000, open: 0};

export const storingRows = async (scale: number): Promise<Row[]> => {
	const measureMs = scaled(15_000, scale);
	const most = await measure(many, measureMs);
	const paced = await measure(steady, measureMs);
	return [
		{
			what: 'messages stored and acknowledged a second, 400 people',
			goal: '≥ 20,000',
			seen: `${digits(most.rate)}, p99 ${digits(most.p99Ms)} ms`,
			held: most.rate >= 20_000,
		},
		{
			what: 'acknowledgement at 5,000 messages/s, p99',
			goal: '≤ 20 ms',
			seen: `${digits(paced.p99Ms)} ms, p50 ${digits(paced.p50Ms)} ms, worst ${digits(paced.worstMs)} ms at ${digits(paced.rate)}/s; one fdatasync by itself p99 ${digits(paced.floorMs)} ms`,
			held: paced.p99Ms <= 20 && paced.rate > 4900,
		},
	];
};

export const slowDiskRows = async (scale: number): Promise<Row[]> => {
	const what = `event loop of the server with ${slowMs} ms more for each fsync, 5,000 messages/s, p99`;
	const goal = '≤ 5 ms';
	if (!canTrace()) return [{what, goal, seen: 'there is no strace here that may trace', held: false}];
	const measureMs = scaled(15_000, scale);
	const quick = await measure(steady, measureMs);
	const {delay, rate, p99Ms} = await measure(steady, measureMs, slowDisk);
	return [
		{
			what,
			goal,
			seen: `${digits(delay.p99Ms)} ms, p50 ${digits(delay.p50Ms)} ms at ${digits(rate)}/s, acknowledgement p99 ${digits(p99Ms)} ms; ${digits(quick.delay.p99Ms)} ms with the disk as it is`,
			held: delay.p99Ms <= 5 && rate > 4900,
		},
	];
};

/** In twos, since that is where people write most: nothing is won there by telling many at once. */
const twos: Load = {senders: 400, together: 2, rate: 0, open: 16};
const goalRate = 40_000;

type Sample = SendersResult & {
	/** CPU of the server for each message, all threads together, µs */
	cpu: number;
};

/** One round, with all threads of the server on one core. */
const storeInTwos = async (measureMs: number): Promise<Sample> => {
	using folder = openDiskFolder();
	const server = start('./keeper.ts', [folder.path], 0);
	try {
		const port = await next<number>(server, 'port');
		const options: SendersOptions = {port, ...twos, warmUpMs: 2000, measureMs};
		const senders = start('./senders.ts', [JSON.stringify(options)], 1);
		try {
			const [done, result] = [next(senders, 'done'), next<SendersResult>(senders, 'result')];
			for (const later of [done, result]) later.catch(() => {});
			await next(senders, 'warm');
			const before = await usageOf(server);
			await done;
			const after = await usageOf(server);
			const seen = await result;
			return {...seen, cpu: (after.cpu - before.cpu) / ((seen.rate * measureMs) / 1000)};
		} finally {
			await end(senders);
		}
	} finally {
		await end(server);
	}
};

const timeOf = (quick: boolean): number => (quick ? 3000 : 6000);

export const measureStoring = async (quick: boolean): Promise<Report> => {
	const samples: Sample[] = [];
	for (let round = 0; round < (quick ? 1 : 3); round++) samples.push(await storeInTwos(timeOf(quick)));
	const fields = ['rate', 'cpu', 'p50Ms', 'p99Ms', 'busy'] as const;
	const [rate, cpu, p50Ms, p99Ms, busy] = fields.map(field => median(samples.map(one => one[field])));
	const rates = samples.map(one => one.rate);
	return {
		title: `Storing: ${twos.senders} people in rooms of two, ${twos.open} open messages each, the whole server on one core`,
		text: table(
			['', 'acknowledged/s', 'CPU µs each', 'p50 ms', 'p99 ms', 'load busy'],
			[['tui-chat', rate!, cpu!, p50Ms!, p99Ms!, `${Math.round(busy! * 100)} %`]],
		),
		goals: [
			{
				what: 'stored and acknowledged messages a second, rooms of 2',
				goal: `≥ ${digits(goalRate)}`,
				seen: `${digits(rate!)} (${digits(percentile(rates, 0))}–${digits(percentile(rates, 100))}), ${digits(cpu!)} µs of CPU each`,
				held: rate! >= goalRate,
			},
			never(
				'acknowledged twice, lost, doubled or out of order, rooms of 2',
				0,
				'all rounds: everybody counts',
			),
		],
	};
};

/** One round of the chosen build. */
export const storingFigures = async (quick: boolean): Promise<Figures> => {
	const {rate, cpu, p99Ms} = await storeInTwos(timeOf(quick));
	return {
		'acknowledged/s, rooms of 2': rate,
		'CPU µs for each message, rooms of 2': cpu,
		'ack p99 ms, rooms of 2': p99Ms,
	};
};

if (import.meta.main) await runAlone(measureStoring);
