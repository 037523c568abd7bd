/** What calls a person who does other things: which new messages, and how they are told of. */
import {changedValues} from '../client/keyed.ts';
import {lineAt} from '../client/log.ts';
import {levelOf} from '../client/select.ts';
import type {MessageLine, Room, State} from '../client/state.ts';
import {isDirect} from '../protocol/names.ts';
import {count, excerpt, label} from './labels.ts';
import type {PreferenceValues} from './preferences.ts';
import {roomName} from './sidebar.ts';
import {columns, fit} from './wrap.ts';

/** Messages that call, between two moments. */
export type Calls = {
	readonly count: number;
	/** by room key; each as people write it */
	readonly rooms: ReadonlyMap<string, string>;
	/** the newest one */
	readonly id: string;
	readonly msg: string;
	readonly isDirect: boolean;
};

/** @property title one line without control characters, as is the body */
export type Notice = {
	readonly bell: boolean;
	readonly desktop?: {readonly title: string; readonly body: string};
};

/**
 * What came in and calls. Nothing that a server sends again calls anybody: a room is live only after that, and a
 * conversation that somebody begins has no past.
 * @param isHere the room on the screen is looked at
 */
export const callsBetween = (
	before: State,
	after: State,
	usual: PreferenceValues['notify.level'],
	isHere: boolean,
): Calls | undefined => {
	if (after.rooms === before.rooms) return undefined;
	let calls: Calls | undefined;
	for (const {old, now: room} of changedValues(before.rooms, after.rooms)) {
		if (isHere && room.key === after.current) continue;
		if (old ? !old.live || !old.entered || !room.live : !isBegun(room)) continue;
		const level = levelOf(after, room, usual);
		if (level !== 'nothing')
			calls = joined(calls, callsIn(room, old?.log.end ?? room.log.start, level === 'all'));
	}
	return calls;
};

/** A conversation that the server had not told of, so that somebody has just begun it. */
const isBegun = ({target, live, seen}: Room): boolean => isDirect(target) && live && seen === undefined;

const callsIn = (room: Room, from: number, all: boolean): Calls | undefined => {
	let found = 0;
	let newest: MessageLine | undefined;
	for (let number = Math.max(from, room.log.start); number < room.log.end; number++) {
		const line = lineAt(room.log, number);
		if (line?.type !== 'message' || line.mine || line.deleted || line.ignored) continue;
		if (!all && !line.mention) continue;
		found++;
		newest = line;
	}
	if (!newest) return undefined;
	const {id, msg} = newest;
	return {
		count: found,
		rooms: new Map([[room.key, roomName(room)]]),
		id,
		msg,
		isDirect: isDirect(room.target),
	};
};

/** Calls that are told of together. */
export const joined = (calls: Calls | undefined, more: Calls | undefined): Calls | undefined => {
	if (!calls || !more) return more ?? calls;
	return {...more, count: calls.count + more.count, rooms: new Map([...calls.rooms, ...more.rooms])};
};

const widestTitle = 60;
const widestBody = 100;

/**
 * How calls are told of: by the bell, and on the desktop when nobody looks at the window. A window that never said
 * whether it has the focus counts as looked at.
 */
export const noticeOf = (calls: Calls, values: PreferenceValues, isFocused: boolean): Notice => {
	if (values['notify.quiet']) return {bell: false};
	const bell = values['notify.bell'];
	if (isFocused || !values['notify.desktop']) return {bell};
	const {id, msg} = calls;
	const isOne = calls.count === 1;
	const said = excerpt(msg);
	const body = isOne ? said : `${label(id)}: ${said}`;
	return {bell, desktop: {title: short(titleOf(calls), widestTitle), body: short(body, widestBody)}};
};

/** `Dana`, `Dana in #ops`, `3 messages in #ops`, `12 messages in 2 rooms` */
const titleOf = ({count: number, rooms, id, isDirect}: Calls): string => {
	const [where = ''] = rooms.values();
	if (number === 1) return isDirect ? label(id) : `${label(id)} in ${where}`;
	return `${count(number)} messages in ${rooms.size === 1 ? where : `${count(rooms.size)} rooms`}`;
};

const short = (text: string, most: number): string =>
	columns(text) > most ? fit(text, most).trimEnd() : text;
