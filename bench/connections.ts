/**
 * What a connection costs a server: how long many take to come in, and what each holds of its memory, in plaintext, with
 * TLS, and without a word; against a bare server that only holds sockets. `node bench/connections.ts --quick`, with
 * `--of URL` for another build of the library.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import type {CrowdOptions, Entered} from './connections/crowd.ts';
import type {Held, HeldServer, Pauses} from './connections/server.ts';
import {end, next, start} from './process.ts';
import {digits, type Report, runAlone, table} from './report.ts';

const {values} = parseArgs({
	options: {quick: {type: 'boolean'}, of: {type: 'string'}, only: {type: 'string'}},
	strict: false,
});
const module = String(values.of ?? new URL('../dist/index.js', import.meta.url).href);

type Way = Pick<CrowdOptions, 'tls' | 'named' | 'perRoom'> & {
	name: string;
	bare?: boolean;
	count: number;
	/** with this many a server that was just started has compiled what it needs */
	warm: number;
};

type Row = {
	way: Way;
	/** until the last one was in */
	ms: number;
	/** of the server, for each, µs */
	cpu: number;
	/** for each, KiB: as it is after a while, and once garbage is collected */
	rss: number;
	kept: number;
	heap: number;
	pages: number;
	external: number;
	pauses: Pauses;
	lost: number;
};

/** As many as fit into the kernel’s queue of a listening socket. */
const atOnce = 512;
const restMs = 1000;

const measure = async (way: Way): Promise<Row> => {
	const {count, bare, warm, tls, named, perRoom} = way;
	const folder = bare ? undefined : mkdtempSync(join(tmpdir(), 'tui-chat-'));
	const server = start('./connections/server.ts', [JSON.stringify({folder, module} satisfies HeldServer)], 0);
	try {
		const port = await next<number>(server, 'port');
		const crowd = start(
			'./connections/crowd.ts',
			[JSON.stringify({port, tls, named, perRoom, atOnce} satisfies CrowdOptions)],
			1,
		);
		try {
			await next(crowd, 'ready');
			const ask = <Value>(child: typeof server, told: string | number, field: string): Promise<Value> => {
				const answer = next<Value>(child, field);
				child.send(told);
				return answer;
			};
			await ask(crowd, warm, 'entered');
			await wait(restMs);
			const before = await ask<Held>(server, 'collect', 'held');
			const {cpu: cpuBefore} = await ask<Pauses>(server, 'pauses', 'pauses');
			const {ms, lost} = await ask<Entered>(crowd, count, 'entered');
			const pauses = await ask<Pauses>(server, 'pauses', 'pauses');
			await wait(restMs);
			const after = await ask<Held>(server, 'collect', 'held');
			const each = (from: number, to: number): number => (to - from) / 1024 / count;
			return {
				way,
				ms,
				cpu: ((pauses.cpu - cpuBefore) * 1000) / count,
				rss: each(before.rss, after.before),
				kept: each(before.rss, after.rss),
				heap: each(before.heap, after.heap),
				pages: each(before.pages, after.pages),
				external: each(before.external, after.external),
				pauses,
				lost,
			};
		} finally {
			await end(crowd);
		}
	} finally {
		await end(server);
		if (folder !== undefined) rmSync(folder, {recursive: true, force: true});
	}
};

/** Their rooms hold so many: in a crowd each would be told of each. */
const perRoom = 10;

const waysOf = (quick: boolean): readonly Way[] => {
	const count = quick ? 2000 : 10_000;
	// A handshake costs both sides some ms of CPU.
	const secured = quick ? 1000 : 3000;
	const warm = 200;
	return [
		{name: 'a bare socket', bare: true, tls: false, named: true, count, warm},
		{name: 'silent', tls: false, named: false, count: Math.min(count, 4000), warm},
		{name: 'plaintext', tls: false, named: true, perRoom, count, warm},
		{name: 'with TLS', tls: true, named: true, perRoom, count: secured, warm},
	];
};

const goals = {ms: 2000, plain: 12, tls: 60} as const;

export const measureConnections = async (quick: boolean): Promise<Report> => {
	const title = 'Connections';
	const rows: Row[] = [];
	for (const way of waysOf(quick))
		if (values.only === undefined || String(values.only).split(',').includes(way.name))
			rows.push(await measure(way));
	const found = (name: string): Row | undefined => rows.find(({way}) => way.name === name);
	const [plain, secured] = [found('plaintext'), found('with TLS')];
	return {
		title,
		text: table(
			[
				'',
				'count',
				'all in, ms',
				'CPU each, µs',
				'KiB each',
				'collected',
				'heap',
				'its pages',
				'external',
				'pauses, ms',
				'longest',
			],
			rows.map(({way, ms, cpu, rss, kept, heap, pages, external, pauses}) => [
				way.name,
				way.count,
				ms,
				cpu,
				rss,
				kept,
				heap,
				pages,
				external,
				pauses.total,
				pauses.longest,
			]),
		),
		goals: [
			...(plain
				? [
						{
							says: `${digits(plain.way.count)} said hello in ${digits(plain.ms)} ms; goal ${goals.ms} for 10,000`,
							met: plain.ms <= (goals.ms * plain.way.count) / 10_000,
						},
						{
							says: `${digits(plain.kept)} KiB each in plaintext, ${digits(plain.rss)} before garbage is collected; goal ${goals.plain}`,
							met: plain.kept <= goals.plain,
						},
					]
				: []),
			...(secured
				? [
						{
							says: `${digits(secured.kept)} KiB each with TLS, ${digits(secured.rss)} before garbage is collected; goal ${goals.tls}`,
							met: secured.kept <= goals.tls,
						},
					]
				: []),
			{
				says: 'everybody was let in',
				met: rows.every(({lost}) => lost === 0),
				must: true,
			},
		],
	};
};

if (import.meta.main) await runAlone(measureConnections);
