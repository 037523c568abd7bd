/** The rooms in the order of the sidebar, and the ways from one to the next. */
import {generalRoom, isDirect} from '../protocol/names.ts';
import {collator} from './collator.ts';
import type {Room, State} from './state.ts';
import {unread} from './unread.ts';
import {isMuted, isPinned} from './wishes.ts';

/** Pinned ones, general, the other rooms, conversations. */
const shelfOf = (state: State, room: Room): number => {
	if (isPinned(state, room)) return 0;
	if (room.key === generalRoom) return 1;
	return isDirect(room.target) ? 3 : 2;
};

const sorted = (state: State): readonly Room[] =>
	[...state.rooms.values()]
		.map(room => ({room, shelf: shelfOf(state, room)}))
		.sort(
			(one, other) =>
				one.shelf - other.shelf ||
				collator.compare(one.room.target, other.room.target) ||
				(one.room.key < other.room.key ? -1 : 1),
		)
		.map(({room}) => room);

type Listed = {
	readonly rooms: State['rooms'];
	readonly wishes: State['wishes'];
	readonly list: readonly Room[];
};

/** The list of last time. Most changes are to what is in a room and not to which there are, and need no sorting. */
let last: Listed | undefined;

const sameRooms = (state: State, {rooms, wishes, list}: Listed): boolean =>
	wishes === state.wishes &&
	rooms.size === state.rooms.size &&
	list.every(({key, target}) => state.rooms.get(key)?.target === target);

/** Those that are pinned come first; then general, the other rooms and direct conversations, each by name. */
export const roomList = (state: State): readonly Room[] => {
	const {rooms, wishes} = state;
	if (last?.rooms === rooms && last.wishes === wishes) return last.list;
	const list = last && sameRooms(state, last) ? last.list.map(({key}) => rooms.get(key)!) : sorted(state);
	last = {rooms, wishes, list};
	return list;
};

/** The room on the screen. */
export const currentRoom = (state: State): Room | undefined => state.rooms.get(state.current);

/** The room so many places after the current one (before it, when negative), round and round. */
export const nextRoom = (state: State, steps: number): Room | undefined => {
	const list = roomList(state);
	const place = list.findIndex(({key}) => key === state.current);
	return list.at((place + steps) % list.length);
};

/** The next room with something new after the current one; those with a mention come first, muted ones never. */
export const nextActive = (state: State): Room | undefined => {
	const list = roomList(state);
	const place = list.findIndex(({key}) => key === state.current);
	const others = [...list.slice(place + 1), ...list.slice(0, Math.max(place, 0))].filter(
		room => !isMuted(state, room),
	);
	return others.find(room => unread(room).mentions > 0) ?? others.find(room => unread(room).count > 0);
};

/** @param number 1 for the first */
export const roomByNumber = (state: State, number: number): Room | undefined => roomList(state)[number - 1];

/** Messages that are unread in all rooms together, but for muted ones. */
export const unreadInAll = (state: State): number =>
	roomList(state).reduce((sum, room) => (isMuted(state, room) ? sum : sum + unread(room).count), 0);

/** A room as people write it: `#ops`, `@Dana`. */
export const label = ({target}: Pick<Room, 'target'>): string => (isDirect(target) ? target : `#${target}`);

/** For the terminal's window: `(3) #ops – tui-chat`. */
export const title = (state: State, counts = true): string => {
	const count = counts ? unreadInAll(state) : 0;
	const room = currentRoom(state);
	return `${count === 0 ? '' : `(${count}) `}${room ? `${label(room)} – ` : ''}tui-chat`;
};
