/** What of a room is on the screen, and the messages in it. */
import {numberFrom} from '../client/lines.ts';
import {type Log, lineAt} from '../client/log.ts';
import {numberOf} from '../client/select.ts';
import type {Line, MessageLine, Room, Visit} from '../client/state.ts';

const shownRooms = new WeakMap<Room, Room>();

/** The room as the pane shows it: the old part that is looked at, if there is one, as if it were all. */
export const shownRoom = (room: Room): Room => {
	const {visit} = room;
	if (!visit) return room;
	const held = shownRooms.get(room);
	if (held) return held;
	const {log, oldest, complete} = visit;
	const marker = markerIn(visit, room.markedAt);
	const shown = {...room, log, oldest, complete, marker, record: log.start, pending: []};
	shownRooms.set(room, shown);
	return shown;
};

/** Where reading stopped, if that is in this part of the room. @param markedAt seq of the last message that was read */
const markerIn = ({log, oldest}: Visit, markedAt: number | undefined): number | undefined => {
	if (markedAt === undefined || markedAt + 1 < oldest) return undefined;
	const number = numberFrom(log, markedAt + 1, log.start);
	return number < log.end ? number : undefined;
};

/** The message with a `seq` in what is shown of a room; undefined when it is not held. */
export const messageOf = (room: Room, seq: number): MessageLine | undefined => {
	const shown = shownRoom(room);
	const number = numberOf(shown, seq);
	return number === undefined ? undefined : (lineAt(shown.log, number) as MessageLine);
};

type Fits = (line: MessageLine) => boolean;

/** The number of the last message of a shown room that fits, before a number. */
export const messageBefore = ({log, record}: Room, number: number, fits: Fits): number | undefined => {
	// What stands above the record has places in another journal: nothing can be done with it.
	const least = Math.max(log.start, record);
	for (let at = Math.min(number, log.end) - 1; at >= least; at--) if (isFit(log, at, fits)) return at;
	return undefined;
};

/** The number of the first message of a shown room that fits, behind a number. */
export const messageAfter = ({log, record}: Room, number: number, fits: Fits): number | undefined => {
	for (let at = Math.max(number + 1, log.start, record); at < log.end; at++)
		if (isFit(log, at, fits)) return at;
	return undefined;
};

const isFit = (log: Log<Line>, number: number, fits: Fits): boolean => {
	const line = lineAt(log, number);
	return line?.type === 'message' && fits(line);
};
