/**
 * An IRC server with one room in which people talk by themselves, for a client to show. Tells its `port`; told
 * `{rate: n}`, n messages a second are said until `{rate: 0}`; `{burst: n}` says n at once and `{say: text}` that;
 * `{count: true}` is answered with `{acknowledged: m}`, the messages that were said so far; between `{note: true}` and
 * `{note: false}` it is noted when each is sent, and then told as `{sent: […]}`. Speaks as much of RFC 2812 as a client
 * needs to join.
 */
import {createServer, type Socket} from 'node:net';
import {atRate, Notes, textOf} from '../talk.ts';

const talkers = 20;
const room = '#general';
const host = 'bench.test';

let member: Socket | undefined;
let said = 0;
const notes = new Notes();

const say = (text?: string): void => {
	const id = `talker${++said % talkers}`;
	notes.sending(said);
	member?.write(`:${id}!${id}@${host} PRIVMSG ${room} :${text ?? textOf(said)}\r\n`);
};

const names = Array.from({length: talkers}, (_, index) => `talker${index}`).join(' ');

/** What is answered to a command of one whose nick is given. */
const answers: Readonly<Record<string, (nick: string, rest: string) => string[]>> = {
	USER: nick => [`:${host} 001 ${nick} :Welcome`, `:${host} 422 ${nick} :MOTD File is missing`],
	JOIN: nick => [
		`:${nick}!${nick}@${host} JOIN ${room}`,
		`:${host} 353 ${nick} = ${room} :${nick} ${names}`,
		`:${host} 366 ${nick} ${room} :End of NAMES list`,
	],
	PING: (_, rest) => [`:${host} PONG ${host} ${rest}`],
	CAP: (nick, rest) => (rest.startsWith('LS') ? [`:${host} CAP ${nick} LS :`] : []),
};

const server = createServer({noDelay: true}, socket => {
	let nick = '*';
	let rest = '';
	member = socket;
	socket.on('error', () => {});
	socket.on('data', data => {
		const lines = (rest + data).split('\r\n');
		rest = lines.pop()!;
		for (const line of lines) {
			const [, command = '', parameters = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
			if (command === 'NICK') nick = parameters.replace(/^:/, '');
			for (const answer of answers[command]?.(nick, parameters) ?? []) socket.write(`${answer}\r\n`);
		}
	});
});

const setRate = atRate(() => say());
type Told = {rate?: number; burst?: number; say?: string; count?: true; note?: boolean};

process.on('message', (told: Told) => {
	if (told.note) notes.begin();
	if (told.note === false) process.send!({sent: notes.end()});
	if (told.rate !== undefined) setRate(told.rate);
	for (let left = told.burst ?? 0; left > 0; left--) say();
	if (told.say !== undefined) say(told.say);
	if (told.count) process.send!({acknowledged: said});
});
server.listen(0, '127.0.0.1', () => {
	const {port} = server.address() as {port: number};
	process.on('disconnect', () => process.exit());
	process.send!({port});
});
