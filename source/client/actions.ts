/** What this side does to the state: one row for each action, completed by the compiler. */
import {generalRoom, isDirect, nameKey, sameName} from '../protocol/names.ts';
import {withoutAssumed} from './entering.ts';
import {keyedOf} from './keyed.ts';
import {numberFrom, type Reader, readAnew} from './lines.ts';
import {cleared, mapped} from './log.ts';
import {widened, withHeld, withOlder, withVisit} from './paging.ts';
import {withListed} from './room-list.ts';
import {
	addNote,
	changePending,
	closeRoom,
	mapRooms,
	newRoom,
	openRoom,
	roomFor,
	withMarker,
	withRoom,
} from './rooms.ts';
import type {Action, Kept, Line, Pending, Room, State} from './state.ts';
import {wishWith} from './wishes.ts';

type ActionType = Action['type'];
type Row<Type extends ActionType> = (state: State, action: Extract<Action, {type: Type}>) => State;

const rows: {readonly [Type in ActionType]: Row<Type>} = {
	link: (state, {link}) => ({...(link.type === 'online' ? state : mapRooms(state, cutOff)), link}),

	sending(state, {request, ts}) {
		const {nonce} = request;
		const room = roomFor(state, request.room);
		if (!room || nonce === undefined || room.pending.some(pending => pending.nonce === nonce)) return state;
		return withRoom(state, {...room, pending: [...room.pending, {nonce, ...pendingOf(request), ts}]});
	},

	failed: (state, {nonce, error}) => changePending(state, nonce, pending => ({...pending, error})),

	again: (state, {nonce}) => changePending(state, nonce, ({error: _, ...pending}) => pending),

	dropped: (state, {nonce}) => changePending(state, nonce, () => undefined),

	open(state, {target, following}) {
		const room = roomFor(state, target);
		return room ? openRoom(state, room, following) : state;
	},

	closeRoom: (state, {target}) => closeRoom(state, target),

	follow(state, {following}) {
		if (state.following === following) return state;
		const room = state.rooms.get(state.current);
		if (!following || !room) return {...state, following};
		// Back at the end: the separator shows where reading had stopped.
		return withRoom({...state, following}, {...withMarker(room, room), keptUnread: false});
	},

	clear(state, {target}) {
		const room = state.rooms.get(nameKey(target));
		if (!room) return state;
		const log = cleared(room.log);
		return withRoom(state, {
			...room,
			log,
			// What is gone from here can be loaded again.
			oldest: room.seq + 1,
			complete: room.seq === 0 && room.complete,
			record: log.end,
			read: log.end,
			seen: room.seq,
			marker: undefined,
		});
	},

	older: (state, {target, page}) => changeRoom(state, target, room => withOlder(state, room, page)),

	visit: (state, {target, seq, page}) => changeRoom(state, target, room => withVisit(state, room, seq, page)),

	widen: (state, {target, side, page}) =>
		changeRoom(state, target, room => (page ? widened(state, room, side, page) : withHeld(room))),

	endVisit: (state, {target}) => changeRoom(state, target, room => ({...room, visit: undefined})),

	unreadFrom: (state, {target, seq}) =>
		changeRoom(state, target, room => {
			// Of one that is not held, what is held of those that follow it; older pages bring the rest.
			const number = numberFrom(room.log, seq, room.record);
			if (number === room.log.end) return room;
			const seen = seq - 1;
			return {...room, read: number, seen, marker: number, markedAt: seen, keptUnread: true};
		}),

	note: (state, {text, tone, target, ts}) => addNote(state, target, {text, tone, ts}),

	expire: (state, {now}) =>
		mapRooms(state, room => {
			const typing = [...room.typing].filter(([, {until}]) => until > now);
			return typing.length === room.typing.size ? room : {...room, typing: new Map(typing)};
		}),

	named: withoutAssumed,

	listed: (state, {rooms, isPart}) => ({...state, directory: isPart ? withListed(state, rooms) : rooms}),

	found: (state, {ids}) => ({...state, found: [...new Set([...ids, ...state.found])].slice(0, foundHeld)}),

	wish(state, {target, wish}) {
		const key = nameKey(target);
		const {wishes} = state;
		const wished = wishWith(wishes.get(key), wish);
		const others = [...wishes].filter(([other]) => other !== key);
		return {...state, wishes: new Map(wished ? [...others, [key, wished] as const] : others)};
	},

	ignore(state, {id, on}) {
		const key = nameKey(id);
		if (state.ignored.has(key) === on || key === nameKey(state.me)) return state;
		const ignored = new Set(state.ignored);
		if (on) ignored.add(key);
		else ignored.delete(key);
		return mapRooms({...state, ignored}, room => readRoomAnew({me: state.me, ignored}, room));
	},

	rename: (state, {id}) => (sameName(id, state.me) ? {...state, me: id} : renamed({...state, me: id})),
};

