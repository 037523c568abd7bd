/** What is read of a journal at a start. */
import type {Opened} from './calls.ts';
import {readConversations} from './conversations.ts';
import {Database} from './database.ts';
import {openingFault} from './faults.ts';
import {readKept} from './kept.ts';
import {readPeople} from './people.ts';
import {migrations, readId, versionOf} from './schema.ts';

export const readKnown = (db: Database): Opened => ({
	id: readId(db),
	conversations: readConversations(db),
	people: readPeople(db),
	kept: readKept(db),
});

/**
 * The same of a journal that nothing has to be done to. Whoever starts reads it here, and waits for no thread: one takes
 * 60 ms to come, and some more to hand 50,000 people over.
 * @returns undefined for a new journal, and for one of an older version
 * @throws {ChatError} as `openJournal`
 */
export const peek = (file: string): Opened | undefined => {
	try {
		const db = new Database(file, {readOnly: true});
		try {
			return versionOf(db) === migrations.length ? readKnown(db) : undefined;
		} finally {
			db.close();
		}
	} catch (error) {
		throw openingFault(error, file);
	}
};
