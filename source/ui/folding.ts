/**
 * Long messages show their beginning, and a row that says how much is left out. A reader's place speaks of the rows
 * that a message has unfolded, so that whoever opens or closes one stays where they are.
 */
import type {Room} from '../client/state.ts';
import {count} from './labels.ts';
import type {Entry} from './line-content.ts';
import type {Body} from './line-rows.ts';
import type {Screen} from './screen.ts';

/** What is folded in a room. */
export type Folding = {
	/** text of more rows than these is; 0 folds nothing */
	readonly most: number;
	/** seqs of messages that were opened */
	readonly unfolded: ReadonlySet<number>;
};

/** Rows of a body in whose place one row says how many they are. */
export type Fold = {readonly from: number; readonly hidden: number};

/** What is left of a text that is folded: enough to know what it is, and too little to fill a screen. */
const shownPart = 1 / 3;

const nothingOpen: ReadonlySet<number> = new Set();

/** What is folded in a room, by its key. */
export const foldingOf = (
	{preferences, unfolded}: Pick<Screen, 'preferences' | 'unfolded'>,
	room: string,
): Folding => ({most: preferences.values['text.fold'], unfolded: unfolded.get(room) ?? nothingOpen});

/** Has the text of an entry more rows than it shows by itself? Only what can be picked has: nothing else could be opened. */
export const isLong = ({text}: Body, entry: Entry, number: number, room: Room, most: number): boolean =>
	most > 0 &&
	text.to - text.from > most &&
	number >= room.record &&
	(!('type' in entry) || entry.type === 'message');

/** What of an entry is left out; undefined when it is shown whole. */
export const foldOf = (
	body: Body,
	entry: Entry,
	number: number,
	room: Room,
	{most, unfolded}: Folding,
): Fold | undefined => {
	if (!isLong(body, entry, number, room, most)) return undefined;
	if ('seq' in entry && entry.seq !== undefined && unfolded.has(entry.seq)) return undefined;
	const shown = Math.max(1, Math.floor(most * shownPart));
	const {from, to} = body.text;
	return {from: from + shown, hidden: to - from - shown};
};

/** How many rows there are with a fold. */
export const rowsWith = (fold: Fold | undefined, rows: number): number =>
	fold ? rows - fold.hidden + 1 : rows;

/** Where a row of a body is drawn: what is left out, in the row that tells of it. */
export const drawnRow = (fold: Fold | undefined, row: number): number =>
	!fold || row <= fold.from ? row : Math.max(fold.from, row - fold.hidden + 1);

/** The row of a body that is drawn in a row; of what is left out the first one. */
export const bodyRow = (fold: Fold | undefined, row: number): number =>
	!fold || row <= fold.from ? row : row + fold.hidden - 1;

/** `… 212 more rows · x opens` @param keys labels of those that open it, in their order */
export const foldText = ({hidden}: Fold, keys: readonly string[]): string => {
	const rows = `… ${count(hidden)} more rows`;
	const pressed = keys.filter(key => key !== '').join(' ');
	return pressed === '' ? rows : `${rows} · ${pressed} opens`;
};
