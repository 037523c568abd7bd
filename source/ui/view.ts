/**
 * What the message pane shows: a function of a room, a size and the reader's place. It walks outwards from the
 * place, so a room with 100,000 lines costs a frame no more than one with a screenful.
 *
 * A place holds to a row and not to a distance from the end: what arrives below or is let go above moves
 * nothing. Rows of separators above an entry count backwards from it (-1 is the nearest), so that a separator
 * which comes or goes moves nothing either.
 */
import type {Room} from '../client/state.ts';
import {bodyRow, drawnRow, isLong} from './folding.ts';
import {label} from './labels.ts';
import {lettersBefore, rowOf} from './letters.ts';
import {marginOf} from './line-rows.ts';
import {messagesFrom} from './newer.ts';
import {blockAt, type Frame, frameOf, type PaneInput, type Place, paintBlockRow} from './pane-frame.ts';
import {after, before} from './silence.ts';
import {wrap} from './wrap.ts';

export type {PaneInput, Place} from './pane-frame.ts';

export type Pane = {
	/** exactly `height` painted rows, each at most `width` columns */
	readonly rows: readonly string[];
	/** the place as it is: at the bottom when all below it fits, the first line held when its own is gone */
	readonly place: Place;
	/** messages below the pane */
	readonly newer: number;
	readonly atBottom: boolean;
	/** is there something above the pane? */
	readonly older: boolean;
	/** there is code in the pane, which looks better with what paints it */
	readonly code: boolean;
};

/** A row of the pane's content: an entry, and a row of its block from the topmost separator on. */
type Spot = {readonly line: number; readonly row: number};

/** The first row of the last `height` ones, and how many rows there are too few to fill the pane. */
const bottomOf = (frame: Frame): {top: Spot; missing: number} => {
	let left = frame.height;
	let number = frame.end;
	while (left > 0 && number > frame.first) {
		number = before(frame, number);
		left -= blockAt(frame, number).rows;
	}
	return {top: {line: number, row: Math.max(0, -left)}, missing: Math.max(0, left)};
};

/** Are there more rows from a spot on than the pane can show? */
const overflows = (frame: Frame, {line, row}: Spot): boolean => {
	let rows = -row;
	for (let number = line; number < frame.end && rows <= frame.height; number = after(frame, number)) {
		rows += blockAt(frame, number).rows;
	}
	return rows > frame.height;
};

/** Where the pane begins, for a place that may have gone or come to the end. */
const settle = (frame: Frame): {top: Spot; missing: number; atBottom: boolean} => {
	const {place, first, end, loose} = frame;
	if (place.at === 'row' && first < end) {
		const top = spotOf(frame, place);
		if (overflows(frame, top)) return {top, missing: 0, atBottom: false};
	}
	return {...bottomOf(frame), atBottom: !loose};
};

/**
 * Where a place is now. A separator that it stood on may be gone, as when older messages came in front: then it
 * goes on upwards, so that what is below stays where it was.
 */
const spotOf = (frame: Frame, place: Place & {at: 'row'}): Spot => {
	const {first, end} = frame;
	const line = Math.max(first, Math.min(end - 1, place.line));
	if (line !== place.line) return {line, row: 0};
	const {separators, body, fold, rows} = blockAt(frame, line);
	const row = place.row > 0 ? drawnRow(fold, rowOf(body, place)) : place.row;
	const wanted = row + separators.length;
	if (wanted < 0) return up(frame, {line, row: 0}, -wanted);
	// A line may say nothing any more, and so have no row.
	return {line, row: Math.max(0, Math.min(rows - 1, wanted))};
};

const placeAt = (frame: Frame, spot: Spot): Place => {
	const {separators, body, fold} = blockAt(frame, spot.line);
	const row = bodyRow(fold, spot.row - separators.length);
	const letters = row > 0 ? lettersBefore(body)[row] : undefined;
	return {at: 'row', line: spot.line, row, letters, names: frame.look.names};
};

/** The place that begins with a spot; the end, once that fits. */
const placeFrom = (frame: Frame, spot: Spot): Place => {
	if (overflows(frame, spot)) return placeAt(frame, spot);
	return frame.loose ? placeAt(frame, bottomOf(frame).top) : bottom;
};

const bottom: Place = {at: 'bottom'};

/** The pane as it is drawn. */
export const pane = (input: PaneInput): Pane => {
	const frame = frameOf(input);
	const {first, end, height, room} = frame;
	if (first === end) return emptyPane(frame);
	const {top, missing, atBottom} = settle(frame);
	const rows: string[] = Array.from({length: missing}, () => '');
	let number = top.line;
	let code = false;
	for (let from = top.row; number < end && rows.length < height; number = after(frame, number), from = 0) {
		const block = blockAt(frame, number);
		code ||= block.body.content.lines?.some(({isCode}) => isCode) ?? false;
		for (let row = from; row < block.rows && rows.length < height; row++) {
			rows.push(paintBlockRow(frame, block, row, rows.length === 0));
		}
	}
	return {
		rows,
		place: atBottom ? bottom : placeAt(frame, top),
		newer: atBottom ? 0 : messagesFrom(room, number),
		atBottom,
		older: top.line > first || top.row > 0,
		code,
	};
};

