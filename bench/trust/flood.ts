/** Lines without an end, from 100 connections of 100 addresses: how soon each is cut, and what that costs. */
import {usualBounds} from '../../source/server/bounds.ts';
import {usageOf} from '../process.ts';
import {digits, median} from '../report.ts';
import {type Row, scaled, withinAlways} from '../trial.ts';
import type {AttackOptions} from './attackers.ts';
import {startAttackers, startServer, warmUp} from './hosting.ts';

type Moment = Pick<AttackOptions, 'first' | 'named' | 'tls'> & {name: string};

const hello = '{"type":"hello","v":1,"id":"flood#"}\n';

const moments: readonly Moment[] = [
	{name: 'before the hello, JSON', first: '{'},
	{name: 'before the hello, words', first: 'x'},
	{name: 'after the hello, JSON', first: hello, named: true},
	{name: 'after the hello, words', first: 'flood#\n', named: true},
	{name: 'before the hello, JSON, TLS', first: '{', tls: true},
	{name: 'after the hello, JSON, TLS', first: hello, named: true, tls: true},
];

const goalMs = 100;
const goalShare = 0.02;

/** A flood that is over is paid for, so its cost is set against the time in which it may not be had again. */
const onceMs = 10_000;

/** The share of a core that a server has used. */
const costRow = (what: string, cpuMs: number, ofMs: number, floods: number): Row => {
	const share = cpuMs / ofMs;
	return {
		what: `${what}: CPU`,
		goal: `≤ ${goalShare * 100} % of a core`,
		seen: `${digits(share * 100)} % of ${digits(ofMs / 1000)} s: ${digits(cpuMs)} ms, ${digits(floods)} floods`,
		held: share <= goalShare,
	};
};

const attack = async (options: Omit<AttackOptions, 'port' | 'kind'>) => {
	const server = await startServer({});
	await warmUp(server.port);
	const attackers = await startAttackers({port: server.port, kind: 'flood', ...options});
	try {
		const before = await usageOf(server.child);
		const seen = attackers.times();
		attackers.go();
		const times = await seen;
		const after = await usageOf(server.child);
		return {times, cpuMs: (after.cpu - before.cpu) / 1000};
	} finally {
		await attackers.end();
		await server.end();
	}
};

/** Each once; of some rounds the one in the middle, as this machine has other things to do. */
const once = async ({name, ...moment}: Moment, count: number, rounds: number): Promise<Row[]> => {
	const all: Array<{times: number[]; cpuMs: number}> = [];
	for (let round = 0; round < rounds; round++) all.push(await attack({count, ...moment}));
	const {times} = all.toSorted((a, b) => Math.max(...a.times) - Math.max(...b.times))[rounds >> 1]!;
	const cpuMs = median(all.map(one => one.cpuMs));
	const what = `${count} endless lines ${name}`;
	const row = withinAlways(`${what}: cut after`, goalMs, times);
	return [
		times.length === count ? row : {...row, held: false, seen: `${times.length} of ${count} came in`},
		costRow(what, cpuMs, onceMs, times.length),
	];
};

/** Each again as soon as it was cut, until its address may not connect any more. */
const again = async ({name, ...moment}: Moment, count: number): Promise<Row> => {
	const {times, cpuMs} = await attack({count, ...moment, visits: usualBounds.newConnections});
	const what = `${count} endless lines ${name}, each again at once, as often as its address may`;
	return costRow(what, cpuMs, usualBounds.connectionWindowMs, times.length);
};

export const floodRows = async (scale: number): Promise<Row[]> => {
	const count = scaled(100, scale);
	const rows: Row[] = [];
	for (const moment of moments) rows.push(...(await once(moment, count, scale < 1 ? 1 : 3)));
	for (const moment of moments.slice(0, 2)) rows.push(await again(moment, count));
	return rows;
};
