import {ChatError} from '../protocol/errors.ts';
import {errorEvent, type RequestOf} from '../protocol/messages.ts';
import {generalRoom, isDirect, nameKey} from '../protocol/names.ts';
import type {Guest} from './door.ts';
import {type Host, welcome} from './host.ts';
import type {Hub} from './hub.ts';
import type {Member} from './member.ts';
import type {Outbox} from './outbox.ts';
import {isAtLeast} from './roles.ts';

/** Where a hello wants to be, and what its sender holds of it. */
type Cursor = {room: string; after: number};

/** A guest as it is spoken to once it is in. */
type Newcomer = Guest & Pick<Member, 'tell' | 'quit'>;

/** How it came. */
type Arrival = Pick<Member, 'since' | 'from' | 'client' | 'dialect' | 'ip' | 'secure'> & {
	/** when it said its name, ms since 1970: nobody else could be called so since */
	namedAt: number;
	outbox: Outbox;
};

/**
 * A guest as a member: who it is by the token of an earlier welcome; else somebody new, or nobody for good where the
 * dialect cannot show a token.
 */
export const memberOf = (
	{clock, hub, makeToken}: Host,
	guest: Newcomer,
	{namedAt, outbox, ...arrival}: Arrival,
): Member => {
	const {id, key, operator, token: shown} = guest;
	const known = hub.people.find(key, shown);
	const token = known === undefined ? makeToken() : shown!;
	const isLasting = arrival.dialect.name === 'json';
	if (known !== undefined) hub.people.see(known, clock.now());
	const person = known ?? (isLasting ? hub.people.welcome(id, token, namedAt, clock.now()) : undefined);
	return {
		...arrival,
		id,
		key,
		role: operator ? 'owner' : 'guest',
		get operator() {
			return isAtLeast(this.role, 'operator');
		},
		account: undefined,
		device: undefined,
		fingerprint: undefined,
		token,
		person,
		knownSince: person?.since ?? namedAt,
		rooms: new Set(),
		away: undefined,
		unsettled: 0,
		write: frame => outbox.push(frame),
		drained: () => outbox.drained(),
		tell: event => guest.tell(event),
		cut: error => guest.cut(error),
		quit: text => guest.quit(text),
	};
};

/**
 * Brings a new member in: its welcome, then the rooms it asked for.
 * @param older its own older connection, whose place it takes
 */
export const letIn = (
	host: Host,
	member: Member,
	hello: RequestOf<'hello'>,
	older: Member | undefined,
): void => {
	const {hub, report} = host;
	const {id, from, client, dialect} = member;
	report({event: older ? 'resumed' : 'connected', id, from, dialect: dialect.name, client});
	member.tell(welcome(host, member, hello.nonce));
	if (older) {
		hub.replace(older, member);
		older.cut(new ChatError('REPLACED'));
	} else hub.enter(member);

	const unwanted = new Set(member.rooms);
	const {history, since} = hello;
	for (const {room, after} of cursorsOf(host, member, hello)) {
		try {
			hub.join(member, room, {after, history, since, nonce: undefined});
		} catch (error) {
			if (!(error instanceof ChatError)) throw error;
			member.tell(errorEvent(error, {room}));
		}
		const joined = isDirect(room) ? undefined : hub.rooms.get(nameKey(room));
		if (joined) unwanted.delete(joined);
	}
	for (const room of unwanted) hub.depart(member, room, undefined);
};

/** What is named, or else what there was; where there is neither, the room in which everybody starts. */
const cursorsOf = (
	{hub, journalId}: Host,
	member: Member,
	{rooms, journal, resume}: RequestOf<'hello'>,
): readonly Cursor[] => {
	// Cursors into another record mean nothing here.
	const isSameJournal = journal === undefined || journal === journalId;
	const named = (rooms ?? []).map(({room, after}) => ({room, after: isSameJournal ? after : 0}));
	const known = new Set(named.map(({room}) => nameKey(room)));
	const former = resume ? formerOf(hub, member).filter(room => !known.has(nameKey(room))) : [];
	const all = [...named, ...former.map(room => ({room, after: 0}))];
	return all.length === 0 && rooms === undefined ? [{room: generalRoom, after: 0}] : all;
};

/** The rooms that somebody is a member of, and the conversations in which something was said since they were closed. */
const formerOf = ({people, directs, journal}: Hub, member: Member): string[] => {
	const {person} = member;
	const rooms = [...(person?.places ?? [])]
		.filter(([, place]) => place.member)
		.map(([key]) => journal.conversation(key)?.name || key)
		.sort(byPlace);
	const open = directs
		.readableBy(member)
		.filter(({key, last}) => people.place(person, key).closed < last)
		.map(({key}) => directs.nameOf(member, key));
	return [...rooms, ...open];
};

/** The same order at each start, as people go to a room by its number: where all begin, then by name. */
const byPlace = (one: string, other: string): number =>
	Number(other === generalRoom) - Number(one === generalRoom) || collator.compare(one, other);

const collator = new Intl.Collator('en', {sensitivity: 'base', numeric: true});
