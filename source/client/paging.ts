/** Older parts of a room: in front of what is held, or visited on their own. */
import {amend} from './entries.ts';
import {amended, lineOf, numberFrom, type Reader} from './lines.ts';
import {append, emptyLog, type Log, lineAt, prepend} from './log.ts';
import type {AmendmentEvent, EntryEvent, HistoryPage, Line, MessageLine, Room, Visit} from './state.ts';

/** Lines that a visit takes from the room in one step, where the two meet. */
const copiedAtOnce = 100;

/** Messages of a page between two seqs, in order, with all that is known to have happened to them. */
const linesOf = (
	reader: Reader,
	{orphans}: Room,
	list: readonly EntryEvent[],
	{above = 0, below = Number.POSITIVE_INFINITY}: {above?: number; below?: number},
): MessageLine[] => {
	const bySeq = new Map<number, MessageLine>();
	for (const event of list) {
		if (event.type === 'message' && event.seq > above && event.seq < below)
			bySeq.set(event.seq, lineOf(reader, event));
	}
	const change = (event: AmendmentEvent): void => {
		const line = bySeq.get(event.ref);
		if (line) bySeq.set(event.ref, amended(reader, line, event));
	};
	for (const event of list) if (event.type !== 'message') change(event);
	// What came while the page was on its way.
	for (const chunk of orphans.chunks) for (const event of chunk) change(event);
	return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
};

/**
 * Which entries a page is of. Behind its own stand those that change messages of it; those are not told apart, but
 * a page without messages has none.
 */
const rangeOf = (list: readonly EntryEvent[]): {from: number; to: number} | undefined => {
	if (list.length === 0) return undefined;
	const messages = list.filter(({type}) => type === 'message');
	const ends = messages.length === 0 ? list : messages;
	return {from: Math.min(...list.map(({seq}) => seq)), to: Math.max(...ends.map(({seq}) => seq))};
};

/** Changes of messages that are held already, which may have come in no other way yet. */
const amendAll = (reader: Reader, room: Room, list: readonly EntryEvent[]): Room =>
	list.reduce((after, event) => (event.type === 'message' ? after : amend(reader, after, event)), room);

/** Puts a page in front of what is held. Nothing that is held moves, and nothing is held twice. */
export const withOlder = (reader: Reader, room: Room, {list, first}: HistoryPage): Room => {
	const all = list.map(({seq}) => seq);
	// A conversation that was just opened holds nothing: then the newest page is where it begins.
	const seq = room.seq === 0 ? Math.max(0, ...all) : room.seq;
	const below = room.seq === 0 ? seq + 1 : room.oldest;
	const oldest = Math.min(below, ...all);
	const lines = linesOf(reader, room, list, {below});
	const longer = withLinesInFront({...room, seq, oldest, complete: first || oldest <= 1}, lines);
	return amendAll(reader, longer, list);
};

/** Where reading had stopped above what was held, the place of the first unread one becomes known. */
const withLinesInFront = (room: Room, lines: readonly MessageLine[]): Room => {
	if (lines.length === 0) return room;
	const log = prepend(room.log, lines);
	const firstAfter = (seq: number | undefined, number: number): number =>
		seq === undefined || number > room.log.start
			? number
			: Math.min(number, numberFrom(log, seq + 1, room.record - lines.length));
	return {
		...room,
		log,
		record: room.record - lines.length,
		read: room.entered ? firstAfter(room.seen, room.read) : room.read,
		marker: room.marker === undefined ? undefined : firstAfter(room.markedAt, room.marker),
	};
};

/** Opens a part of the room from around a message. */
export const withVisit = (
	reader: Reader,
	room: Room,
	seq: number,
	{list, first, last}: HistoryPage,
): Room => {
	const lines = linesOf(reader, room, list, {});
	const {from, to} = rangeOf(list) ?? {from: seq, to: seq};
	const log = append(emptyLog<Line>(), lines);
	const visit: Visit = {log, oldest: from, newest: to, complete: first || from <= 1, current: last, seq};
	return amendAll(reader, {...room, visit}, list);
};

/** Makes what is visited longer, at its older or its newer end. */
export const widened = (reader: Reader, room: Room, side: 'older' | 'newer', page: HistoryPage): Room => {
	const {visit} = room;
	if (!visit) return room;
	const {list, first, last} = page;
	const {from, to} = rangeOf(list) ?? {from: visit.oldest, to: visit.newest};
	if (side === 'older') {
		const log = prepend(visit.log, linesOf(reader, room, list, {below: visit.oldest}));
		const oldest = Math.min(visit.oldest, from);
		return amendAll(reader, {...room, visit: {...visit, log, oldest, complete: first || oldest <= 1}}, list);
	}
	const log = append(visit.log, linesOf(reader, room, list, {above: visit.newest}));
	const newest = Math.max(visit.newest, to);
	return amendAll(reader, {...room, visit: {...visit, log, newest, current: last}}, list);
};

/** Does what is visited go on in what the room holds? Then nothing has to be asked for. */
export const meets = ({oldest, seq}: Room, visit: Visit): boolean => seq > 0 && visit.newest + 1 >= oldest;

/** Makes what is visited longer by what the room holds. */
export const withHeld = (room: Room): Room => {
	const {visit, log, seq} = room;
	if (!visit) return room;
	const start = numberFrom(log, visit.newest + 1, room.record);
	const lines = messagesFrom(log, start, copiedAtOnce);
	const newest = lines.at(-1)?.seq ?? seq;
	const isAll = lines.length < copiedAtOnce || newest >= seq;
	const longer = {...visit, log: append(visit.log, lines), newest: isAll ? seq : newest, current: isAll};
	return {...room, visit: longer};
};

const messagesFrom = (log: Log<Line>, start: number, most: number): MessageLine[] => {
	const lines: MessageLine[] = [];
	for (let number = start; number < log.end && lines.length < most; number++) {
		const line = lineAt(log, number);
		if (line?.type === 'message') lines.push(line);
	}
	return lines;
};
