import {conversationOf} from '../../client/rooms.ts';
import type {State} from '../../client/state.ts';
import type {EventOf} from '../../protocol/messages.ts';
import {nameKey} from '../../protocol/names.ts';
import {boundaryAt} from '../graphemes.ts';
import {messageOf} from '../held.ts';
import {keyLabel} from '../keymap.ts';
import {counted, label} from '../labels.ts';
import type {TimeFormat} from '../local-time.ts';
import {matchesIn} from '../matches.ts';
import type {Searching} from '../screen.ts';
import {roomName} from '../sidebar.ts';
import type {Theme} from '../themes.ts';
import {columns, fit, wrap} from '../wrap.ts';

type Message = EventOf<'message'>;

const prompt = ' Find: ';

/** Where the cursor stands in the search's first row, and what of the query fits there. */
export const searchInput = ({query}: Searching, width: number): {text: string; column: number} => {
	const room = Math.max(1, width - columns(prompt) - 2);
	let from = 0;
	// The cursor is always in sight: what is in front of it goes first.
	while (columns(query.text.slice(from, query.cursor)) > room) from = boundaryAt(query.text, from + 1);
	return {
		text: fit(prompt + label(query.text.slice(from)), width),
		column: columns(prompt + label(query.text.slice(from, query.cursor))),
	};
};

export type SearchInput = {
	readonly searching: Searching;
	readonly state: State;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
	readonly clock: TimeFormat;
};

/** Rows of one result: where, when and who; and below it what was said. */
const resultRows = 2;

const shownResults = (
	{found, chosen}: Searching,
	height: number,
): {readonly from: number; readonly shown: number} => {
	const shown = Math.max(1, Math.floor((height - 2) / resultRows));
	return {from: Math.max(0, Math.min(chosen - Math.floor(shown / 2), found.length - shown)), shown};
};

/** The place among what was found of the one in a row; undefined where there is none. */
export const resultAt = (searching: Searching, height: number, row: number): number | undefined => {
	const {from, shown} = shownResults(searching, height);
	const place = Math.floor((row - 1) / resultRows);
	return row < 1 || place >= shown || from + place >= searching.found.length ? undefined : from + place;
};

/** The search as `height` rows: what is typed, what was found, and how to go on. */
export const searchRows = (input: SearchInput): string[] => {
	const {searching, width, height, theme} = input;
	const {found, chosen} = searching;
	const {from, shown} = shownResults(searching, height);
	const results = found
		.slice(from, from + shown)
		.flatMap((message, index) => result(input, message, from + index === chosen));
	const rows = [searchInput(searching, width).text, ...(found.length === 0 ? standingRows(input) : results)];
	while (rows.length < height - 1) rows.push('');
	return [...rows.slice(0, height - 1), theme.paint('dim', fit(` ${footer(searching, width)}`, width))];
};

const standingRows = ({searching, width, theme}: SearchInput): string[] => {
	const {standing, trouble} = searching;
	const row = (text: string): string => theme.paint('dim', fit(` ${text}`, width));
	if (standing === 'failed')
		return wrap(`! ${label(trouble)}`, Math.max(1, width - 2)).map(text =>
			theme.paint('error', fit(` ${text}`, width)),
		);
	if (standing === 'searching') return [row('searching …')];
	if (standing === 'done') return [row('Nothing was found.')];
	return wrap(help, Math.max(1, width - 2)).map(row);
};

const help =
	'Words, each by its beginning, and if you like where, whose and when: in:#room from:name before:2026-11-01 before:7d';

const footer = ({found, standing, more, trouble}: Searching, width: number): string => {
	const keys = `${keyLabel('enter')} goes there · ${keyLabel('escape')} closes`;
	if (found.length === 0) return `${keyLabel('escape')} closes`;
	if (standing === 'failed') return `! ${label(trouble)}`;
	const how =
		standing === 'searching'
			? 'searching …'
			: `${counted(found.length, 'message')}${more === undefined ? '' : ', more below'}`;
	const all = `${keys} · ${how}`;
	return columns(all) + 1 <= width ? all : keys;
};

const result = (
	{searching, state, width, theme, clock}: SearchInput,
	message: Message,
	isChosen: boolean,
): string[] => {
	const target = conversationOf(state.me, message);
	const mark = isChosen ? ' › ' : '   ';
	const where = `${roomName({target})}  `;
	const who = fit(label(message.id), Math.max(1, width - columns(mark + where))).trimEnd();
	const when = `  ${clock.day(message.ts)} ${clock.time(message.ts)}`;
	const left = Math.max(0, width - columns(mark + where + who));
	const first = isChosen
		? theme.paint('current', fit(mark + where + who + when, width))
		: mark + theme.paint('dim', where) + theme.name(message.id)(who) + theme.paint('dim', fit(when, left));
	const indent = '     ';
	const inner = Math.max(1, width - indent.length - 1);
	// It may have changed since it was found.
	const room = state.rooms.get(nameKey(target));
	const now = room && messageOf(room, message.seq);
	const text = now?.deleted
		? theme.paint('dim', fit('deleted', inner).trimEnd())
		: found(now?.msg ?? message.msg, searching.asked?.text ?? '', inner, theme);
	return [first, indent + text];
};

/** A text around the first word that was looked for, with all of them marked. */
const found = (msg: string, words: string, width: number, theme: Theme): string => {
	const text = label(msg);
	const [first] = matchesIn(text, words);
	const isInSight = first === undefined || columns(text.slice(0, first.to)) < width;
	const from = isInSight ? 0 : boundaryAt(text, Math.max(0, first.from - Math.floor(width / 3)));
	const shown = fit(`${from === 0 ? '' : '…'}${text.slice(from)}`, width).trimEnd();
	let drawn = '';
	let at = 0;
	for (const {from, to} of matchesIn(shown, words)) {
		drawn += shown.slice(at, from) + theme.paint('found', shown.slice(from, to));
		at = to;
	}
	return drawn + shown.slice(at);
};
