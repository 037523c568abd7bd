/**
 * A server whose memory is measured, in a process of its own: ours, with a journal on disk and the usual pace of
 * requests, or a bare one that holds sockets and does nothing, as the floor. Told `collect` it collects its garbage and
 * tells what it holds; told `pauses`, how long collections have held it up since it was asked last.
 */
import {createServer as listenOn} from 'node:net';
import {type PerformanceEntry, PerformanceObserver} from 'node:perf_hooks';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {reportTo} from '../process.ts';

export type HeldServer = {
	/** where its journal is; undefined for a bare server */
	folder?: string | undefined;
	/** the module that it is made of, as a URL: another one to compare with */
	module: string;
};

/** In bytes. */
export type Held = {rss: number; heap: number; pages: number; external: number; before: number};

/** In ms: pauses since they were asked for last, and CPU since the beginning. */
export type Pauses = {total: number; longest: number; cpu: number};

const {folder, module} = JSON.parse(process.argv[2]!) as HeldServer;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const ours = async (journalFolder: string): Promise<number> => {
	const {createServer, openJournal} = (await import(module)) as typeof import('../../source/index.ts');
	const server = createServer({port: 0, journal: await openJournal({folder: journalFolder})});
	return (await server.listen()).port;
};

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

let pauses: PerformanceEntry[] = [];
const observer = new PerformanceObserver(list => pauses.push(...list.getEntries()));
observer.observe({entryTypes: ['gc']});

process.on('message', told => {
	if (told === 'collect') {
		const before = process.memoryUsage.rss();
		collect();
		collect();
		const {rss, heapUsed: heap, heapTotal: pages, external} = process.memoryUsage();
		process.send!({held: {rss, heap, pages, external, before} satisfies Held});
	}
	if (told === 'pauses') {
		pauses.push(...observer.takeRecords());
		const all = pauses.map(({duration}) => duration);
		pauses = [];
		const total = all.reduce((sum, ms) => sum + ms, 0);
		const {user, system} = process.cpuUsage();
		const cpu = (user + system) / 1000;
		process.send!({pauses: {total, longest: Math.max(0, ...all), cpu} satisfies Pauses});
	}
});
reportTo(process, await (folder === undefined ? bare() : ours(folder)));
