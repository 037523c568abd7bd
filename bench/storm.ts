/**
 * A room that fills: 5,000 people come within ten seconds while others talk. How long each message takes to each who is
 * in, and whether what a member gets grows with how many they are. `node bench/storm.ts --quick` for a fifth of them.
 */
import {openDiskFolder} from './folder.ts';
import {cpuOf, end, next, rssOf, start} from './process.ts';
import {digits, type Figures, type Report, runAlone, table} from './report.ts';
import type {StormOptions, StormResult, Window} from './storm/crowd.ts';
import {stepMs} from './storm/step.ts';
import {never} from './trial.ts';

type Storm = StormResult & {
	/** share of a core that the server used while they came */
	server: number;
	rss: number;
};

const shapeOf = (quick: boolean): Omit<StormOptions, 'port'> => {
	const newcomers = quick ? 1000 : 5000;
	return {
		talkers: 50,
		rate: 100,
		newcomers,
		ms: quick ? 2000 : 10_000,
		history: 200,
		marks: [newcomers / 4, newcomers / 2, newcomers],
	};
};

const storm = async (shape: Omit<StormOptions, 'port'>): Promise<Storm> => {
	using folder = openDiskFolder();
	const server = start('./keeper.ts', [folder.path], 0);
	try {
		const port = await next<number>(server, 'port');
		const crowd = start('./storm/crowd.ts', [JSON.stringify({...shape, port} satisfies StormOptions)], 1);
		try {
			const [full, result] = [next(crowd, 'full'), next<StormResult>(crowd, 'result')];
			// Both are waited for below; until then a failure is the first one's to tell.
			for (const later of [full, result]) later.catch(() => {});
			await next(crowd, 'begun');
			const [cpu, from] = [cpuOf(server.pid!), performance.now()];
			await full;
			const share = (cpuOf(server.pid!) - cpu) / 1e6 / (performance.now() - from);
			return {...(await result), server: share, rss: rssOf(server.pid!)};
		} finally {
			await end(crowd);
		}
	} finally {
		await end(server);
	}
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

/** Counts are told once a second, whatever happens; their digits, and a second that holds one more, are within this. */
const mostGrowth = 2;

export const measureStorm = async (quick: boolean): Promise<Report> => {
	const shape = shapeOf(quick);
	const seen = await storm(shape);
	const {windows, deliveries, wrong, ms, busy, server, rss} = seen;
	const [p50, p99, worst] = [50, 99, 100].map(rank => timeAt(seen, rank));
	const what = `${digits(shape.newcomers)} come within ${digits(shape.ms / 1000)} s`;
	const grown = Math.max(growth(windows, 'chatter'), growth(windows, 'entering'));
	return {
		title: `Storm: ${what} into one room while ${shape.rate} messages/s flow`,
		text: `${table(
			['people in the room', 'B/s to each besides messages', 'B to each newcomer besides history'],
			windows.map(({members, chatter, entering}) => [String(members), chatter, entering]),
		)}

all in after ${digits(ms / 1000)} s; ${digits(deliveries)} deliveries, p50 ${p50} ms, p99 ${p99} ms, worst ${worst} ms
server ${digits(server * 100)} % of a core, ${digits(rss)} MiB; the crowd ${digits(busy * 100)} %`,
		goals: [
			{what: `${what}: delivery p99`, goal: '≤ 50 ms', seen: `${p99} ms, p50 ${p50} ms`, held: p99! <= 50},
			{
				what: 'what each gets besides messages',
				goal: `≤ ${mostGrowth} × from a quarter of them to all`,
				seen: `${digits(grown)} ×`,
				held: grown <= mostGrowth,
			},
			never(
				'members with a message lost or doubled',
				wrong,
				`${digits(shape.newcomers + shape.talkers)} people`,
			),
		],
		figures: figuresOf(seen),
	};
};

const figuresOf = (seen: Storm): Figures => ({
	'ms to deliver in a storm, p50': timeAt(seen, 50),
	'ms to deliver in a storm, p99': timeAt(seen, 99),
	'ns of CPU per delivery in a storm': (seen.server * seen.ms * 1e6) / seen.deliveries,
});

/** One round of the chosen build. */
export const stormFigures = async (quick: boolean): Promise<Figures> =>
	figuresOf(await storm(shapeOf(quick)));

if (import.meta.main) await runAlone(measureStorm);
