/** The list of rooms and of who is in the current one, as rows. Only what fits is looked at. */
import {
	type Heard,
	headcount,
	heardIn,
	isCrowd,
	isMuted,
	isPinned,
	newsOfAll,
	people,
	placeOf,
	roomOrder,
	type Unread,
	unread,
} from '../client/select.ts';
import type {Room, State} from '../client/state.ts';
import type {Person} from '../protocol/messages.ts';
import {isDirect} from '../protocol/names.ts';
import {count, label} from './labels.ts';
import {mutedSign, personRow} from './person-row.ts';
import type {Role, Theme} from './themes.ts';
import {columns, fit} from './wrap.ts';

export type SidebarInput = {
	readonly state: State;
	/** without the line that parts it from the messages, which is drawn too */
	readonly width: number;
	readonly side?: 'left' | 'right';
	readonly height: number;
	readonly theme: Theme;
	readonly scroll?: SidebarScroll;
};

/** Rows that the wheel has moved each list by, from where it stands by itself. */
export type SidebarScroll = {readonly rooms: number; readonly people: number};

export const unscrolled: SidebarScroll = {rooms: 0, people: 0};

/** A row of one of the lists, and what it stands for; nothing for headings and what counts the rest. */
type ListRow = {readonly list: keyof SidebarScroll; readonly text: string; readonly of?: SidebarItem};

export type SidebarItem =
	| {readonly type: 'room'; readonly target: string}
	| {readonly type: 'person'; readonly id: string}
	/** those of a crowd who are not shown */
	| {readonly type: 'others'; readonly room: string};

/** A room as people write it, safe to draw. */
export const roomName = ({target}: Pick<Room, 'target'>): string =>
	label(isDirect(target) ? target : `#${target}`);

/** In front of a room that stands before the others. */
const pinnedSign = '•';

/** Beyond it the exact number tells nothing. */
const mostCounted = 9999;

/** What is unread: `3`, `3+` with older ones that are not held, `1!` when some means the reader; empty for nothing. */
export const unreadLabel = ({count: all, mentions, atLeast}: Unread): {text: string; role: Role} => {
	const short = (number: number): string =>
		number > mostCounted ? `${mostCounted}+` : `${number}${atLeast ? '+' : ''}`;
	if (mentions > 0) return {text: `${short(mentions)}!`, role: 'mentionCount'};
	return {text: all > 0 || atLeast ? short(all) : '', role: 'unread'};
};

/** Exactly `height` rows of `width` columns, and on the side of the messages the line between. */
export const sidebarRows = (input: SidebarInput): string[] => {
	const {width, height, theme, side = 'left'} = input;
	const rows = listRows(input);
	const line = theme.paint('border', '│');
	return Array.from({length: height}, (_, index) => {
		const row = rows[index]?.text || ' '.repeat(width);
		return side === 'left' ? row + line : line + row;
	});
};

/** What stands in a row; undefined where nothing does that could be chosen. */
export const sidebarItem = (input: SidebarInput, row: number): SidebarItem | undefined =>
	listRows(input)[row]?.of;

/** The list under a row moved by so many rows, as far as it goes. */
export const sidebarScrolled = (input: SidebarInput, row: number, by: number): SidebarScroll => {
	const {scroll = unscrolled} = input;
	const list = listRows(input)[row]?.list;
	if (list === undefined) return scroll;
	const moved = {...scroll, [list]: scroll[list] + by};
	const itemsOf = (one: SidebarScroll): unknown[] => listRows({...input, scroll: one}).map(({of}) => of);
	// Beyond its ends a list stays as it is, and so does the number.
	return JSON.stringify(itemsOf(moved)) === JSON.stringify(itemsOf(scroll)) ? scroll : moved;
};

const listRows = (input: SidebarInput): ListRow[] => {
	const {state, height} = input;
	const rooms = roomOrder(state);
	const room = state.rooms.get(state.current);
	const crowd = room && isCrowd(room) ? room : undefined;
	const present = room && !crowd ? people(room) : [];
	// Of a crowd the last row says how to find the others.
	const wanted = crowd ? heardIn(state, crowd, height).length + 1 : present.length;
	const forPeople = peopleHeight(height, rooms.length + 1, wanted);
	const rows = roomRows(input, rooms, Math.min(rooms.length + 1, height - forPeople));
	if (forPeople === 0) return rows;
	const named = crowd ? crowdRows(input, crowd, forPeople - 1) : peopleRows(input, present, forPeople - 1);
	return [...rows, {list: 'people', text: ''}, ...named];
};

/**
 * Rows for a blank, a heading and people: what the rooms leave, but half when both are long; none when they
 * would hardly name anybody.
 */
const peopleHeight = (height: number, rooms: number, people: number): number => {
	const wanted = people === 0 ? 0 : people + 2;
	const given = Math.min(wanted, Math.max(Math.floor(height / 2), height - rooms));
	return given < Math.min(wanted, fewestPeople) ? 0 : given;
};

