/**
 * Entries without rows, passed over by the chunk: somebody who is ignored may have said 100,000 things, and a frame must
 * not look at each of them.
 */
import {chunkAt} from '../client/log.ts';
import type {Line} from '../client/state.ts';
import {entryAt, type Look} from './line-content.ts';
import {dayOf} from './line-rows.ts';
import type {Frame} from './pane-frame.ts';

type Silence = Pick<Look, 'clock' | 'texts'> & {
	/** all of its entries are of this day and have no rows; undefined where that is not so */
	readonly day: string | undefined;
};

const silences = new WeakMap<readonly Line[], Silence>();

const isSilent = (line: Line, {texts}: Look): boolean =>
	line.type === 'message' ? line.ignored === true : line.type === 'presence' && !texts.joins;

/** The day of a chunk of which nothing is to be seen. */
const silentDay = (chunk: readonly Line[], look: Look): string | undefined => {
	const {clock, texts} = look;
	const held = silences.get(chunk);
	if (held && held.clock === clock && held.texts === texts) return held.day;
	const day = chunk.every(line => isSilent(line, look)) ? dayOfAll(chunk, look) : undefined;
	silences.set(chunk, {clock, texts, day});
	return day;
};

/** The day of all of them. What lies between two times of one day is of that day. */
const dayOfAll = (chunk: readonly Line[], {clock}: Look): string | undefined => {
	let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const {ts} of chunk) {
		least = Math.min(least, ts);
		most = Math.max(most, ts);
	}
	const day = clock.dayKey(least);
	return day === clock.dayKey(most) ? day : undefined;
};

/** The numbers of a chunk that has no row at all, no day or mark above one of its entries either. */
const silentRun = (frame: Frame, number: number): {from: number; to: number} | undefined => {
	const {room, look, first} = frame;
	const chunk = chunkAt(room.log, number);
	// Above the very first entry something may stand.
	if (!chunk || chunk.first <= first) return undefined;
	const {first: from, items} = chunk;
	const to = from + items.length;
	if (room.marker !== undefined && room.marker >= from && room.marker < to) return undefined;
	const day = silentDay(items, look);
	return day !== undefined && day === dayOf(entryAt(room, from - 1)!, look) ? {from, to} : undefined;
};

/** The next entry upwards that may have rows; the first of all at last. */
export const before = (frame: Frame, number: number): number => {
	let at = number - 1;
	for (let run = silentRun(frame, at); run; run = silentRun(frame, at)) at = run.from - 1;
	return at;
};

/** The next entry downwards that may have rows; the end at last. */
export const after = (frame: Frame, number: number): number => {
	let at = number + 1;
	for (let run = silentRun(frame, at); run; run = silentRun(frame, at)) at = run.to;
	return at;
};
