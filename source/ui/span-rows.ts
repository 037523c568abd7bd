/** Lines of spans as rows of a terminal: broken as `wrap` breaks text, each piece keeping its look. */
import {type Span, type SpanLine, textOf} from './markdown/spans.ts';
import type {Painter, Role, Theme} from './themes.ts';
import {cellsOf, columns, isSimple, wrap} from './wrap.ts';

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
	const text = textOf(spans);
	const width = Math.max(1, most - columns(edges.first));
	const next = Math.max(1, others - columns(edges.rest));
	const texts = isCode ? broken(text, width) : wrap(text, width, width - next);
	return pieces(spans, texts).map((piece, index) => {
		const edge = index === 0 ? edges.first : edges.rest;
		return edge === '' ? piece : [{text: edge, roles: ['codeEdge']}, ...piece];
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

/** A cluster of which less is drawn is never longer. */
const farthest = 64;

/**
 * The spans of each row. Rows hold the text's characters in its order, but for blanks where it was broken, and for
 * clusters of which less is drawn.
 */
const pieces = (spans: readonly Span[], rows: readonly string[]): Span[][] => {
	const text = textOf(spans);
	const ends = spans.map(() => 0);
	spans.reduce((end, span, index) => {
		ends[index] = end + span.text.length;
		return ends[index]!;
	}, 0);
	let at = 0;
	let owner = 0;
	return rows.map(row => {
		const piece: Span[] = [];
		let from = 0;
		for (let index = 0; index < row.length; index++) {
			const found = text.indexOf(row[index]!, at);
			// The sign of what is too wide stands in no text.
			if (found >= 0 && found - at <= farthest) at = found;
			let now = owner;
			while (now < spans.length - 1 && at >= ends[now]!) now++;
			if (now !== owner) {
				if (index > from) piece.push({...spans[owner], text: row.slice(from, index)});
				from = index;
				owner = now;
			}
			at++;
		}
		if (row.length > from) piece.push({...spans[owner], text: row.slice(from)});
		return piece;
	});
};

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
	return link !== undefined && links ? linked(painted, link) : painted;
};
