/** How the load speaks to each server that it measures, and what of a stream is one member's own. */

export type DialectName = 'json' | 'bare' | 'irc';

/** A line of the room. Where the dialect tells more than the text, that is checked too. */
export type Heard = {text: string; seq?: number | undefined; author?: string | undefined};

export type Dialect = {
	/** what a member says first */
	hello: (index: number) => string;
	/** what it says next, once the server has said so: IRC lets nobody into a room before it has let them in */
	next?: {mark: string; say: string};
	/** what shows a member that it is in the room */
	entered: (index: number) => string;
	line: (text: string, nonce: string) => string;
	/** the line that tells everybody, and whoever says it, that the measured stream begins */
	begin: (text: string) => string;
	/**
	 * A line that everybody gets; undefined for one that is no message.
	 * @throws when it should not be there
	 */
	read: (line: string) => Heard | undefined;
	/** Lines that begin so are for one member alone: they are taken out before streams are compared. */
	own: {mark: string; senders: boolean; answer?: (line: string) => string} | undefined;
	/** each message is acknowledged by one line of the sender's own, or all of them by coming back */
	acknowledges: boolean;
	/** senders get what they have said themselves */
	echoes: boolean;
};

const room = '#general';

const readJson = (line: string): Heard | undefined => {
	const event = JSON.parse(line) as {type: string; id: string; msg: string; seq: number};
	if (event.type === 'presence') return undefined;
	if (event.type !== 'message') throw new Error(`Unexpected: ${line}`);
	return {text: event.msg, seq: event.seq, author: event.id};
};

const readIrc = (line: string): Heard => {
	const found = /^:([^!]+)!\S+ PRIVMSG #general :(.*)\r$/.exec(line);
	if (!found) throw new Error(`Unexpected: ${line}`);
	return {text: found[2]!, author: found[1]};
};

export const dialects: Readonly<Record<DialectName, Dialect>> = {
	json: {
		// As the client does: what is said comes back as its own acknowledgement.
		hello: index => `${JSON.stringify({type: 'hello', v: 1, id: `m${index}`, history: 0, echo: true})}\n`,
		entered: () => '"type":"live"',
		line: (msg, nonce) => `${JSON.stringify({type: 'say', room: 'general', msg, nonce})}\n`,
		begin: msg => `${JSON.stringify({type: 'say', room: 'general', msg})}\n`,
		read: readJson,
		own: {mark: '{"type":"ack"', senders: true},
		acknowledges: true,
		echoes: true,
	},
	bare: {
		hello: index => `hello-${index}\n`,
		entered: index => `hello-${index}\n`,
		line: text => `${text}\n`,
		begin: text => `${text}\n`,
		read: text => ({text}),
		own: undefined,
		acknowledges: false,
		echoes: true,
	},
	irc: {
		hello: index => `NICK m${index}\r\nUSER m${index} 0 * :m${index}\r\n`,
		next: {mark: ' 001 ', say: `JOIN ${room}\r\n`},
		entered: () => ' 366 ',
		line: text => `PRIVMSG ${room} :${text}\r\n`,
		// Nobody hears their own line there, but the answer to a PING comes after all that came before it.
		begin: text => `PRIVMSG ${room} :${text}\r\nPING ${text.split(' ')[0]}\r\n`,
		read: readIrc,
		own: {mark: 'PING ', senders: false, answer: line => line.replace('PING', 'PONG')},
		acknowledges: false,
		echoes: false,
	},
};
