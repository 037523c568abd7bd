/**
 * One frame of the message pane before it is cut to its height: how wide its columns are, and what stands
 * above each entry.
 */
import {type Log, lineAt} from '../client/log.ts';
import type {Line, Room} from '../client/state.ts';
import {isDirect} from '../protocol/names.ts';
import type {Texts} from './appearance.ts';
import {bodyRow, type Fold, type Folding, foldOf, foldText, rowsWith} from './folding.ts';
import {label} from './labels.ts';
import {answersOf, type Entry, entryAt, type Look} from './line-content.ts';
import {
	type Body,
	bodyOf,
	dayOf,
	freeColumns,
	type Head,
	headAfter,
	marginOf,
	paintAside,
	paintRow,
} from './line-rows.ts';
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
			/** a row of the whole of it, folded or not, or a negative one of what stands above it */
			readonly row: number;
			/** letters in its rows above that one, by which the row is found in another width */
			readonly letters?: number | undefined;
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
	readonly texts: Texts;
	/** number of the message that is picked */
	readonly picked?: number | undefined;
	/** number of a message of one's own that has just arrived */
	readonly arrived?: number | undefined;
	/** older messages are on their way */
	readonly loading?: boolean | undefined;
	/** the end of what is held is not the newest, so nothing sticks to it */
	readonly loose?: boolean | undefined;
	/** without it nothing is folded */
	readonly folding?: Folding | undefined;
	/** seqs of messages that are drawn as they were typed where the others are not, and the other way round */
	readonly turned?: ReadonlySet<number> | undefined;
	/** labels of keys that the pane speaks of */
	readonly hints?: Hints;
};

export type Hints = {readonly retry: string; readonly pick: string; readonly fold: string};

/** The input with what follows from it: the look of rows, and the numbers of the entries that there are. */
export type Frame = PaneInput & {readonly look: Look; readonly first: number; readonly end: number};

export const frameOf = (input: PaneInput): Frame => {
	const {room, width, place, theme, clock, me, texts, hints} = input;
	const names = nameColumns(room.log, me, width, place.at === 'row' ? place.names : undefined);
	return {
		...input,
		look: {width, names, theme, clock, me, texts, retry: hints?.retry},
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

type Separator = 'begins' | 'loading' | 'day' | 'new';

/** An entry with its surroundings: what stands above it, and its rows. */
type Block = {
	readonly number: number;
	readonly entry: Entry;
	readonly above: Entry | undefined;
	readonly separators: readonly Separator[];
	readonly body: Body;
	readonly fold: Fold | undefined;
	readonly rows: number;
};

const turnedTexts = new WeakMap<Texts, Texts>();

/** The look of a message that is drawn the other way. The same texts each time: what was wrapped is known by them. */
const turnedLook = (look: Look): Look => {
	const {texts} = look;
	const turned = turnedTexts.get(texts) ?? {...texts, markdown: !texts.markdown};
	turnedTexts.set(texts, turned);
	return {...look, texts: turned};
};

const unfolding: Folding = {most: 0, unfolded: new Set()};

export const blockAt = (frame: Frame, number: number): Block => {
	const {room, look, first, loading, turned, folding = unfolding} = frame;
	const entry = entryAt(room, number)!;
	const above = number > first ? entryAt(room, number - 1) : undefined;
	const separators: Separator[] = [];
	if (!above && loading) separators.push('loading');
	if (!above && room.complete && !loading) separators.push('begins');
	if (!above || dayOf(above, look) !== dayOf(entry, look)) separators.push('day');
	if (number === room.marker) separators.push('new');
	const isTurned = turned !== undefined && 'seq' in entry && entry.seq !== undefined && turned.has(entry.seq);
	const own = isTurned ? turnedLook(look) : look;
	const body = bodyOf(entry, own, answersOf(room, entry));
	const fold = foldOf(body, entry, number, room, folding);
	const rows = separators.length + rowsWith(fold, body.rows.length);
	return {number, entry, above, separators, body, fold, rows};
};

/** In the margin of the message that is picked, so that it is seen without colours too. */
const pickMark = '▌';

/** A row of a block, counted from the topmost separator. @param isTop nothing above it can say whose it is */
export const paintBlockRow = (frame: Frame, block: Block, row: number, isTop: boolean): string => {
	const {look, room, picked, hints} = frame;
	const {number, entry, above, separators, body, fold} = block;
	const separator = separators[row];
	if (separator) return paintSeparator(separator, entry, room, look);
	const drawn = row - separators.length;
	const isFirst = separators.length > 0 || number === picked;
	const head: Head =
		isTop || (isFirst && drawn === 0) ? 'full' : drawn === 0 ? headAfter(above, entry, look) : 'none';
	const keys = number === picked ? [hints?.fold ?? ''] : [hints?.pick ?? '', hints?.fold ?? ''];
	const painted =
		drawn === fold?.from
			? paintAside(foldText(fold, keys), body)
			: paintRow(entry, body, bodyRow(fold, drawn), head) + receiptIn(frame, block, bodyRow(fold, drawn));
	// Rows begin with an unpainted margin wherever a chat can be drawn.
	return number === picked ? look.theme.paint('accent', pickMark) + painted.slice(1) : painted;
};

/** Behind the last row of a message that has just arrived, where it has room: it may move nothing, coming or going. */
const receiptIn = ({arrived, look}: Frame, {number, body}: Block, row: number): string => {
	const isThere = number === arrived && row === body.text.to - 1 && freeColumns(body, row) > columns(receipt);
	return isThere ? look.theme.paint('dim', receipt) : '';
};

const receipt = ' ✓';

const paintSeparator = (separator: Separator, entry: Entry, room: Room, look: Look): string => {
	switch (separator) {
		case 'day':
			return rule(look.clock.day(entry.ts), 'day', look);
		case 'new':
			return rule('new', 'marker', look);
		case 'begins':
			return remark(beginning(room), look);
		case 'loading':
			return remark('loading older messages …', look);
	}
};

/** The first of all has the place 1; where that one is gone, the server's owner keeps no more. */
const beginning = ({target, oldest}: Room): string => {
	if (oldest > 1) return 'Nothing older is kept.';
	return `This is where ${isDirect(target) ? label(target) : `#${label(target)}`} begins.`;
};

/** A dim row about the room and not of it. */
const remark = (text: string, {width, theme}: Look): string => {
	const margin = marginOf(width);
	return margin + theme.paint('dim', fit(text, width - 2 * margin.length).trimEnd());
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
