/** What storing costs: acknowledgements a second, how long one takes, and what a slow disk does to the server. */

import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {canTrace, quietStrace} from '../test/faults/traced.ts';
import {openFolder} from '../test/helpers/folder.ts';
import {anyCore, end, next, start} from './process.ts';
import {digits, percentile} from './report.ts';
import type {SendersOptions, SendersResult} from './senders.ts';
import {type Row, scaled} from './trial.ts';

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
	using folder = openFolder();
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
