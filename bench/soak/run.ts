/** One soak from start to end: server and load as processes, a row for each moment, and what has to hold. */
import {type ChildProcess, fork} from 'node:child_process';
import {appendFileSync} from 'node:fs';
import {arch, availableParallelism, loadavg, platform} from 'node:os';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {chanceOf} from '../../test/helpers/chance.ts';
import {cpuOf, end, next} from '../process.ts';
import {digits} from '../report.ts';
import type {Row} from '../trial.ts';
import {type Hosted, startHost} from './hosting.ts';
import type {Counts, LoadOptions, Order, Report, Verdict} from './options.ts';
import {header, lineOf, type Moment} from './rows.ts';
import {endRows, lossRows, slopeRows} from './verdict.ts';
import {warmUp} from './warm-up.ts';
import {descriptorsOf, type Figures, figuresOf, leftOpen} from './watch.ts';

export type SoakOptions = {
	minutes: number;
	load: Omit<LoadOptions, 'port'>;
	/** between two rows */
	everyMs: number;
	/** gets each row as a line of JSON, as it comes */
	out: string | undefined;
	/** folder of the built program */
	program: string;
	/** for its journal and its log */
	folder: string;
	print: (line: string) => void;
	/** ends it before its time, in good order: what was seen until then is told */
	stop?: AbortSignal;
};

/** Settings are read again so often, in rows. */
const hangUpEvery = 4;

/** What is closed may take so long to be seen as closed, in ms. */
const patienceMs = 15_000;

class Load {
	open = 0;
	counts: Counts = {};
	stories: readonly string[] = [];
	readonly child: ChildProcess;

	constructor(options: LoadOptions) {
		const path = fileURLToPath(new URL('load.ts', import.meta.url));
		this.child = fork(path, [JSON.stringify(options)], {
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
			// Ctrl+C is for whoever started the soak, which then ends in good order.
			detached: true,
		});
		this.child.on('message', told => {
			const {report} = told as {report?: Report};
			if (report) Object.assign(this, report);
		});
	}

	order(order: Order): void {
		this.child.send(order);
	}
}

export const soak = async (options: SoakOptions): Promise<Row[]> => {
	const {print, load: size, program, folder} = options;
	print(
		`Node ${process.version}, ${platform()} ${arch()}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}; ` +
			`${options.minutes} minutes, ${size.connections} connections, rate ${size.rate}, seed ${size.seed}\n\n${header}`,
	);
	const host = await startHost(program, folder, size.connections);
	const load = new Load({port: host.port, ...size});
	try {
		await next(load.child, 'ready');
		await warmUp(host);
		const before = descriptorsOf(host.pid);
		const first = await figuresWhenClosed(host, before);
		const moments = await churn(options, host, load);
		const left = next(load.child, 'left');
		load.order('leave');
		await left;
		const last = await figuresWhenClosed(host, before);
		const open = leftOpen(before, descriptorsOf(host.pid));
		const told = next<Verdict>(load.child, 'verdict');
		load.order('audit');
		const verdict = await told;
		host.child.kill('SIGTERM');
		const exit = await host.exit;
		for (const story of verdict.stories.slice(load.stories.length)) print(`  ${story}`);
		print(`\n${talliesOf(load.counts)}`);
		return [
			...lossRows(verdict),
			...slopeRows(moments, chanceOf(size.seed).next),
			...endRows({first, last, open, exit}),
		];
	} finally {
		await end(load.child);
		await end(host.child);
	}
};

/** Until the time is over. @throws when one of the two ends before that */
const churn = async (options: SoakOptions, host: Hosted, load: Load): Promise<Moment[]> => {
	const {minutes, everyMs, out, print, stop} = options;
	const moments: Moment[] = [];
	let told = 0;
	const from = performance.now();
	let cpu = {server: cpuOf(host.pid), load: cpuOf(load.child.pid!), at: from};
	load.order('go');
	const stopped = new Promise<void>(resolve => stop?.addEventListener('abort', () => resolve()));
	for (let index = 1; performance.now() - from < minutes * 60_000 && !stop?.aborted; index++) {
		await Promise.race([
			wait(from + index * everyMs - performance.now()),
			stopped,
			host.exit.then(exit => {
				throw new Error(`The server ended with ${exit}. Its log is in ${host.folder}.`);
			}),
		]);
		if (load.child.exitCode !== null) throw new Error('The load ended.');
		const figures = await figuresOf(host).catch((error: Error) => print(`  no figures: ${error.message}`));
		if (!figures) continue;
		const now = {server: cpuOf(host.pid), load: cpuOf(load.child.pid!), at: performance.now()};
		const share = (of: 'server' | 'load'): number => (now[of] - cpu[of]) / 1e4 / (now.at - cpu.at);
		const moment: Moment = {
			seconds: (now.at - from) / 1000,
			open: load.open,
			...figures,
			serverShare: share('server'),
			loadShare: share('load'),
			faults: load.counts.faults ?? 0,
		};
		cpu = now;
		moments.push(moment);
		print(lineOf(moment));
		for (; told < load.stories.length; told++) print(`  ${load.stories[told]}`);
		if (out !== undefined)
			appendFileSync(out, `${JSON.stringify({...moment, counts: load.counts, stories: load.stories})}\n`);
		if (index % hangUpEvery === 0) host.child.kill('SIGHUP');
	}
	return moments;
};

const allClosed = async (host: Hosted, before: readonly string[]): Promise<void> => {
	const until = performance.now() + patienceMs;
	while (leftOpen(before, descriptorsOf(host.pid)).length > 0 && performance.now() < until) await wait(200);
};

/** The connection by which figures come is one more, and has to be closed again before anything is counted. */
const figuresWhenClosed = async (host: Hosted, before: readonly string[]): Promise<Figures> => {
	await allClosed(host, before);
	const figures = await figuresOf(host);
	await allClosed(host, before);
	return {...figures, descriptors: descriptorsOf(host.pid).length};
};

/** What happened, and how often. */
const talliesOf = (counts: Counts): string =>
	Object.entries(counts)
		.sort(([one], [other]) => one.localeCompare(other))
		.map(([name, count]) => `${name} ${digits(count)}`)
		.join(', ');
