import {ChatError} from '../protocol/errors.ts';
import {errorEvent, type RequestOf} from '../protocol/messages.ts';
import {generalRoom, isDirect, nameKey, sameName} from '../protocol/names.ts';
import type {Claim, Identity} from './access/claim.ts';
import type {Caller} from './access/newcomer.ts';
import {Connected} from './connected.ts';
import {type Host, welcome} from './host.ts';
import type {Hub} from './hub.ts';
import type {KnownPerson} from './known-person.ts';
import type {Member} from './member.ts';
import {arrive} from './moderation/arriving.ts';
import type {Room} from './room.ts';

/** Where a hello wants to be, and what its sender holds of it. */
type Cursor = {room: string; after: number};

/** As `makeToken` makes them. */
const isToken = (token: string | undefined): token is string => /^[0-9a-f]{32}$/.test(token ?? '');

/**
 * What a later connection shows to take this one's place. An account's opens nothing without what proves the account,
 * so it may keep the one that it has; it knows that one also if it never read its last welcome.
 */
const tokenOf = (
	{makeToken}: Host,
	{token}: Claim['hello'],
	identity: Identity,
	isKnown: boolean,
): string => {
	if (identity.token !== undefined) return identity.token;
	const keeps = isKnown || identity.device?.sort === 'session' || (identity.account && isToken(token));
	return keeps && token !== undefined ? token : makeToken();
};

/**
 * Whom it is known again as: its account, who it is by the token of an earlier welcome, or somebody new; nobody for
 * good where the dialect cannot show a token.
 */
const knownAs = (
	{clock, hub: {people}}: Host,
	{hello: {id}, key, namedAt}: Claim,
	{
		identity: {account},
		known,
		token,
		isLasting,
	}: {
		identity: Identity;
		known: KnownPerson | undefined;
		token: string;
		isLasting: boolean;
	},
): KnownPerson | undefined => {
	const now = clock.now();
	if (account) return people.own({key, id: account.id, since: account.since, now, former: known});
	if (known) people.see(known, now);
	return known ?? (isLasting ? people.welcome(id, token, namedAt, now) : undefined);
};

/** Somebody as a member. */
export const memberOf = (host: Host, claim: Claim, identity: Identity, caller: Caller): Member => {
	const {hello, key} = claim;
	const known = host.hub.people.find(key, hello.token);
	const token = tokenOf(host, hello, identity, known !== undefined);
	const isLasting = caller.dialect.name === 'json';
	const person = knownAs(host, claim, {identity, known, token, isLasting});
	return new Connected(claim, {...identity, token, person}, caller);
};

/** How somebody comes in. */
type Coming = {
	/** its own older connection, whose place it takes */
	older: Member | undefined;
	/** Has its name become its own by this hello? */
	isNew: boolean;
};

/**
 * Brings a new member in: its welcome, then the rooms it asked for.
 * @throws {ChatError} INVITE_BAD: somebody else used the invitation up
 */
export const letIn = (
	host: Host,
	member: Member,
	hello: RequestOf<'hello'>,
	{older, isNew}: Coming,
): void => {
	const {hub, report} = host;
	const {id, from, client, dialect, account, token} = member;
	const isConsole = account !== undefined && member.device === undefined;
	// The token of another guest makes nobody known: theirs is a new one then.
	const isKnownGuest = token === hello.token && host.entry.knows(token);
	const isKnown = isConsole || (!isNew && (account !== undefined || isKnownGuest));
	const invitedTo = arrive(host, member, {invite: hello.invite, isKnown});
	report({event: older ? 'resumed' : 'connected', id, from, dialect: dialect.name, client});
	member.tell(welcome(host, member, {nonce: hello.nonce, isNew}));
	if (older) {
		hub.replace(older, member);
		older.cut(new ChatError('REPLACED'));
	} else hub.enter(member);
	if (account === undefined && host.entry.closed) host.entry.remember(token);
	enterRooms(host, member, hello, invitedTo);
};

/** @param first where it is to be besides what it asks for */
const enterRooms = (
	host: Host,
	member: Member,
	hello: RequestOf<'hello'>,
	first: string | undefined,
): void => {
	const {hub} = host;
	const former = [...member.rooms];
	const joinedRooms: Room[] = [];
	const {history, since} = hello;
	const wanted = cursorsOf(host, member, hello);
	const isWanted = first === undefined || wanted.some(({room}) => sameName(room, first));
	for (const {room, after} of isWanted ? wanted : [{room: first, after: 0}, ...wanted]) {
		try {
			hub.join(member, room, {after, history, since, nonce: undefined});
		} catch (error) {
			if (!(error instanceof ChatError)) throw error;
			member.tell(errorEvent(error, {room}));
		}
		const joined = isDirect(room) ? undefined : hub.rooms.get(nameKey(room));
		if (joined) joinedRooms.push(joined);
	}
	for (const room of former) if (!joinedRooms.includes(room)) hub.depart(member, room, undefined);
};

/** What is named, or else what there was; where there is neither, the room in which everybody starts. */
const cursorsOf = (
	{hub, journalId}: Host,
	member: Member,
	{rooms, journal, resume}: RequestOf<'hello'>,
): readonly Cursor[] => {
	// Cursors into another record mean nothing here.
	const isSameJournal = journal === undefined || journal === journalId;
	const named = isSameJournal ? (rooms ?? []) : (rooms ?? []).map(({room}) => ({room, after: 0}));
	const former = resume ? formerOf(hub, member) : [];
	if (former.length === 0)
		return named.length === 0 && rooms === undefined ? [{room: generalRoom, after: 0}] : named;
	const known = new Set(named.map(({room}) => nameKey(room)));
	return [...named, ...former.filter(room => !known.has(nameKey(room))).map(room => ({room, after: 0}))];
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
