import type {Event, Person} from '../protocol/messages.ts';
import {Broadcast} from './broadcast.ts';
import {type Member, personOf} from './member.ts';
import {pagesOf} from './pages.ts';
import type {Arrival, Change, Departure, Room} from './room.ts';

/**
 * In a room of more than this many, changes are told together, at most every `pauseMs`. A server takes newcomers one
 * by one: five hundred who come back at once would be told of five hundred times to five hundred. In still larger
 * rooms nobody is told who they are: see `crowd.ts`.
 */
const many = 100;
const pauseMs = 100;

/** A member as others see it in a room. */
export const personIn = (room: Room, member: Member): Person => {
	const rank = room.rankOf(member);
	return {...personOf(member), ...(rank === undefined ? {} : {rank})};
};

/**
 * May who came and went be told now? At a help desk that is a crowd it is of operators alone, which is rare.
 * @param elapsed ms by `Clock.elapsed`
 */
export const isDue = ({members, toldAt, isCrowd}: Room, elapsed: number): boolean =>
	members.size <= many || isCrowd || elapsed - toldAt >= pauseMs;

/**
 * Tells whoever came in this turn what the room is like. It is the same for all who came, so a thousand people
 * who come together cost one list and not a thousand. The others are told by `tellChanges`.
 * @returns who came or asked again: their history is next
 */
export const welcomeAll = (room: Room): Array<readonly [Member, Arrival]> => {
	if (room.arrivals.size === 0) return [];
	const welcomed = [...room.arrivals].flatMap(([member, asked]) => asked.map(one => [member, one] as const));
	room.arrivals = new Map();
	let everybody: Broadcast | undefined;
	for (const [member, {wish, read}] of welcomed) {
		member.tell(roomEvent(room, member, {read, nonce: wish.nonce}));
		if (room.isCrowdFor(member)) continue;
		if (room.kind !== 'desk') {
			everybody ??= listOf(room);
			everybody.sendTo(member);
		} else for (const event of membersEvents(room, room.seenBy(member))) member.tell(event);
	}
	return welcomed;
};

/** Everybody in a room, for those who see all of them. */
export const listOf = (room: Room): Broadcast => new Broadcast(membersEvents(room, room.members.values()));

/** Makes one change of all who came and went in this turn. A crowd is told of operators at its help desk at most. */
export const noteChange = (room: Room): void => {
	const {arrivals, departures} = room;
	const newcomers = new Set<Member>();
	for (const [member, asked] of arrivals) if (asked.some(({fresh}) => fresh)) newcomers.add(member);
	room.departures = [];
	if (newcomers.size === 0 && departures.length === 0) return;
	const concernsGuests = (): boolean =>
		[...newcomers, ...departures.map(({member}) => member)].some(({operator}) => operator);
	if (!room.isCrowd || (room.kind === 'desk' && concernsGuests())) room.untold.push({newcomers, departures});
};

/**
 * Tells a room who came and who went since it was told last. Newcomers have seen in their list what was so when they
 * came, and hear of what came after it.
 * @param ts ms since 1970
 */
export const tellChanges = (room: Room, ts: number, elapsed: number): void => {
	const changes = room.untold;
	if (changes.length === 0) return;
	room.untold = [];
	room.toldAt = elapsed;
	const came = new Map(
		changes.flatMap(({newcomers}, index) => [...newcomers].map(member => [member, index] as const)),
	);
	const news = new Map<number, News>();
	for (const member of room.members.values()) {
		const from = (came.get(member) ?? -1) + 1;
		if (from === changes.length || room.isCrowdFor(member)) continue;
		const since = news.get(from) ?? newsOf(room, changes.slice(from), ts);
		news.set(from, since);
		(room.kind === 'desk' && !member.operator ? since.ofOperators : since.ofAll).sendTo(member);
	}
};

type News = {ofAll: Broadcast; ofOperators: Broadcast};

const newsOf = (room: Room, changes: readonly Change[], ts: number): News => {
	const newcomers = changes.flatMap(change => [...change.newcomers]);
	const departures = changes.flatMap(change => change.departures);
	return {
		ofAll: new Broadcast(presenceEvents(room, newcomers, departures, ts)),
		ofOperators: new Broadcast(
			presenceEvents(
				room,
				newcomers.filter(({operator}) => operator),
				departures.filter(({member}) => member.operator),
				ts,
			),
		),
	};
};

const presenceEvents = (
	room: Room,
	newcomers: readonly Member[],
	departures: readonly Departure[],
	ts: number,
): Event[] => {
	const left = departures.map(({member, why}) => ({id: member.id, ...(why === undefined ? {} : {why})}));
	// Whoever is in both lists left first: who comes and then goes has been announced in between.
	return [
		...pagesOf(left).map(page => ({joined: [], left: page})),
		...pagesOf(newcomers.map(one => personIn(room, one))).map(page => ({joined: page, left: []})),
	].map(change => ({type: 'presence', room: room.name, ts, ...change}));
};

type Welcomed = {read: number | undefined; nonce?: string | undefined};

export const roomEvent = (room: Room, member: Member, {read, nonce}: Welcomed): Event => {
	const mode = room.rules?.mode;
	const rank = room.rankOf(member);
	return {
		type: 'room',
		room: room.name,
		...(room.topic === '' ? {} : {topic: room.topic}),
		members: room.countFor(member),
		...(room.isCrowdFor(member) ? {crowd: true} : {}),
		...(room.kind === 'desk' ? {desk: true} : {}),
		...(room.isReadOnlyFor(member) ? {readOnly: true} : {}),
		...(mode === undefined || mode === 'open' ? {} : {mode}),
		...(rank === undefined ? {} : {rank}),
		...(read === undefined ? {} : {read}),
		...(nonce === undefined ? {} : {nonce}),
	};
};

const membersEvents = (room: Room, list: Iterable<Member>): Event[] =>
	pagesOf(Array.from(list, one => personIn(room, one))).map(page => ({
		type: 'members',
		room: room.name,
		list: page,
	}));
