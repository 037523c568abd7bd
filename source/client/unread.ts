/** How much of a room was not read. */
import {isDirect} from '../protocol/names.ts';
import type {Log} from './log.ts';
import {memo} from './memo.ts';
import type {Line, Room} from './state.ts';

export type Unread = {
	/** messages that are held and were not read */
	readonly count: number;
	readonly mentions: number;
	/** older ones, which are not held, were not read either; how many of them are messages is not known */
	readonly atLeast: boolean;
};

type Counts = Omit<Unread, 'atLeast'>;

const countLines = (lines: readonly Line[]): Counts => {
	let count = 0;
	let named = 0;
	for (const line of lines) {
		if (line.type !== 'message' || line.mine || line.deleted || line.ignored) continue;
		count++;
		if (line.mention) named++;
	}
	return {count, mentions: named};
};

// A full chunk never changes, so a flood into an unwatched room costs one chunk and not all that is unread.
const countChunk = memo(countLines);

const countFrom = (log: Log<Line>, first: number): Counts => {
	let count = 0;
	let named = 0;
	let start = log.start;
	for (const chunk of log.chunks) {
		const end = start + chunk.length;
		if (end > first) {
			const part = start >= first ? countChunk(chunk) : countLines(chunk.slice(first - start));
			count += part.count;
			named += part.mentions;
		}
		start = end;
	}
	return {count, mentions: named};
};

/** Messages that were not read. Whoever writes to you directly means you: each of those is a mention. */
export const unread: (room: Room) => Unread = memo(room => {
	const {log, read, seen, oldest, complete, entered, target} = room;
	// Before its history is whole, nothing of a room is news.
	if (!entered) return {count: 0, mentions: 0, atLeast: false};
	const {count, mentions} = countFrom(log, read);
	const atLeast = seen !== undefined && !complete && seen < oldest - 1;
	return {count, mentions: isDirect(target) ? count : mentions, atLeast};
});
