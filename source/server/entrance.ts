import type {Dialect} from '../protocol/dialect.ts';
import {ChatError} from '../protocol/errors.ts';
import {errorEvent, type RequestOf} from '../protocol/messages.ts';
import {generalRoom, isDirect, nameKey} from '../protocol/names.ts';
import type {Guest} from './door.ts';
import {type Host, welcome} from './host.ts';
import type {Hub} from './hub.ts';
import type {Member} from './member.ts';
import type {KnownPerson} from './people.ts';

/** Where a hello wants to be, and what its sender holds of it. */
type Cursor = {room: string; after: number};

/**
 * Who a guest is, by the token of an earlier welcome; else somebody new, or nobody for good where the dialect
 * cannot show a token.
 * @param namedAt when it said its name, ms since 1970: nobody else could be called so since
 */
export const recognize = (
	{clock, hub, makeToken}: Host,
	{id, key, token: shown}: Guest,
	dialect: Dialect,
	namedAt: number,
): {token: string; person: KnownPerson | undefined} => {
	const known = hub.people.find(key, shown);
	if (known !== undefined && shown !== undefined) {
		hub.people.see(known, clock.now());
		return {token: shown, person: known};
	}
	const token = makeToken();
	const isLasting = dialect.name === 'json';
	const person = isLasting ? hub.people.welcome(id, token, namedAt, clock.now()) : undefined;
	return {token, person};
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
		.map(([key]) => journal.conversation(key)?.name || key);
	const open = directs
		.readableBy(member)
		.filter(({key, last}) => people.place(person, key).closed < last)
		.map(({key}) => directs.nameOf(member, key));
	return [...rooms, ...open];
};
