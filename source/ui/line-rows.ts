/**
 * An entry of the message pane as rows. What was wrapped is kept for each entry and look; only rows that are
 * drawn are painted.
 */
import {sameName} from '../protocol/names.ts';
import {type Content, contentOf, type Entry, type Look} from './line-content.ts';
import type {TimeFormat} from './local-time.ts';
import {columns, fit, wrap} from './wrap.ts';

const timeColumns = 5;
const gap = '  ';
/** Wrapped rows of the compact form stand in a little, so that each message is seen to begin. */
const hang = '  ';

export const marginOf = (width: number): string => (width > 12 ? ' ' : '');

const mentionMark = '»';

/** An entry's content, wrapped. `rows` are plain; those from `troubleFrom` on say what is wrong. */
export type Body = {
	readonly look: Look;
	readonly content: Content;
	readonly lead: string;
	readonly rows: readonly string[];
	readonly troubleFrom: number;
};

const bodies = new WeakMap<Entry, Body>();

const sameLook = (one: Look, other: Look): boolean =>
	one === other ||
	(one.width === other.width &&
		one.names === other.names &&
		one.theme === other.theme &&
		one.me === other.me &&
		one.retry === other.retry);

/** The entry as rows of a look; none for one that says nothing, such as joins that were taken back. */
export const bodyOf = (entry: Entry, look: Look): Body => {
	const held = bodies.get(entry);
	if (held && sameLook(held.look, look)) return held;
	const content = contentOf(entry, look);
	const compact = look.names === 0;
	const lead = compact ? compactLead(content, look.width) : (content.lead ?? '');
	const indent = indentOf(look, content).length;
	const width = Math.max(1, look.width - indent);
	const hang = compact ? indent - marginOf(look.width).length : 0;
	const text = lead === '' ? content.text : `${lead} ${content.text}`;
	const way = compact && content.state?.sign === '…' ? ' …' : '';
	const rows = content.aside && text === '' ? [] : wrap(text + way, width + hang, hang);
	const troubleFrom = rows.length;
	if (content.trouble !== undefined) rows.push(...wrap(content.trouble, width));
	const body = {look, content, lead, rows, troubleFrom};
	bodies.set(entry, body);
	return body;
};

/** `Alice:`, `Alice»` when it names the reader, `Root → Alice:`, `* Alice`, or a sign. */
const compactLead = ({who, isSign, lead, mention}: Content, width: number): string => {
	if (who === '') return '';
	const most = Math.max(4, Math.floor(width / 3));
	const short = columns(who) > most ? fit(who, most) : who;
	const end = mention ? mentionMark : isSign || lead !== undefined ? '' : ':';
	return lead === undefined ? short + end : `${short}${end} ${lead}`;
};

const hangOf = (width: number): string => (width < 10 ? '' : hang);

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
	const {look, content, lead, rows, troubleFrom} = body;
	const row = rows[index]!;
	const role = index >= troubleFrom ? 'failed' : content.role;
	const before = index === 0 ? firstBefore(entry, body, head) : indentOf(look, content);
	if (index > 0 || lead === '' || !row.startsWith(lead)) return before + look.theme.paint(role, row);
	const paintLead = look.names === 0 ? content.paintWho : content.paintLead!;
	return before + paintLead(lead) + look.theme.paint(role, row.slice(lead.length));
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
