/**
 * An entry of the message pane as rows. What was wrapped is kept for each entry and look; only rows that are
 * drawn are painted.
 */
import {sameName} from '../protocol/names.ts';
import {blankBetween} from './fence.ts';
import {type Content, contentOf, type Entry, type Look} from './line-content.ts';
import type {TimeFormat} from './local-time.ts';
import {type Span, type SpanLine, textOf} from './markdown/spans.ts';
import type {Range} from './matches.ts';
import {paintSpans, spanRows} from './span-rows.ts';
import type {Role} from './themes.ts';
import {columns, fit, wrap} from './wrap.ts';

const gap = '  ';
/** Wrapped rows of the compact form stand in a little, so that each message is seen to begin. */
const hang = '  ';

export const marginOf = (width: number): string => (width > 12 ? ' ' : '');

const mentionMark = '»';

/** A row of a body in one look, but for `lead` and `tail`; or in many, with `spans`. */
export type BodyRow = {
	readonly text: string;
	readonly role: Role;
	readonly lead?: string;
	readonly tail?: string;
	readonly spans?: readonly Span[];
};

/** An entry's content, wrapped. */
export type Body = {
	readonly look: Look;
	/** what it answers, as that read when this was wrapped */
	readonly answers: string;
	readonly content: Content;
	readonly rows: readonly BodyRow[];
	/** which of them are its text */
	readonly text: Range;
};

const bodies = new WeakMap<Entry, Body>();

const sameLook = (one: Look, other: Look): boolean =>
	one === other ||
	(one.width === other.width &&
		one.names === other.names &&
		one.theme === other.theme &&
		one.texts === other.texts &&
		one.clock.columns === other.clock.columns &&
		one.me === other.me &&
		one.retry === other.retry);

/**
 * The entry as rows of a look; none for one that says nothing, such as joins that were taken back.
 * @param answers what it answers, in words; empty for nothing
 */
export const bodyOf = (entry: Entry, look: Look, answers = ''): Body => {
	const held = bodies.get(entry);
	if (held && held.answers === answers && sameLook(held.look, look)) return held;
	const content = contentOf(entry, look, answers);
	const body = {look, answers, content, ...laidOut(content, look)};
	bodies.set(entry, body);
	return body;
};

/** What it answers, its text, what is wrong with it, and the signs under it, one below the other. */
const laidOut = (content: Content, look: Look): Pick<Body, 'rows' | 'text'> => {
	if (content.aside && content.text === '') return {rows: [], text: {from: 0, to: 0}};
	const width = Math.max(1, look.width - indentOf(look, content).length);
	const {answers, trouble, signs} = content;
	const above = answers === undefined ? [] : [answersRow(answers, content, look, width)];
	const text = textRows(content, look, width);
	const rows = [
		...above,
		...text,
		...(trouble === undefined ? [] : wrap(trouble, width).map(text => ({text, role: 'failed'}) as const)),
		...(signs === undefined ? [] : packed(signs, width).map(text => ({text, role: 'dim'}) as const)),
	];
	return {rows, text: {from: above.length, to: above.length + text.length}};
};

/** Signs in as many rows as they need, none of them broken. */
const packed = (signs: readonly string[], width: number): string[] => {
	const rows: string[] = [];
	for (const sign of signs) {
		const longer = `${rows.at(-1) ?? ''}  ${sign}`;
		if (rows.length > 0 && columns(longer) <= width) rows[rows.length - 1] = longer;
		else rows.push(cut(sign, width));
	}
	return rows;
};

const cut = (text: string, width: number): string => fit(text, width).trimEnd();

/** One row, whatever the length: who wants more goes there. It is the first, so in the compact form it has the name. */
const answersRow = (answers: string, content: Content, look: Look, width: number): BodyRow => {
	if (look.names > 0) return {text: cut(answers, width), role: 'dim'};
	const lead = compactLead(content, look.width);
	const text = cut(lead + blankBetween(lead, answers) + answers, width + compactHang(look));
	return {text, role: 'dim', lead: text.startsWith(lead) ? lead : text};
};

