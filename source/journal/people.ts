/** Whom a journal knows, read from its tables. */
import type {Database} from './database.ts';
import type {PersonRecord, Place} from './journal.ts';

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
