/** How a room that was entered takes up what was known of it, and what was read. */
import {generalRoom} from '../protocol/names.ts';
import {numberFrom} from './lines.ts';
import {emptyLog} from './log.ts';
import {roomList} from './room-list.ts';
import {addLines, closeRoom, openRoom, settle, withMarker} from './rooms.ts';
import type {Room, State} from './state.ts';

/**
 * The server has named all rooms. Where the one that stood for them is none of them, another one is shown: general,
 * or the first one, and a conversation only where there is nothing else.
 */
export const withoutAssumed = (state: State): State => {
	const assumed = [...state.rooms.values()].find(room => room.assumed);
	const others = roomList(state).filter(room => room !== assumed);
	const chosen = others.find(({key}) => key === generalRoom) ?? others[0];
	if (!assumed || !chosen) return state;
	if (state.current !== assumed.key) return closeRoom(state, assumed.target);
	// What was said on the way in is not lost with it.
	return closeRoom(openRoom(state, addLines(chosen, assumed.log.chunks.flat())), assumed.target);
};

export const settleRoom = (room: Room, seq: number): Room => {
	const pending = settle(room.pending, seq);
	// A room without a history here begins with what is said next.
	const oldest = room.seq === 0 ? seq + 1 : room.oldest;
	const complete = room.complete || oldest === 1;
	if (pending === room.pending && seq === room.seq && complete === room.complete) return room;
	return {...room, seq, pending, oldest, complete};
};

/** On first entering a room: what was read in an earlier run is not new, and all is read where none was told. */
export const withPlace = (room: Room): Room => {
	const {log, seen, record} = room;
	if (seen === undefined) return {...room, read: log.end, seen: room.seq};
	return withMarker({...room, read: numberFrom(log, seen + 1, record)});
};

/** Another journal: what is held stays readable, but its numbers mean nothing any more. */
export const cutRecord = (room: Room, at: number): Room => {
	if (room.seq === 0) return room;
	const cut: Room = {
		...room,
		seq: 0,
		oldest: 1,
		complete: false,
		orphans: emptyLog(),
		visit: undefined,
		seen: undefined,
		pending: room.pending.filter(({seq}) => seq === undefined),
	};
	if (room.log.start === room.log.end) return cut;
	const text = 'The server began a new record here; messages may be missing.';
	const noted = addLines(cut, [{type: 'note', ts: at, text, tone: 'info'}]);
	// What stands above is another record: nothing of this one can be put in front of it.
	return {...noted, record: noted.log.end, complete: true};
};
