/**
 * People who talk in #general, in a process of their own so that they take no time from whoever measures.
 * Told `{burst: n}`, they say n messages as fast as the server takes them, then `end of burst m` with m
 * said so far, and answer `{said: m}`; told `{rate: n}`, they say n a second until `{rate: 0}`;
 * `{count: true}` is answered with `{acknowledged: m}`.
 */
import {connect, type Socket} from 'node:net';

const port = Number(process.argv[2]);
const talkers = 20;
const words = 'the build is green again and the log ends with nothing at all to see so we can ship it'.split(
	' ',
);

let said = 0;
let acknowledged = 0;
let burstEnd = -1;

/** Texts as long as people's are, most of them one row, some two. */
const text = (number: number): string =>
	`${number} ${Array.from({length: 4 + (number % 23)}, (_, word) => words[(number * 7 + word) % words.length]).join(' ')}`;

const say = (msg?: string): void => {
	const number = ++said;
	const request = {type: 'say', room: 'general', msg: msg ?? text(number), nonce: `t${number}`};
	sockets[number % talkers]!.write(`${JSON.stringify(request)}\n`);
};

const ackMark = Buffer.from('{"type":"ack"');

const open = (index: number): Promise<Socket> =>
	new Promise(resolve => {
		const socket = connect({port, host: '127.0.0.1', noDelay: true});
		socket.write(`${JSON.stringify({type: 'hello', v: 1, id: `talker${index}`, history: 0})}\n`);
		socket.once('data', () => resolve(socket));
		let rest: Buffer = Buffer.alloc(0);
		socket.on('data', data => {
			// The mark may be cut in two by the end of a chunk.
			const chunk = Buffer.concat([rest, data]);
			rest = chunk.subarray(Math.max(0, chunk.length - ackMark.length + 1));
			for (let at = chunk.indexOf(ackMark); at !== -1; at = chunk.indexOf(ackMark, at + 1)) acknowledged++;
			if (acknowledged === said && said === burstEnd) {
				// All others have their place by now, so this one comes last.
				burstEnd = -1;
				process.send!({said});
				say(`end of burst ${said}`);
			}
		});
	});

const sockets = await Promise.all(Array.from({length: talkers}, (_, index) => open(index)));

// Messages are spread over time as evenly as timers allow, and none is left out when a timer is late.
let rate = 0;
let due = 0;
let last = performance.now();
setInterval(() => {
	const now = performance.now();
	due += ((now - last) * rate) / 1000;
	last = now;
	for (; due >= 1; due--) say();
}, 2);

process.on('message', (told: {burst?: number; rate?: number; count?: true}) => {
	if (told.count) process.send!({acknowledged});
	if (told.rate !== undefined) {
		rate = told.rate;
		due = 0;
	}
	if (told.burst !== undefined) {
		burstEnd = said + told.burst;
		for (let count = 0; count < told.burst; count++) say();
	}
});
process.on('disconnect', () => process.exit());
process.send!({ready: true});
