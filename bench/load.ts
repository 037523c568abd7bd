/**
 * The members of one room, in a process of their own: all of them read, some of them send, each with one open
 * message. A message is closed once every member has it.
 *
 * Every byte that every member gets is checked. One member's stream is parsed line by line: nothing may be
 * lost, doubled, changed or out of its sender's order. All others must then have got the very same bytes, apart
 * from the senders' acknowledgements; comparing them is cheap enough to keep this side faster than the server.
 */
import {connect, type Socket} from 'node:net';
import {percentile} from './report.ts';

/** What a load process is told, as one JSON argument. */
export type LoadOptions = {
	port: number;
	dialect: 'json' | 'bare';
	members: number;
	senders: number;
	/** of each message's text */
	bytes: number;
	warmUpMs: number;
	measureMs: number;
};

/** What it found out. Times from a message's write until the last member has it. */
export type LoadResult = {
	messages: number;
	p50Ms: number;
	p99Ms: number;
	/** share of its time that the load process itself was busy */
	busy: number;
};

const {port, dialect, members, senders, bytes, warmUpMs, measureMs} = JSON.parse(
	process.argv[2]!,
) as LoadOptions;

const fail = (why: string): never => {
	console.error(`✗ ${why.slice(0, 300)}`);
	process.exit(1);
};

const startMark = 'all-are-here';
const pad = (text: string): string => text.padEnd(bytes, 'x');

const lineFor = {
	json: (text: string, nonce?: string): string =>
		`${JSON.stringify({type: 'say', room: 'general', msg: text, nonce})}\n`,
	bare: (text: string): string => `${text}\n`,
}[dialect];

const helloOf = {
	json: (index: number): string => `${JSON.stringify({type: 'hello', v: 1, id: `m${index}`, history: 0})}\n`,
	bare: (index: number): string => `hello-${index}\n`,
}[dialect];

/** What shows a member that it is in the room. */
const enteredMark = {
	json: (): string => '"type":"live"',
	bare: (index: number): string => `hello-${index}\n`,
}[dialect];

/** The text of a broadcast line, and its place where the dialect has one. */
const readLine = {
	json: (line: string): {text: string; seq: number | undefined} => {
		const event = JSON.parse(line) as {type: string; msg: string; seq: number};
		return event.type === 'message' ? {text: event.msg, seq: event.seq} : fail(`Unexpected: ${line}`);
	},
	bare: (line: string): {text: string; seq: number | undefined} => ({text: line, seq: undefined}),
}[dialect];

/** The stream of the room, as the first member got it, and what it holds. */
class Reference {
	bytes = Buffer.allocUnsafe(1 << 24);
	length = 0;
	/** where each message ends, and whose it is */
	readonly ends: number[] = [];
	readonly authors: number[] = [];
	#parsed = 0;
	#seq: number | undefined;
	readonly #expected = new Array<number>(senders).fill(0);

