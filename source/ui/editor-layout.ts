/**
 * An edited text as rows of a terminal, with the cursor's place in them. Unlike `wrap` nothing vanishes: each
 * cluster has its cell, so that the cursor can stand before it. Only the rows around the cursor are laid out.
 */
import {reveal} from '../protocol/clean.ts';
import {lineEnd, lineStart} from './graphemes.ts';
import {isSimple} from './simple-text.ts';
import {breaksBetween, cellOf, columns, segmenter} from './wrap.ts';

const tabStop = 4;

/** The clusters of a line: where each starts, what is shown for it, its columns, and those before it in its row. */
type LineCells = {
	readonly starts: number[];
	readonly texts: string[];
	readonly widths: number[];
	readonly offsets: number[];
};

/** A row of a line: UTF-16 indexes, and the cells from `first` up to `last`. */
type Row = {readonly start: number; readonly end: number; readonly first: number; readonly last: number};

/** A line that was laid out. Without cells each of its UTF-16 units is one, one column wide. */
type Laid = {readonly line: string; readonly rows: readonly Row[]; readonly cells: LineCells | undefined};

/** What `reveal` shows for each code point: itself, one picture, or its number as in `‹202E›`. */
const revealedPoints = (line: string): string[] => {
	const revealed = reveal(line);
	let at = 0;
	return Array.from(line, point => {
		let end = at + point.length;
		if (!revealed.startsWith(point, at)) end = revealed[at] === '‹' ? revealed.indexOf('›', at) + 1 : at + 1;
		const shown = revealed.slice(at, end);
		at = end;
		return shown;
	});
};

/** @param most columns for one cluster */
const lineCells = (line: string, most: number): LineCells => {
	const points = reveal(line) === line ? undefined : revealedPoints(line);
	const cells: LineCells = {starts: [], texts: [], widths: [], offsets: []};
	let point = 0;
	for (const {segment, index} of segmenter.segment(line)) {
		let shown = segment;
		if (points) {
			const next = point + [...segment].length;
			shown = points.slice(point, next).join('');
			point = next;
		}
		// What is revealed of one cluster is several, so only the sum tells whether there is room.
		const {text, width} =
			shown === segment || columns(shown) > most ? cellOf(shown, most) : {text: shown, width: columns(shown)};
		cells.starts.push(index);
		cells.texts.push(text);
		cells.widths.push(width);
	}
	return cells;
};

/**
 * Breaks before words, and inside those that are longer than a row. The last column stays free for the
 * cursor; a space may take it, so that no row begins with the space that ended the one above.
 */
const layLine = (line: string, width: number): Laid => {
	const most = Math.max(1, width - 1);
	const cells = isSimple(line) ? undefined : lineCells(line, most);
	const count = cells?.starts.length ?? line.length;
	const indexOf = (cell: number): number => (cell === count ? line.length : (cells?.starts[cell] ?? cell));
	const rows: Row[] = [];
	let first = 0;
	let column = 0;
	let word = 0;
	let wordColumn = 0;
	const endRow = (last: number): void => {
		rows.push({start: indexOf(first), end: indexOf(last), first, last});
		first = last;
	};
	for (let cell = 0; cell < count; cell++) {
		const character = line[indexOf(cell)];
		if (cells && cell > first && breaksBetween(cells, cell)) {
			word = cell;
			wordColumn = column;
		}
		const room = character === ' ' ? Math.max(1, width) : most;
		while (column + place(cells, cell, character, column, most) > room && cell > first) {
			const inWord = word > first && character !== ' ';
			endRow(inWord ? word : cell);
			const moved = inWord ? wordColumn : column;
			for (let behind = first; cells && behind < cell; behind++) cells.offsets[behind]! -= moved;
			column -= moved;
		}
		column += place(cells, cell, character, column, most);
		if (character === ' ' || character === '\t') {
			word = cell + 1;
			wordColumn = column;
		}
	}
	endRow(count);
	// A space in the free column leaves none for the cursor behind it.
	if (column > most && width > 1) endRow(count);
	return {line, rows, cells};
};

/** Puts a cell at a column of its row. @returns the columns that it takes there */
const place = (
	cells: LineCells | undefined,
	cell: number,
	character: string | undefined,
	column: number,
	most: number,
): number => {
	if (!cells) return 1;
	cells.offsets[cell] = column;
	if (character !== '\t') return cells.widths[cell]!;
	const taken = Math.min(tabStop - (column % tabStop), most);
	cells.texts[cell] = ' '.repeat(taken);
	cells.widths[cell] = taken;
	return taken;
};

const shownRow = ({line, cells}: Laid, {start, end, first, last}: Row): string =>
	cells ? cells.texts.slice(first, last).join('') : line.slice(start, end);

