/** Lists of who may come in and speak: devices, invitations, bans, and what operators did. */
import {momentSince} from '../../client/standing.ts';
import {
	deedWords,
	deviceWords,
	inviteWords,
	type Moment,
	sanctionWords,
	type Words,
} from '../../protocol/standing.ts';
import type {News, Undoing} from '../effects.ts';
import {type Action, keyLabel} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {label} from '../labels.ts';
import type {TimeFormat} from '../local-time.ts';
import type {RecordItem, RecordKind, Records} from '../opened.ts';
import {and, bottom, only, type Screen, type Step, type Surroundings} from '../screen.ts';
import type {Theme} from '../themes.ts';
import {columns, fit, wrap} from '../wrap.ts';
import {messageHeight, shownOf} from './found.ts';

type Item<Kind extends RecordKind> = Extract<RecordItem, {kind: Kind}>['of'];

type Row<Kind extends RecordKind> = {
	readonly title: string;
	readonly none: string;
	readonly words: (item: Item<Kind>, moment: Moment) => Words;
	/** what takes one back, with a word for it; undefined where nothing does */
	readonly undo: (item: Item<Kind>) => {readonly verb: string; readonly request: Undoing} | undefined;
	/** what commands call it */
	readonly name: (item: Item<Kind>) => string;
};

const rows: {readonly [Kind in RecordKind]: Row<Kind>} = {
	devices: {
		title: 'What may come in as you',
		none: 'Nothing may come in as you: nobody owns your name. A key does, where the link is encrypted.',
		words: deviceWords,
		undo: ({device}) => ({verb: 'takes it away', request: {type: 'revoke', device}}),
		name: ({device}) => device,
	},
	invites: {
		title: 'Invitations',
		none: 'There are none. /invite makes one.',
		words: inviteWords,
		undo: ({invite}) => ({verb: 'takes it back', request: {type: 'uninvite', invite}}),
		name: ({invite}) => invite,
	},
	bans: {
		title: 'Banned and muted',
		none: 'Nobody is.',
		words: sanctionWords,
		undo: ({effect, subject, room}) => ({
			verb: effect === 'ban' ? 'lets them in again' : 'lets them speak again',
			request: {
				type: effect === 'ban' ? 'unban' : 'unmute',
				subject,
				...(room === undefined ? {} : {room}),
			},
		}),
		name: ({subject}) => subject,
	},
	audit: {
		title: 'What operators did',
		none: 'Nothing yet.',
		words: deedWords,
		undo: () => undefined,
		name: () => '',
	},
};

const rowOf = (kind: RecordKind): Row<RecordKind> => rows[kind] as unknown as Row<RecordKind>;

const wordsOf = ({kind, of}: RecordItem, moment: Moment): Words => rowOf(kind).words(of, moment);

/** What takes the chosen one back. */
const undoOf = ({found, chosen}: Records): ReturnType<Row<RecordKind>['undo']> => {
	const item = found[chosen];
	return item && rowOf(item.kind).undo(item.of);
};

export type RecordsInput = {
	readonly list: Records;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
	readonly clock: TimeFormat;
	/** ms since 1970 */
	readonly now: number;
};

/** `14:02` for today, else with the day before it. */
const momentOf =
	({time, day, dayKey}: TimeFormat, now: number): Moment =>
	ms => {
		if (dayKey(ms) === dayKey(now)) return time(ms);
		// A day of another year is told by its date.
		const isNear = Math.abs(ms - now) < 300 * 86_400_000;
		return isNear ? `${day(ms)} ${time(ms)}` : momentSince(now)(ms);
	};

/** The list as `height` rows: what it is of, two rows for each, and how to go on. */
export const recordsRows = ({list, width, height, theme, clock, now}: RecordsInput): string[] => {
	const {from, shown} = shownOf(list, height);
	const moment = momentOf(clock, now);
	const items = list.found.slice(from, from + shown).flatMap((item, index) => {
		const {what, details} = wordsOf(item, moment);
		const isChosen = from + index === list.chosen;
		const first = fit(`${isChosen ? ' › ' : '   '}${label(what)}`, width);
		return [
			isChosen ? theme.paint('current', first) : first,
			theme.paint('dim', fit(`     ${label(details)}`, width)),
		];
	});
	if (items.length === 0)
		items.push(
			...wrap(nothing(list), Math.max(1, width - 1)).map(row => theme.paint('dim', fit(` ${row}`, width))),
		);
	const all = [theme.paint('heading', fit(` ${headingOf(list)}`, width)), ...items];
	while (all.length < height - 1) all.push('');
	const tone = list.isAsked || list.trouble !== '' ? 'warning' : 'dim';
	return [...all.slice(0, height - 1), theme.paint(tone, fit(` ${footer(list, width)}`, width))];
};

