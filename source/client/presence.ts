/** Who is in a room: named one by one, or counted where they are a crowd. */
import {counted} from '../protocol/counts.ts';
import type {EventOf, Person} from '../protocol/messages.ts';
import {nameKey, sameName} from '../protocol/names.ts';
import {emptyKeyed, withoutKeys, withValues} from './keyed.ts';
import {append, type Log, lineAt, replace} from './log.ts';
import {addLines, linesHeld} from './rooms.ts';
import type {Line, Room} from './state.ts';

/** A room of which some are named. Nobody is named in a crowd, until the server tells that it is none any more. */
export const withMembers = (room: Room, list: readonly Person[]): Room => {
	if (room.crowd !== undefined) return room;
	const named = list.map(person => [nameKey(person.id), person] as const);
	return {...room, members: withValues(room.members, named)};
};

/** A room after others came and went. @param me oneself, who is no news to oneself */
export const withPresence = (room: Room, event: EventOf<'presence'>, me: string): Room => {
	if (event.members !== undefined) return asCrowd(room, event.members, event.ts);
	if (room.crowd !== undefined) return room;
	const gone = event.left.map(({id}) => nameKey(id));
	const came = event.joined.map(person => [nameKey(person.id), person] as const);
	const members = withValues(withoutKeys(room.members, gone), came);
	const others = ({id}: {id: string}): boolean => !sameName(id, me);
	const joined = event.joined.filter(others).map(({id}) => id);
	const left = event.left.filter(others).map(({id}) => id);
	const log = foldPresence(room.log, {ts: event.ts, joined, left});
	return {...room, members, typing: withoutKeys(room.typing, gone), log};
};

/** So many that they are counted: what was known of who they are would soon be wrong. */
const asCrowd = (room: Room, count: number, ts: number): Room => {
	if (room.crowd === count) return room;
	const crowd = {...room, crowd: count, members: emptyKeyed<Person>()};
	const text = `${here(count)}: too many to say who comes and goes. /who finds somebody.`;
	return room.crowd === undefined && room.live ? noted(crowd, text, ts) : crowd;
};

/** A room that was a crowd until now, and whose people are named again. @param count of them */
export const asNamed = (room: Room, count: number, ts: number): Room =>
	noted(room, `${here(count)}: who comes and goes is said again.`, ts);

const here = (count: number): string => `${counted(count, 'person is', 'people are')} here`;

const noted = (room: Room, text: string, ts: number): Room =>
	addLines(room, [{type: 'note', ts, text, tone: 'info'}]);

type Change = {ts: number; joined: readonly string[]; left: readonly string[]};

const without = (ids: readonly string[], gone: readonly string[]): readonly string[] =>
	gone.some(id => ids.includes(id)) ? ids.filter(id => !gone.includes(id)) : ids;

/** Adds what is new in order; a shared array when nothing is. */
const withNew = (ids: readonly string[], more: readonly string[]): readonly string[] => {
	const fresh = more.filter(id => !ids.includes(id));
	return fresh.length === 0 ? ids : [...ids, ...fresh];
};

/**
 * Joins and leaves that follow each other are one line, and who came and went (or went and came) is not in
 * it, unless nobody else would be left in it: then who is among `joined` and `left` looked in and is gone, and who
 * went and came has joined.
 */
export const foldPresence = (log: Log<Line>, change: Change): Log<Line> => {
	if (change.joined.length === 0 && change.left.length === 0) return log;
	const last = lineAt(log, log.end - 1);
	if (last?.type !== 'presence') return append(log, [{type: 'presence', ...change}], linesHeld);
	return replace(log, log.end - 1, {type: 'presence', ...fold(last, change)});
};

const fold = (line: Change, {ts, joined, left}: Change): Change => {
	const returned = joined.filter(id => line.left.includes(id));
	const departed = left.filter(id => line.joined.includes(id));
	const came = withNew(
		without(line.joined, departed),
		joined.filter(id => !returned.includes(id)),
	);
	const went = withNew(
		without(line.left, returned),
		left.filter(id => !departed.includes(id)),
	);
	if (came.length > 0 || went.length > 0) return {ts, joined: came, left: went};
	// A line of nobody would say nothing; this one says that somebody looked in, or is here again.
	return {ts, joined: withNew(line.joined, joined), left: withNew(without(line.left, joined), left)};
};
