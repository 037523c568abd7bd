/**
 * People who talk in #general, in a process of their own so that they take no time from whoever measures.
 * Told `{burst: n}`, they say n messages as fast as the server takes them, then `end of burst m` with m
 * said so far, and answer `{said: m}`; told `{rate: n}`, they say n a second until `{rate: 0}`;
 * told `{say: text}`, one of them says that; `{count: true}` is answered with `{acknowledged: m}`; between
 * `{note: true}` and `{note: false}` it is noted when each message is sent, and then told as `{sent: […]}`.
 */
import {connect, type Socket} from 'node:net';
import {atRate, Notes, textOf} from './talk.ts';

const port = Number(process.argv[2]);
const talkers = 20;

let said = 0;
let acknowledged = 0;
let burstEnd = -1;
const notes = new Notes();

const say = (msg?: string): void => {
	const number = ++said;
	notes.sending(number);
	const request = {type: 'say', room: 'general', msg: msg ?? textOf(number), nonce: `t${number}`};
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

const setRate = atRate(() => say());

/** Each of them once and then again, as people talk: one socket's messages at a time would be one person's. */
const talkAtOnce = (count: number): void => {
	for (let left = Math.min(count, talkers); left > 0; left--) say();
	if (count > talkers) setImmediate(talkAtOnce, count - talkers);
};

type Told = {burst?: number; rate?: number; say?: string; count?: true; note?: boolean};

process.on('message', (told: Told) => {
	if (told.note) notes.begin();
	if (told.note === false) process.send!({sent: notes.end()});
	if (told.count) process.send!({acknowledged});
	if (told.rate !== undefined) setRate(told.rate);
	if (told.say !== undefined) say(told.say);
	if (told.burst !== undefined) {
		burstEnd = said + told.burst;
		talkAtOnce(told.burst);
	}
});
process.on('disconnect', () => process.exit());
process.send!({ready: true});
