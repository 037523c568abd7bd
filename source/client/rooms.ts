/** What happens to one room, and where it stands in the state. */
import type {EventOf} from '../protocol/messages.ts';
import {directMark, isDirect, nameKey, sameName, serverId} from '../protocol/names.ts';
import {append, emptyLog} from './log.ts';
import {mentions} from './mention.ts';
import {unread} from './select.ts';
import type {Line, MessageLine, Pending, Room, State, Tone} from './state.ts';

/** Lines held per room. At 100 bytes each about 60 MB, so one busy room cannot take a client down. */
export const linesHeld = 200_000;

/** A room that was not entered yet, or a direct conversation, which needs no entering. */
export const newRoom = (target: string): Room => ({
	key: nameKey(target),
	target,
	topic: '',
	desk: false,
	readOnly: false,
	live: false,
	gone: false,
	entered: isDirect(target),
	members: new Map(),
	log: emptyLog(),
	pending: [],
	seq: 0,
	read: 0,
	marker: undefined,
	typing: new Map(),
});

/** The room with a target; for a direct conversation that is not open yet, a new one. */
export const roomFor = (state: State, target: string): Room | undefined =>
	state.rooms.get(nameKey(target)) ??
	(isDirect(target) ? {...newRoom(target), live: state.link.type === 'online'} : undefined);

/** Direct messages name their receiver; the conversation is named after whoever is the other one. */
export const conversationOf = (me: string, {room, id}: {room: string; id: string}): string =>
	isDirect(room) && !sameName(id, me) ? directMark + id : room;

/** Puts a room in its place. What comes before it was entered or while it is watched counts as read. */
export const withRoom = (state: State, room: Room): State => {
	const isRead = !room.entered || (state.following && room.key === state.current);
	const settled = isRead && room.read !== room.log.end ? {...room, read: room.log.end} : room;
	return {...state, rooms: new Map(state.rooms).set(room.key, settled)};
};

/** Changes each room; the state itself when none changed. */
export const mapRooms = (state: State, change: (room: Room) => Room): State => {
	const changed = [...state.rooms.values()].map(room => [room, change(room)] as const);
	if (changed.every(([before, after]) => before === after)) return state;
	return {...state, rooms: new Map(changed.map(([, room]) => [room.key, room]))};
};

export const addLines = (room: Room, lines: readonly Line[]): Room =>
	lines.length === 0 ? room : {...room, log: append(room.log, lines, linesHeld)};

export type Note = {text: string; tone: Tone; ts: number};

/** What the program itself says, in a room or in the one on the screen. */
export const addNote = (state: State, target: string | undefined, note: Note): State => {
	const named = target === undefined ? undefined : state.rooms.get(nameKey(target));
	const room = named ?? state.rooms.get(state.current);
	return room ? withRoom(state, addLines(room, [{type: 'note', ...note}])) : state;
};

/** Messages of one conversation, in the order in which they came. Those that are held already are ignored. */
export const addMessages = (state: State, messages: ReadonlyArray<EventOf<'message'>>): State => {
	const [first] = messages;
	const room = first && roomFor(state, conversationOf(state.me, first));
	if (!room) return state;
	const lines: MessageLine[] = [];
	const returned = new Set<string>();
	let {seq} = room;
	for (const message of messages) {
		const mine = sameName(message.id, state.me);
		if (mine && message.nonce !== undefined) returned.add(message.nonce);
		if (message.seq <= seq) continue;
		seq = message.seq;
		lines.push(lineOf(state.me, message, mine));
	}
	const pending = settle(room.pending, seq, returned);
	if (lines.length === 0 && pending === room.pending) return state;
	return withRoom(state, addLines({...room, seq, pending, typing: silence(room, lines)}, lines));
};

const lineOf = (me: string, message: EventOf<'message'>, mine: boolean): MessageLine => ({
	type: 'message',
	seq: message.seq,
	id: message.id,
	msg: message.msg,
	ts: message.ts,
	...(message.kind === undefined ? {} : {kind: message.kind}),
	// What somebody asks a help desk is for themselves and the operators: that needs no arrow.
	...(message.to === undefined || sameName(message.to, message.id) ? {} : {to: message.to}),
	mine,
	// The log speaks of everybody all the time; nobody is called by it.
	mention: !mine && message.id !== serverId && mentions(message.msg, me),
});

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

/** Whoever has just said something is not typing it any more. */
const silence = ({typing}: Room, lines: readonly MessageLine[]): Room['typing'] => {
	if (typing.size === 0) return typing;
	const spoke = new Set(lines.map(({id}) => nameKey(id)));
	return new Map([...typing].filter(([key]) => !spoke.has(key)));
};

/** Shows a room at its newest line. The `new` separator stands where reading had stopped. */
export const openRoom = (state: State, room: Room): State => {
	if (room.key === state.current && state.rooms.has(room.key)) return state;
	const opened = {...room, marker: markerFor(room)};
	return withRoom({...state, current: room.key, following: true}, opened);
};

/** Where unread messages begin; undefined when there are none. */
export const markerFor = (room: Room): number | undefined =>
	unread(room).count === 0 ? undefined : Math.max(room.read, room.log.start);

/** Takes a room off the list. The last one stays, as one that we are out of: a screen shows some room. */
export const closeRoom = (state: State, target: string): State => {
	const key = nameKey(target);
	const room = state.rooms.get(key);
	if (!room) return state;
	const others = [...state.rooms.values()].filter(one => one !== room);
	if (others.length === 0) return withRoom(state, {...room, gone: true, live: false, members: new Map()});
	const left = {...state, rooms: new Map(others.map(one => [one.key, one]))};
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
