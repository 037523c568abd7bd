/** The rows around the messages: header, rules, status line. */
import {roomList, typingNow} from '../client/select.ts';
import type {Link, Room, State} from '../client/state.ts';
import {labelFor} from './keymap.ts';
import {count, counted, label, listNames} from './labels.ts';
import {roomName, unreadLabel} from './sidebar.ts';
import type {Role, Theme} from './themes.ts';
import {columns, fit} from './wrap.ts';

export {sidebarRows} from './sidebar.ts';

type Part = {readonly text: string; readonly role: Role};

const gap = 2;

const totalOf = (parts: readonly Part[]): number =>
	parts.reduce((sum, {text}) => sum + columns(text) + gap, -gap);

/** Columns of the left side that the right side leaves it, however long that is. */
const leastLeft = 8;

/**
 * One row: parts to the left, cut where they must be, and the first of the right sides that leaves room for
 * the first `whole` of them; the last one if none does.
 */
const rowOf = (
	width: number,
	theme: Theme,
	left: readonly Part[],
	rights: ReadonlyArray<readonly Part[]>,
	whole = 1,
): string => {
	const margin = width > 12 ? 1 : 0;
	const inner = width - 2 * margin;
	const needed = totalOf(left.slice(0, whole)) + gap;
	const least = rights.at(-1) ?? [];
	const right =
		rights.find(parts => needed + totalOf(parts) <= inner) ??
		(leastLeft + gap + totalOf(least) <= inner ? least : []);
	let room = inner - (right.length === 0 ? 0 : totalOf(right) + gap);
	let drawn = '';
	for (const {text, role} of left) {
		const before = drawn === '' ? 0 : gap;
		const taken = Math.min(columns(text), room - before);
		// Two letters and a sign that some are missing tell nothing.
		if (taken <= 0 || (before > 0 && taken < columns(text) && taken < 4)) break;
		drawn += ' '.repeat(before) + theme.paint(role, fit(text, taken));
		room -= before + taken;
	}
	const ends = right.map(({text, role}) => theme.paint(role, text)).join(' '.repeat(gap));
	const between = ' '.repeat(Math.max(0, room + (right.length === 0 ? 0 : gap)));
	return ' '.repeat(margin) + drawn + between + ends + ' '.repeat(margin);
};

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
	const first = [...(room ? roomParts(room) : []), ...(activity ? activeRooms(state) : [])];
	const left = [...first, ...(room ? topicParts(room) : [])];
	const rights = [[server, me], [{...sign, text: `${sign.text} ${me.text}`}], [sign]];
	return rowOf(width, theme, left, rights, first.length);
};

const roomParts = (room: Room): Part[] => {
	const remark = room.gone ? ' (left)' : room.readOnly ? ' (read-only)' : room.desk ? ' (help desk)' : '';
	return [{text: roomName(room) + remark, role: 'title'}];
};

const topicParts = ({topic}: Room): Part[] => (topic === '' ? [] : [{text: label(topic), role: 'topic'}]);

const activeRooms = (state: State): Part[] =>
	roomList(state)
		.filter(({key}) => key !== state.current)
		.flatMap(room => {
			const {text, role} = unreadLabel([room]);
			return text === '' ? [] : [{text: `${roomName(room)} ${text}`, role}];
		});

/** A rule over the whole width, with a joint where the sidebar's line meets it. */
export const ruleRow = (width: number, sidebar: number, joint: string, theme: Theme): string =>
	theme.paint(
		'border',
		sidebar > 0 && sidebar < width
			? '─'.repeat(sidebar) + joint + '─'.repeat(width - sidebar - 1)
			: '─'.repeat(width),
	);

export type StatusInput = {
	readonly state: State;
	readonly width: number;
	readonly theme: Theme;
	/** ms since 1970, by this machine's clock */
	readonly now: number;
	/** messages below the pane */
	readonly newer: number;
	/** a word to the person, before all else */
	readonly hint?: {readonly text: string; readonly tone: 'info' | 'error'} | undefined;
};

/** What one should know now, and how much came in below what one reads. */
export const statusRow = ({state, width, theme, now, newer, hint}: StatusInput): string => {
	const left: Part = hint
		? {text: `${hint.tone === 'error' ? '! ' : ''}${label(hint.text)}`, role: hint.tone}
		: linkPart(state, now);
	const rights: Part[][] = [
		[{text: `↓ ${counted(newer, 'newer message')}`, role: 'accent'}],
		[{text: `↓ ${count(newer)}`, role: 'accent'}],
	];
	return rowOf(width, theme, [left], newer === 0 ? [] : rights);
};

const pendingIn = (state: State, failed: boolean): number => {
	let found = 0;
	for (const {pending} of state.rooms.values()) {
		for (const {error} of pending) if ((error !== undefined) === failed) found++;
	}
	return found;
};

type LinkPart<Type> = (link: Extract<Link, {type: Type}>, state: State, now: number) => Part;

const linkParts: {readonly [Type in Link['type']]: LinkPart<Type>} = {
	connecting: () => ({text: '◌ connecting …', role: 'warning'}),
	waiting: ({place}) => ({
		text: `◌ the server is full: number ${count(place)} in the queue`,
		role: 'warning',
	}),
	offline: ({retryAt}, state, now) => ({text: offlineText(state, retryAt - now), role: 'warning'}),
	refused: ({error}) => ({text: `✗ ${label(error.message)}`, role: 'failed'}),
	closed: () => ({text: '✗ disconnected', role: 'dim'}),
	online: (_, state, now) => onlinePart(state, now),
};

const linkPart = (state: State, now: number): Part => {
	const draw = linkParts[state.link.type] as LinkPart<Link['type']>;
	return draw(state.link, state, now);
};

/** @param ms until the next attempt */
const offlineText = (state: State, ms: number): string => {
	const seconds = Math.max(0, Math.ceil(ms / 1000));
	const again = seconds === 0 ? 'reconnecting …' : `reconnecting in ${seconds} s`;
	const unsent = pendingIn(state, false);
	const standing = unsent === 0 ? `◌ ${again}` : `⚠ offline: ${count(unsent)} unsent, ${again}`;
	return seconds === 0 ? standing : `${standing} (${labelFor('retry')} now)`;
};

const onlinePart = (state: State, now: number): Part => {
	const failed = pendingIn(state, true);
	if (failed > 0) {
		const again = `${labelFor('retry')} sends ${failed === 1 ? 'it' : 'them'} again`;
		return {text: `✗ ${counted(failed, 'message')} not sent (${again})`, role: 'failed'};
	}
	const room = state.rooms.get(state.current);
	const typing = room ? typingNow(room, now) : [];
	if (typing.length > 0) {
		return {text: `${listNames(typing)} ${typing.length === 1 ? 'is' : 'are'} typing`, role: 'status'};
	}
	if (state.away !== undefined) {
		const text = state.away === '' ? 'away' : `away: ${label(state.away)}`;
		return {text: `○ ${text} (/back when you are)`, role: 'away'};
	}
	return {text: '● connected', role: 'status'};
};
