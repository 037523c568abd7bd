/** 2,000 sockets that say nothing, or next to nothing: when they are closed, and what others notice of them. */
import {usualBounds} from '../../source/server/bounds.ts';
import {next} from '../process.ts';
import {digits, median, percentile} from '../report.ts';
import {type Row, scaled, withinAlways} from '../trial.ts';
import {startAttackers, startServer, warmUp} from './hosting.ts';
import {startTalk} from './talking.ts';

const goalMs = 10_000;
const goalRatio = 1.2;

/** They come over so long; then they are there until they are cut. */
const overMs = 2000;
const thereMs = 12_000;

type Round = {times: number[]; calm: number; beset: number};

const round = async (count: number): Promise<Round> => {
	// All of them are held, and not only as many as may be by default.
	const server = await startServer({bounds: {unauthenticated: count * 2}});
	await warmUp(server.port);
	const talk = await startTalk(server.port, 5);
	const attackers = await startAttackers({port: server.port, count, kind: 'silent', overMs});
	try {
		const calm = percentile(await talk.measure(overMs + thereMs), 99);
		const opened = next(attackers.child, 'opened');
		const times = attackers.times();
		attackers.go();
		const beset = percentile(await talk.measure(overMs + thereMs), 99);
		await opened;
		return {times: await times, calm, beset};
	} finally {
		talk.close();
		await attackers.end();
		await server.end();
	}
};

/** @returns how many of them are still there a second later, with the usual bounds */
const heldByDefault = async (count: number): Promise<Row> => {
	const server = await startServer({});
	const attackers = await startAttackers({port: server.port, count, kind: 'silent', overMs: 500});
	try {
		const times = attackers.times();
		attackers.go();
		const early = (await times).filter(ms => ms < 8000).length;
		const {unauthenticated} = usualBounds;
		return {
			what: `${count} of them with the usual bounds: held at a time`,
			goal: `≤ ${unauthenticated}`,
			seen: `${digits(count - early)}, the oldest made room`,
			held: count - early <= unauthenticated,
		};
	} finally {
		await attackers.end();
		await server.end();
	}
};

export const silentRows = async (scale: number): Promise<Row[]> => {
	const count = scaled(2000, scale);
	const rounds: Round[] = [];
	for (let index = 0; index < (scale < 1 ? 1 : 3); index++) rounds.push(await round(count));
	const ratio = median(rounds.map(({calm, beset}) => beset / calm));
	return [
		withinAlways(
			`${count} sockets, silent, amid a handshake or dribbling: closed after`,
			goalMs,
			rounds.flatMap(({times}) => times),
		),
		{
			what: 'others’ messages meanwhile, p99 against without them',
			goal: `≤ ${goalRatio} ×`,
			seen: `${digits(ratio)} ×, p99 ${rounds.map(({calm, beset}) => `${digits(beset)} against ${digits(calm)} ms`).join('; ')}`,
			held: ratio <= goalRatio,
		},
		await heldByDefault(count),
	];
};
