/** What happens to one room, and where it stands in the state. */
import {directMark, isDirect, nameKey, sameName} from '../protocol/names.ts';
import {emptyKeyed, keyedOf, mapValues, withValue} from './keyed.ts';
import {numberFrom} from './lines.ts';
import {append, emptyLog, lineAt} from './log.ts';
import type {Line, Pending, Room, State, Tone} from './state.ts';
import {unread} from './unread.ts';

/** Lines held per room. At 100 bytes each about 60 MB, so one busy room cannot take a client down. */
export const linesHeld = 200_000;

/** A room that was not entered yet, or a direct conversation, which needs no entering. */
export const newRoom = (target: string): Room => ({
	key: nameKey(target),
	target,
	topic: '',
	desk: false,
	readOnly: false,
	mode: 'open',
	rank: undefined,
	muted: undefined,
	live: false,
	gone: false,
	assumed: false,
	entered: isDirect(target),
	crowd: undefined,
	members: emptyKeyed(),
	log: emptyLog(),
	pending: [],
	seq: 0,
	oldest: 1,
	complete: false,
	record: 0,
	orphans: emptyLog(),
	visit: undefined,
	read: 0,
	seen: undefined,
	keptUnread: false,
	marker: undefined,
	markedAt: undefined,
	typing: new Map(),
});

/** The room with a target; for a direct conversation that is not open yet, a new one. */
export const roomFor = (state: State, target: string): Room | undefined =>
	state.rooms.get(nameKey(target)) ??
	(isDirect(target) ? {...newRoom(target), live: state.link.type === 'online'} : undefined);

/** Direct messages name their receiver; the conversation is named after whoever is the other one. */
export const conversationOf = (me: string, {room, id}: {room: string; id: string}): string =>
	isDirect(room) && !sameName(id, me) ? directMark + id : room;

/** Puts a room in its place. What comes while it is watched counts as read. */
export const withRoom = (state: State, room: Room): State => {
	const isWatched = room.entered && state.following && room.key === state.current && !room.keptUnread;
	return {...state, rooms: withValue(state.rooms, room.key, isWatched ? allRead(room) : room)};
};

const allRead = (room: Room): Room =>
	room.read === room.log.end && room.seen === room.seq ? room : {...room, read: room.log.end, seen: room.seq};

/** Changes each room; the state itself when none changed. */
export const mapRooms = (state: State, change: (room: Room) => Room): State => {
	const rooms = mapValues(state.rooms, change);
	return rooms === state.rooms ? state : {...state, rooms};
};

/** Adds lines at the end. Where that lets go of old ones, those can be loaded again. */
export const addLines = (room: Room, lines: readonly Line[]): Room => {
	if (lines.length === 0) return room;
	const log = append(room.log, lines, linesHeld);
	if (log.start === room.log.start) return {...room, log};
	const first = lineAt(log, numberFrom(log, 0, room.record));
	const oldest = first?.type === 'message' ? first.seq : room.seq + 1;
	return {...room, log, oldest, complete: log.start <= room.record && room.complete};
};

export type Note = {text: string; tone: Tone; ts: number};

/** What the program itself says, in a room or in the one on the screen. */
export const addNote = (state: State, target: string | undefined, note: Note): State => {
	const named = target === undefined ? undefined : state.rooms.get(nameKey(target));
	const room = named ?? state.rooms.get(state.current);
	return room ? withRoom(state, addLines(room, [{type: 'note', ...note}])) : state;
};

/** Lets go what came back: by its nonce, or because the room is already past its place. */
export const settle = (
	pending: readonly Pending[],
	seq: number,
	returned: ReadonlySet<string> = new Set(),
): readonly Pending[] => {
	if (pending.length === 0) return pending;
	const left = pending.filter(one => !returned.has(one.nonce) && (one.seq === undefined || one.seq > seq));
	return left.length === pending.length ? pending : left;
};

/**
 * Shows a room, at its newest line unless that is not on the screen. The `new` separator stands where reading had
 * stopped.
 */
export const openRoom = (state: State, room: Room, following = true): State => {
	if (room.key === state.current && state.rooms.has(room.key)) return state;
	const opened = {...withMarker(room), keptUnread: false};
	return withRoom({...state, current: room.key, following}, opened);
};

/** With the separator where unread messages begin, if there are any. @param kept stays when there are none */
export const withMarker = (
	room: Room,
	kept?: {marker: number | undefined; markedAt: number | undefined},
): Room =>
	unread(room).count === 0
		? {...room, marker: kept?.marker, markedAt: kept?.markedAt}
		: {...room, marker: Math.max(room.read, room.log.start), markedAt: room.seen};

/** A room that we are out of: nobody tells who is in it. */
export const outOf = (room: Room): Room => ({
	...room,
	gone: true,
	live: false,
	crowd: undefined,
	members: emptyKeyed(),
	typing: new Map(),
});

/** Takes a room off the list. The last one stays, as one that we are out of: a screen shows some room. */
export const closeRoom = (state: State, target: string): State => {
	const key = nameKey(target);
	const room = state.rooms.get(key);
	if (!room) return state;
	const others = [...state.rooms.values()].filter(one => one !== room);
	if (others.length === 0) return withRoom(state, outOf(room));
	const left = {...state, rooms: keyedOf(others.map(one => [one.key, one]))};
	if (state.current !== key) return left;
	const place = [...state.rooms.keys()].indexOf(key);
	return openRoom(left, others[Math.max(0, place - 1)]!);
};

/** Changes the one message of one's own that has this nonce; undefined takes it out. */
export const changePending = (
	state: State,
	nonce: string,
	change: (pending: Pending) => Pending | undefined,
): State =>
	mapRooms(state, room => {
		if (!room.pending.some(one => one.nonce === nonce)) return room;
		const pending = room.pending.flatMap(one => {
			const after = one.nonce === nonce ? change(one) : one;
			return after ? [after] : [];
		});
		return {...room, pending};
	});