const textRows = (content: Content, look: Look, width: number): BodyRow[] => {
	const {text, role, remark, answers} = content;
	const isCompact = look.names === 0;
	const isNamed = isCompact && answers !== undefined;
	const lead = isNamed ? '' : isCompact ? compactLead(content, look.width) : (content.lead ?? '');
	const hang = isCompact && !isNamed ? compactHang(look) : 0;
	const way = isCompact && content.state?.sign === '…' ? '…' : '';
	if (content.lines) return richRows(content.lines, {lead, tails: [remark ?? '', way], role, width, hang});
	const said = [lead, text, remark ?? '', way].filter(part => part !== '').join(' ');
	const rows = wrap(said, width + hang, hang);
	return rows.map((row, index) => ({
		text: row,
		role,
		...(index === 0 && lead !== '' && row.startsWith(lead) ? {lead} : {}),
		...(index === rows.length - 1 && remark !== undefined && row.endsWith(remark) ? {tail: remark} : {}),
	}));
};

type Around = {
	readonly lead: string;
	readonly tails: readonly string[];
	readonly role: Role;
	readonly width: number;
	readonly hang: number;
};

/** What stands before the text, and what behind it, are spans too; beside code and lists they have rows of their own. */
const richRows = (lines: readonly SpanLine[], {lead, tails, role, width, hang}: Around): BodyRow[] => {
	const all = [...lines];
	const isBare = (line: SpanLine | undefined): boolean => line?.first === '';
	if (lead !== '') {
		const [first] = all;
		const own = {text: lead, isLead: true} as const;
		if (first && isBare(first)) all[0] = {...first, spans: [own, {text: ' '}, ...first.spans]};
		else all.unshift({spans: [own], first: '', rest: ''});
	}
	const tail = tails.filter(part => part !== '').join(' ');
	if (tail !== '') {
		const last = all.at(-1);
		const own = {text: tail, roles: ['dim']} as const;
		if (last && isBare(last)) all[all.length - 1] = {...last, spans: [...last.spans, {text: ' '}, own]};
		else all.push({spans: [own], first: '', rest: ''});
	}
	const rows = spanRows(all, {first: width + hang, others: width});
	return rows.map(row => {
		const spans = parted(row);
		return {text: textOf(spans), role, spans};
	});
};

/** A row where the name before the text keeps to its place, whichever way either runs. */
const parted = (row: readonly Span[]): readonly Span[] => {
	const [lead, next, ...rest] = row;
	if (!lead?.isLead || next?.text !== ' ') return row;
	return [lead, {...next, text: blankBetween(lead.text, textOf(rest))}, ...rest];
};

/** `Alice:`, `Alice»` when it names the reader, `Root → Alice:`, `* Alice`, or a sign. */
const compactLead = ({who, isSign, lead, mention}: Content, width: number): string => {
	if (who === '') return '';
	const most = Math.max(4, Math.floor(width / 3));
	const short = (text: string): string => (columns(text) > most ? fit(text, most) : text);
	const end = mention ? mentionMark : isSign || lead !== undefined ? '' : ':';
	return short(who) + end + (lead === undefined ? '' : ` ${short(lead)}`);
};

const hangOf = (width: number): string => (width < 10 ? '' : hang);

/** Columns that the first row of the compact form has before the others. */
const compactHang = ({width}: Look): number => hangOf(width).length;

/** Blanks before the second row of a text. */
const indentOf = ({width, names, clock}: Look, {aside}: Content): string => {
	if (names === 0) return marginOf(width) + hangOf(width);
	const columnsBefore = clock.columns + gap.length + (aside ? 0 : names + gap.length);
	return marginOf(width) + ' '.repeat(columnsBefore);
};

/** How much of time and name stands before a text. */
export type Head = 'full' | 'time' | 'none';

