/** Servers of each dialect that the load speaks, right in all but one thing. */
import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import type {DialectName} from '../../bench/load/dialects.ts';

/** What one member gets in place of a line; the others get the line. `later` comes after the next line. */
export type Fault = (line: string) => {now: string; later?: string};

export const right: Fault = line => ({now: line});

/** What a sender gets in place of its second acknowledgement. */
export type AckFault = (line: string) => string;

/** How a server of a dialect answers a line. It tells others what was said, as from the member that said it. */
type Answer = (
	line: string,
	member: Member,
	tell: (text: string, frame: (author: Member) => string, toAuthor: boolean) => void,
) => void;

type Member = {readonly socket: Socket; name: string; held: string};

const answers: Readonly<Record<DialectName, (ack: AckFault) => Answer>> = {
	bare: () => (line, _, tell) => tell(line, () => `${line}\n`, true),
	json: ack => {
		let seq = 0;
		let acks = 0;
		return (request, member, tell) => {
			const {type, id, msg, nonce} = JSON.parse(request) as Record<string, string>;
			if (type === 'hello') {
				member.name = id!;
				member.socket.write(`${JSON.stringify({type: 'live', room: 'general'})}\n`);
				return;
			}
			seq++;
			tell(
				msg!,
				author => `${JSON.stringify({type: 'message', room: 'general', seq, id: author.name, msg})}\n`,
				true,
			);
			if (nonce === undefined) return;
			const line = `${JSON.stringify({type: 'ack', nonce, seq})}\n`;
			member.socket.write(++acks === 2 ? ack(line) : line);
		};
	},
	irc: () => (line, member, tell) => {
		const [, command, rest] = /^(\w+) (.*)\r$/.exec(line) ?? [];
		if (command === 'NICK') member.name = rest!;
		if (command === 'USER') member.socket.write(`:test 001 ${member.name} :Welcome\r\n`);
		if (command === 'JOIN') member.socket.write(`:test 366 ${member.name} #general :End\r\n`);
		if (command === 'PING') member.socket.write(`:test PONG test :${rest}\r\n`);
		const text = rest?.split(':')[1];
		if (command === 'PRIVMSG')
			tell(text!, author => `:${author.name}!u@here PRIVMSG #general :${text}\r\n`, false);
	},
};

/**
 * Goes wrong once, for one member, with a message that somebody else has said.
 * Options: `onMessage` is called after each message, with all sockets.
 */
export const startServer = async (
	dialect: DialectName,
	fault: Fault,
	victim: number,
	{
		onMessage = () => {},
		ack = line => line,
	}: {onMessage?: (count: number, sockets: readonly Socket[]) => void; ack?: AckFault} = {},
) => {
	const members: Member[] = [];
	const answer = answers[dialect](ack);
	let said = 0;
	let isDone = false;
	const server = createServer({noDelay: true}, socket => {
		const member: Member = {socket, name: '', held: ''};
		members.push(member);
		socket.on('error', () => {});
		let rest = '';
		socket.on('data', chunk => {
			const lines = (rest + chunk).split('\n');
			rest = lines.pop()!;
			for (const line of lines)
				answer(line, member, (text, frame, toAuthor) => {
					const isMeasured = !text.startsWith('all-are-here') && !text.startsWith('hello-');
					said += Number(isMeasured);
					const isFaulty = isMeasured && said > 1 && !isDone && member !== members[victim];
					for (const [index, other] of members.entries()) {
						if (other === member && !toAuthor) continue;
						const {now, later = ''} =
							isFaulty && index === victim ? fault(frame(member)) : right(frame(member));
						other.socket.write(now + other.held);
						other.held = later;
					}
					isDone ||= isFaulty;
					if (isMeasured)
						onMessage(
							said,
							members.map(one => one.socket),
						);
				});
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return Object.assign(server, {port: (server.address() as AddressInfo).port});
};
