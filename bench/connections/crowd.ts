/**
 * Many clients in a process of their own, with as little of their own work as can be: told how many, it connects that
 * many at a time, and tells once all of them are `in`: each has got its last room's `live`.
 */
import {connect, type Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';

export type CrowdOptions = {
	port: number;
	tls: boolean;
	/** Do they say who they are? Otherwise they are only there. */
	named: boolean;
	/** how many there are in one room; everybody is in `general` when left out */
	perRoom?: number | undefined;
	/** connecting at a time */
	atOnce: number;
};

export type Entered = {ms: number; lost: number};

const {port, tls, named, perRoom, atOnce} = JSON.parse(process.argv[2]!) as CrowdOptions;

/** All read into one buffer: what comes is looked through and forgotten. */
const shared = Buffer.alloc(64 * 1024);
const live = '"live"';
const sockets: Socket[] = [];

const dial = (onData: (chunk: Buffer) => void): Socket => {
	const where = {port, host: '127.0.0.1', noDelay: true};
	if (tls) {
		const channel = connectTls({...where, rejectUnauthorized: false});
		channel.on('data', onData);
		return channel;
	}
	const callback = (bytes: number): boolean => {
		onData(shared.subarray(0, bytes));
		return true;
	};
	return connect({...where, onread: {buffer: shared, callback}});
};

/** What a client says first, as ours does. */
const helloOf = (index: number): string => {
	const room = perRoom === undefined ? 'general' : `room${Math.floor(index / perRoom)}`;
	return `${JSON.stringify({
		type: 'hello',
		v: 1,
		id: `Person${index}`,
		client: 'crowd/1',
		rooms: [{room, after: 0}],
		history: 0,
	})}\n`;
};

/** @returns was it let in? */
const enter = (index: number): Promise<boolean> =>
	new Promise(resolve => {
		let rest = '';
		let isIn = false;
		const socket = dial(chunk => {
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
	const count = Number(told);
	const from = performance.now();
	let begun = 0;
	let lost = 0;
	const walk = async (): Promise<void> => {
		while (begun < count) {
			begun++;
			if (!(await enter(sockets.length))) lost++;
		}
	};
	await Promise.all(Array.from({length: atOnce}, walk));
	process.send!({entered: {ms: performance.now() - from, lost} satisfies Entered});
});
process.on('disconnect', () => process.exit());
process.send!({ready: true});
