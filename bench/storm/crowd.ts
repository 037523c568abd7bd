/**
 * People who come to a room while others talk there, in a process of their own. Some may talk all the time, each message
 * with the time at which it was sent in its text. Of each who is live the time of every delivery is taken, and every byte
 * is counted. It reads as little as can be: marks are searched for in the bytes, and no line is parsed.
 *
 * It tells `ready` when the talkers talk. Told `begin`, the others come, and it tells `entered`; told `end`, nobody talks
 * any more, and it tells its `result`.
 */
import {setTimeout as wait} from 'node:timers/promises';
import {dial} from '../dial.ts';
import {evenly} from '../evenly.ts';
import {stepMs} from './step.ts';

export type StormOptions = {
	port: number;
	/** what the people's names begin with */
	name: string;
	talkers: number;
	/** messages a second, of all talkers together */
	rate: number;
	newcomers: number;
	/** in which they come */
	ms: number;
	/** messages that each wants of the history */
	history: number;
	/** sizes of the room at which a window of time ends in which the traffic of each member is counted */
	marks: readonly number[];
};

/** What each member got, on average, in the last second before the room had a size. */
export type Window = {
	members: number;
	/** bytes a second to each who was live all the time, without what was said */
	chatter: number;
	/** bytes that each newcomer got before it was live, without history */
	entering: number;
};

export type StormResult = {
	/** deliveries by how long they took: as many as took up to (index + 1) × `stepMs` */
	times: readonly number[];
	deliveries: number;
	/** messages that were said here, and for each member how many had been said when it had heard its last one */
	said: number;
	heard: readonly number[];
	windows: readonly Window[];
	/** share of its time that this process was busy */
	busy: number;
};

/** The same clock in all processes. */
const now = (): number => performance.timeOrigin + performance.now();

const steps = 10_000;
const windowMs = 1000;
/** of a message's text */
const textBytes = 64;
const stampDigits = 16;

const stamp = Buffer.from('"msg":"@');
const live = Buffer.from('{"type":"live"');
const seqMark = Buffer.from('"seq":');
const messageMark = Buffer.from('{"type":"message"');
const newline = 0x0a;

/** What one process has heard, all of its members together. */
class Tally {
	readonly times = new Uint32Array(steps);
	deliveries = 0;
	live = 0;
	/** of members that are live, but for messages */
	chatter = 0;
	/** of newcomers before they were live, but for messages */
	entering = 0;

	take(sentUs: number): void {
		const took = (now() * 1000 - sentUs) / 1000;
		this.times[Math.min(steps - 1, Math.max(0, Math.floor(took / stepMs)))]!++;
		this.deliveries++;
	}
}

const tally = new Tally();

const digitsAt = (bytes: Buffer, at: number, end: number): number => {
	let number = 0;
	for (let place = at; place < end; place++) {
		const digit = bytes[place]! - 0x30;
		if (digit < 0 || digit > 9) break;
		number = number * 10 + digit;
	}
	return number;
};

class Member {
	readonly socket;
	readonly entered = Promise.withResolvers<void>();
	isLive = false;
	/** where it was when it became live, and how many messages came since */
	seq = 0;
	heard = 0;
	#rest: Buffer | undefined;

	constructor(port: number, id: string, history: number) {
		this.socket = dial(port, bytes => this.#receive(bytes));
		this.socket.on('error', () => {});
		this.socket.once('close', () => this.entered.reject(new Error(`${id} was cut off.`)));
		const rooms = [{room: 'general', after: 0}];
		this.socket.write(`${JSON.stringify({type: 'hello', v: 1, id, rooms, history})}\n`);
	}

	#receive(read: Buffer): void {
		const bytes = this.#rest === undefined ? read : Buffer.concat([this.#rest, read]);
		const end = bytes.lastIndexOf(newline) + 1;
		this.#rest = end === bytes.length ? undefined : Buffer.from(bytes.subarray(end));
		for (let at = 0; at < end; ) {
			const next = bytes.indexOf(newline, at) + 1;
			this.#line(bytes, at, next);
			at = next;
		}
	}

