/** What names one, in all rooms, as a list. */
import {isUnread} from '../../client/mentioned.ts';
import {conversationOf} from '../../client/rooms.ts';
import {nameKey} from '../../protocol/names.ts';
import {keyLabel} from '../keymap.ts';
import {counted, label} from '../labels.ts';
import type {Mentions} from '../opened.ts';
import {columns, fit} from '../wrap.ts';
import {type FoundInput, messageRows, shownOf} from './found.ts';

export type MentionsInput = FoundInput & {readonly list: Mentions; readonly height: number};

/** The list as `height` rows: how many there are, those around the chosen one, and how to go on. */
export const mentionsRows = (input: MentionsInput): string[] => {
	const {list, state, width, height, theme} = input;
	const {from, shown} = shownOf(list, height);
	const rows = list.found.slice(from, from + shown).flatMap((message, index) => {
		const room = state.rooms.get(nameKey(conversationOf(state.me, message)));
		const standing = isUnread(room, message.seq) ? 'unread' : 'read';
		const isChosen = from + index === list.chosen;
		return messageRows(input, message, {isChosen, words: state.me, standing});
	});
	if (rows.length === 0) rows.push(theme.paint('dim', fit(` ${nothing(list)}`, width)));
	const all = [theme.paint('heading', fit(` ${headingOf(list)}`, width)), ...rows];
	while (all.length < height - 1) all.push('');
	return [...all.slice(0, height - 1), theme.paint('dim', fit(` ${footer(list, width)}`, width))];
};

const headingOf = ({found, more, standing}: Mentions): string => {
	const count = found.length === 0 ? '' : `: ${counted(found.length, 'message')}`;
	return `What names you${count}${more === undefined ? '' : ', more below'}${standing === 'searching' ? ' …' : ''}`;
};

const nothing = ({standing, trouble}: Mentions): string => {
	if (standing === 'failed') return `! ${label(trouble)}`;
	return standing === 'searching' ? 'searching …' : 'Nobody has named you yet.';
};

const footer = ({found, standing, trouble}: Mentions, width: number): string => {
	const closes = `${keyLabel('escape')} closes`;
	if (found.length === 0) return closes;
	const keys = `${keyLabel('enter')} goes there · ${closes}`;
	const all = standing === 'failed' ? `${keys} · ! ${label(trouble)}` : keys;
	return columns(all) + 1 <= width ? all : keys;
};
