/** Facts about rooms and people in their tables. */
import type {Conversations} from './conversations.ts';
import type {Database} from './database.ts';
import type {Fact, PersonRecord, Place} from './journal.ts';

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
};

/** Within a transaction. */
export const keepFact = (fact: Fact, db: Database, conversations: Conversations): void =>
	(keepers[fact.type] as Keep<Fact['type']>)(fact as never, db, conversations);

type PlaceRow = {claim: string; key: string; member: number; read: number | null; closed: number};

export const readPeople = (db: Database): PersonRecord[] => {
	const places = new Map<string, Map<string, Place>>();
	const rows = db.all<PlaceRow>(
		'SELECT p.claim, c.key, p.member, p.read, p.closed FROM place p JOIN conversation c ON c.id = p.conversation',
	);
	for (const {claim, key, member, read, closed} of rows) {
		const own = places.get(claim) ?? new Map<string, Place>();
		places.set(claim, own.set(key, {member: member === 1, read: read ?? undefined, closed}));
	}
	return db
		.all<Omit<PersonRecord, 'places'>>('SELECT claim, name AS id, since, seen FROM person ORDER BY claim')
		.map(person => ({...person, places: places.get(person.claim) ?? new Map<string, Place>()}));
};
