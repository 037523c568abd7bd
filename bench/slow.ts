/**
 * One who reads nothing in a room in which twenty talk at full speed: what the others notice of it, what it costs the
 * server, and what it misses in the end. Rounds with it and without it take turns, each on a server of its own.
 */
import {setTimeout as wait} from 'node:timers/promises';
import {ours, type Running} from './contenders.ts';
import {Peer} from './peer.ts';
import {rssOf} from './process.ts';
import {digits, type Figures, median, type Report, runAlone, table} from './report.ts';
import {paired, type Sample, type Size, sampleOn, saysRatio} from './sampling.ts';
import {comeBack, type Return} from './stuck.ts';
import {never, type Row} from './trial.ts';

const room = 'general';
const size: Size = {members: 20, senders: 20, bytes: 512};
const goalRatio = 0.95;

/** What the kernel takes in for it is not the server's; this is what V8 may put off collecting. */
const goalMiB = 32;

/** After the talk has ended: to read what the kernel still has for it, and the end of its connection. */
const patienceMs = 15_000;

type Round = Sample & {
	/** the most that the server had in memory, MiB */
	peak: number;
	/** of the one who read nothing; nothing of them where there was nobody like that, or it was never cut */
	came: Return | undefined;
};

/** Reads on until its connection ends. @returns undefined when nobody has cut it */
const wakeUp = async (slow: Peer, port: number): Promise<Return | undefined> => {
	slow.resume();
	const isOver = await Promise.race([slow.over.then(() => true), wait(patienceMs, false, {ref: false})]);
	if (!isOver) return undefined;
	const witness = await enterAs(port, 'witness');
	const {seq} = await witness.ask({type: 'say', room, msg: 'the end'});
	const came = await comeBack(slow, seq!, {port, room});
	witness.close();
	return came;
};

/** Somebody who is in the room. */
const enterAs = async (port: number, id: string): Promise<Peer> => {
	const peer = new Peer(port, id);
	await peer.enter({rooms: [{room, after: 0}], history: 0});
	return peer;
};

const roundOn = async (server: Running, withSlow: boolean, measureMs: number): Promise<Round> => {
	const slow = withSlow ? await enterAs(server.port, 'slow') : undefined;
	try {
		const seen = await sampleOn(server, ours, size, measureMs, () => slow?.pause());
		const peak = process.platform === 'linux' ? rssOf(server.child.pid!, 'VmHWM') : seen.rss / 2 ** 20;
		return {...seen, peak, came: slow && (await wakeUp(slow, server.port))};
	} finally {
		slow?.close();
	}
};

const round = async (withSlow: boolean, quick: boolean): Promise<Round> => {
	await using server = await ours.start();
	return await roundOn(server, withSlow, quick ? 4000 : 8000);
};

export const measureSlow = async (quick: boolean): Promise<Report> => {
	const [calm, beset]: [Round[], Round[]] = [[], []];
	for (let index = 0; index < (quick ? 1 : 5); index++)
		for (const withSlow of index % 2 === 0 ? [false, true] : [true, false])
			(withSlow ? beset : calm).push(await round(withSlow, quick));
	const line = (name: string, of: readonly Round[]) => [
		name,
		...(['rate', 'efficiency', 'p99Ms', 'peak'] as const).map(field => median(of.map(one => one[field]))),
	];
	return {
		title: `One who reads nothing, ${size.senders} who talk at full speed, medians of ${calm.length} rounds each`,
		text: table(
			['', 'deliveries/s', 'deliveries/CPU s', 'p99 ms', 'peak MiB'],
			[line('nobody stops reading', calm), line('one stops reading', beset)],
		),
		goals: goalRows(calm, beset),
	};
};

const goalRows = (calm: readonly Round[], beset: readonly Round[]): Row[] => {
	const ratio = paired(
		beset.map(({rate}) => rate),
		calm.map(({rate}) => rate),
	);
	const growth = median(beset.map(({peak}, index) => peak - calm[index]!.peak));
	const returns = beset.flatMap(({came}) => came ?? []);
	const wrong = returns.reduce((sum, {missing, doubled}) => sum + Math.abs(missing) + Number(doubled), 0);
	return [
		{
			what: 'one never reads: the others’ rate against a run without it',
			goal: `≥ ${goalRatio} ×`,
			seen: ratio ? `${saysRatio(ratio)} ×` : '–',
			held: ratio !== undefined && ratio.median >= goalRatio,
		},
		{
			what: 'one never reads: memory of the server at its highest, more than without it',
			goal: `≤ ${goalMiB} MiB`,
			seen: `${digits(growth)} MiB`,
			held: growth <= goalMiB,
		},
		{
			what: 'one never reads: it is cut',
			goal: 'each time',
			seen: `${returns.length} of ${beset.length}`,
			held: returns.length === beset.length,
		},
		never(
			'one never reads: lost, doubled or out of order once it is back',
			wrong,
			`${digits(returns.reduce((sum, {replayed}) => sum + replayed, 0))} that it came back for`,
		),
	];
};

/** One round of the chosen build. */
export const slowFigures = async (quick: boolean): Promise<Figures> => {
	const {rate, efficiency, peak} = await round(true, quick);
	return {
		'deliveries/s beside one who reads nothing': rate,
		'deliveries/CPU s beside one who reads nothing': efficiency,
		'peak MiB beside one who reads nothing': peak,
	};
};

if (import.meta.main) await runAlone(measureSlow);
