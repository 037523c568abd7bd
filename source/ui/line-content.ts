/**
 * What an entry of the message pane says, before it has rows: a table from the type of a line to what stands
 * in its columns.
 */
import {lineAt} from '../client/log.ts';
import type {Line, MessageLine, Pending, Room} from '../client/state.ts';
import {reveal} from '../protocol/clean.ts';
import {errorTable} from '../protocol/errors.ts';
import {label, listNames} from './labels.ts';
import type {TimeFormat} from './local-time.ts';
import type {Painter, Role, Theme} from './themes.ts';

/** What the rows of an entry depend on besides the entry. */
export type Look = {
	readonly width: number;
	/** columns for names; 0 in the compact form, where a name stands before its text */
	readonly names: number;
	readonly theme: Theme;
	readonly clock: TimeFormat;
	readonly me: string;
	/** label of the key that sends a failed message again */
	readonly retry: string | undefined;
};

/** A line of the log, or a message of one's own that is on its way. */
export type Entry = Line | Pending;

/** Pending messages go on with the numbers of the log. */
export const entryAt = ({log, pending}: Room, number: number): Entry | undefined =>
	number < log.end ? lineAt(log, number) : pending[number - log.end];

export type Content = {
	/** in the time's place, when it is no time */
	readonly state?: {readonly sign: string; readonly role: Role};
	/** in the names' place */
	readonly who: string;
	readonly paintWho: Painter;
	/** names the reader */
	readonly mention?: boolean;
	/** before the text, in a look of its own */
	readonly lead?: string;
	readonly paintLead?: Painter;
	readonly text: string;
	readonly role: Role;
	/** why it is not well, in rows below */
	readonly trouble?: string;
	/** `who` is a sign and no name */
	readonly isSign?: boolean;
	/** a remark from the names' column on: nobody says it, and its time doesn't matter */
	readonly aside?: boolean;
};

type Said = Pick<MessageLine, 'id' | 'msg' | 'kind' | 'to' | 'mention'>;

const said = ({id, msg, kind, to, mention}: Said, role: Role, {theme}: Look): Content => {
	const name = label(id);
	const text = reveal(msg);
	const common = {text, mention, role: mention ? 'mention' : role} as const;
	if (kind === 'me') {
		return {
			...common,
			who: '*',
			isSign: true,
			paintWho: theme.name(id),
			lead: name,
			paintLead: theme.name(id),
		};
	}
	const lead = to === undefined ? {} : {lead: `→ ${label(to)}:`, paintLead: painter(theme, 'to')};
	return {...common, who: name, paintWho: theme.name(id), ...lead};
};

const painter =
	(theme: Theme, role: Role): Painter =>
	text =>
		theme.paint(role, text);

const contents: {[Type in Line['type']]: (line: Extract<Line, {type: Type}>, look: Look) => Content} = {
	message: (line, look) => said(line, line.kind === 'me' ? 'action' : 'text', look),
	presence: (line, {theme}) => ({
		who: '',
		paintWho: painter(theme, 'presence'),
		text: presenceText(line),
		role: 'presence',
		aside: true,
	}),
	note: ({text, tone}, {theme}) => ({
		who: tone === 'error' ? '!' : '–',
		paintWho: painter(theme, tone),
		isSign: true,
		text: reveal(text),
		role: tone,
	}),
	notice: ({id, msg}, {theme}) => ({
		who: label(id),
		paintWho: theme.name(id),
		lead: '[to all]',
		paintLead: painter(theme, 'notice'),
		text: reveal(msg),
		role: 'notice',
	}),
};

const presenceText = ({joined, left}: {joined: readonly string[]; left: readonly string[]}): string => {
	const gone = new Set(left);
	const passed = new Set(joined.filter(id => gone.has(id)));
	const part = (ids: readonly string[], what: string): string[] =>
		ids.length === 0 ? [] : [`${listNames(ids)} ${what}`];
	return [
		...part(
			joined.filter(id => !passed.has(id)),
			'joined',
		),
		...part(
			left.filter(id => !passed.has(id)),
			'left',
		),
		...part([...passed], 'joined and left'),
	].join(', ');
};

const pendingContent = (pending: Pending, look: Look): Content => {
	const {error, seq, kind} = pending;
	const message = {...pending, id: look.me, to: undefined, mention: false};
	if (error) {
		// The row begins with the same words.
		const reason = error.message.replace(errorTable.NOT_SENT.text, '').trim();
		const why = reason === '' ? '' : `: ${label(reason)}`;
		const what = look.retry === undefined ? '' : ` (${look.retry} sends it again)`;
		return {
			...said(message, 'pending', look),
			state: {sign: '✗', role: 'failed'},
			trouble: `✗ not sent${why}${what}`,
		};
	}
	// Acknowledged, and about to come back as a line.
	if (seq !== undefined) return said(message, kind === 'me' ? 'action' : 'text', look);
	return {...said(message, 'pending', look), state: {sign: '…', role: 'pending'}};
};

/** What an entry says. */
export const contentOf = (entry: Entry, look: Look): Content => {
	if (!('type' in entry)) return pendingContent(entry, look);
	const draw = contents[entry.type] as (line: Line, look: Look) => Content;
	return draw(entry, look);
};
