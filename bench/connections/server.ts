/**
 * A server whose memory is measured, in a process of its own: ours, with its journal in a folder and the usual pace of
 * requests, or a bare one that holds sockets and does nothing, as the floor. Told `collect` it collects its garbage and
 * tells what it held before and after; told `costs`, what it took since it was asked last.
 */
import {createServer as listenOn} from 'node:net';
import {type PerformanceEntry, PerformanceObserver} from 'node:perf_hooks';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {built, reportTo} from '../process.ts';

/** In bytes; `rss` as it is by itself, the others once garbage is collected. */
export type Held = {rss: number; collected: number; heap: number};

/** In ms. */
export type Costs = {cpu: number; pauses: number; longest: number};

// Known before anything is compiled, so that it can be called later.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const ours = async (folder: string): Promise<number> => {
	const {createServer, openJournal} = (await import(
		built('index.js').href
	)) as typeof import('../../source/index.ts');
	const server = createServer({port: 0, journal: await openJournal({folder})});
	return (await server.listen()).port;
};

/** Says to whoever says something what they wait for. */
const bare = (): Promise<number> =>
	new Promise(resolve => {
		const server = listenOn({noDelay: true, allowHalfOpen: true}, socket => {
			socket.on('data', () => socket.write('{"type":"live"}\n'));
			socket.on('error', () => {});
		});
		server.listen({port: 0, host: '127.0.0.1', backlog: 1024}, () => {
			resolve((server.address() as {port: number}).port);
		});
	});

let entries: PerformanceEntry[] = [];
let cpuBefore = 0;
const observer = new PerformanceObserver(list => entries.push(...list.getEntries()));
observer.observe({entryTypes: ['gc']});

const held = (): Held => {
	const rss = process.memoryUsage.rss();
	collect();
	collect();
	return {rss, collected: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed};
};

const costs = (): Costs => {
	entries.push(...observer.takeRecords());
	const all = entries.map(({duration}) => duration);
	entries = [];
	const {user, system} = process.cpuUsage();
	const cpu = (user + system) / 1000 - cpuBefore;
	cpuBefore += cpu;
	return {cpu, pauses: all.reduce((sum, ms) => sum + ms, 0), longest: Math.max(0, ...all)};
};

process.on('message', told => {
	if (told === 'collect') process.send!({held: held()});
	if (told === 'costs') process.send!({costs: costs()});
});
const folder = process.argv[2];
reportTo(process, await (folder === undefined ? bare() : ours(folder)));
