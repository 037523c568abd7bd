/** Stretches of a room as lines to read. */
import type {Room} from '../../client/state.ts';
import type {Snapshot} from '../layout.ts';
import {type Entry, entryAt} from '../line-content.ts';
import {entryText} from './sentences.ts';

/** After a pause of so many ms between two messages the time is said. */
const pauseMs = 5 * 60_000;

/** Does one want to hear this at all? */
export const isHeard = (entry: Entry, {screen}: Snapshot): boolean => {
	if (!('type' in entry)) return true;
	if (entry.type === 'message') return !entry.ignored;
	return entry.type !== 'presence' || screen.preferences.values['text.joins'] === 'fold';
};

/** Entries of a room by their numbers, those that are held and heard. */
export const entriesIn = (room: Room, from: number, to: number, snapshot: Snapshot): Entry[] => {
	const entries: Entry[] = [];
	for (let number = Math.max(from, room.log.start); number < to; number++) {
		const entry = entryAt(room, number);
		if (entry && isHeard(entry, snapshot)) entries.push(entry);
	}
	return entries;
};

/** Lines to read, and the time that was said or passed last. */
export type Timed = {readonly lines: readonly string[]; readonly at: number | undefined};

/**
 * Entries with the day and the time where those have changed by much.
 * @param at the time that was said last; undefined to begin with one
 */
export const timed = (
	entries: readonly Entry[],
	room: Room,
	{appearance: {clock}}: Snapshot,
	at: number | undefined,
): Timed => {
	const lines: string[] = [];
	let last = at;
	for (const entry of entries) {
		const text = entryText(entry, room);
		if (text === '') continue;
		const isOtherDay = last === undefined || clock.dayKey(last) !== clock.dayKey(entry.ts);
		if (isOtherDay) lines.push(`${clock.day(entry.ts)}, ${clock.time(entry.ts)}`);
		else if (entry.ts - last! >= pauseMs) lines.push(clock.time(entry.ts));
		lines.push(text);
		last = entry.ts;
	}
	return {lines, at: last};
};
