/** What comes of a room's journal as it happens, or in a replay. */
import {isDirect, nameKey, sameName} from '../protocol/names.ts';
import {amended, lineOf, numberOfSeq, type Reader} from './lines.ts';
import {append, type Log, lineAt, replace} from './log.ts';
import {addLines, conversationOf, roomFor, settle, withRoom} from './rooms.ts';
import type {AmendmentEvent, EntryEvent, Line, MessageLine, Room, State} from './state.ts';
import {isIgnored} from './wishes.ts';

/**
 * Amendments kept of messages that are not held. A page that is loaded later has all that was stored before the
 * server read it; only what happened while it was on its way has to be remembered here.
 */
const orphansHeld = 4_096;

/**
 * Entries of one conversation, in the order in which they came. Those that are held already are ignored, but
 * bring back what is pending all the same.
 */
export const addEntries = (state: State, events: readonly EntryEvent[]): State => {
	const [first] = events;
	const room = first && roomOf(state, first);
	if (!room) return state;
	const returned = new Set<string>();
	let after = room;
	let lines: MessageLine[] = [];
	for (const event of events) {
		if (event.nonce !== undefined && sameName(event.id, state.me)) returned.add(event.nonce);
		if (event.seq <= after.seq) continue;
		after = withSeq(after, event.seq);
		if (event.type === 'message') {
			lines.push(lineOf(state, event));
			continue;
		}
		after = amend(state, addMessages(after, lines), event);
		lines = [];
	}
	after = addMessages(after, lines);
	const pending = settle(after.pending, after.seq, returned);
	if (after === room && pending === room.pending) return state;
	return withRoom(state, pending === after.pending ? after : {...after, pending});
};

/** What happens to a message of a conversation that is not open does not open it, nor does somebody ignored. */
const roomOf = (state: State, event: EntryEvent): Room | undefined => {
	const target = conversationOf(state.me, event);
	const opens = event.type === 'message' && isDirect(target) && !isIgnored(state, event.id);
	return opens ? roomFor(state, target) : state.rooms.get(nameKey(target));
};

/**
 * The first entry that is held says where what is held begins, also in a room that was empty: after a lost link, a
 * server may begin later than it ended. In front of lines of another record nothing can be loaded.
 */
const withSeq = (room: Room, seq: number): Room => {
	if (room.seq > 0 || (room.live && room.complete)) return {...room, seq};
	return {...room, seq, oldest: seq, complete: seq === 1 || room.record > room.log.start};
};

const addMessages = (room: Room, lines: readonly MessageLine[]): Room =>
	lines.length === 0 ? room : addLines({...room, typing: silence(room, lines)}, lines);

/** Whoever has just said something is not typing it any more. */
const silence = ({typing}: Room, lines: readonly MessageLine[]): Room['typing'] => {
	if (typing.size === 0) return typing;
	const spoke = new Set(lines.map(({id}) => nameKey(id)));
	return new Map([...typing].filter(([key]) => !spoke.has(key)));
};

/** What happened to a message, wherever that is held. */
export const amend = (reader: Reader, room: Room, event: AmendmentEvent): Room => {
	const log = amendIn(reader, room.log, event, room.record);
	const changed = log === undefined ? withOrphan(room, event) : log === room.log ? room : {...room, log};
	if (!room.visit) return changed;
	const visited = amendIn(reader, room.visit.log, event) ?? room.visit.log;
	return visited === room.visit.log ? changed : {...changed, visit: {...room.visit, log: visited}};
};

const withOrphan = (room: Room, event: AmendmentEvent): Room => ({
	...room,
	orphans: append(room.orphans, [event], orphansHeld),
});

/** Undefined when the message is not held. */
const amendIn = (
	reader: Reader,
	log: Log<Line>,
	event: AmendmentEvent,
	record?: number,
): Log<Line> | undefined => {
	const number = numberOfSeq(log, event.ref, record);
	if (number === undefined) return undefined;
	const line = lineAt(log, number) as MessageLine;
	const after = amended(reader, line, event);
	return after === line ? log : replace(log, number, after);
};