/** The cell that starts at an index, or the number of cells at the line's end. */
const cellAt = (cells: LineCells, row: Row, index: number): number => {
	let cell = row.first;
	while (cell < row.last && cells.starts[cell]! < index) cell++;
	return cell;
};

/** Columns before an index of a row. */
const columnAt = ({cells}: Laid, row: Row, index: number): number => {
	if (!cells) return index - row.start;
	const cell = cellAt(cells, row, index);
	if (cell < row.last) return cells.offsets[cell]!;
	return cell === row.first ? 0 : cells.offsets[cell - 1]! + cells.widths[cell - 1]!;
};

/** The index in a row that stands at a column, or before it when a wide cluster covers it. */
const indexAt = ({cells, rows, line}: Laid, row: Row, column: number): number => {
	// Where a row ends that is not the line's last, the next one starts.
	const last = row === rows.at(-1) ? row.last : row.last - 1;
	if (!cells) return Math.min(row.start + column, last);
	let cell = row.first;
	while (cell < last && cells.offsets[cell]! + cells.widths[cell]! <= column) cell++;
	return cells.starts[cell] ?? line.length;
};

/** The row on which a cursor at an index stands. */
const rowAt = ({rows}: Laid, index: number): number => {
	let row = rows.length - 1;
	while (row > 0 && rows[row]!.start > index) row--;
	return row;
};

type Spot = {readonly laid: Laid; readonly first: number; readonly row: number};

const spotOf = (text: string, cursor: number, width: number): Spot => {
	const first = lineStart(text, cursor);
	const laid = layLine(text.slice(first, lineEnd(text, cursor)), width);
	return {laid, first, row: rowAt(laid, cursor - first)};
};

/** The spot a row above or below, undefined where there is none. */
const neighbour = (text: string, {laid, first, row}: Spot, step: -1 | 1, width: number): Spot | undefined => {
	if (laid.rows[row + step]) return {laid, first, row: row + step};
	if (step === -1) {
		if (first === 0) return undefined;
		const above = spotOf(text, first - 1, width);
		return {...above, row: above.laid.rows.length - 1};
	}
	const next = first + laid.line.length + 1;
	return next > text.length ? undefined : {...spotOf(text, next, width), row: 0};
};

/**
 * Where the cursor comes by going a row up or down.
 * @param goal the column that it aims for; its own when undefined
 * @param width columns of a row; Infinity to go by lines
 */
export const verticalMove = (
	text: string,
	cursor: number,
	step: -1 | 1,
	goal: number | undefined,
	width: number,
): {cursor: number; goal: number} | undefined => {
	const spot = spotOf(text, cursor, width);
	const column = goal ?? columnAt(spot.laid, spot.laid.rows[spot.row]!, cursor - spot.first);
	const there = neighbour(text, spot, step, width);
	if (!there) return undefined;
	return {cursor: there.first + indexAt(there.laid, there.laid.rows[there.row]!, column), goal: column};
};

/** The index at a column of the row so many rows below a cursor's, above it when negative; the nearest one there is. */
export const cursorAt = (
	text: string,
	cursor: number,
	width: number,
	rows: number,
	column: number,
): number => {
	let spot = spotOf(text, cursor, width);
	for (let left = Math.abs(rows); left > 0; left--) {
		const next = neighbour(text, spot, rows < 0 ? -1 : 1, width);
		if (!next) break;
		spot = next;
	}
	return spot.first + indexAt(spot.laid, spot.laid.rows[spot.row]!, column);
};

/** Rows of a composer, and the cursor's cell among them. */
export type EditorLayout = {readonly rows: readonly string[]; readonly row: number; readonly column: number};

/**
 * At least one row and at most `mostRows`, each at most `width` columns. With more text than fits, the cursor
 * stands in the middle of what is shown, but for the text's ends.
 */
export const layoutText = (text: string, cursor: number, width: number, mostRows: number): EditorLayout => {
	const spot = spotOf(text, cursor, width);
	const collect = (step: -1 | 1): string[] => {
		const shown: string[] = [];
		for (
			let at = neighbour(text, spot, step, width);
			at && shown.length < mostRows - 1;
			at = neighbour(text, at, step, width)
		) {
			shown.push(shownRow(at.laid, at.laid.rows[at.row]!));
		}
		return shown;
	};
	const above = collect(-1);
	const below = collect(1);
	const most = Math.max(1, mostRows) - 1;
	const after = Math.min(below.length, Math.max(Math.floor(most / 2), most - above.length));
	const before = Math.min(above.length, most - after);
	const here = spot.laid.rows[spot.row]!;
	const column = columnAt(spot.laid, here, cursor - spot.first);
	return {
		rows: [...above.slice(0, before).reverse(), shownRow(spot.laid, here), ...below.slice(0, after)],
		row: before,
		column: Math.min(column, width - 1),
	};
};