	push(chunk: Buffer): void {
		if (this.length + chunk.length > this.bytes.length)
			this.bytes = Buffer.concat([this.bytes], this.bytes.length * 2);
		chunk.copy(this.bytes, this.length);
		this.length += chunk.length;
		for (;;) {
			const end = this.bytes.indexOf(0x0a, this.#parsed);
			if (end === -1 || end >= this.length) return;
			this.#check(this.bytes.toString('utf8', this.#parsed, end));
			this.#parsed = end + 1;
			this.ends.push(this.#parsed);
		}
	}

	#check(line: string): void {
		const {text, seq} = readLine(line);
		const [, sender, number] = /^s(\d+)\.(\d+) x*$/.exec(text) ?? fail(`Changed: ${line}`);
		const author = Number(sender);
		if (Number(number) !== this.#expected[author]!++) fail(`Lost, doubled or out of order: ${line}`);
		if (text.length !== bytes) fail(`Cut: ${line}`);
		if (seq !== undefined && this.#seq !== undefined && seq !== this.#seq + 1) fail(`A gap before: ${line}`);
		this.#seq = seq;
		this.authors.push(author);
	}
}

const reference = new Reference();

class Member {
	readonly index: number;
	readonly socket: Socket;
	/** where this member is in the reference */
	place = 0;
	acknowledged = 0;
	readonly #onEntered: () => void;
	/** before the start: all that came */
	#early: string | undefined = '';
	#entered = false;
	/** what cannot be compared yet */
	#ahead: Buffer[] = [];
	#line: Buffer = Buffer.alloc(0);

	constructor(index: number, onEntered: () => void) {
		this.index = index;
		this.#onEntered = onEntered;
		this.socket = connect({
			port,
			host: '127.0.0.1',
			noDelay: true,
			onread: {
				buffer: readBuffer,
				callback: (length, buffer) => {
					this.#receive(Buffer.from(buffer.buffer, buffer.byteOffset, length));
					return true;
				},
			},
		});
		this.socket.write(helloOf(index));
		this.socket.on('error', error => fail(`Member ${index}: ${error.message}`));
		this.socket.on('close', () => finished || fail(`Member ${index} was cut off.`));
	}

	/** Has it got more than the others, or less? */
	get isApart(): boolean {
		return this.#ahead.length > 0 || this.place !== reference.length;
	}

	catchUp(): void {
		if (this.#ahead.length === 0 || this.place === reference.length) return;
		const ahead = Buffer.concat(this.#ahead);
		this.#ahead = [];
		this.#compare(ahead);
	}

	#receive(chunk: Buffer): void {
		let news = chunk;
		if (this.#early !== undefined) {
			this.#early += chunk.toString('latin1');
			if (!this.#entered && this.#early.includes(enteredMark(this.index))) {
				this.#entered = true;
				this.#onEntered();
			}
			const start = /all-are-here[^\n]*\n/.exec(this.#early);
			if (!start) return;
			news = Buffer.from(this.#early.slice(start.index + start[0].length), 'latin1');
			this.#early = undefined;
			started();
		}
		if (dialect === 'json' && this.index < senders) news = this.#withoutAcks(news);
		if (news.length === 0) return;
		if (this.index === members - 1) {
			reference.push(news);
			this.place = reference.length;
		} else this.#compare(news);
		lookSoon();
	}

	/** Acknowledgements are this member's own; the rest is everybody's. */
	#withoutAcks(chunk: Buffer): Buffer {
		const all = this.#line.length === 0 ? chunk : Buffer.concat([this.#line, chunk]);
		const shared: Buffer[] = [];
		let start = 0;
		for (let end = all.indexOf(0x0a); end !== -1; end = all.indexOf(0x0a, start)) {
			const line = all.subarray(start, end + 1);
			if (line.subarray(0, ackMark.length).equals(ackMark)) this.acknowledged++;
			else shared.push(line);
			start = end + 1;
		}
		this.#line = Buffer.from(all.subarray(start));
		return Buffer.concat(shared);
	}

	#compare(chunk: Buffer): void {
		const known = this.#ahead.length > 0 ? 0 : Math.min(chunk.length, reference.length - this.place);
		const same = reference.bytes.compare(chunk, 0, known, this.place, this.place + known) === 0;
		if (!same) fail(`Member ${this.index} got something else than the others.`);
		this.place += known;
		if (known < chunk.length) this.#ahead.push(Buffer.from(chunk.subarray(known)));
	}
}

const readBuffer = Buffer.allocUnsafe(1 << 18);
const ackMark = Buffer.from('{"type":"ack"');
let finished = false;

// Closed messages, and how long each took.
let closed = 0;
let measuring = false;
let stopping = false;
let open = 0;
const times: number[] = [];
const sentAt = new Array<number>(senders).fill(0);
const sent = new Array<number>(senders).fill(0);

const send = (sender: number): void => {
	const number = sent[sender]!++;
	open++;
	sentAt[sender] = performance.now();
	all[sender]!.socket.write(lineFor(pad(`s${sender}.${number} `), `n${sender}.${number}`));
};

let looking = false;
const lookSoon = (): void => {
	if (looking) return;
	looking = true;
	setImmediate(look);
};

/** Closes what everybody has by now. */
const look = (): void => {
	looking = false;
	let slowest = reference.length;
	for (const member of all) {
		member.catchUp();
		if (member.place < slowest) slowest = member.place;
	}
	const now = performance.now();
	while (closed < reference.ends.length && reference.ends[closed]! <= slowest) {
		const author = reference.authors[closed++]!;
		open--;
		if (measuring) times.push(now - sentAt[author]!);
		if (!stopping) send(author);
	}
	if (stopping && open === 0) finish();
};

let result: LoadResult | undefined;

const finish = (): void => {
	if (finished) return;
	const missing = all.slice(0, senders).find(({index, acknowledged}) => acknowledged !== sent[index]);
	if (dialect === 'json' && missing) {
		// The acknowledgement comes in the write that carries the message, so it is there.
		fail(`Sender ${missing.index} has ${missing.acknowledged} acknowledgements for ${sent[missing.index]}.`);
	}
	const odd = all.find(({isApart}) => isApart);
	if (odd) fail(`Member ${odd.index} did not get as much as the others.`);
	finished = true;
	process.send!({result});
	process.disconnect();
	for (const {socket} of all) socket.destroy();
};

const run = (): void => {
	for (let sender = 0; sender < senders; sender++) send(sender);
	setTimeout(() => {
		const cpu = process.cpuUsage();
		const from = {closed, time: performance.now()};
		measuring = true;
		process.send!({warm: true});
		setTimeout(() => {
			measuring = false;
			const {user, system} = process.cpuUsage(cpu);
			result = {
				messages: closed - from.closed,
				p50Ms: percentile(times, 50),
				p99Ms: percentile(times, 99),
				busy: (user + system) / 1000 / (performance.now() - from.time),
			};
			process.send!({done: true});
			stopping = true;
			setTimeout(() => fail(`${open} messages never reached everybody.`), 10_000).unref();
		}, measureMs);
	}, warmUpMs);
};

let toEnter = members;
let toStart = members;
const all: Member[] = [];
const entered = (): void => {
	toEnter--;
	// A moment for the news of the last arrivals, which would stand in the middle of the stream.
	if (toEnter === 0) setTimeout(() => all[0]!.socket.write(lineFor(pad(`${startMark} `))), 500);
	else if (all.length < members) all.push(new Member(all.length, entered));
};
const started = (): void => {
	toStart--;
	if (toStart === 0) setImmediate(run);
};
for (let index = 0; index < Math.min(64, members); index++) all.push(new Member(index, entered));