	#line(bytes: Buffer, at: number, end: number): void {
		if (starts(bytes, at, messageMark)) {
			if (!this.isLive) return;
			const place = bytes.indexOf(stamp, at) + stamp.length;
			tally.take(digitsAt(bytes, place, place + stampDigits));
			this.heard++;
		} else if (this.isLive) tally.chatter += end - at;
		else if (starts(bytes, at, live)) {
			this.seq = digitsAt(bytes, bytes.indexOf(seqMark, at) + seqMark.length, end);
			this.isLive = true;
			tally.live++;
			this.entered.resolve();
		} else tally.entering += end - at;
	}
}

const starts = (bytes: Buffer, at: number, mark: Buffer): boolean =>
	bytes.compare(mark, 0, mark.length, at, at + mark.length) === 0;

const {port, name, talkers, rate, newcomers, ms, history, marks} = JSON.parse(
	process.argv[2]!,
) as StormOptions;
const members: Member[] = [];

const enter = (): Promise<void> => {
	const member = new Member(port, `${name}${members.length}`, history);
	members.push(member);
	return member.entered.promise;
};

let said = 0;

const say = (): void => {
	const {socket} = members[said % talkers]!;
	const time = String(Math.round(now() * 1000)).padStart(stampDigits, '0');
	const msg = `@${time}`.padEnd(textBytes, 'x');
	socket.write(`${JSON.stringify({type: 'say', room: 'general', msg, nonce: `n${said++}`})}\n`);
};

type Point = {at: number; chatter: number; entering: number; live: number};

const pointNow = (): Point => ({
	at: performance.now(),
	chatter: tally.chatter,
	entering: tally.entering,
	live: tally.live,
});

const between = (from: Point, to: Point): Window => ({
	members: to.live,
	chatter: (to.chatter - from.chatter) / ((from.live + to.live) / 2) / ((to.at - from.at) / 1000),
	entering: (to.entering - from.entering) / (to.live - from.live),
});

/** Looks now and then, and closes a window when the room has reached the next size. */
const watch = (windows: Window[]): (() => void) => {
	const points: Point[] = [];
	const left = [...marks];
	const timer = setInterval(() => {
		points.push(pointNow());
		const now = points.at(-1)!;
		while (points.length > 1 && now.at - points[1]!.at >= windowMs) points.shift();
		if (left.length === 0 || now.live < left[0]!) return;
		left.shift();
		windows.push(between(points[0]!, now));
	}, 20);
	return () => clearInterval(timer);
};

/** Resolves when it is told this. */
const told = (word: string): Promise<void> =>
	new Promise(resolve => {
		process.on('message', message => {
			if (message === word) resolve();
		});
	});

const run = async (): Promise<StormResult> => {
	const [begin, over] = [told('begin'), told('end')];
	await Promise.all(Array.from({length: talkers}, enter));
	const quiet = evenly(rate, say);
	await wait(windowMs);
	process.send!({ready: true});
	await begin;
	const cpu = process.cpuUsage();
	const from = performance.now();
	const windows: Window[] = [];
	const unwatch = watch(windows);
	await new Promise<void>(resolve => {
		const stop = evenly(newcomers / (ms / 1000), count => {
			void enter();
			if (count + 1 < newcomers) return;
			stop();
			resolve();
		});
	});
	await Promise.all(members.map(({entered}) => entered.promise));
	process.send!({entered: true});
	await over;
	// For the window that ends with the last newcomer.
	await wait(windowMs / 5);
	unwatch();
	const {user, system} = process.cpuUsage(cpu);
	const busy = (user + system) / 1000 / (performance.now() - from);
	quiet();
	await settled();
	const {times, deliveries} = tally;
	const heard = members.map(one => one.seq + one.heard);
	return {times: [...times], deliveries, said, heard, windows, busy};
};

/** Until nobody has heard anything for a while. */
const settled = async (): Promise<void> => {
	for (let before = -1; before !== tally.deliveries; await wait(windowMs)) before = tally.deliveries;
};

process.on('disconnect', () => process.exit());
process.send!({result: await run()});
