/**
 * The members of one room, in a process of their own: all of them read, some of them send, each with one open
 * message, or all together at a steady rate. A message is closed once every member has it.
 *
 * Every byte that every member gets is checked. One member's stream is parsed line by line; all others must then
 * have got the very same bytes, apart from what is their own: comparing them is cheap enough to keep this side
 * faster than the server.
 *
 * At a rate, a message counts from when it was due, not from when this process got to it: waiting is the server's
 * fault also for those who would have spoken meanwhile.
 */
import {evenly} from './evenly.ts';
import {type DialectName, dialects} from './load/dialects.ts';
import {beginMark, type Group, Member} from './load/member.ts';
import {Reference} from './load/reference.ts';
import {percentile} from './report.ts';

/** What a load process is told, as one JSON argument. */
export type LoadOptions = {
	port: number;
	dialect: DialectName;
	members: number;
	senders: number;
	/** of each message's text */
	bytes: number;
	/** messages a second of all together; when left out, each sender has one open message at all times */
	rate?: number;
	/** from when all are there until the measured stream begins; half a second when left out */
	settleMs?: number;
	warmUpMs: number;
	measureMs: number;
	/** how long the last messages may take to everybody; ten seconds when left out */
	patienceMs?: number;
};

/** What it found out. Times from when a message was sent, or due, until the last member has it. */
export type LoadResult = {
	/** closed while it was measured */
	messages: number;
	/** said and closed in all, with the line that begins it */
	said: number;
	p50Ms: number;
	p99Ms: number;
	/** share of its time that the load process itself was busy */
	busy: number;
};

const options = JSON.parse(process.argv[2]!) as LoadOptions;
const {
	port,
	members,
	senders,
	bytes,
	rate,
	settleMs = 500,
	warmUpMs,
	measureMs,
	patienceMs = 10_000,
} = options;
const dialect = dialects[options.dialect];
const reference = new Reference(dialect, senders, bytes);

const fail = (why: string): never => {
	console.error(`✗ ${why.slice(0, 300)}`);
	process.exit(1);
};

const pad = (text: string): string => text.padEnd(bytes, 'x');

let isOver = false;
let isStopping = false;
let closed = 0;
let open = 0;
/** the measured time */
let from = Number.POSITIVE_INFINITY;
let until = Number.POSITIVE_INFINITY;
const times: number[] = [];
const sent = new Array<number>(senders).fill(0);
/** when each open message was sent or due: of each sender, the oldest first */
const due: number[][] = Array.from({length: senders}, () => []);

const say = (sender: number, at: number): void => {
	const number = sent[sender]!++;
	open++;
	due[sender]!.push(at);
	all[sender]!.socket.write(dialect.line(pad(`s${sender}.${number} `), `n${sender}.${number}`));
};

let isLooking = false;
const lookSoon = (): void => {
	if (isLooking) return;
	isLooking = true;
	setImmediate(look);
};

/** Closes what everybody has by now. */
const look = (): void => {
	isLooking = false;
	let slowest = reference.length;
	for (const member of all) {
		member.catchUp();
		if (member.place < slowest) slowest = member.place;
	}
	const now = performance.now();
	while (closed < reference.ends.length && reference.ends[closed]! <= slowest) {
		const author = reference.authors[closed++]!;
		open--;
		const at = due[author]!.shift()!;
		if (at >= from && at < until) times.push(now - at);
		if (!isStopping && rate === undefined) say(author, now);
	}
	if (isStopping && open === 0) finish();
};

/** What was seen while it was measured; the times of what was still open then come later. */
let seen: Pick<LoadResult, 'messages' | 'busy'> | undefined;

const finish = (): void => {
	if (isOver || !seen) return;
	const speakers = all.slice(0, senders);
	const missing = speakers.find(({index, own}) => own !== sent[index]);
	if (dialect.acknowledges && missing && speakers.some(({own}) => own > 0)) {
		// The acknowledgement comes no later than the message, so it is there; from servers that know no echo.
		fail(`Sender ${missing.index} has ${missing.own} acknowledgements for ${sent[missing.index]}.`);
	}
	const odd = all.find(({isApart}) => isApart);
	if (odd) fail(`Member ${odd.index} did not get as much as the others.`);
	isOver = true;
	const result: LoadResult = {
		...seen,
		said: closed + 1,
		p50Ms: percentile(times, 50),
		p99Ms: percentile(times, 99),
	};
	process.send!({result});
	process.disconnect();
	for (const {socket} of all) socket.destroy();
};

const talkAt = (perSecond: number): void => {
	const stop = evenly(perSecond, (count, at) => {
		if (isStopping) stop();
		else say(count % senders, at);
	});
};

const run = (): void => {
	if (rate === undefined) for (let sender = 0; sender < senders; sender++) say(sender, performance.now());
	else talkAt(rate);
	setTimeout(() => {
		const cpu = process.cpuUsage();
		const before = closed;
		from = performance.now();
		process.send!({warm: true});
		setTimeout(() => {
			until = performance.now();
			const {user, system} = process.cpuUsage(cpu);
			seen = {messages: closed - before, busy: (user + system) / 1000 / (until - from)};
			process.send!({done: true});
			isStopping = true;
			setTimeout(() => fail(`${open} messages never reached everybody.`), patienceMs).unref();
			lookSoon();
		}, measureMs);
	}, warmUpMs);
};

let toEnter = members;
let toBegin = members;

const group: Group = {
	port,
	dialect,
	senders,
	reference,
	model: members - 1,
	isOver: () => isOver,
	onEntered: () => {
		toEnter--;
		// A moment for the news of the last arrivals, which would stand in the middle of the stream.
		if (toEnter === 0) setTimeout(() => all[0]!.socket.write(dialect.begin(pad(`${beginMark} `))), settleMs);
		else if (all.length < members) all.push(new Member(all.length, group));
	},
	onBegun: () => {
		toBegin--;
		if (toBegin === 0) setImmediate(run);
	},
	onNews: lookSoon,
	fail,
};

const all: Member[] = [];
for (let index = 0; index < Math.min(64, members); index++) all.push(new Member(index, group));
