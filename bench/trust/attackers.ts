/**
 * Hostile peers, in a process of their own: told `go` they do what they are for, and tell how long each was let.
 *
 * - `flood`: bytes without a newline, as fast as they are taken, at one of several moments.
 * - `silent`: nothing at all, half of a handshake, or a byte each second.
 */
import {connect as connectTcp, type Socket} from 'node:net';
import {setTimeout as wait} from 'node:timers/promises';
import {connect as connectTls} from 'node:tls';
import {addressOf} from './addresses.ts';

export type AttackOptions = {
	port: number;
	count: number;
	kind: 'flood' | 'silent';
	tls?: boolean;
	/** of a flood: what comes before it */
	first?: string;
	/** of a flood: is it said who they are, and heard, before it begins? */
	named?: boolean;
	/** of a flood: whoever is cut comes back at once, until it came so often */
	visits?: number;
	/** how long it takes until all are there, in ms */
	overMs?: number;
};

const {
	port,
	count,
	kind,
	tls = false,
	first = '',
	named = false,
	visits = 1,
	overMs = 0,
} = JSON.parse(process.argv[2]!) as AttackOptions;

const dial = (index: number): Socket => {
	const localAddress = addressOf(index);
	const where = {
		port,
		host: '127.0.0.1',
		noDelay: true,
		...(localAddress === undefined ? {} : {localAddress}),
	};
	const socket =
		tls && kind === 'flood' ? connectTls({...where, rejectUnauthorized: false}) : connectTcp(where);
	socket.on('error', () => {});
	return socket;
};

/** Unlike `once` it does not mind errors: a reset is an end like any other. */
const event = (socket: Socket, name: string): Promise<true> =>
	new Promise(resolve => {
		socket.once(name, () => resolve(true));
	});

const junk = Buffer.alloc(16 * 1024, 'x');

/** One that may begin to flood; undefined when it was not let in. */
const enter = async (index: number): Promise<Socket | undefined> => {
	const socket = dial(index);
	const closed = event(socket, 'close').then(() => false);
	const opened = await Promise.race([event(socket, tls ? 'secureConnect' : 'connect'), closed]);
	if (!opened) return undefined;
	if (!named) return socket;
	socket.write(first.replaceAll('#', String(index)));
	return (await Promise.race([event(socket, 'data'), closed])) ? socket : undefined;
};

/** @returns ms from its first byte without an end to the end of the connection */
const flood = async (socket: Socket): Promise<number> => {
	socket.resume();
	const closed = event(socket, 'close');
	const from = performance.now();
	socket.write(named ? '{' : first);
	const pour = (): void => {
		while (!socket.destroyed && socket.write(junk));
	};
	socket.on('drain', pour);
	pour();
	await closed;
	return performance.now() - from;
};

const flooder = async (index: number, entered: Socket | undefined): Promise<number[]> => {
	const times: number[] = [];
	let socket = entered;
	for (let visit = 1; socket !== undefined; visit++) {
		times.push(await flood(socket));
		socket = visit < visits ? await enter(index) : undefined;
	}
	return times;
};

const handshakeBegun = Buffer.from('16030100c8010000c40303', 'hex');

/** @returns ms from the connection to its end */
const silent = async (index: number): Promise<number[]> => {
	const socket = dial(index);
	const closed = event(socket, 'close');
	const opened = await Promise.race([event(socket, 'connect'), closed.then(() => false)]);
	if (!opened) return [0];
	const from = performance.now();
	socket.resume();
	socket.on('end', () => socket.end());
	if (index % 3 === 1) socket.write(handshakeBegun);
	const drip = index % 3 === 2 ? setInterval(() => socket.write('{'), 1000) : undefined;
	await closed;
	clearInterval(drip);
	return [performance.now() - from];
};

/** Those who flood are there before they begin: what that costs is no flood. */
const entered =
	kind === 'flood' ? await Promise.all(Array.from({length: count}, (_, index) => enter(index))) : [];

process.on('message', async () => {
	const all: Array<Promise<number[]>> = [];
	for (let index = 0; index < count; index++) {
		all.push(kind === 'flood' ? flooder(index, entered[index]) : silent(index));
		if (overMs > 0 && index % 2 === 1) await wait((overMs * 2) / count);
	}
	process.send!({opened: true});
	process.send!({times: (await Promise.all(all)).flat()});
});
process.on('disconnect', () => process.exit());
process.send!({ready: true});