/** A row of a body, painted. Who says it stands before its first row, and before another one that has the full head. */
export const paintRow = (entry: Entry, body: Body, index: number, head: Head): string => {
	const {look, content, rows} = body;
	const {text, role, lead = '', tail = '', spans} = rows[index]!;
	const hasHead = index === 0 || (head === 'full' && look.names > 0);
	const before = hasHead ? firstBefore(entry, body, head) : indentOf(look, content);
	const paintLead = look.names === 0 ? content.paintWho : (content.paintLead ?? content.paintWho);
	if (spans) return before + paintSpans(spans, {role, theme: look.theme, paintLead, links: look.texts.links});
	// Nearly all rows are.
	if (lead === '' && tail === '') return before + look.theme.paint(role, text);
	const middle = text.slice(lead.length, text.length - tail.length);
	const parting = lead !== '' && middle.startsWith(' ') ? blankBetween(lead, middle) : '';
	return (
		before +
		paintLead(lead) +
		look.theme.paint(role, parting + middle.slice(parting.length)) +
		look.theme.paint('dim', tail)
	);
};

/** Columns behind the text of a row that has no head. */
export const freeColumns = ({look, content, rows}: Body, index: number): number =>
	look.width - indentOf(look, content).length - columns(rows[index]!.text);

/** A remark of one row in the midst of an entry. */
export const paintAside = (text: string, {look, content}: Body): string => {
	const before = indentOf(look, content);
	return before + look.theme.paint('dim', cut(text, look.width - before.length));
};

const firstBefore = (entry: Entry, {look, content}: Body, head: Head): string => {
	const {width, names, theme, clock} = look;
	const margin = marginOf(width);
	if (names === 0) return margin;
	if (content.aside) return indentOf(look, content);
	const inTime = (text: string): string => fit(text, clock.columns, 'right');
	const time = head === 'none' ? inTime('') : theme.paint('time', inTime(timeOf(entry, look)));
	const state = content.state && theme.paint(content.state.role, inTime(content.state.sign));
	const who = fit(head === 'full' ? content.who : '', names, 'right');
	const parting = blankBetween(content.who, content.text);
	const mark = content.mention ? theme.paint('mention', mentionMark + parting) : gap;
	return margin + (state ?? time) + gap + (head === 'full' ? content.paintWho(who) : who) + mark;
};

type Stamp = {readonly clock: TimeFormat; readonly time: string; readonly day: string};

const stamps = new WeakMap<Entry, Stamp>();

const stampOf = (entry: Entry, {clock}: Look): Stamp => {
	const held = stamps.get(entry);
	if (held?.clock === clock) return held;
	const stamp = {clock, time: clock.time(entry.ts), day: clock.dayKey(entry.ts)};
	stamps.set(entry, stamp);
	return stamp;
};

/** `14:02` */
export const timeOf = (entry: Entry, look: Look): string => stampOf(entry, look).time;

/** Equal for entries of one day. */
export const dayOf = (entry: Entry, look: Look): string => stampOf(entry, look).day;

/** Who says it and to whom, when it is a plain message; those of one speaker follow each other without a name. */
const speakerOf = (entry: Entry, me: string): {id: string; to: string} | undefined => {
	if (!('type' in entry)) return entry.kind === 'me' ? undefined : {id: me, to: ''};
	if (entry.type !== 'message' || entry.kind === 'me') return undefined;
	return {id: entry.id, to: entry.to ?? ''};
};

/** How much of an entry's head the entry above it leaves to say. */
export const headAfter = (above: Entry | undefined, entry: Entry, look: Look): Head => {
	const speaker = speakerOf(entry, look.me);
	const before = above && speakerOf(above, look.me);
	if (!speaker || !before) return 'full';
	if (!sameName(speaker.id, before.id) || !sameName(speaker.to, before.to)) return 'full';
	return timeOf(above, look) === timeOf(entry, look) && dayOf(above, look) === dayOf(entry, look)
		? 'none'
		: 'time';
};
