/** What is read out of the room that one is in: its header, what is said, and what becomes of what was said. */
import {changedValues} from '../../client/keyed.ts';
import {changedNumbers, lineAt} from '../../client/log.ts';
import type {Room, State} from '../../client/state.ts';
import {isDirect, sameName} from '../../protocol/names.ts';
import {counted} from '../labels.ts';
import type {Snapshot} from '../layout.ts';
import {roomName} from '../sidebar.ts';
import {roomText} from '../where.ts';
import {entriesIn, isHeard, timed} from './entries.ts';
import {changeTexts, entryText, heardName, pendingText} from './sentences.ts';

/** How far the room that one is in was read out. */
export type RoomTold = {
	/** key of the room whose header was read last; undefined before the first one */
	readonly room: string | undefined;
	/** number of the first line of it that was not read */
	readonly upTo: number;
	/** lines came while the link was taken up again, and wait until that is done */
	readonly waits: boolean;
	/** the time that was said or passed last; undefined to say the next one */
	readonly at: number | undefined;
};

export const noRoomTold: RoomTold = {room: undefined, upTo: 0, waits: false, at: undefined};

type Read = {readonly told: RoomTold; readonly lines: readonly string[]};

/** Messages at most when a room is entered or a link taken up again; PgUp reads those before. */
const mostAtOnce = 20;
/** Messages that are read again where nothing is new, to remember what it was about. */
const reminder = 3;

/** What is new behind the place where reading stopped; older pages may hold more of it. */
const newsOf = ({log, marker, markedAt, oldest, complete, target}: Room): string => {
	if (marker === undefined) return '';
	let count = 0;
	let mentions = 0;
	for (let number = Math.max(marker, log.start); number < log.end; number++) {
		const line = lineAt(log, number);
		if (line?.type !== 'message' || line.mine || line.deleted) continue;
		count++;
		if (line.mention) mentions++;
	}
	const hasOlder = markedAt !== undefined && !complete && markedAt < oldest - 1;
	const forMe = mentions > 0 && !isDirect(target) ? `, ${counted(mentions, 'mention')} of you` : '';
	return `, ${counted(count, 'new message')}${hasOlder ? ' or more' : ''}${forMe}`;
};

/**
 * What was told of the server and of oneself before there was a room to read: the server's key at the first sight, whose
 * the name is, its greeting. History that came since stands behind it, and only the end of that is read.
 */
const beginnings = (room: Room, upTo: number, snapshot: Snapshot): string[] =>
	entriesIn(room, room.log.start, upTo, snapshot)
		.filter(entry => 'type' in entry && entry.type === 'note')
		.map(entry => entryText(entry, room));

/**
 * The beginning of a room that one comes to: what is new in it, or the end of what was said.
 * @param isFirst nothing was read before it
 */
const arrival = (room: Room, snapshot: Snapshot, isFirst: boolean): Read => {
	const {log, pending, marker} = room;
	const end = log.end + pending.length;
	const from = Math.max(marker ?? end - reminder, end - mostAtOnce, log.start);
	const {lines, at} = timed(entriesIn(room, from, end, snapshot), room, snapshot, undefined);
	const isCut = marker !== undefined && from > Math.max(marker, log.start);
	return {
		told: {room: room.key, upTo: log.end, waits: false, at},
		lines: [
			...(isFirst ? beginnings(room, from, snapshot) : []),
			roomText(room) + newsOf(room),
			...(isCut ? [`The last ${mostAtOnce}; Page Up reads those before.`] : []),
			...(lines.length === 0 && !room.gone ? ['Nothing has been said here yet.'] : lines),
		],
	};
};

/** Its past is there, or does not come for now. */
const isReady = (room: Room, {link}: State): boolean =>
	room.gone || (room.entered && (room.live || link.type !== 'online'));

/** What became of lines that were read. */
const changesOf = (before: Room, after: Room, upTo: number, snapshot: Snapshot): string[] => {
	if (before.log === after.log) return [];
	const {state, appearance} = snapshot;
	const nameOf = (id: string): string => (sameName(id, state.me) ? 'You' : heardName(id));
	return changedNumbers(before.log, after.log)
		.filter(number => number < upTo)
		.flatMap(number => {
			const [old, now] = [lineAt(before.log, number), lineAt(after.log, number)];
			if (!old || !now || !isHeard(now, snapshot)) return [];
			return changeTexts(old, now, nameOf, appearance.clock);
		});
};

/** What came since; of what was said while the link was down only the end. */
const goneOn = (old: Room, room: Room, told: RoomTold, snapshot: Snapshot): Read => {
	const {end} = room.log;
	const entries = entriesIn(room, told.upTo, end, snapshot);
	const isCut = (told.waits || !old.live) && entries.length > mostAtOnce;
	const read = isCut ? entries.slice(-mostAtOnce) : entries;
	const {lines, at} = timed(read, room, snapshot, told.at);
	const summary = `${counted(entries.length, 'entry', 'entries')} came meanwhile. The last ${mostAtOnce}; Page Up reads those before.`;
	return {
		told: {...told, upTo: end, waits: false, at},
		lines: [...(isCut ? [summary] : []), ...lines],
	};
};

/** What there is to read of the room that one is in. */
export const readRoom = (told: RoomTold, before: Snapshot, after: Snapshot): Read => {
	const {state} = after;
	const room = state.rooms.get(state.current);
	if (!room) return {told, lines: []};
	const isKnown = told.room === room.key && told.upTo <= room.log.end;
	if (!isReady(room, state)) {
		const isComing = !isKnown && before.state.current !== state.current;
		return {
			told: {...told, waits: isKnown},
			lines: isComing ? [`Entering ${roomName(room)}.`] : [],
		};
	}
	if (!isKnown) return arrival(room, after, told.room === undefined);
	const old = before.state.rooms.get(room.key) ?? room;
	const isEmptied = room.log.start === room.log.end && old.log.start < old.log.end;
	const next = goneOn(old, room, told, after);
	return {
		told: next.told,
		lines: [...changesOf(old, room, told.upTo, after), ...(isEmptied ? ['Emptied.'] : []), ...next.lines],
	};
};

/** Failures, and what waits for a link, of what one said in a room. */
const ownTexts = (before: Room | undefined, after: Room, {state, appearance}: Snapshot): string[] => {
	if (before?.pending === after.pending) return [];
	const known = new Map(before?.pending.map(one => [one.nonce, one]));
	const {labelFor} = appearance.keys;
	const ways = `${labelFor('retry')} sends it again, ${labelFor('takeBack')} takes it back.`;
	return after.pending.flatMap(one => {
		const old = known.get(one.nonce);
		if (one.error) return old?.error ? [] : [`${pendingText(one)} ${ways}`];
		const isNew = !old || old.error !== undefined;
		return isNew && state.link.type !== 'online'
			? [`${pendingText(one)} It is sent as soon as you are connected.`]
			: [];
	});
};

/** In all rooms: what one said fails nowhere in silence. */
export const readOwn = (before: Snapshot, after: Snapshot): string[] => {
	const {rooms, current} = after.state;
	return changedValues(before.state.rooms, rooms).flatMap(({old, now: room}) => {
		const texts = ownTexts(old, room, after);
		return room.key === current ? texts : texts.map(text => `In ${roomName(room)}: ${text}`);
	});
};
