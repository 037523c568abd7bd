/**
 * Our server as it is built, in a process of its own, with a journal on disk: no log, no limit on how fast one may
 * send. Told `watch` it starts to look at its event loop, and answers `delay` with what it saw, in ms: the time
 * between two firings of a timer of 1 ms, so that an idle loop shows 1.
 */
import {monitorEventLoopDelay} from 'node:perf_hooks';
import {built, reportTo} from './process.ts';

const {createServer, openJournal} = (await import(
	built('index.js').href
)) as typeof import('../source/index.ts');

const journal = await openJournal({folder: process.argv[2]!});
const server = createServer({port: 0, rate: false, journal});
const delay = monitorEventLoopDelay({resolution: 1});

process.on('message', told => {
	if (told === 'watch') {
		delay.reset();
		delay.enable();
	}
	if (told !== 'delay') return;
	delay.disable();
	process.send!({delay: {p50Ms: delay.percentile(50) / 1e6, p99Ms: delay.percentile(99) / 1e6}});
});
reportTo(process, (await server.listen()).port);
