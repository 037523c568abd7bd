/** The rooms in the order of the sidebar, and the ways from one to the next. */
import {generalRoom, isDirect} from '../protocol/names.ts';
import {collator} from './collator.ts';
import {type Chunk, chunksOf, type Shape, shapeOf} from './keyed.ts';
import {memo} from './memo.ts';
import type {Room, State} from './state.ts';
import {unread} from './unread.ts';
import {isMuted, isPinned} from './wishes.ts';

/** Pinned ones, general, the other rooms, conversations. */
const shelfOf = (state: State, room: Room): number => {
	if (isPinned(state, room)) return 0;
	if (room.key === generalRoom) return 1;
	return isDirect(room.target) ? 3 : 2;
};

const sorted = (state: State): readonly string[] =>
	[...state.rooms.values()]
		.map(room => ({room, shelf: shelfOf(state, room)}))
		.sort(
			(one, other) =>
				one.shelf - other.shelf ||
				collator.compare(one.room.target, other.room.target) ||
				(one.room.key < other.room.key ? -1 : 1),
		)
		.map(({room}) => room.key);

type Order = {
	readonly shape: Shape;
	readonly wishes: State['wishes'];
	readonly keys: readonly string[];
	readonly places: ReadonlyMap<string, number>;
};

/** The order of last time. Most changes are to what is in a room and not to which there are, and need no sorting. */
let last: Order | undefined;

const orderOf = (state: State): Order => {
	const {rooms, wishes} = state;
	const shape = shapeOf(rooms);
	if (last?.shape !== shape || last.wishes !== wishes) {
		const keys = sorted(state);
		last = {shape, wishes, keys, places: new Map(keys.map((key, place) => [key, place]))};
	}
	return last;
};

/** Keys of the rooms: those that are pinned come first; then general, the other rooms and conversations, each by name. */
export const roomOrder = (state: State): readonly string[] => orderOf(state).keys;

/** Where a room stands in the order, from 0; -1 for none of them. */
export const placeOf = (state: State, key: string): number => orderOf(state).places.get(key) ?? -1;

/** The rooms in their order. All of them are looked at: a frame asks for the order, and for those that it shows. */
export const roomList = (state: State): readonly Room[] => {
	const {rooms, wishes} = state;
	if (lastList?.rooms !== rooms || lastList.wishes !== wishes)
		lastList = {rooms, wishes, list: roomOrder(state).map(key => rooms.get(key)!)};
	return lastList.list;
};

let lastList: (Pick<State, 'rooms' | 'wishes'> & {readonly list: readonly Room[]}) | undefined;

/** What is unread in several rooms that are not muted. */
export type News = {
	readonly count: number;
	readonly mentions: number;
	/** rooms with older messages that are not held and were not read */
	readonly older: number;
};

type ChunkNews = News & {readonly rooms: readonly Room[]};

const known = new WeakMap<Chunk<Room>, {readonly wishes: State['wishes']; readonly news: ChunkNews}>();

const newsOf = (chunk: Chunk<Room>, wishes: State['wishes']): ChunkNews => {
	const found = known.get(chunk);
	if (found?.wishes === wishes) return found.news;
	let [count, mentions, older] = [0, 0, 0];
	const rooms: Room[] = [];
	for (const entry of chunk) {
		const room = entry?.[1];
		if (!room || isMuted({wishes}, room)) continue;
		const one = unread(room);
		count += one.count;
		mentions += one.mentions;
		if (one.atLeast) older++;
		if (one.count > 0 || one.atLeast) rooms.push(room);
	}
	const news = {count, mentions, older, rooms};
	known.set(chunk, {wishes, news});
	return news;
};

/** What is unread in all rooms that are not muted; asked again, it is counted where something has changed. */
export const newsOfAll: (state: State) => News = memo(({rooms, wishes}) => {
	const parts = chunksOf(rooms).map(chunk => newsOf(chunk, wishes));
	let [count, mentions, older] = [0, 0, 0];
	for (const part of parts) {
		count += part.count;
		mentions += part.mentions;
		older += part.older;
	}
	return {count, mentions, older};
});

/** The first rooms in their order that are not muted and have something unread. @param most of them at most */
export const roomsWithNews = (state: State, most: number): readonly Room[] => {
	const {rooms, wishes} = state;
	const all = chunksOf(rooms).flatMap(chunk => [...newsOf(chunk, wishes).rooms]);
	if (all.length <= 2 * most)
		return all
			.map(room => ({room, place: placeOf(state, room.key)}))
			.sort((one, other) => one.place - other.place)
			.slice(0, most)
			.map(({room}) => room);
	// Where most have something new, the first ones are soon found.
	const news = new Set(all);
	const found: Room[] = [];
	for (const key of roomOrder(state)) {
		const room = rooms.get(key)!;
		if (news.has(room) && found.push(room) === most) break;
	}
	return found;
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
export const unreadInAll = (state: State): number => newsOfAll(state).count;

/** Names of rooms that are remembered for completion. */
const listedHeld = 5000;

/** The names of rooms that are known, once the server has listed some more. */
export const withListed = ({directory}: State, rooms: readonly string[]): readonly string[] =>
	[...new Set([...rooms, ...directory])].slice(0, listedHeld);

/** A room as people write it: `#ops`, `@Dana`. */
export const label = ({target}: Pick<Room, 'target'>): string => (isDirect(target) ? target : `#${target}`);

/** For the terminal's window: `(3) #ops – tui-chat`. */
export const title = (state: State, counts = true): string => {
	const count = counts ? unreadInAll(state) : 0;
	const room = currentRoom(state);
	return `${count === 0 ? '' : `(${count}) `}${room ? `${label(room)} – ` : ''}tui-chat`;
};