/** Names that the server found are remembered for completion, so many of them. */
const foundHeld = 500;

export const applyAction = (state: State, action: Action): State =>
	(rows[action.type] as Row<ActionType>)(state, action);

/**
 * Conversations of two belong to who takes part in them: another person has others, with seqs of their own. What is on
 * its way to somebody goes along.
 */
const renamed = (state: State): State => {
	const kept = [...state.rooms.values()].flatMap((room): Room[] => {
		if (!isDirect(room.target)) return [room];
		return room.pending.length === 0 ? [] : [{...newRoom(room.target), pending: room.pending}];
	});
	const rooms = kept.length > 0 ? kept : [{...newRoom(generalRoom), assumed: true}];
	const current = rooms.find(({key}) => key === state.current) ?? rooms[0]!;
	const after = {...state, rooms: keyedOf(rooms.map(room => [room.key, room]))};
	return current.key === state.current ? after : openRoom(after, current);
};

/** All that is held of a room, for somebody who ignores others than before. */
const readRoomAnew = (reader: Reader, room: Room): Room => {
	const anew = (line: Line): Line => readAnew(reader, line);
	const log = mapped(room.log, anew);
	const visit = room.visit && {...room.visit, log: mapped(room.visit.log, anew)};
	const typing = [...room.typing].filter(([key]) => !reader.ignored.has(key));
	return {...room, log, visit, typing: new Map(typing)};
};

const changeRoom = (state: State, target: string, change: (room: Room) => Room): State => {
	const room = state.rooms.get(nameKey(target));
	return room ? withRoom(state, change(room)) : state;
};

/** What a request looks like while it is on its way. */
const pendingOf = (request: Kept): Omit<Pending, 'nonce' | 'ts'> => {
	const {type, ref} = request;
	if (type === 'say') {
		const {msg, kind} = request;
		return {msg, ...(kind === undefined ? {} : {kind}), ...(ref === undefined ? {} : {ref})};
	}
	if (type === 'edit') return {change: type, msg: request.msg, ref};
	if (type === 'delete') return {change: type, msg: '', ref};
	const {emoji, off} = request;
	return {change: type, msg: emoji, ref, ...(off === undefined ? {} : {off})};
};

/** The request that is on its way, for a room. */
export const requestOf = (room: string, {nonce, change, msg, kind, ref = 0, off}: Pending): Kept => {
	if (change === 'edit') return {type: change, room, ref, msg, nonce};
	if (change === 'delete') return {type: change, room, ref, nonce};
	if (change === 'react') return {type: change, room, ref, emoji: msg, ...(off ? {off} : {}), nonce};
	return {type: 'say', room, msg, ...(kind ? {kind} : {}), ...(ref > 0 ? {ref} : {}), nonce};
};

/** Without a link nobody is known to type, and what is said meanwhile is not heard. */
const cutOff = (room: Room): Room =>
	room.live || room.typing.size > 0 ? {...room, live: false, typing: new Map()} : room;
