/**
 * Many clients in a process of their own, with as little of their own work as can be: told how many, they come as fast as
 * the server takes them, and it is told once all are in: welcome, and live in the room where everybody begins.
 */
import type {Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';
import {dial} from '../dial.ts';

export type CrowdOptions = {
	port: number;
	tls: boolean;
	/** Do they say who they are? Otherwise they are only there. */
	named: boolean;
};

/** How many of those who tried are there, and after how long. */
export type Entered = {ms: number; lost: number};

/** On their way at a time: half of what waits in the kernel of a listening socket. */
const atOnce = 512;

const {port, tls, named} = JSON.parse(process.argv[2]!) as CrowdOptions;

const sockets: Socket[] = [];

const reach = (hear: (bytes: Buffer) => void): Socket => {
	if (!tls) return dial(port, hear);
	const where = {port, host: '127.0.0.1', noDelay: true};
	return connectTls({...where, rejectUnauthorized: false}).on('data', hear);
};

const helloOf = (index: number): string =>
	`${JSON.stringify({
		type: 'hello',
		v: 1,
		id: `Person${index}`,
		client: 'crowd/1',
		rooms: [{room: 'general', after: 0}],
		history: 0,
	})}\n`;

/** What tells that somebody is in. */
const live = '"live"';

/** @returns was it let in? */
const enter = (index: number): Promise<boolean> =>
	new Promise(resolve => {
		let rest = '';
		let isIn = false;
		const socket = reach(chunk => {
			if (isIn) return;
			const text = rest + chunk.toString('latin1');
			isIn = text.includes(live);
			rest = isIn ? '' : text.slice(-live.length);
			if (isIn) resolve(true);
		});
		sockets.push(socket);
		socket.on('error', () => {});
		socket.on('close', () => resolve(false));
		if (named) socket.write(helloOf(index));
		else socket.on(tls ? 'secureConnect' : 'connect', () => resolve(true));
	});

process.on('message', async told => {
	const from = performance.now();
	let left = Number(told);
	let lost = 0;
	const come = async (): Promise<void> => {
		while (left > 0) {
			left--;
			if (!(await enter(sockets.length))) lost++;
		}
	};
	await Promise.all(Array.from({length: atOnce}, come));
	process.send!({entered: {ms: performance.now() - from, lost} satisfies Entered});
});
process.on('disconnect', () => process.exit());
process.send!({ready: true});
