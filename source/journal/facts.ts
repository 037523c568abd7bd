/** Facts of each kind, put into their tables. */
import type {Conversations} from './conversations.ts';
import type {Database} from './database.ts';
import {addDeed} from './deeds.ts';
import type {Fact} from './journal.ts';
import {keepRecord} from './kept.ts';

type Keep<Type extends Fact['type']> = (
	fact: Extract<Fact, {type: Type}>,
	db: Database,
	conversations: Conversations,
) => void;

const keepers: {readonly [Type in Fact['type']]: Keep<Type>} = {
	room: ({conversation, name, topic}, _db, conversations) => {
		const room = conversations.findOrMake(conversation, name);
		room.name = name;
		room.topic = topic;
		conversations.touch(room);
	},
	person: ({claim, id, since, seen}, db) => {
		db.run(
			`INSERT INTO person (claim, name, since, seen) VALUES (?, ?, ?, ?)
			ON CONFLICT (claim) DO UPDATE SET name = excluded.name, since = excluded.since, seen = excluded.seen`,
			claim,
			id,
			since,
			seen,
		);
	},
	forget: ({claim}, db) => {
		db.run('DELETE FROM place WHERE claim = ?', claim);
		db.run('DELETE FROM person WHERE claim = ?', claim);
	},
	place: ({claim, conversation, member, read, closed}, db, conversations) => {
		const where = conversations.findOrMake(conversation, conversation);
		// Nobody has a place who was forgotten: nothing would ever take it away again.
		db.run(
			`INSERT INTO place (claim, conversation, member, read, closed)
			SELECT claim, ?, ?, ?, ? FROM person WHERE claim = ?
			ON CONFLICT (claim, conversation) DO UPDATE
			SET member = excluded.member, read = excluded.read, closed = excluded.closed`,
			where.id,
			Number(member),
			read ?? null,
			closed,
			claim,
		);
	},
	record: ({kind, key, value}, db) => keepRecord(db, kind, key, value),
	audit: (deed, db) => addDeed(db, deed),
};

/** Within a transaction. */
export const keepFact = (fact: Fact, db: Database, conversations: Conversations): void =>
	(keepers[fact.type] as Keep<Fact['type']>)(fact, db, conversations);
