/**
 * The first people of a server, before its descriptors are counted: threads that it starts when they are first needed
 * have some of their own, so somebody reads pages, searches, and says enough for the first checkpoint.
 */
import {Peer} from '../peer.ts';
import {archive} from './rooms.ts';
import {descriptorsOf} from './watch.ts';

/** Each may say so many things at once. */
const burst = 10;

/** Some 200 say enough for a checkpoint: 4,000 pages of 4 KiB in the write-ahead log. */
const mostPeople = 1000;

/** All of a room: the server keeps what it has read, up to a bound. */
const readAll = async (port: number): Promise<void> => {
	const reader = new Peer(port, 'reader');
	await reader.enter({rooms: [{room: archive, after: 0}], history: Number.MAX_SAFE_INTEGER});
	reader.close();
	await reader.over;
};

/** One writes, one reads, one makes checkpoints. The first may come after the server listens. */
const threads = 3;

const room = 'warm';

/** By how many a journal is held. */
const isOpenTimes = (pid: number): number =>
	descriptorsOf(pid).filter(name => name.endsWith('journal.db')).length;

export const warmUp = async ({pid, port}: {pid: number; port: number}): Promise<void> => {
	await readAll(port);
	for (let index = 0; index < mostPeople && isOpenTimes(pid) < threads; index++) {
		const peer = new Peer(port, `first${index}`, {tls: index % 2 === 1});
		await peer.enter({rooms: [{room, after: 0}], history: 0});
		for (let said = 0; said < burst; said++) await peer.ask({type: 'say', room, msg: 'x'.repeat(4000)});
		await peer.ask({type: 'history', room, before: 2});
		await peer.ask({type: 'search', text: 'hello'});
		peer.close();
		await peer.over;
	}
};
