/**
 * People who say things at a given rate, or as fast as they are acknowledged, in a process of their own. So many
 * share each room: alone or in twos, what is measured is storing and acknowledging, not telling others.
 *
 * At a rate, a message counts from when it was due, not from when this process got to it: waiting is the
 * server's fault also for those who would have spoken meanwhile.
 *
 * In the end everything that was said must have been acknowledged once, and everybody must have every message of
 * their room once, its places in an unbroken row.
 */
import {randomUUID} from 'node:crypto';
import {connect, type Socket} from 'node:net';
import {evenly} from './evenly.ts';
import {percentile} from './numbers.ts';

export type SendersOptions = {
	port: number;
	senders: number;
	/** people in each room; one when left out */
	together?: number;
	/** messages a second of all together; 0 for as many as are acknowledged, `open` of each on their way */
	rate: number;
	open: number;
	warmUpMs: number;
	measureMs: number;
	/** how long the last messages may take to everybody; ten seconds when left out */
	patienceMs?: number;
};

export type SendersResult = {
	/** acknowledged a second */
	rate: number;
	p50Ms: number;
	p99Ms: number;
	worstMs: number;
	/** share of its time that this process was busy: near 1 it is this side that is measured */
	busy: number;
};

const options = JSON.parse(process.argv[2]!) as SendersOptions;
const {port, senders, together = 1, rate, open, warmUpMs, measureMs, patienceMs = 10_000} = options;

/** 59 bytes, as long as people's are. */
const words = 'the build is green again and the log ends with nothing at all';

/** An author's nonces name messages for good: those of another run are not ours. */
const run = randomUUID().slice(0, 8);

const fail = (why: string): never => {
	console.error(`✗ ${why}`);
	process.exit(1);
};

let number = 0;
/** when each message was due, by its number; NaN once it is acknowledged */
const due: number[] = [];
const times: number[] = [];
let acknowledged = 0;
let measured = 0;
let isMeasuring = false;
let isOver = false;

const ackMark = Buffer.from('{"type":"ack","nonce":"');
const messageMark = Buffer.from('{"type":"message"');
const seqMark = Buffer.from('"seq":');
const dash = 0x2d;
const comma = 0x2c;

/** What was said in each room. */
const said = new Array<number>(Math.ceil(senders / together)).fill(0);

class Sender {
	readonly #socket: Socket;
	readonly #place: number;
	readonly #room: string;
	readonly entered: Promise<void>;
	#rest: Buffer = Buffer.alloc(0);
	/** messages that came */
	#heard = 0;
	/** of the last one that came; rooms are new, so theirs begin with 1 */
	#seq = 0;

	constructor(index: number) {
		this.#place = Math.floor(index / together);
		this.#room = `room${this.#place}`;
		this.#socket = connect({port, host: '127.0.0.1', noDelay: true});
		this.#socket.on('close', () => fail('A sender was cut off.'));
		this.#socket.on('error', () => {});
		const hello = {
			type: 'hello',
			v: 1,
			id: `sender${index}`,
			rooms: [{room: this.#room, after: 0}],
			history: 0,
		};
		this.#socket.write(`${JSON.stringify(hello)}\n`);
		this.entered = new Promise(resolve => {
			let early = '';
			const listen = (chunk: Buffer): void => {
				early += chunk;
				if (!early.includes('"type":"live"')) return;
				this.#socket.off('data', listen);
				this.#socket.on('data', data => this.#hear(data));
				resolve();
			};
			this.#socket.on('data', listen);
		});
	}

	/** Has it heard everything that was said in its room, once and in order? */
	get isWhole(): boolean {
		return this.#heard === said[this.#place] && this.#seq === this.#heard;
	}

	get story(): string {
		return `${this.#heard} of ${said[this.#place]} messages in ${this.#room}, the last one has place ${this.#seq}.`;
	}

	say(at: number): void {
		const nonce = `${number}-${run}`;
		due[number++] = at;
		said[this.#place]!++;
		this.#socket.write(`{"type":"say","room":"${this.#room}","msg":"${words}","nonce":"${nonce}"}\n`);
	}

	#hear(chunk: Buffer): void {
		const all = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		const end = all.lastIndexOf(0x0a) + 1;
		this.#rest = all.subarray(end);
		const lines = all.subarray(0, end);
		this.#countMessages(lines);
		const now = performance.now();
		for (let at = lines.indexOf(ackMark); at !== -1; at = lines.indexOf(ackMark, at + 1)) {
			const from = at + ackMark.length;
			this.#settle(Number(lines.toString('latin1', from, lines.indexOf(dash, from))), now);
		}
		if (isOver) endWhenWhole();
	}

	#countMessages(lines: Buffer): void {
		let last = -1;
		for (let at = lines.indexOf(messageMark); at !== -1; at = lines.indexOf(messageMark, at + 1)) {
			this.#heard++;
			last = at;
		}
		if (last === -1) return;
		const from = lines.indexOf(seqMark, last) + seqMark.length;
		this.#seq = Number(lines.toString('latin1', from, lines.indexOf(comma, from)));
	}

	#settle(message: number, now: number): void {
		const at = due[message] ?? fail(`What was never said was acknowledged: ${message}.`);
		if (Number.isNaN(at)) fail(`Message ${message} was acknowledged twice.`);
		due[message] = Number.NaN;
		acknowledged++;
		if (isMeasuring) {
			measured++;
			times.push(now - at);
		}
		if (rate === 0 && !isOver) this.say(now);
	}
}

let result: SendersResult | undefined;

const endWhenWhole = (): void => {
	if (!result || acknowledged < number || !all.every(({isWhole}) => isWhole)) return;
	process.send!({result});
	result = undefined;
};

const all = Array.from({length: senders}, (_, index) => new Sender(index));
await Promise.all(all.map(sender => sender.entered));

if (rate === 0)
	for (const sender of all) for (let left = open; left > 0; left--) sender.say(performance.now());
else {
	const stop = evenly(rate, (count, at) => {
		if (isOver) stop();
		else all[count % senders]!.say(at);
	});
}

setTimeout(() => {
	isMeasuring = true;
	process.send!({warm: true});
	const cpu = process.cpuUsage();
	const from = performance.now();
	setTimeout(() => {
		const {user, system} = process.cpuUsage(cpu);
		const seconds = (performance.now() - from) / 1000;
		isMeasuring = false;
		isOver = true;
		process.send!({done: true});
		result = {
			rate: measured / seconds,
			p50Ms: percentile(times, 50),
			p99Ms: percentile(times, 99),
			worstMs: percentile(times, 100),
			busy: (user + system) / 1e6 / seconds,
		};
		setTimeout(() => {
			const odd = all.find(({isWhole}) => !isWhole);
			if (result) fail(odd ? odd.story : `${number - acknowledged} messages were never acknowledged.`);
		}, patienceMs).unref();
		endWhenWhole();
	}, measureMs);
}, warmUpMs);

process.on('disconnect', () => process.exit());
