/**
 * People who say things at a given rate, or as fast as they are acknowledged, in a process of their own. Each is
 * alone in a room: what is measured is storing and acknowledging, not telling others.
 *
 * At a rate, a message counts from when it was due, not from when this process got to it: waiting is the
 * server's fault also for those who would have spoken meanwhile.
 */
import {randomUUID} from 'node:crypto';
import {connect, type Socket} from 'node:net';
import {percentile} from './report.ts';

export type SendersOptions = {
	port: number;
	senders: number;
	/** messages a second of all together; 0 for as many as are acknowledged, `open` of each on their way */
	rate: number;
	open: number;
	warmUpMs: number;
	measureMs: number;
};

export type SendersResult = {rate: number; p50Ms: number; p99Ms: number; worstMs: number};

const {port, senders, rate, open, warmUpMs, measureMs} = JSON.parse(process.argv[2]!) as SendersOptions;

/** 59 bytes, as long as people's are. */
const words = 'the build is green again and the log ends with nothing at all';

/** An author's nonces name messages for good: those of another run are not ours. */
const run = randomUUID().slice(0, 8);

let number = 0;
/** when each message was due, by its number */
const due: number[] = [];
const times: number[] = [];
let acknowledged = 0;
let isMeasuring = false;

const ackMark = Buffer.from('{"type":"ack","nonce":"');
const dash = 0x2d;

class Sender {
	readonly #socket: Socket;
	readonly #room: string;
	readonly entered: Promise<void>;
	#rest: Buffer = Buffer.alloc(0);

	constructor(index: number) {
		this.#room = `room${index}`;
		this.#socket = connect({port, host: '127.0.0.1', noDelay: true});
		this.#socket.on('close', () => {
			console.error('✗ A sender was cut off.');
			process.exit(1);
		});
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

	say(at: number): void {
		const nonce = `${number}-${run}`;
		due[number++] = at;
		this.#socket.write(`{"type":"say","room":"${this.#room}","msg":"${words}","nonce":"${nonce}"}\n`);
	}

	#hear(chunk: Buffer): void {
		const all = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		const end = all.lastIndexOf(0x0a) + 1;
		this.#rest = all.subarray(end);
		const lines = all.subarray(0, end);
		const now = performance.now();
		for (let at = lines.indexOf(ackMark); at !== -1; at = lines.indexOf(ackMark, at + 1)) {
			const from = at + ackMark.length;
			const of = Number(lines.toString('latin1', from, lines.indexOf(dash, from)));
			if (isMeasuring) {
				acknowledged++;
				times.push(now - due[of]!);
			}
			if (rate === 0) this.say(now);
		}
	}
}

const all = Array.from({length: senders}, (_, index) => new Sender(index));
await Promise.all(all.map(sender => sender.entered));

if (rate === 0)
	for (const sender of all) for (let left = open; left > 0; left--) sender.say(performance.now());
else {
	const start = performance.now();
	let said = 0;
	setInterval(() => {
		const now = performance.now();
		for (; said < ((now - start) * rate) / 1000; said++)
			all[said % senders]!.say(start + (said * 1000) / rate);
	}, 1);
}

setTimeout(() => {
	isMeasuring = true;
	process.send!({warm: true});
	const from = performance.now();
	setTimeout(() => {
		const seconds = (performance.now() - from) / 1000;
		const result: SendersResult = {
			rate: acknowledged / seconds,
			p50Ms: percentile(times, 50),
			p99Ms: percentile(times, 99),
			worstMs: percentile(times, 100),
		};
		process.send!({result});
	}, measureMs);
}, warmUpMs);

process.on('disconnect', () => process.exit());
