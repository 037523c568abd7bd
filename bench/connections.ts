/**
 * What a connection costs a server: how long many take to come in, and what each holds of its memory: in plaintext, with
 * TLS, and silent; beside a bare server that only holds sockets. `node bench/connections.ts --quick`.
 */
import type {ChildProcess} from 'node:child_process';
import {setTimeout as wait} from 'node:timers/promises';
import type {CrowdOptions, Entered} from './connections/crowd.ts';
import type {Costs, Held} from './connections/server.ts';
import {openDiskFolder} from './folder.ts';
import {end, next, start} from './process.ts';
import {digits, type Report, runAlone, table} from './report.ts';
import {never, type Row} from './trial.ts';

type Way = Omit<CrowdOptions, 'port'> & {
	name: string;
	/** a server that does nothing */
	bare?: boolean;
	count: number;
	/** how long nothing happens before its memory is looked at, ms */
	restMs: number;
};

type Sample = {
	way: Way;
	/** until the last one was in */
	ms: number;
	lost: number;
	/** of the server, µs for each */
	cpu: number;
	/** KiB for each: as it is after a while; once garbage is collected; of that what V8 counts as used */
	rss: number;
	collected: number;
	heap: number;
	/** ms in which the server did nothing but collect garbage while they came */
	pauses: number;
	longest: number;
};

/** So many come first: then a server has compiled what it needs, and holds what does not grow. */
const first = 200;

/** V8 gives back what it needed while many came at once, after some ten seconds in which few do. */
const longRestMs = 20_000;
const shortRestMs = 1000;

const ask = <Value>(child: ChildProcess, told: string | number, field: string): Promise<Value> => {
	const answer = next<Value>(child, field);
	child.send(told);
	return answer;
};

const sample = async (way: Way): Promise<Sample> => {
	using folder = openDiskFolder();
	const {count, bare, tls, named, restMs} = way;
	const server = start('./connections/server.ts', bare ? [] : [folder.path], 0);
	let crowd: ChildProcess | undefined;
	try {
		const port = await next<number>(server, 'port');
		crowd = start('./connections/crowd.ts', [JSON.stringify({port, tls, named} satisfies CrowdOptions)], 1);
		await next(crowd, 'ready');
		await ask(crowd, first, 'entered');
		await wait(restMs);
		const before = await ask<Held>(server, 'collect', 'held');
		await ask(server, 'costs', 'costs');
		const {ms, lost} = await ask<Entered>(crowd, count, 'entered');
		const {cpu, pauses, longest} = await ask<Costs>(server, 'costs', 'costs');
		await wait(restMs);
		const after = await ask<Held>(server, 'collect', 'held');
		const each = (from: number, to: number): number => (to - from) / 1024 / count;
		return {
			way,
			ms,
			lost,
			cpu: (cpu * 1000) / count,
			rss: each(before.rss, after.rss),
			collected: each(before.collected, after.collected),
			heap: each(before.heap, after.heap),
			pauses,
			longest,
		};
	} finally {
		if (crowd) await end(crowd);
		await end(server);
	}
};

const most = 10_000;
const goals = {ms: 2000, plaintext: 12, tls: 60} as const;

const waysOf = (quick: boolean) => {
	const count = quick ? most / 5 : most;
	const restMs = quick ? longRestMs / 2 : longRestMs;
	return {
		bare: {name: 'a bare socket', bare: true, tls: false, named: true, count, restMs: shortRestMs},
		// No more may say nothing at a time.
		silent: {name: 'silent', tls: false, named: false, count: Math.min(count, 3500), restMs: shortRestMs},
		plaintext: {name: 'plaintext', tls: false, named: true, count, restMs},
		tls: {name: 'with TLS', tls: true, named: true, count, restMs},
	} satisfies Record<string, Way>;
};

/** Of fewer each bears too much of what is there once: compiled code, and room for young objects. */
const memoryRow = ({way, rss, collected}: Sample, goal: number): Row => {
	const isJudged = way.count === most;
	return {
		what: `${digits(way.count)} connections: memory each, ${way.name}`,
		goal: isJudged ? `≤ ${goal} KiB` : '–',
		seen: `${digits(rss)} KiB; ${digits(collected)} once garbage is collected`,
		held: !isJudged || rss <= goal,
	};
};

const textOf = (samples: readonly Sample[]): string =>
	table(
		[
			'',
			'count',
			'all in, ms',
			'µs CPU each',
			'KiB each',
			'collected',
			'used heap',
			'collecting, ms',
			'longest',
		],
		samples.map(({way, ms, cpu, rss, collected, heap, pauses, longest}) => [
			way.name,
			way.count,
			ms,
			cpu,
			rss,
			collected,
			heap,
			pauses,
			longest,
		]),
	);

const rampRow = ({way: {count}, ms, cpu}: Sample): Row => {
	const goal = (goals.ms * count) / most;
	return {
		what: `${digits(count)} connections: ramp with hello`,
		goal: `≤ ${digits(goal)} ms`,
		seen: `${digits(ms)} ms, of which the server used ${digits((cpu * count) / 1000)}`,
		held: ms <= goal,
	};
};

export const measureConnections = async (quick: boolean): Promise<Report> => {
	const ways = waysOf(quick);
	const bare = await sample(ways.bare);
	const silent = await sample(ways.silent);
	const plaintext = await sample(ways.plaintext);
	const tls = await sample(ways.tls);
	const all = [bare, silent, plaintext, tls];
	return {
		title: 'Connections',
		text: textOf(all),
		goals: [
			rampRow(plaintext),
			memoryRow(plaintext, goals.plaintext),
			memoryRow(tls, goals.tls),
			never(
				'connections that were not let in',
				all.reduce((sum, {lost}) => sum + lost, 0),
				digits(all.reduce((sum, {way}) => sum + way.count, 0)),
			),
		],
		figures: {
			'µs of CPU per hello': plaintext.cpu,
			'µs of CPU per hello with TLS': tls.cpu,
			'KiB per connection': plaintext.rss,
			'KiB per connection with TLS': tls.rss,
		},
	};
};

if (import.meta.main) await runAlone(measureConnections);
