/** What named the reader, of all that is held. */
import type {EventOf} from '../protocol/messages.ts';
import {directMark, isDirect} from '../protocol/names.ts';
import {memo} from './memo.ts';
import {numberOf} from './select.ts';
import type {Line, MessageLine, Room, State} from './state.ts';

type Message = EventOf<'message'>;

// A full chunk never changes, so asking again costs what came since.
const naming = memo((lines: readonly Line[]): readonly MessageLine[] =>
	lines.filter((line): line is MessageLine => line.type === 'message' && line.mention),
);

const messagesOf = (me: string, {log, target}: Room): Message[] =>
	log.chunks.flatMap(chunk =>
		naming(chunk).map(({seq, id, msg, ts, kind}) => ({
			type: 'message',
			// As the server writes it: what is said to one alone goes to them.
			room: isDirect(target) ? directMark + me : target,
			seq,
			id,
			msg,
			ts,
			...(kind === undefined ? {} : {kind}),
		})),
	);

/** The newest first. @param most of them at most */
export const mentioned = ({rooms, me}: State, most: number): readonly Message[] =>
	[...rooms.values()]
		.flatMap(room => messagesOf(me, room).slice(-most))
		.sort((one, other) => other.ts - one.ts)
		.slice(0, most);

/** Was a message of this room not read yet? What nobody knows counts as read. */
export const isUnread = (room: Room | undefined, seq: number): boolean => {
	if (!room) return false;
	const number = numberOf(room, seq);
	if (number !== undefined) return number >= room.read;
	return room.seen !== undefined && seq > room.seen;
};
