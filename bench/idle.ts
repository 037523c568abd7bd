/** CPU while nothing happens: a joined client and its server, with one message on the screen. */
import {setTimeout as wait} from 'node:timers/promises';
import {joinChat, startServer} from '../test/helpers/programs.ts';
import {cpuOf, rssOf} from './process.ts';
import {digits, type Report, runAlone, table} from './report.ts';

export const measureIdle = async (quick: boolean): Promise<Report> => {
	const title = 'Idle';
	if (process.platform !== 'linux') return {title, text: 'Measured on Linux only.', goals: []};
	await using server = await startServer();
	await using client = joinChat(server.port, 'Alice', {columns: 100, rows: 24});
	await client.until(/● Alice /);
	client.type('good night');
	client.press('enter');
	await client.until(/^ (?!›).*good night/m);
	// Start-up work (compiling, collecting) ends some seconds after the last event, and so does what is told of it.
	await wait(3000);
	const seconds = quick ? 3 : 10;
	const processes = [
		{name: 'client', pid: client.pid, from: cpuOf(client.pid)},
		{name: 'server', pid: server.pid, from: cpuOf(server.pid)},
	];
	const written = client.bytes;
	await wait(seconds * 1000);
	const shares = processes.map(({name, pid, from}) => ({
		name,
		share: (cpuOf(pid) - from) / 1e9 / seconds,
		rss: rssOf(pid),
	}));
	return {
		title: `${title}, ${seconds} s`,
		text: table(
			['', 'CPU %', 'RSS MiB'],
			shares.map(({name, share, rss}) => [name, (share * 100).toFixed(3), rss]),
		),
		goals: [
			...shares.map(({name, share}) => ({
				what: `CPU of the ${name} while nothing happens`,
				goal: '0.0 %',
				seen: `${(share * 100).toFixed(1)} %`,
				held: share < 0.0005,
			})),
			{
				what: 'bytes drawn while nothing happens',
				goal: '0',
				seen: digits(client.bytes - written),
				held: client.bytes === written,
			},
		],
	};
};

if (import.meta.main) await runAlone(measureIdle);
