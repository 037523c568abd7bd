/** Why one cannot speak, in words for the line in which one would write. */
import type {Muted, Room, State} from '../client/state.ts';
import {endMinute} from '../protocol/standing.ts';
import {label} from './labels.ts';
import type {TimeFormat} from './local-time.ts';

const isOver = ({until}: Muted, now: number): boolean => until !== undefined && until <= now;

const mutedWords = (
	{until, text}: Muted,
	where: string,
	{time, day, dayKey}: TimeFormat,
	now: number,
): string => {
	const end = until === undefined ? undefined : endMinute(until);
	const when = end === undefined ? '' : dayKey(end) === dayKey(now) ? time(end) : `${day(end)} ${time(end)}`;
	const till = when === '' ? '' : ` until ${when}`;
	return `You may not speak${where}${till}${text ? `: ${label(text)}` : '.'}`;
};

/** Empty for who may speak. @param now ms since 1970 */
export const silenceWords = (
	{muted}: Pick<State, 'muted'>,
	room: Room | undefined,
	clock: TimeFormat,
	now: number,
): string => {
	if (muted && !isOver(muted, now)) return mutedWords(muted, '', clock, now);
	if (room?.muted && !isOver(room.muted, now)) return mutedWords(room.muted, ' here', clock, now);
	if (!room?.readOnly) return '';
	return room.mode === 'read-only' ? 'Only operators of this room speak here.' : 'This room is read-only.';
};
