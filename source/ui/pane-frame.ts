/**
 * One frame of the message pane before it is cut to its height: how wide its columns are, and what stands
 * above each entry.
 */
import {type Log, lineAt} from '../client/log.ts';
import type {Line, Room} from '../client/state.ts';
import {label} from './labels.ts';
import {type Entry, entryAt, type Look} from './line-content.ts';
import {bodyOf, dayOf, type Head, headAfter, marginOf, paintRow} from './line-rows.ts';
import type {TimeFormat} from './local-time.ts';
import type {Role, Theme} from './themes.ts';
import {columns, fit} from './wrap.ts';

/** Where one reads: at the newest, or a row of an entry at the top of the pane. */
export type Place =
	| {readonly at: 'bottom'}
	| {
			readonly at: 'row';
			/** the entry's number in the log; pending messages go on after its end */
			readonly line: number;
			/** a row of its text, or a negative one of what stands above it */
			readonly row: number;
			/** columns for names while one reads here, so that a longer name below wraps nothing anew */
			readonly names?: number;
	  };

export type PaneInput = {
	readonly room: Room;
	readonly width: number;
	readonly height: number;
	readonly place: Place;
	readonly theme: Theme;
	readonly clock: TimeFormat;
	readonly me: string;
	/** labels of keys that the pane speaks of */
	readonly hints?: {readonly retry: string};
};

/** The input with what follows from it: the look of rows, and the numbers of the entries that there are. */
export type Frame = PaneInput & {readonly look: Look; readonly first: number; readonly end: number};

export const frameOf = (input: PaneInput): Frame => {
	const {room, width, place, theme, clock, me, hints} = input;
	const names = nameColumns(room.log, me, width, place.at === 'row' ? place.names : undefined);
	return {
		...input,
		look: {width, names, theme, clock, me, retry: hints?.retry},
		first: room.log.start,
		end: room.log.end + room.pending.length,
	};
};

/** Narrower panes have no columns for time and names. */
const narrow = 45;
const widestName = 12;
/** The newest lines decide how wide the names' column is. */
const recentLines = 200;

const nameColumns = (log: Log<Line>, me: string, width: number, held: number | undefined): number => {
	if (width < narrow) return 0;
	const most = Math.min(widestName, Math.floor(width / 6));
	return Math.min(most, Math.max(held || longestName(log), columns(label(me)), 3));
};

const longestNames = new WeakMap<Log<Line>, number>();

const longestName = (log: Log<Line>): number => {
	const held = longestNames.get(log);
	if (held !== undefined) return held;
	let longest = 0;
	for (let number = log.end - 1; number >= Math.max(log.start, log.end - recentLines); number--) {
		const line = lineAt(log, number)!;
		if (line.type === 'message' || line.type === 'notice') {
			longest = Math.max(longest, columns(label(line.id)));
		}
	}
	longestNames.set(log, longest);
	return longest;
};

type Separator = 'day' | 'new';

/** An entry with its surroundings: what stands above it, and its rows. */
type Block = {
	readonly entry: Entry;
	readonly above: Entry | undefined;
	readonly separators: readonly Separator[];
	readonly rows: number;
};

export const blockAt = ({room, look, first}: Frame, number: number): Block => {
	const entry = entryAt(room, number)!;
	const above = number > first ? entryAt(room, number - 1) : undefined;
	const separators: Separator[] = [];
	if (!above || dayOf(above, look) !== dayOf(entry, look)) separators.push('day');
	if (number === room.marker) separators.push('new');
	return {entry, above, separators, rows: separators.length + bodyOf(entry, look).rows.length};
};

/** A row of a block, counted from the topmost separator. @param isTop nothing above it can say whose it is */
export const paintBlockRow = ({look}: Frame, block: Block, row: number, isTop: boolean): string => {
	const {entry, above, separators} = block;
	const separator = separators[row];
	if (separator === 'day') return rule(look.clock.day(entry.ts), 'day', look);
	if (separator === 'new') return rule('new', 'marker', look);
	const head: Head = isTop || separators.length > 0 ? 'full' : headAfter(above, entry, look);
	return paintRow(entry, bodyOf(entry, look), row - separators.length, head);
};

/** `──── Thu 19 November ────` over the whole width. */
const rule = (text: string, role: Role, {width, theme}: Look): string => {
	const margin = marginOf(width);
	const inner = width - 2 * margin.length;
	const words = columns(text) + 2 > inner ? fit(text, inner) : ` ${text} `;
	const dashes = Math.max(0, inner - columns(words));
	const left = Math.floor(dashes / 2);
	return margin + theme.paint(role, '─'.repeat(left) + words + '─'.repeat(dashes - left));
};
