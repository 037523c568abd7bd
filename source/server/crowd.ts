/**
 * Rooms of so many people that telling everybody who came and who went would cost the square of them. Above a bound
 * nobody is told names any more, but how many there are, at most once a second and to all with one frame; `who` finds
 * people. At a help desk this is so for operators: guests see nobody but them.
 */
import type {Event} from '../protocol/messages.ts';
import {Broadcast} from './broadcast.ts';
import type {Member} from './member.ts';
import {listOf, roomEvent} from './presence.ts';
import type {Room} from './room.ts';

/** How often programs are told how many there are, and how often it is a line for somebody who reads lines; ms. */
const pauses = {often: 1000, seldom: 60_000} as const;

type Pace = keyof typeof pauses;

const paces: readonly Pace[] = ['often', 'seldom'];

const paceOf = ({dialect}: Member): Pace => (dialect.name === 'json' ? 'often' : 'seldom');

/** A crowd stays one until it has shrunk to this share of the bound, or each who comes and goes would change it. */
const smallShare = 4 / 5;

/**
 * How many there are, as the members of a crowd were told last: undefined when not all of them were told the same. And
 * when, by `Clock.elapsed`.
 */
type Told = {members: number | undefined; at: number};

/** What a crowd was told, by the pace at which it is told. */
export type Count = Readonly<Record<Pace, Told>>;

const newCount = (): Count => ({
	often: {members: undefined, at: Number.NEGATIVE_INFINITY},
	seldom: {members: undefined, at: Number.NEGATIVE_INFINITY},
});

/** @param most people of whom each may see all others */
export const hasOutgrown = ({count, members}: Room, most: number): boolean =>
	count === undefined && members.size > most;

/** Has it shrunk, and has it been told of as a crowd for a while? @param elapsed ms by `Clock.elapsed` */
export const isSmallAgain = ({count, members}: Room, most: number, elapsed: number): boolean =>
	count !== undefined && members.size <= most * smallShare && elapsed - count.often.at >= pauses.often;

/** From now on it is told how many there are. What its help desk's guests were not told yet stays to be told. */
export const makeCrowd = (room: Room): void => {
	room.count = newCount();
	if (room.kind !== 'desk') room.untold = [];
};

/** Newcomers were told how many there are now: if the others were told another number, all are to be told again. */
export const noteWelcome = ({count, members}: Room): void => {
	if (count === undefined) return;
	for (const pace of paces) if (count[pace].members !== members.size) count[pace].members = undefined;
};

/** Was everybody told how many there are? */
export const isCounted = ({count, members}: Room): boolean =>
	count === undefined || paces.every(pace => count[pace].members === members.size);

/**
 * Tells a crowd how many there are, where that is due. Whoever has just come hears it from its welcome.
 * @param ts ms since 1970
 */
export const tellCount = (room: Room, ts: number, elapsed: number): void => {
	const {count, name, arrivals} = room;
	if (count === undefined) return;
	const members = room.members.size;
	const due = paces.filter(
		pace => count[pace].members !== members && elapsed - count[pace].at >= pauses[pace],
	);
	if (due.length === 0) return;
	for (const pace of due) Object.assign(count[pace], {members, at: elapsed});
	const news = new Broadcast([{type: 'presence', room: name, ts, members, joined: [], left: []}]);
	for (const member of room.watchers)
		if (due.includes(paceOf(member)) && !arrivals.has(member)) news.sendTo(member);
};

/**
 * It is small enough for everybody to see all others: shows it to them as if they had joined it again. Whoever still
 * reads its history gets `live` at the end of that. People who read lines have no list that would be missing.
 * @param readOf what a member has read here
 */
export const dissolve = (room: Room, readOf: (member: Member, room: Room) => number | undefined): void => {
	room.count = undefined;
	const everybody = listOf(room);
	const live: Event = {type: 'live', room: room.name, seq: room.delivered};
	for (const member of room.watchers) {
		if (room.arrivals.has(member) || member.dialect.name !== 'json') continue;
		member.tell(roomEvent(room, member, {read: readOf(member, room)}));
		everybody.sendTo(member);
		if (!room.replaying.has(member)) member.tell(live);
	}
};
