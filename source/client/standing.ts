/** What the server tells of who may do what: one row for each of its events. */
import type {EventOf, Person} from '../protocol/messages.ts';
import {nameKey, sameName} from '../protocol/names.ts';
import {
	invitedSentence,
	inviteSentence,
	listings,
	type Moment,
	modeSentence,
	mutedSentence,
	type Role,
	roleSentence,
	roleWords,
	tokenSentence,
} from '../protocol/standing.ts';
import {withValue} from './keyed.ts';
import {addNote, mapRooms, withRoom} from './rooms.ts';
import type {Muted, Room, State} from './state.ts';

type Telling =
	| 'mode'
	| 'role'
	| 'muted'
	| 'invited'
	| 'devices'
	| 'token'
	| 'invite'
	| 'invites'
	| 'bans'
	| 'audit';
type Row<Type extends Telling> = (state: State, event: EventOf<Type>, at: number) => State;

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** `14:02` for today, else with the date before it, by this machine's clock. @param now for which day it is */
export const momentSince =
	(now: number): Moment =>
	ms => {
		const [date, today] = [new Date(ms), new Date(now)];
		const time = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
		if (date.toDateString() === today.toDateString()) return time;
		return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${time}`;
	};

const isOperator = (role: Role): boolean => role === 'operator' || role === 'owner';

/** A person as they are on the server now. */
const personAs = ({operator: _, guest: __, ...person}: Person, role: Role): Person => ({
	...person,
	...(isOperator(role) ? {operator: true} : {}),
	...(role === 'guest' ? {guest: true} : {}),
});

/** A person as they are in a room now. */
const rankedAs = ({rank: _, ...person}: Person, role: Role): Person =>
	role === 'owner' || role === 'operator' ? {...person, rank: role} : person;

const changePerson = (room: Room, id: string, change: (person: Person) => Person): Room => {
	const key = nameKey(id);
	const person = room.members.get(key);
	return person ? {...room, members: withValue(room.members, key, change(person))} : room;
};

/** What keeps somebody from speaking, as it is kept. */
const mutedBy = ({until, text, off}: EventOf<'muted'>): Muted | undefined =>
	off ? undefined : {...(until === undefined ? {} : {until}), ...(text ? {text} : {})};

const noted = (state: State, room: string | undefined, text: string, ts: number): State =>
	addNote(state, room, {text, tone: 'info', ts});

const inRoom = (state: State, target: string, change: (room: Room) => Room): State => {
	const room = state.rooms.get(nameKey(target));
	return room ? withRoom(state, change(room)) : state;
};

export const standingRows: {readonly [Type in Telling]: Row<Type>} = {
	mode(state, event) {
		const {room, mode, readOnly = false, ts} = event;
		if (!state.rooms.has(nameKey(room))) return state;
		const changed = inRoom(state, room, known => ({...known, mode, readOnly}));
		return noted(changed, room, modeSentence(event), ts);
	},

	role(state, event) {
		const {id, role, room, ts} = event;
		const isMe = sameName(id, state.me);
		const text = roleSentence(event, state.me);
		if (room !== undefined) {
			const rank = role === 'owner' || role === 'operator' ? role : undefined;
			const changed = inRoom(state, room, known => ({
				...changePerson(known, id, person => rankedAs(person, role)),
				...(isMe ? {rank} : {}),
			}));
			return state.rooms.has(nameKey(room)) ? noted(changed, room, text, ts) : changed;
		}
		const changed = mapRooms(state, known => changePerson(known, id, person => personAs(person, role)));
		if (isMe) return noted({...changed, role, operator: isOperator(role)}, undefined, text, ts);
		const isHere = state.rooms.get(state.current)?.members.has(nameKey(id)) ?? false;
		return isHere ? noted(changed, undefined, text, ts) : changed;
	},

	muted(state, event, at) {
		const {room} = event;
		const muted = mutedBy(event);
		const changed =
			room === undefined ? {...state, muted} : inRoom(state, room, known => ({...known, muted}));
		return noted(changed, room, mutedSentence(event, momentSince(at)), at);
	},

	invited: (state, event) => noted(state, undefined, invitedSentence(event), event.ts),

	devices: (state, event, at) => noted(state, undefined, listings.devices(event, momentSince(at)), at),

	token: (state, event, at) => noted(state, undefined, tokenSentence(event), at),

	invite: (state, event, at) => noted(state, undefined, inviteSentence(event), at),

	invites: (state, event, at) => noted(state, undefined, listings.invites(event, momentSince(at)), at),

	bans: (state, event, at) => noted(state, undefined, listings.bans(event, momentSince(at)), at),

	audit: (state, event, at) => noted(state, undefined, listings.audit(event, momentSince(at)), at),
};

/** A new link: who we are on this server is told anew, and so is what we may not do. */
export const withStanding = (state: State, {role, operator}: EventOf<'welcome'>): State => ({
	...mapRooms(state, room => (room.muted === undefined ? room : {...room, muted: undefined})),
	role: role ?? (operator ? 'operator' : 'guest'),
	operator: role === undefined ? (operator ?? false) : isOperator(role),
	muted: undefined,
});

/** What the first one to use a name is told. */
export const ownedSentence = (id: string, role: Role = 'member'): string => {
	const what = isOperator(role) ? ` You are ${roleWords[role]} of this server.` : '';
	return `The name ${id} is yours now: your key opens it. /register adds a password, for your other devices.${what}`;
};
