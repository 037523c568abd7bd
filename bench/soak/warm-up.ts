/**
 * The first people of a server, before its descriptors are counted: threads that it starts when they are first needed
 * have some of their own, so somebody reads pages, searches, and says enough for the first checkpoint.
 */
import {statSync} from 'node:fs';
import {join} from 'node:path';
import {Peer} from '../peer.ts';
import {descriptorsOf} from './watch.ts';

/** As many bytes in the write-ahead log begin a checkpoint: 4,000 pages of 4 KiB, and some more. */
const logBytes = 17 * 1024 * 1024;

/** Each may say so many things at once. */
const burst = 10;

const mostPeople = 300;

const room = 'warm';

/** Of the journal, in which the checkpointer has it open. */
const isOpenTimes = (pid: number): number =>
	descriptorsOf(pid).filter(name => name.endsWith('journal.db')).length;

export const warmUp = async ({
	pid,
	port,
	folder,
}: {
	pid: number;
	port: number;
	folder: string;
}): Promise<void> => {
	const atFirst = isOpenTimes(pid);
	for (let index = 0; index < mostPeople; index++) {
		const peer = new Peer(port, `first${index}`, {tls: index % 2 === 1});
		await peer.enter({rooms: [{room, after: 0}], history: 0});
		for (let said = 0; said < burst; said++) await peer.ask({type: 'say', room, msg: 'x'.repeat(4000)});
		await peer.ask({type: 'history', room, before: 2});
		await peer.ask({type: 'search', text: 'hello'});
		peer.close();
		await peer.over;
		// A reader and a checkpointer more.
		if (isOpenTimes(pid) >= atFirst + 2 || statSync(join(folder, 'journal.db-wal')).size > logBytes) break;
	}
};