const emptyPane = ({room, width, height, theme, loading}: Frame): Pane => {
	const margin = marginOf(width);
	const text = loading ? 'loading older messages …' : emptyText(room);
	const words = wrap(text, Math.max(1, width - 2 * margin.length)).slice(0, height);
	const rows = words.map(row => margin + theme.paint('dim', row));
	const blanks = Array.from({length: height - rows.length}, () => '');
	return {rows: [...blanks, ...rows], place: bottom, newer: 0, atBottom: true, older: false, code: false};
};

const emptyText = ({gone, live, entered, target, seq, complete}: Room): string => {
	if (gone) return 'You are not in this room.';
	if (!live && !entered) return `Entering #${label(target)} …`;
	if (seq > 0 && !complete) return 'Scroll up for what was said before.';
	return 'Nothing has been said here yet.';
};

/** The place so many rows below this one, above it when negative; reaching the end sticks to it. */
export const scroll = (input: PaneInput, rows: number): Place => {
	const frame = frameOf(input);
	if (frame.first === frame.end) return bottom;
	const {top} = settle(frame);
	return placeFrom(frame, rows < 0 ? up(frame, top, -rows) : down(frame, top, rows));
};

const up = (frame: Frame, top: Spot, rows: number): Spot => {
	let {line, row} = top;
	let left = rows;
	while (row < left && line > frame.first) {
		left -= row;
		line = before(frame, line);
		row = blockAt(frame, line).rows;
	}
	return {line, row: Math.max(0, row - left)};
};

const down = (frame: Frame, top: Spot, rows: number): Spot => {
	let {line} = top;
	let row = top.row + rows;
	for (let most = blockAt(frame, line).rows; row >= most && line < frame.end - 1; ) {
		const next = after(frame, line);
		if (next >= frame.end) break;
		row -= most;
		line = next;
		most = blockAt(frame, line).rows;
	}
	return {line, row};
};

/** The place with an entry, and what separates it, at the top; the bottom when all from it on fits. */
export const toLine = (input: PaneInput, number: number): Place => {
	const frame = frameOf(input);
	if (frame.first === frame.end) return bottom;
	const line = Math.max(frame.first, number);
	return line < frame.end ? placeFrom(frame, {line, row: 0}) : bottom;
};

export const toOldest = (input: PaneInput): Place => toLine(input, input.room.log.start);

/** Where reading stopped; the bottom when everything was read. */
export const toMarker = (input: PaneInput): Place =>
	input.room.marker === undefined ? bottom : toLine(input, input.room.marker);

/** The place with an entry a third down the pane, so that what led to it is seen too. */
export const landing = (input: PaneInput, number: number): Place => {
	const frame = frameOf(input);
	if (number < frame.first || number >= frame.end) return bottom;
	const left = Math.max(0, frame.height - blockAt(frame, number).rows);
	const above = Math.min(Math.floor(frame.height / 3), left);
	return placeFrom(frame, up(frame, {line: number, row: 0}, above));
};

/** The place that is nearest to this one and shows an entry whole, or its beginning if it is longer than the pane. */
export const inSight = (input: PaneInput, number: number): Place => {
	const frame = frameOf(input);
	if (number < frame.first || number >= frame.end) return input.place;
	const {top} = settle(frame);
	const {rows, separators} = blockAt(frame, number);
	const isAbove = number < top.line || (number === top.line && top.row > separators.length);
	if (isAbove || rows > frame.height) return placeFrom(frame, {line: number, row: 0});
	const lowest = up(frame, {line: number, row: rows}, frame.height);
	const isBelow = lowest.line > top.line || (lowest.line === top.line && lowest.row > top.row);
	return isBelow ? placeFrom(frame, lowest) : input.place;
};

/** The same place told by the row at its top, so that what comes in below moves nothing, at the bottom too. */
export const held = (input: PaneInput): Place => {
	const frame = frameOf(input);
	return frame.first === frame.end ? bottom : placeAt(frame, settle(frame).top);
};

/** The numbers of the entries that are in the pane, if only in part: the first, and the one after the last. */
export const span = (input: PaneInput): {from: number; to: number} => {
	const frame = frameOf(input);
	if (frame.first === frame.end) return {from: frame.first, to: frame.end};
	const {top} = settle(frame);
	let to = top.line;
	for (let rows = -top.row; to < frame.end && rows < frame.height; to = after(frame, to))
		rows += blockAt(frame, to).rows;
	return {from: top.line, to};
};

/**
 * What stands in a row of the pane, from 0 at its top: an entry by its number, and whether the row tells what of it is
 * folded.
 */
export const entryRow = (input: PaneInput, row: number): {number: number; isFold: boolean} | undefined => {
	const frame = frameOf(input);
	if (frame.first === frame.end) return undefined;
	const {top, missing} = settle(frame);
	if (row < missing) return undefined;
	const spot = down(frame, top, row - missing);
	const {rows, separators, fold} = blockAt(frame, spot.line);
	if (spot.row >= rows) return undefined;
	return {number: spot.line, isFold: spot.row - separators.length === fold?.from};
};

/** Is nothing that is held below the pane? */
export const isAtEnd = (input: PaneInput): boolean => {
	const frame = frameOf(input);
	return frame.first === frame.end || !overflows(frame, settle(frame).top);
};

/** Has an entry more rows than it shows by itself? */
export const isFoldable = (input: PaneInput, number: number): boolean => {
	const frame = frameOf(input);
	if (number < frame.first || number >= frame.end) return false;
	const {body, entry} = blockAt(frame, number);
	return isLong(body, entry, number, input.room, input.folding?.most ?? 0);
};
