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
	const server = await startServer({});
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

/** Half as many again as may be with the usual bounds: how many of them are let. */
const crowdRow = async (scale: number): Promise<Row> => {
	const unauthenticated = scaled(usualBounds.unauthenticated, scale);
	const count = Math.round(unauthenticated * 1.5);
	const server = await startServer({bounds: {unauthenticated}});
	const attackers = await startAttackers({port: server.port, count, kind: 'silent', overMs: 1000});
	try {
		const times = attackers.times();
		attackers.go();
		const early = (await times).filter(ms => ms < goalMs / 2).length;
		return {
			what: `${count} of them: held at a time`,
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
		await crowdRow(scale),
	];
};
