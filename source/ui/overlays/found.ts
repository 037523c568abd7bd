/** A message as it stands in a list of those that were found, wherever they are. */
import {conversationOf} from '../../client/rooms.ts';
import type {State} from '../../client/state.ts';
import type {EventOf} from '../../protocol/messages.ts';
import {nameKey} from '../../protocol/names.ts';
import {boundaryAt} from '../graphemes.ts';
import {messageOf} from '../held.ts';
import {label} from '../labels.ts';
import type {TimeFormat} from '../local-time.ts';
import {matchesIn} from '../matches.ts';
import {roomName} from '../sidebar.ts';
import type {Role, Theme} from '../themes.ts';
import {columns, fit} from '../wrap.ts';

type Message = EventOf<'message'>;

export type FoundInput = {
	readonly state: State;
	readonly width: number;
	readonly theme: Theme;
	readonly clock: TimeFormat;
};

/** Rows of one message: where, when and who; and below it what was said. */
export const messageHeight = 2;

type List = {readonly found: readonly unknown[]; readonly chosen: number};

/** Which of a list are shown, around the chosen one, between a first and a last row that are not of it. */
export const shownOf = (
	{found, chosen}: List,
	height: number,
): {readonly from: number; readonly shown: number} => {
	const shown = Math.max(1, Math.floor((height - 2) / messageHeight));
	return {from: Math.max(0, Math.min(chosen - Math.floor(shown / 2), found.length - shown)), shown};
};

/** The place in a list of the one in a row; undefined where there is none. */
export const placeAt = (list: List, height: number, row: number): number | undefined => {
	const {from, shown} = shownOf(list, height);
	const place = Math.floor((row - 1) / messageHeight);
	return row < 1 || place >= shown || from + place >= list.found.length ? undefined : from + place;
};

/**
 * One message as two rows.
 * @param words what was looked for in it
 * @param standing whether it was read, where that matters
 */
export const messageRows = (
	{state, width, theme, clock}: FoundInput,
	message: Message,
	{isChosen, words, standing}: {isChosen: boolean; words: string; standing?: 'read' | 'unread'},
): string[] => {
	const target = conversationOf(state.me, message);
	const mark = isChosen ? ' › ' : standing === 'unread' ? ' * ' : '   ';
	const where = `${roomName({target})}  `;
	const who = fit(label(message.id), Math.max(1, width - columns(mark + where))).trimEnd();
	const day = clock.day(message.ts);
	// Where there is no room for it, the month goes first.
	const when = [day, day.replace(/ \S+$/, '')]
		.map(text => `  ${text} ${clock.time(message.ts)}`)
		.find((text, index) => index === 1 || columns(mark + where + who + text) <= width)!;
	const left = Math.max(0, width - columns(mark + where + who));
	const paintName = standing === 'read' ? (name: string) => theme.paint('dim', name) : theme.name(message.id);
	const first = isChosen
		? theme.paint('current', fit(mark + where + who + when, width))
		: mark + theme.paint('dim', where) + paintName(who) + theme.paint('dim', fit(when, left));
	const indent = '     ';
	const inner = Math.max(1, width - indent.length - 1);
	// It may have changed since it was found.
	const room = state.rooms.get(nameKey(target));
	const now = room && messageOf(room, message.seq);
	if (now?.deleted) return [first, indent + theme.paint('dim', fit('deleted', inner).trimEnd())];
	const role = standing === 'read' ? 'dim' : standing === 'unread' ? 'unread' : 'text';
	return [first, indent + markWords(now?.msg ?? message.msg, words, {width: inner, theme, role})];
};

/** A text around the first word that was looked for, with all of them marked. */
const markWords = (
	msg: string,
	words: string,
	{width, theme, role}: {width: number; theme: Theme; role: Role},
): string => {
	const text = label(msg);
	const [first] = matchesIn(text, words);
	const isInSight = first === undefined || columns(text.slice(0, first.to)) < width;
	const from = isInSight ? 0 : boundaryAt(text, Math.max(0, first.from - Math.floor(width / 3)));
	const shown = fit(`${from === 0 ? '' : '…'}${text.slice(from)}`, width).trimEnd();
	let drawn = '';
	let at = 0;
	for (const {from, to} of matchesIn(shown, words)) {
		drawn += theme.paint(role, shown.slice(at, from)) + theme.paint('found', shown.slice(from, to));
		at = to;
	}
	return drawn + theme.paint(role, shown.slice(at));
};
