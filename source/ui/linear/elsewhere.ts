/** What is read out of rooms that one is not in: what calls one, in full; of the rest that there is something. */
import {lineAt} from '../../client/log.ts';
import {levelOf, unread} from '../../client/select.ts';
import type {MessageLine, Room} from '../../client/state.ts';
import {isDirect} from '../../protocol/names.ts';
import {counted} from '../labels.ts';
import type {Snapshot} from '../layout.ts';
import {roomName} from '../sidebar.ts';
import {bodyText, heardName} from './sentences.ts';

/** What was said of one room. */
type Heard = {
	/** number of the first line of it that nothing was said of */
	readonly from: number;
	/** when something was said of it last (ms since 1970) */
	readonly at: number;
};

/** By room key. */
export type ElsewhereTold = ReadonlyMap<string, Heard>;

/** One room is spoken of at most this often, so that a busy one leaves time to hear the one that one is in. */
const calmMs = 1000;

type Read = {
	readonly told: ElsewhereTold;
	readonly lines: readonly string[];
	/** ms since 1970 at which there is more to say, though nothing happens */
	readonly wake: number | undefined;
};

/** Was this room's past still coming, so that what it brought is no news? A first direct message makes its room. */
const isReplay = (before: Snapshot, old: Room | undefined, room: Room): boolean =>
	before.state.link.type !== 'online' || (old ? !old.live : !isDirect(room.target));

/** Messages that nothing was said of and that were not read. */
const newIn = ({log, read}: Room, from: number): MessageLine[] => {
	const found: MessageLine[] = [];
	for (let number = Math.max(from, read, log.start); number < log.end; number++) {
		const line = lineAt(log, number);
		if (line?.type === 'message' && !line.mine && !line.deleted && !line.ignored) found.push(line);
	}
	return found;
};

const summary = (room: Room, count: number, mentions: number): string => {
	const forMe = mentions > 0 && !isDirect(room.target) ? `, ${counted(mentions, 'mention')} of you` : '';
	return `${counted(count, 'new message')} in ${roomName(room)}${forMe}`;
};

/** The one that calls, in full; of several the last one. */
const call = (room: Room, calls: readonly MessageLine[]): string => {
	const last = calls.at(-1)!;
	const from = isDirect(room.target)
		? `Direct message from ${heardName(last.id)}`
		: `Message in ${roomName(room)} from ${heardName(last.id)}`;
	const text = bodyText(from, last);
	return calls.length === 1 ? text : `${summary(room, calls.length, 0)}, the last:\n  ${text}`;
};

type Spoken = {readonly heard: Heard; readonly line?: string; readonly wake?: number};

const speakOf = (
	heard: Heard | undefined,
	old: Room | undefined,
	room: Room,
	before: Snapshot,
	after: Snapshot,
): Spoken => {
	const {state, screen, now} = after;
	const known = heard ?? {from: old?.log.end ?? room.log.start, at: Number.NEGATIVE_INFINITY};
	if (!room.live || !room.entered) return {heard: known};
	const level = levelOf(state, room, screen.preferences.values['notify.level']);
	const done = {from: room.log.end, at: now};
	if (old !== room && isReplay(before, old, room)) {
		const {count, mentions} = unread(room);
		const wasKnown = old !== undefined && unread(old).count >= count;
		const isSilent = count === 0 || wasKnown || level === 'nothing';
		return isSilent
			? {heard: {...known, from: room.log.end}}
			: {heard: done, line: summary(room, count, mentions)};
	}
	const fresh = newIn(room, known.from);
	if (fresh.length === 0 || level === 'nothing') return {heard: {...known, from: room.log.end}};
	if (now - known.at < calmMs) return {heard: known, wake: known.at + calmMs};
	const calls = level === 'all' ? fresh : fresh.filter(({mention}) => mention);
	if (calls.length > 0) return {heard: done, line: call(room, calls)};
	// That there is something is said once, until one has been there.
	const isFirst = unread(room).count === fresh.length;
	return isFirst
		? {heard: done, line: summary(room, fresh.length, 0)}
		: {heard: {...known, from: room.log.end}};
};

/** What there is to read of other rooms. */
export const readElsewhere = (told: ElsewhereTold, before: Snapshot, after: Snapshot): Read => {
	const {rooms, current} = after.state;
	const next = new Map<string, Heard>();
	const lines: string[] = [];
	let wake: number | undefined;
	for (const room of rooms.values()) {
		if (room.key === current) continue;
		const spoken = speakOf(told.get(room.key), before.state.rooms.get(room.key), room, before, after);
		next.set(room.key, spoken.heard);
		if (spoken.line !== undefined) lines.push(spoken.line);
		if (spoken.wake !== undefined) wake = Math.min(wake ?? spoken.wake, spoken.wake);
	}
	return {told: next, lines, wake};
};
