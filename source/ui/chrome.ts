/** The rows above and around the messages: header and rules. */
import {isMuted, roomsWithNews, unread} from '../client/select.ts';
import type {Link, Room, State} from '../client/state.ts';
import {type Part, rowOf} from './bar.ts';
import {label} from './labels.ts';
import {mutedSign} from './person-row.ts';
import {roomName, unreadLabel} from './sidebar.ts';
import type {Theme} from './themes.ts';

export {sidebarRows} from './sidebar.ts';
export {statusRow} from './status.ts';

const signs: Readonly<Record<Link['type'], Part>> = {
	connecting: {text: '◌', role: 'warning'},
	waiting: {text: '◌', role: 'warning'},
	online: {text: '●', role: 'online'},
	offline: {text: '◌', role: 'warning'},
	refused: {text: '✗', role: 'failed'},
	closed: {text: '✗', role: 'dim'},
};

export type HeaderInput = {
	readonly state: State;
	/** the server, as one gave it */
	readonly address: string;
	readonly width: number;
	readonly theme: Theme;
	/** other rooms with something new, before the topic: for screens without a sidebar */
	readonly activity?: boolean;
};

/** ` #general  Release planning        ● 127.0.0.1:8082  Alice ` */
export const headerRow = ({state, address, width, theme, activity}: HeaderInput): string => {
	const room = state.rooms.get(state.current);
	const sign = signs[state.link.type];
	const me: Part = {text: label(state.me), role: 'text'};
	const server: Part = {text: `${sign.text} ${label(address)}`, role: sign.role};
	const first = [
		...(room ? roomParts(room, isMuted(state, room)) : []),
		...(activity ? activeRooms(state) : []),
	];
	const left = [...first, ...(room ? topicParts(room) : [])];
	const rights = [[server, me], [{...sign, text: `${sign.text} ${me.text}`}], [sign]];
	return rowOf(width, theme, left, rights, first.length, topicColumns);
};

/** So much of the topic comes before the server's address: that one knows, and sees on wider screens. */
const topicColumns = 16;

const roomParts = (room: Room, muted: boolean): Part[] => {
	const remark = remarkOn(room);
	return [{text: `${roomName(room)}${muted ? ` ${mutedSign}` : ''}${remark}`, role: 'title'}];
};

const remarkOn = ({gone, readOnly, mode, desk}: Room): string => {
	if (gone) return ' (left)';
	if (readOnly || mode === 'read-only') return ' (read-only)';
	return mode === 'invited' ? ' (invited)' : desk ? ' (help desk)' : '';
};

const topicParts = ({topic}: Room): Part[] => (topic === '' ? [] : [{text: label(topic), role: 'topic'}]);

const activeRooms = (state: State): Part[] =>
	roomsWithNews(state, mostActive)
		.filter(({key}) => key !== state.current)
		.map(room => {
			const {text, role} = unreadLabel(unread(room));
			return {text: roomName(room), role, tail: ` ${text}`};
		});

/** More than any row has room for. */
const mostActive = 100;

/** A rule over the whole width. @param border the column where the sidebar's line meets it; 0 for none */
export const ruleRow = (width: number, border: number, joint: string, theme: Theme): string =>
	theme.paint(
		'border',
		border > 0 && border < width
			? '─'.repeat(border) + joint + '─'.repeat(width - border - 1)
			: '─'.repeat(width),
	);
