import type {Event} from '../protocol/messages.ts';
import {Broadcast} from './broadcast.ts';
import {type Member, personOf} from './member.ts';
import {pagesOf} from './pages.ts';
import type {Arrival, Departure, Room} from './room.ts';

/**
 * Tells a room who came and who went in this turn, and whoever came what the room is like. The room is the
 * same for all who came, so a thousand people who come together cost one list and not a thousand.
 * @param ts ms since 1970
 * @returns who came or asked again: their history is next
 */
export const announce = (room: Room, ts: number): readonly Arrival[] => {
	const {arrivals, departures} = room;
	room.arrivals = [];
	room.departures = [];
	const newcomers = new Set(arrivals.filter(({fresh}) => fresh).map(({member}) => member));
	tellChanges(room, newcomers, departures, ts);
	const everybody = new Broadcast(
		membersEvents(room, room.kind === 'desk' ? [] : [...room.members.values()]),
	);
	for (const {member, wish, read} of arrivals) {
		const seen = room.kind === 'desk' ? room.seenBy(member) : undefined;
		member.tell(roomEvent(room, seen?.length ?? room.members.size, read, wish.nonce));
		if (seen === undefined) everybody.sendTo(member);
		else for (const event of membersEvents(room, seen)) member.tell(event);
	}
	return arrivals;
};

const tellChanges = (
	room: Room,
	newcomers: ReadonlySet<Member>,
	departures: readonly Departure[],
	ts: number,
): void => {
	if (newcomers.size === 0 && departures.length === 0) return;
	const all = new Broadcast(presenceEvents(room, [...newcomers], departures, ts));
	const operators = new Broadcast(
		presenceEvents(
			room,
			[...newcomers].filter(({operator}) => operator),
			departures.filter(({member}) => member.operator),
			ts,
		),
	);
	for (const member of room.members.values()) {
		if (newcomers.has(member)) continue;
		(room.kind === 'desk' && !member.operator ? operators : all).sendTo(member);
	}
};

const presenceEvents = (
	{name}: Room,
	newcomers: readonly Member[],
	departures: readonly Departure[],
	ts: number,
): Event[] => {
	const left = departures.map(({member, why}) => ({id: member.id, ...(why === undefined ? {} : {why})}));
	// Whoever is in both lists left first: who comes and then goes has been announced in between.
	return [
		...pagesOf(left).map(page => ({joined: [], left: page})),
		...pagesOf(newcomers.map(personOf)).map(page => ({joined: page, left: []})),
	].map(change => ({type: 'presence', room: name, ts, ...change}));
};

const roomEvent = (
	room: Room,
	members: number,
	read: number | undefined,
	nonce: string | undefined,
): Event => ({
	type: 'room',
	room: room.name,
	...(room.topic === '' ? {} : {topic: room.topic}),
	members,
	...(room.kind === 'desk' ? {desk: true} : {}),
	...(room.kind === 'log' ? {readOnly: true} : {}),
	...(read === undefined ? {} : {read}),
	...(nonce === undefined ? {} : {nonce}),
});

const membersEvents = ({name}: Room, list: readonly Member[]): Event[] =>
	pagesOf(list.map(personOf)).map(page => ({type: 'members', room: name, list: page}));
