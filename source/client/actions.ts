/** What this side does to the state: one row for each action, completed by the compiler. */
import {nameKey} from '../protocol/names.ts';
import {cleared} from './log.ts';
import {
	addNote,
	changePending,
	closeRoom,
	mapRooms,
	markerFor,
	openRoom,
	roomFor,
	withRoom,
} from './rooms.ts';
import type {Action, Room, State} from './state.ts';

type ActionType = Action['type'];
type Row<Type extends ActionType> = (state: State, action: Extract<Action, {type: Type}>) => State;

const rows: {readonly [Type in ActionType]: Row<Type>} = {
	link: (state, {link}) => ({...(link.type === 'online' ? state : mapRooms(state, cutOff)), link}),

	sending(state, {request, ts}) {
		const {nonce} = request;
		const room = roomFor(state, request.room);
		if (!room || nonce === undefined || room.pending.some(pending => pending.nonce === nonce)) return state;
		const kind = request.kind === undefined ? {} : {kind: request.kind};
		return withRoom(state, {...room, pending: [...room.pending, {nonce, msg: request.msg, ...kind, ts}]});
	},

	failed: (state, {nonce, error}) => changePending(state, nonce, pending => ({...pending, error})),

	again: (state, {nonce}) => changePending(state, nonce, ({error: _, ...pending}) => pending),

	dropped: (state, {nonce}) => changePending(state, nonce, () => undefined),

	open(state, {target}) {
		const room = roomFor(state, target);
		return room ? openRoom(state, room) : state;
	},

	closeRoom: (state, {target}) => closeRoom(state, target),

	follow(state, {following}) {
		if (state.following === following) return state;
		const room = state.rooms.get(state.current);
		if (!following || !room) return {...state, following};
		// Back at the end: the separator shows where reading had stopped.
		const marker = markerFor(room) ?? room.marker;
		return withRoom({...state, following}, {...room, marker});
	},

	clear(state, {target}) {
		const room = state.rooms.get(nameKey(target));
		if (!room) return state;
		const log = cleared(room.log);
		return withRoom(state, {...room, log, read: log.end, marker: undefined});
	},

	note: (state, {text, tone, target, ts}) => addNote(state, target, {text, tone, ts}),

	expire: (state, {now}) =>
		mapRooms(state, room => {
			const typing = [...room.typing].filter(([, {until}]) => until > now);
			return typing.length === room.typing.size ? room : {...room, typing: new Map(typing)};
		}),

	listed: (state, {rooms}) => ({...state, directory: rooms}),

	rename: (state, {id}) => ({...state, me: id}),
};

export const applyAction = (state: State, action: Action): State =>
	(rows[action.type] as Row<ActionType>)(state, action);

/** Without a link nobody is known to type, and what is said meanwhile is not heard. */
const cutOff = (room: Room): Room =>
	room.live || room.typing.size > 0 ? {...room, live: false, typing: new Map()} : room;
