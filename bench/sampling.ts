/** One server under one load, and several servers in turns: what each did, and what it cost. */
import {type Contender, ours, type Running} from './contenders.ts';
import type {LoadOptions, LoadResult} from './load.ts';
import {median, percentile} from './numbers.ts';
import {end, next, start, usageOf} from './process.ts';

/** One room, and how it is talked in. */
export type Size = Pick<LoadOptions, 'members' | 'senders' | 'bytes' | 'rate'>;

export type Sample = {
	/** deliveries a second */
	rate: number;
	/** deliveries for each second of the server's CPU, all threads together */
	efficiency: number;
	p50Ms: number;
	p99Ms: number;
	/** bytes in memory at the end */
	rss: number;
	/** share of its core that the load process used: near 1 it is the load that is measured */
	busy: number;
};

/** What is compiled when it has been used, and caches that fill, are not what is measured. */
const warmUpMs = 1500;

/** Our server counts who is in a room of many once a second: the last count must have come. */
const settleMs = ({members}: Size): number => (members > 400 ? 2000 : 500);

/** @throws when the load says that something was lost, doubled, changed or out of order */
export const sample = async (contender: Contender, size: Size, measureMs: number): Promise<Sample> => {
	await using server = await contender.start();
	return await sampleOn(server, contender, size, measureMs);
};

/**
 * The same on a server that others are on, too.
 * @param onWarm called when what is measured begins
 */
export const sampleOn = async (
	{port, child}: Running,
	contender: Contender,
	size: Size,
	measureMs: number,
	onWarm: () => void = () => {},
): Promise<Sample> => {
	const bytes = Math.min(size.bytes, contender.longest ?? size.bytes);
	const {dialect} = contender;
	const options: LoadOptions = {port, dialect, ...size, bytes, settleMs: settleMs(size), warmUpMs, measureMs};
	const load = start('./load.ts', [JSON.stringify(options)], 1);
	try {
		const [done, result] = [next(load, 'done'), next<LoadResult>(load, 'result')];
		// Both are waited for below; until then a failure is the first one's to tell.
		for (const later of [done, result]) later.catch(() => {});
		await next(load, 'warm');
		onWarm();
		const before = await usageOf(child);
		const from = performance.now();
		await done;
		const seconds = (performance.now() - from) / 1000;
		const after = await usageOf(child);
		const {messages, p50Ms, p99Ms, busy} = await result;
		const deliveries = messages * size.members;
		const cpu = (after.cpu - before.cpu) / 1e6;
		return {rate: deliveries / seconds, efficiency: deliveries / cpu, p50Ms, p99Ms, rss: after.rss, busy};
	} finally {
		await end(load);
	}
};

/** Samples by the name of the server, those of one round at the same place. NaN where another's server failed. */
export type Samples = ReadonlyMap<string, readonly Sample[]>;

const none: Sample = {
	rate: Number.NaN,
	efficiency: Number.NaN,
	p50Ms: Number.NaN,
	p99Ms: Number.NaN,
	rss: Number.NaN,
	busy: Number.NaN,
};

/** All take turns, in the other order each time, so that a busy machine slows all of them. */
export const inTurns = async (
	contenders: readonly Contender[],
	rounds: number,
	take: (contender: Contender) => Promise<Sample>,
): Promise<Samples> => {
	const here = contenders.filter(({isHere}) => isHere());
	const samples = new Map<string, Sample[]>(here.map(({name}) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const contender of round % 2 === 0 ? here : here.toReversed()) {
			try {
				samples.get(contender.name)!.push(await take(contender));
			} catch (error) {
				if (contender === ours) throw error;
				console.error(`${contender.name}: ${(error as Error).message}`);
				samples.get(contender.name)!.push(none);
			}
		}
	}
	return samples;
};

export const middle = (samples: readonly Sample[], of: keyof Sample): number =>
	median(samples.map(one => one[of]).filter(Number.isFinite));

/** Ratios of what was seen in the same rounds, since what else runs on the machine changes with time. */
export type Paired = {median: number; lowest: number; highest: number; rounds: number};

/** @returns undefined when there is no round in which both were measured */
export const paired = (ones: readonly number[], others: readonly number[]): Paired | undefined => {
	const ratios = ones.map((one, round) => one / (others[round] ?? Number.NaN)).filter(Number.isFinite);
	if (ratios.length === 0) return undefined;
	const [lowest, highest] = [percentile(ratios, 0), percentile(ratios, 100)];
	return {median: median(ratios), lowest, highest, rounds: ratios.length};
};

/** Such as `1.52 (1.40–1.71)`. */
export const saysRatio = ({median: middleOne, lowest, highest, rounds}: Paired): string =>
	rounds === 1
		? middleOne.toFixed(2)
		: `${middleOne.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)})`;
