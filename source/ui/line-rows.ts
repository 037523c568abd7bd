/**
 * An entry of the message pane as rows. What was wrapped is kept for each entry and look; only rows that are
 * drawn are painted.
 */
import {sameName} from '../protocol/names.ts';
import {type Content, contentOf, type Entry, type Look} from './line-content.ts';
import type {TimeFormat} from './local-time.ts';
import type {Role} from './themes.ts';
import {columns, fit, wrap} from './wrap.ts';

const timeColumns = 5;
const gap = '  ';
/** Wrapped rows of the compact form stand in a little, so that each message is seen to begin. */
const hang = '  ';

export const marginOf = (width: number): string => (width > 12 ? ' ' : '');

const mentionMark = '»';

/** A row of a body, plain. `lead` and `tail` are parts of its text with a look of their own. */
type BodyRow = {readonly text: string; readonly role: Role; readonly lead?: string; readonly tail?: string};

/** An entry's content, wrapped. */
export type Body = {
	readonly look: Look;
	/** what it answers, as that read when this was wrapped */
	readonly answers: string;
	readonly content: Content;
	readonly rows: readonly BodyRow[];
};

const bodies = new WeakMap<Entry, Body>();

const sameLook = (one: Look, other: Look): boolean =>
	one === other ||
	(one.width === other.width &&
		one.names === other.names &&
		one.theme === other.theme &&
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
	const body = {look, answers, content, rows: rowsOf(content, look)};
	bodies.set(entry, body);
	return body;
};

/** What it answers, its text, what is wrong with it, and the signs under it, one below the other. */
const rowsOf = (content: Content, look: Look): BodyRow[] => {
	if (content.aside && content.text === '') return [];
	const width = Math.max(1, look.width - indentOf(look, content).length);
	const {answers, trouble, signs} = content;
	return [
		...(answers === undefined ? [] : [answersRow(answers, content, look, width)]),
		...textRows(content, look, width),
		...(trouble === undefined ? [] : wrap(trouble, width).map(text => ({text, role: 'failed'}) as const)),
		...(signs === undefined ? [] : packed(signs, width).map(text => ({text, role: 'dim'}) as const)),
	];
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
	const text = cut(`${lead} ${answers}`, width + compactHang(look));
	return {text, role: 'dim', lead: text.startsWith(lead) ? lead : text};
};

const textRows = (content: Content, look: Look, width: number): BodyRow[] => {
	const {text, role, remark, answers} = content;
	const isCompact = look.names === 0;
	const isNamed = isCompact && answers !== undefined;
	const lead = isNamed ? '' : isCompact ? compactLead(content, look.width) : (content.lead ?? '');
	const hang = isCompact && !isNamed ? compactHang(look) : 0;
	const way = isCompact && content.state?.sign === '…' ? '…' : '';
	const said = [lead, text, remark ?? '', way].filter(part => part !== '').join(' ');
	const rows = wrap(said, width + hang, hang);
	return rows.map((row, index) => ({
		text: row,
		role,
		...(index === 0 && lead !== '' && row.startsWith(lead) ? {lead} : {}),
		...(index === rows.length - 1 && remark !== undefined && row.endsWith(remark) ? {tail: remark} : {}),
	}));
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
const indentOf = ({width, names}: Look, {aside}: Content): string => {
	if (names === 0) return marginOf(width) + hangOf(width);
	const columnsBefore = timeColumns + gap.length + (aside ? 0 : names + gap.length);
	return marginOf(width) + ' '.repeat(columnsBefore);
};

/** How much of time and name stands before a text. */
export type Head = 'full' | 'time' | 'none';

/** A row of a body, painted. */
export const paintRow = (entry: Entry, body: Body, index: number, head: Head): string => {
	const {look, content, rows} = body;
	const {text, role, lead = '', tail = ''} = rows[index]!;
	const before = index === 0 ? firstBefore(entry, body, head) : indentOf(look, content);
	// Nearly all rows are.
	if (lead === '' && tail === '') return before + look.theme.paint(role, text);
	const paintLead = look.names === 0 ? content.paintWho : (content.paintLead ?? content.paintWho);
	const middle = text.slice(lead.length, text.length - tail.length);
	return before + paintLead(lead) + look.theme.paint(role, middle) + look.theme.paint('dim', tail);
};

const firstBefore = (entry: Entry, {look, content}: Body, head: Head): string => {
	const {width, names, theme} = look;
	const margin = marginOf(width);
	if (names === 0) return margin;
	if (content.aside) return indentOf(look, content);
	const time =
		head === 'none' ? ' '.repeat(timeColumns) : theme.paint('time', fit(timeOf(entry, look), timeColumns));
	const state =
		content.state && theme.paint(content.state.role, fit(content.state.sign, timeColumns, 'right'));
	const who = fit(head === 'full' ? content.who : '', names, 'right');
	const mark = content.mention ? theme.paint('mention', `${mentionMark} `) : gap;
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
