/** Lines of spans as rows of a terminal: broken as `wrap` breaks text, each piece keeping its look. */
import {type Span, type SpanLine, textOf} from './markdown/spans.ts';
import {isSimple} from './simple-text.ts';
import type {Painter, Role, Theme} from './themes.ts';
import {cellOf, cellsOf, columns, segmenter, tabStop, wrap} from './wrap.ts';

/** Columns of the first row and of the others. */
type Widths = {readonly first: number; readonly others: number};

/** What stands before a line may take this part of a row: the text needs the rest. */
const edgeShare = 3;

const bounded = (edge: string, width: number): string => {
	const most = Math.max(0, Math.floor(width / edgeShare));
	return edge.length > most ? edge.slice(0, most) : edge;
};

/**
 * All lines as rows, one below the other. The first row of all may be wider than the others.
 * @returns spans of each row, what stands before it included; none wider than its columns
 */
export const spanRows = (lines: readonly SpanLine[], widths: Widths): Span[][] => {
	const rows: Span[][] = [];
	for (const line of lines) {
		const limits = {first: rows.length === 0 ? widths.first : widths.others, others: widths.others};
		rows.push(...lineRows(line, limits));
	}
	return rows;
};

const lineRows = ({spans, first, rest, isCode}: SpanLine, {first: most, others}: Widths): Span[][] => {
	const edges = {first: bounded(first, others), rest: bounded(rest, others)};
	const width = Math.max(1, most - columns(edges.first));
	const next = Math.max(1, others - columns(edges.rest));
	const line = drawnSpans(spans, isCode ? width : next);
	const text = textOf(line);
	const texts = isCode ? broken(text, width) : wrap(text, width, width - next);
	return pieces(line, texts).map((piece, index) => {
		const edge = index === 0 ? edges.first : edges.rest;
		return edge === '' ? piece : [{text: edge, roles: ['codeEdge'], isEdge: true}, ...piece];
	});
};

/**
 * The spans with what will be drawn of them: tabs as blanks, and of clusters that are too long or too wide what stands
 * for them. So a row is a part of the line, letter by letter, and no look slips to what stands beside it: a link that did
 * would lead from words that name another place.
 * @param most columns that one cluster may take
 */
const drawnSpans = (spans: readonly Span[], most: number): readonly Span[] => {
	if (spans.every(({text}) => isSimple(text))) return spans;
	let column = 0;
	let left = 0;
	const clusters = segmenter.segment(textOf(spans))[Symbol.iterator]();
	return spans.map(span => {
		let text = '';
		// A cluster that begins in one span and ends in the next is the first one's.
		for (left += span.text.length; left > 0; ) {
			const {segment} = clusters.next().value!;
			const isTab = segment === '\t';
			const drawn = isTab ? {text: ' ', width: 0} : cellOf(segment, most);
			const blanks = tabStop - (column % tabStop);
			text += isTab ? ' '.repeat(blanks) : drawn.text;
			column += isTab ? blanks : drawn.width;
			left -= segment.length;
		}
		return {...span, text};
	});
};

/** Broken where the row ends. A blank line is a row. */
const broken = (text: string, width: number): string[] => {
	const rows: string[] = [];
	if (isSimple(text)) {
		for (let at = 0; at === 0 || at < text.length; at += width) rows.push(text.slice(at, at + width));
		return rows;
	}
	const {texts, widths} = cellsOf(text, width);
	let row = '';
	let taken = 0;
	for (let cell = 0; cell < texts.length; cell++) {
		if (taken + widths[cell]! > width) {
			rows.push(row);
			row = '';
			taken = 0;
		}
		row += texts[cell];
		taken += widths[cell]!;
	}
	return [...rows, row];
};

/** The spans of each row. Rows hold the line's characters in its order, but for blanks where it was broken. */
const pieces = (spans: readonly Span[], rows: readonly string[]): Span[][] => {
	const text = textOf(spans);
	let at = 0;
	let owner = 0;
	/** where the owner ends */
	let end = spans[0]?.text.length ?? 0;
	return rows.map(row => {
		while (text[at] === ' ' && !text.startsWith(row, at)) at++;
		const piece: Span[] = [];
		const until = at + row.length;
		while (at < until) {
			while (owner < spans.length - 1 && at >= end) end += spans[++owner]!.text.length;
			const to = owner < spans.length - 1 ? Math.min(until, end) : until;
			piece.push({...spans[owner], text: text.slice(at, to)});
			at = to;
		}
		return piece;
	});
};

/** VTE ignores longer ones, and each row that a link takes repeats it (spec of OSC 8, “Length limits”). */
const longestLink = 2083;

/** OSC 8 with an id, so that the rows of one link are one (github.com/egmontkob, “Hyperlinks in terminal emulators”). */
const linked = (text: string, url: string): string =>
	`\u001b]8;id=${idOf(url)};${url}\u001b\\${text}\u001b]8;;\u001b\\`;

/** Short and the same for the same address; two addresses with one id are told apart by the terminal. */
const idOf = (url: string): string => {
	let value = 0;
	for (let index = 0; index < url.length; index++)
		value = (Math.imul(value, 31) + url.charCodeAt(index)) >>> 0;
	return value.toString(36);
};

export type Paints = {
	/** the look under all others */
	readonly role: Role;
	readonly theme: Theme;
	readonly paintLead: Painter;
	/** links can be clicked */
	readonly links: boolean;
};

/** A row as it is drawn. */
export const paintSpans = (row: readonly Span[], paints: Paints): string =>
	row.map(span => paintSpan(span, paints)).join('');

const paintSpan = ({text, roles = [], name, link, isLead}: Span, paints: Paints): string => {
	const {role, theme, paintLead, links} = paints;
	if (isLead) return paintLead(text);
	if (name !== undefined) return theme.name(name)(text);
	const painted = [...roles, role].reduce((done, one) => theme.paint(one, done), text);
	return link !== undefined && links && link.length <= longestLink ? linked(painted, link) : painted;
};
