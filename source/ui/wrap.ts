/**
 * Text to rows of a terminal. Widths are those of string-width, because Ink measures with it: two opinions
 * about one glyph would push everything behind it. Every frame passes through here, so text whose characters
 * are all one column wide never meets the segmenter, and the widths of other clusters are kept.
 *
 * What comes in has been through `reveal`: no control characters but newline and tab.
 */
import stringWidth from 'string-width';
import {isSimple} from './simple-text.ts';

/** Cuts text into grapheme clusters (UAX 29), which is what a terminal draws in one place. */
export const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** Tabs lead to columns that are whole multiples of this. */
export const tabStop = 4;

/** The longest emoji that exist stay below; what is longer is a pile of marks that would cover other rows. */
const longestCluster = 32;

const widthsHeld = 8192;
const widths = new Map<string, number>();

const clusterColumns = (cluster: string): number => {
	const held = widths.get(cluster);
	if (held !== undefined) return held;
	const width = stringWidth(cluster);
	if (cluster.length > longestCluster) return width;
	if (widths.size >= widthsHeld) widths.clear();
	widths.set(cluster, width);
	return width;
};

/** Terminal columns of one line of printable text. Tabs and newlines count nothing: they have no place here. */
export const columns = (text: string): number => {
	if (isSimple(text)) return text.length;
	let width = 0;
	for (const {segment} of segmenter.segment(text)) width += clusterColumns(segment);
	return width;
};

/** The grapheme clusters of a line and what each takes. */
export type Cells = {readonly texts: readonly string[]; readonly widths: readonly number[]};

/** A stand-in for a cluster that is wider than there is room. */
const tooWide = '?';

/**
 * What is drawn for a cluster, and its columns: `?` for one that is wider than there is room, and a pile of
 * marks only in part.
 * @param most columns that it may take
 */
export const cellOf = (cluster: string, most: number): {text: string; width: number} => {
	const text = cluster.length > longestCluster ? shorten(cluster) : cluster;
	const width = clusterColumns(text);
	return width > most ? {text: tooWide, width: 1} : {text, width};
};

/** @param most columns that one cluster may take */
export const cellsOf = (line: string, most: number): Cells => {
	const texts: string[] = [];
	const taken: number[] = [];
	for (const {segment} of segmenter.segment(line)) {
		const {text, width} = cellOf(segment, most);
		texts.push(text);
		taken.push(width);
	}
	return {texts, widths: taken};
};

const shorten = (cluster: string): string => {
	const cut = cluster.slice(0, longestCluster);
	return cut.isWellFormed() ? cut : cut.slice(0, -1);
};

/** Closing marks and small kana don't begin a row, opening ones don't end it (UAX 14, LB13 to LB21). */
const staysBehind =
	/^[\p{Pe}\p{Pf}"'!?,.:;/%…、。，．・：；？！ー々〜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ]/u;
const staysBefore = /[\p{Ps}\p{Pi}"']$/u;

/** Parts words where a script writes no spaces, as in Thai and Khmer. */
const zeroWidthSpace = '\u200b';

/** May a row end between two clusters that no space separates? Around ideographs and emoji it may. */
export const breaksBetween = ({texts, widths: taken}: Cells, index: number): boolean => {
	if (index === 0) return false;
	if (texts[index - 1] === zeroWidthSpace) return true;
	return (
		(taken[index - 1] === 2 || taken[index] === 2) &&
		!staysBehind.test(texts[index]!) &&
		!staysBefore.test(texts[index - 1]!)
	);
};

/**
 * Breaks text into rows at spaces, which vanish there; between ideographs; and inside a word only when it is
 * longer than a row. Newlines are kept, tabs become spaces up to the next fourth column.
 * @param hang columns that all rows but the first leave free, for blanks before them
 * @returns at least one row, none wider than `width` columns, and none empty but for an empty line
 */
export const wrap = (text: string, width: number, hang = 0): string[] => {
	const rows: string[] = [];
	const limits = {first: Math.max(1, width), others: Math.max(1, width - hang)};
	for (const line of text.split('\n')) wrapLine(spaced(line), limits, rows);
	return rows;
};

/** Columns of a text's first row and of the others. */
type RowLimits = {readonly first: number; readonly others: number};

/** The line with its tabs as spaces. */
const spaced = (line: string): string => {
	if (!line.includes('\t')) return line;
	const [first = '', ...others] = line.split('\t');
	return others.reduce((done, part) => done + ' '.repeat(tabStop - (columns(done) % tabStop)) + part, first);
};

const wrapLine = (line: string, limits: RowLimits, rows: string[]): void => {
	if (isSimple(line)) {
		if (line.length <= limits.others) rows.push(withoutEndSpaces(line));
		else breakLine(line, limits, rows);
		return;
	}
	const cells = cellsOf(line, limits.others);
	breakLine(cells.texts.join(''), limits, rows, cells);
};

const withoutEndSpaces = (line: string): string => {
	let end = line.length;
	while (end > 0 && line[end - 1] === ' ') end--;
	return line.slice(0, end);
};

/** @param cells of the line; without them each of its UTF-16 units is one */
const breakLine = (line: string, limits: RowLimits, rows: string[], cells?: Cells): void => {
	const limit = (): number => (rows.length === 0 ? limits.first : limits.others);
	const count = cells?.texts.length ?? line.length;
	/** where this row starts, and the columns that were taken since */
	let start = 0;
	let column = 0;
	/** the last place where the row may end: where its text ends, where the next one starts, columns up to there */
	let breakEnd = -1;
	let breakNext = 0;
	let breakColumn = 0;
	/** where the text ends that is no space */
	let textEnd = 0;
	let index = 0;
	for (let cell = 0; cell < count; cell++) {
		const text = cells ? cells.texts[cell]! : line[cell]!;
		const taken = cells ? cells.widths[cell]! : 1;
		if (text === ' ') {
			if (index === textEnd || index === start) breakEnd = index;
			breakNext = index + 1;
			breakColumn = column + 1;
		} else {
			if (cells && index === textEnd && index > start && breaksBetween(cells, cell)) {
				breakEnd = index;
				breakNext = index;
				breakColumn = column;
			}
			while (column + taken > limit() && index > start) {
				if (breakEnd < 0) {
					breakEnd = index;
					breakNext = index;
					breakColumn = column;
				}
				if (breakEnd > start) rows.push(line.slice(start, breakEnd));
				start = breakNext;
				column -= breakColumn;
				breakEnd = -1;
			}
			textEnd = index + text.length;
		}
		column += taken;
		index += text.length;
	}
	rows.push(line.slice(start, Math.max(start, textEnd)));
};

/** Exactly `width` columns of one line: padded, or cut with `…`. */
export const fit = (text: string, width: number, align: 'left' | 'right' = 'left'): string => {
	if (width <= 0) return '';
	const shown = columns(text) <= width ? text : cut(text, width);
	const padded = (room: number): string => {
		const blanks = ' '.repeat(room);
		return align === 'left' ? shown + blanks : blanks + shown;
	};
	const row = padded(width - columns(shown));
	// A blank beside a stray mark is one cluster with it, and then takes no column of its own.
	return isSimple(row) ? row : padded(2 * width - columns(shown) - columns(row));
};

const cut = (text: string, width: number): string => {
	if (isSimple(text)) return `${text.slice(0, width - 1)}…`;
	const cells = cellsOf(text, width);
	let column = 0;
	let end = 0;
	while (end < cells.texts.length && column + cells.widths[end]! < width) column += cells.widths[end++]!;
	return `${cells.texts.slice(0, end).join('')}…`;
};
