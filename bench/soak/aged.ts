/**
 * A server that has been in use: what it remembers up to a bound is there when a soak begins, so that only what has
 * none can grow.
 */
import {cpSync} from 'node:fs';
import {openJournal} from '../../source/journal/sqlite.ts';
import {limits} from '../../source/protocol/limits.ts';
import {openMillion} from '../million.ts';
import {strangerNames} from './person.ts';
import {madeRooms} from './rooms.ts';

/** More than the nonces that a server remembers. */
const messages = 100_000;

/** Nobody reads it. */
const archive = 'archive';

const dayMs = 24 * 3600 * 1000;

/** @param folder where the journal goes; made if it is not there */
export const ageJournal = async (folder: string): Promise<void> => {
	using old = await openMillion(messages, archive);
	cpSync(old.path, folder, {recursive: true});
	const journal = await openJournal({folder});
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