const headingOf = ({kind, room, found, remark, more, standing}: Records): string =>
	[
		rowOf(kind).title,
		...(room === undefined ? [] : [`in #${label(room)}`]),
		...(found.length === 0 ? [] : [`: ${found.length}${more === undefined ? '' : ', more below'}`]),
		...(standing === 'asking' ? ['…'] : []),
		...(remark === '' ? [] : [`(${remark})`]),
	]
		.join(' ')
		.replace(' : ', ': ');

const nothing = ({kind, standing, trouble}: Records): string => {
	if (standing === 'failed') return `! ${label(trouble)}`;
	return standing === 'asking' ? 'asking …' : rowOf(kind).none;
};

const footer = (list: Records, width: number): string => {
	const closes = `${keyLabel('escape')} closes`;
	const undo = undoOf(list);
	if (list.isAsked && undo) return `${undoKey} again ${undo.verb} · ${closes}`;
	const keys = undo ? `${undoKey} ${undo.verb} · ${closes}` : closes;
	const all = list.trouble === '' || list.found.length === 0 ? keys : `! ${label(list.trouble)} · ${keys}`;
	return columns(all) + 1 <= width || list.trouble !== '' ? all : undo ? `${undoKey} · ${closes}` : closes;
};

const undoKey = 'x';

/** Asks for a list, and shows it. */
export const openRecords = (screen: Screen, {state}: Surroundings, kind: RecordKind, room?: string): Step => {
	const isOnline = state.link.type === 'online';
	const overlay: Records = {
		type: 'records',
		kind,
		room,
		found: [],
		remark: '',
		more: undefined,
		chosen: 0,
		isAsked: false,
		standing: isOnline ? 'asking' : 'failed',
		trouble: isOnline ? '' : 'There is no connection now.',
	};
	const opened = {...screen, overlay};
	return isOnline ? and(opened, {type: 'listRecords', kind, room, more: undefined}) : only(opened);
};

/** What the server listed, if that is still wanted. Commands know the names from now on. */
export const recordsTold = (screen: Screen, news: News & {type: 'records'}): Step => {
	const {overlay} = screen;
	const {kind, items, remark, more, follows} = news;
	const found = follows && overlay?.type === 'records' ? [...overlay.found, ...items] : items;
	const names = [...new Set(found.map(({of}) => rowOf(kind).name(of)))].filter(Boolean);
	const known = {...screen, records: {...screen.records, [kind]: names}};
	if (overlay?.type !== 'records' || overlay.kind !== kind) return only(known);
	const chosen = Math.max(0, Math.min(overlay.chosen, found.length - 1));
	const told = {
		...overlay,
		found,
		remark,
		more,
		chosen,
		isAsked: false,
		standing: 'done',
		trouble: '',
	} as const;
	return only({...known, overlay: told});
};

export const recordsFailed = (screen: Screen, {kind, text}: News & {type: 'recordsFailed'}): Step => {
	const {overlay} = screen;
	if (overlay?.type !== 'records' || overlay.kind !== kind) return only(screen);
	return only({...screen, overlay: {...overlay, isAsked: false, standing: 'failed', trouble: text}});
};

/** So many before the last one, more are asked for. */
const ahead = 5;

export const pressRecords = (
	screen: Screen,
	list: Records,
	input: Input,
	action: Action | undefined,
	around: Surroundings,
): Step => {
	const isUndo = (input.type === 'text' && input.text === undoKey) || isDelete(input);
	if (isUndo) return undo(screen, list);
	const page = Math.max(1, Math.floor((around.pane(bottom).height - 2) / messageHeight));
	const moves: Partial<Record<Action, number>> = {older: -1, newer: 1, pageUp: -page, pageDown: page};
	const by = action && moves[action];
	const calm = {...list, isAsked: false};
	if (by === undefined) return only({...screen, overlay: calm});
	const chosen = Math.max(0, Math.min(list.found.length - 1, list.chosen + by));
	const overlay = {...calm, chosen};
	const {kind, room, more, standing} = list;
	if (more === undefined || standing !== 'done' || chosen < list.found.length - ahead)
		return only({...screen, overlay});
	return and({...screen, overlay: {...overlay, standing: 'asking'}}, {type: 'listRecords', kind, room, more});
};

const isDelete = (input: Input): boolean =>
	input.type === 'key' && (input.name === 'delete' || input.name === 'backspace');

/** The first time it asks, the second time it does. */
const undo = (screen: Screen, list: Records): Step => {
	const done = undoOf(list);
	if (!done || list.standing === 'asking') return only(screen);
	if (!list.isAsked) return only({...screen, overlay: {...list, isAsked: true}});
	const {kind, room} = list;
	const overlay = {...list, isAsked: false, standing: 'asking'} as const;
	return and({...screen, overlay}, {type: 'undo', kind, room, request: done.request});
};
