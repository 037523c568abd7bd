/**
 * A server that has been in use: what it remembers up to a bound is there when a soak begins, so that only what has
 * none can grow.
 */
import {openJournal} from '../../source/journal/sqlite.ts';
import {limits} from '../../source/protocol/limits.ts';
import {fill} from '../million.ts';
import {strangerNames} from './person.ts';
import {archive, madeRooms} from './rooms.ts';

/** More for 2,000 connections than the nonces that a server remembers. */
const messagesPerConnection = 50;

const dayMs = 24 * 3600 * 1000;

/** @param folder where the journal goes; made if it is not there */
export const ageJournal = async (folder: string, connections: number): Promise<void> => {
	const journal = await openJournal({folder});
	await fill(journal, connections * messagesPerConnection, archive);
	const since = Date.now() - dayMs;
	await Promise.all([
		...madeRooms().map(name => journal.note({type: 'room', conversation: name, name, topic: 'of old'})),
		...strangerNames.flatMap(id =>
			Array.from({length: limits.claimsPerName}, (_, index) =>
				journal.note({type: 'person', claim: `${id}, ${index}`, id, since, seen: since + 1000 * index}),
			),
		),
	]);
	await journal.close();
};
