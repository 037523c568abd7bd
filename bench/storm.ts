/**
 * A room that fills: 5,000 people come within ten seconds while others talk. How long each message takes to each who is
 * in, and whether what a member gets grows with how many they are. `node bench/storm.ts --quick` for a fifth of them.
 *
 * One in fifty of those who come, and all who talk, are in a process of their own, and the goal is for their deliveries:
 * a process that reads for thousands is late itself. What it saw is told beside it.
 */
import type {ChildProcess} from 'node:child_process';
import {openDiskFolder} from './folder.ts';
import {cpuOf, end, next, rssOf, start} from './process.ts';
import {digits, type Figures, type Report, runAlone, table} from './report.ts';
import type {StormOptions, StormResult, Window} from './storm/crowd.ts';
import {stepMs} from './storm/step.ts';
import {never, type Row} from './trial.ts';

type Storm = {
	/** those in a process of their own */
	few: StormResult;
	many: StormResult;
	/** from the first newcomer's connect until the last one was live */
	ms: number;
	deliveries: number;
	/** members who did not get each message once that was said since they were live */
	wrong: number;
	/** share of a core that the server used while they came */
	server: number;
	rss: number;
};

const [newcomersAtMost, msAtMost, watchedShare] = [5000, 10_000, 1 / 50];

type Shape = {newcomers: number; ms: number; rate: number; talkers: number};

const shapeOf = (quick: boolean): Shape => {
	const scale = quick ? 1 / 5 : 1;
	return {newcomers: newcomersAtMost * scale, ms: msAtMost * scale, rate: 100, talkers: 50};
};

/** The newest entries that a screen asks for. */
const history = 200;

/** What each of the two processes does. */
const partsOf = ({newcomers, ms, rate, talkers}: Shape): Array<Omit<StormOptions, 'port'>> => {
	const few = newcomers * watchedShare;
	const many = newcomers - few;
	const marks = [many / 4, many / 2, many];
	return [
		{name: 'Few', talkers, rate, newcomers: few, ms, history, marks: []},
		{name: 'Many', talkers: 0, rate: 0, newcomers: many, ms, history, marks},
	];
};

const storm = async (shape: Shape): Promise<Storm> => {
	using folder = openDiskFolder();
	const server = start('./keeper.ts', [folder.path], 0);
	const crowds: ChildProcess[] = [];
	try {
		const port = await next<number>(server, 'port');
		for (const part of partsOf(shape)) {
			const crowd = start('./storm/crowd.ts', [JSON.stringify({...part, port} satisfies StormOptions)], 1);
			crowds.push(crowd);
			await next(crowd, 'ready');
		}
		const [cpu, from] = [cpuOf(server.pid!), performance.now()];
		await tellAll(crowds, 'begin', 'entered');
		const ms = performance.now() - from;
		const share = (cpuOf(server.pid!) - cpu) / 1e6 / ms;
		const results = await tellAll<StormResult>(crowds, 'end', 'result');
		const [few, many] = results as [StormResult, StormResult];
		const wrong = results.flatMap(({heard}) => heard).filter(seq => seq !== few.said).length;
		const deliveries = few.deliveries + many.deliveries;
		return {few, many, ms, deliveries, wrong, server: share, rss: rssOf(server.pid!)};
	} finally {
		for (const child of [...crowds, server]) await end(child);
	}
};

/** Tells all of them something, and waits for what each answers. */
const tellAll = <Value>(children: readonly ChildProcess[], word: string, field: string): Promise<Value[]> => {
	const answers = children.map(child => next<Value>(child, field));
	for (const child of children) child.send(word);
	return Promise.all(answers);
};

/** @param rank from 0 to 100 */
const timeAt = ({times, deliveries}: StormResult, rank: number): number => {
	let left = (deliveries * rank) / 100;
	const step = times.findIndex(count => {
		left -= count;
		return left <= 0;
	});
	return (step + 1) * stepMs;
};

/** How much more the last window has than the first: 1 when it does not grow with the room. */
const growth = (windows: readonly Window[], of: 'chatter' | 'entering'): number =>
	windows.at(-1)![of] / windows[0]![of];

const goalMs = 50;

/** Counts are told once a second, whatever happens; their digits, and a second that holds one more, are within this. */
const mostGrowth = 2;

const nameOf = ({newcomers, ms}: Shape): string => `${digits(newcomers)} come within ${digits(ms / 1000)} s`;

const textOf = ({few, many, ms, server, rss}: Storm): string => `${table(
	['people in the room', 'B/s to each besides messages', 'B to each newcomer besides history'],
	many.windows.map(({members, chatter, entering}) => [String(members), chatter, entering]),
)}

${table(
	['deliveries', 'count', 'p50 ms', 'p99 ms', 'worst ms', 'process busy'],
	[
		{name: 'to those in a process of their own', of: few},
		{name: 'to all others', of: many},
	].map(({name, of}) => [
		name,
		of.deliveries,
		...[50, 99, 100].map(rank => timeAt(of, rank)),
		`${digits(of.busy * 100)} %`,
	]),
)}

all in after ${digits(ms / 1000)} s; the server used ${digits(server * 100)} % of a core and ${digits(rss)} MiB`;

const goalRows = (shape: Shape, {few, many: {windows}, deliveries, wrong}: Storm): Row[] => {
	const [p50, p99, worst] = [timeAt(few, 50), timeAt(few, 99), timeAt(few, 100)];
	const grown = Math.max(growth(windows, 'chatter'), growth(windows, 'entering'));
	return [
		{
			what: `${nameOf(shape)}: delivery p99`,
			goal: `≤ ${goalMs} ms`,
			seen: `${p99} ms, p50 ${p50} ms, worst ${worst} ms`,
			held: p99 <= goalMs,
		},
		{
			what: 'what each gets besides messages',
			goal: `≤ ${mostGrowth} × from a quarter of them to all`,
			seen: `${digits(grown)} ×`,
			held: grown <= mostGrowth,
		},
		never(
			'members with a message lost or doubled',
			wrong,
			`${digits(shape.newcomers + shape.talkers)} people, ${digits(deliveries)} deliveries`,
		),
	];
};

export const measureStorm = async (quick: boolean): Promise<Report> => {
	const shape = shapeOf(quick);
	const seen = await storm(shape);
	return {
		title: `Storm: ${nameOf(shape)} into one room while ${shape.rate} messages/s flow`,
		text: textOf(seen),
		goals: goalRows(shape, seen),
		figures: figuresOf(seen),
	};
};

const figuresOf = ({few, server, ms, deliveries}: Storm): Figures => ({
	'ms to deliver in a storm, p50': timeAt(few, 50),
	'ms to deliver in a storm, p99': timeAt(few, 99),
	'ns of CPU per delivery in a storm': (server * ms * 1e6) / deliveries,
});

/** One round of the chosen build. */
export const stormFigures = async (quick: boolean): Promise<Figures> =>
	figuresOf(await storm(shapeOf(quick)));

if (import.meta.main) await runAlone(measureStorm);