/** A blank, a heading, one person, and how many more there are. */
const fewestPeople = 4;

/** Margin, text and margin, as far as there is room for margins. */
const framed = (width: number, draw: (inner: number) => string): string =>
	width > 4 ? ` ${draw(width - 2)} ` : draw(width);

const heading = ({width, theme}: SidebarInput, text: string): string =>
	framed(width, inner => theme.paint('heading', fit(text, inner)));

const roomRows = (input: SidebarInput, keys: readonly string[], height: number): ListRow[] => {
	const {state, width, theme, scroll = unscrolled} = input;
	const slots = height - 1;
	const fits = keys.length <= slots;
	const shown = fits ? keys.length : Math.max(0, slots - 1);
	const current = placeOf(state, state.current);
	const from = within(
		within(current - Math.floor(shown / 2), keys.length - shown) + scroll.rooms,
		keys.length - shown,
	);
	const rooms = keys.slice(from, from + shown).map(key => state.rooms.get(key)!);
	const rows = rooms.map((room): ListRow => {
		const isCurrent = room.key === state.current;
		const muted = isMuted(state, room);
		const {text: counted, role: calls} = unreadLabel(unread(room));
		const counts = {text: counted, role: muted ? 'dim' : calls} as const;
		const plain = muted || room.gone ? 'dim' : counts.text === '' ? 'text' : 'unread';
		const role: Role = isCurrent ? 'current' : plain;
		const sign = isCurrent ? '›' : isPinned(state, room) ? pinnedSign : ' ';
		const name = `${sign} ${roomName(room)}${muted ? ` ${mutedSign}` : ''}`;
		const text = framed(width, inner => withCount(name, role, counts, inner, theme));
		return {list: 'rooms', text, of: {type: 'room', target: room.target}};
	});
	const all: ListRow[] = [{list: 'rooms', text: heading(input, 'Rooms')}, ...rows];
	if (!fits && slots > 0) {
		const name = `  … ${count(keys.length - rooms.length)} more`;
		const calling = unreadLabel(unreadBesides(state, rooms));
		const text = framed(width, inner => withCount(name, 'dim', calling, inner, theme));
		all.push({list: 'rooms', text});
	}
	return all;
};

/** What calls from rooms that are not shown: of all that does, less what is shown, so that the others need no look. */
const unreadBesides = (state: State, shown: readonly Room[]): Unread => {
	let {count, mentions, older} = newsOfAll(state);
	for (const room of shown) {
		if (isMuted(state, room)) continue;
		const one = unread(room);
		count -= one.count;
		mentions -= one.mentions;
		if (one.atLeast) older--;
	}
	return {count, mentions, atLeast: older > 0};
};

const within = (value: number, most: number): number => Math.max(0, Math.min(value, most));

const withCount = (
	name: string,
	role: Role,
	counts: {text: string; role: Role},
	width: number,
	theme: Theme,
): string => {
	const right = counts.text === '' ? '' : ` ${counts.text}`;
	if (right.length >= width) return theme.paint(role, fit(name, width));
	return theme.paint(role, fit(name, width - right.length)) + theme.paint(counts.role, right);
};

const namedRows = ({state, width, theme}: SidebarInput, shown: readonly Heard[]): ListRow[] => {
	const longest = shown.reduce((most, {person: {id}}) => Math.max(most, columns(label(id))), 0);
	return shown.map(({person, isKnown}): ListRow => {
		const text = framed(width, inner => personRow({person, isKnown, state, longest, width: inner, theme}));
		return {list: 'people', text, of: {type: 'person', id: person.id}};
	});
};

/** How the others of a crowd are found, in as many words as there is room for. */
const others = ['  /who finds the others', '  /who finds others', '  /who: others', '  /who'];

const crowdRows = (input: SidebarInput, room: Room, height: number): ListRow[] => {
	const {state, width, theme} = input;
	const text = framed(width, inner => {
		const words = others.find(one => one.length <= inner) ?? others.at(-1)!;
		return theme.paint('dim', fit(words, inner));
	});
	return [
		{list: 'people', text: heading(input, `People ${count(headcount(room))}`)},
		...namedRows(input, heardIn(state, room, height - 2)),
		{list: 'people', text, of: {type: 'others', room: room.target}},
	];
};

const peopleRows = (input: SidebarInput, present: readonly Person[], height: number): ListRow[] => {
	const {width, theme, scroll = unscrolled} = input;
	const slots = height - 1;
	const room = present.length <= slots ? present.length : slots - 1;
	const from = within(scroll.people, present.length - room);
	const shown = present.slice(from, from + room);
	const rows = namedRows(
		input,
		shown.map(person => ({person, isKnown: true})),
	);
	const hidden = present.length - shown.length;
	const more = framed(width, inner => theme.paint('dim', fit(`  … ${count(hidden)} more`, inner)));
	const title = heading(input, `People ${count(present.length)}`);
	return [
		{list: 'people', text: title},
		...rows,
		...(hidden > 0 ? [{list: 'people', text: more} as const] : []),
	];
};
