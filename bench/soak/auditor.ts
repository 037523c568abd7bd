/** Reads everything that a server holds of some rooms into the account. */
import {Link} from '../link.ts';
import type {Account} from './account.ts';
import {homeOf, markIn} from './person.ts';

type Event = {type: string; room: string; seq: number; msg: string; code?: string; nonce?: string};

/** Fewer than a client may be in at a time. */
const roomsAtOnce = 50;

const readSome = (port: number, id: string, rooms: readonly string[], account: Account): Promise<void> =>
	new Promise((resolve, reject) => {
		const left = new Set(rooms);
		const hear = (event: Event): void => {
			if (event.type === 'message') account.hold(markIn(event.msg), event.room, event.seq);
			else if (event.type === 'ping') link.write('{"type":"pong"}\n');
			else if (event.type === 'error') reject(new Error(`${id} was refused: ${event.code}`));
			else if (event.type === 'live' && left.delete(event.room) && left.size === 0) {
				link.close('end');
				resolve();
			}
		};
		const link = new Link({
			port,
			tls: false,
			localAddress: homeOf(0),
			line: line => hear(JSON.parse(line) as Event),
			closed: () => reject(new Error(`${id} was cut off.`)),
		});
		const cursors = rooms.map(room => ({room, after: 0}));
		const hello = {type: 'hello', v: 1, id, rooms: cursors, history: Number.MAX_SAFE_INTEGER};
		link.write(`${JSON.stringify(hello)}\n`);
	});

/** @throws when the server does not let it read */
export const audit = async (port: number, rooms: readonly string[], account: Account): Promise<void> => {
	for (let from = 0; from < rooms.length; from += roomsAtOnce)
		await readSome(port, `auditor${from}`, rooms.slice(from, from + roomsAtOnce), account);
	account.settle();
};
