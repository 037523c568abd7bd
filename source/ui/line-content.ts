/**
 * What an entry of the message pane says, before it has rows: a table from the type of a line to what stands
 * in its columns.
 */
import {lineAt} from '../client/log.ts';
import {mentionsIn} from '../client/mention.ts';
import {quoteOf} from '../client/select.ts';
import type {Line, MessageLine, Pending, Room} from '../client/state.ts';
import {reveal} from '../protocol/clean.ts';
import {errorTable} from '../protocol/errors.ts';
import type {Texts} from './appearance.ts';
import {blankBetween} from './fence.ts';
import {excerpt, label, listNames} from './labels.ts';
import type {TimeFormat} from './local-time.ts';
import {isPlain, markedLines, typedLines} from './markdown/lines.ts';
import type {SpanLine} from './markdown/spans.ts';
import {signCounts} from './reactions.ts';
import type {Painter, Role, Theme} from './themes.ts';

/** What the rows of an entry depend on besides the entry. */
export type Look = {
	readonly width: number;
	/** columns for names; 0 in the compact form, where a name stands before its text */
	readonly names: number;
	readonly theme: Theme;
	readonly clock: TimeFormat;
	readonly me: string;
	readonly texts: Texts;
	/** label of the key that sends a failed message again */
	readonly retry: string | undefined;
};

/** A line of the log, or a message of one's own that is on its way. */
export type Entry = Line | Pending;

/** Pending messages go on with the numbers of the log. */
export const entryAt = ({log, pending}: Room, number: number): Entry | undefined =>
	number < log.end ? lineAt(log, number) : pending[number - log.end];

/** What an entry answers, as it reads now; the empty text for one that answers none. `↳ Bob: Is the build green?` */
export const answersOf = (room: Room, entry: Entry): string => {
	if (!('ref' in entry) || entry.ref === undefined || ('change' in entry && entry.change)) return '';
	const quote = quoteOf(room, entry);
	if (quote === undefined) return `${answerMark} a message that is gone`;
	if (quote === 'deleted') return `${answerMark} a deleted message`;
	if (quote.ignored) return `${answerMark} ${label(quote.id)} (ignored)`;
	const [who, msg] = [label(quote.id), excerpt(quote.msg)];
	return `${answerMark} ${who}:${blankBetween(who, msg)}${msg}`;
};

/** Before what is answered. */
const answerMark = '↳';

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
	/** the same in looks of its own, where it has any */
	readonly lines?: readonly SpanLine[];
	readonly role: Role;
	/** what it answers, in a row above the text */
	readonly answers?: string;
	/** a remark behind the text */
	readonly remark?: string;
	/** signs that were put to it, in rows below */
	readonly signs?: readonly string[];
	/** why it is not well, in rows below */
	readonly trouble?: string;
	/** `who` is a sign and no name */
	readonly isSign?: boolean;
	/** a remark from the names' column on: nobody says it, and its time doesn't matter */
	readonly aside?: boolean;
};

type Said = Pick<MessageLine, 'id' | 'msg' | 'kind' | 'to' | 'mention'>;

/** What was read of a text, and what that depends on besides it. No width: it is wrapped anew more often than read. */
type Read = Pick<Look, 'me' | 'theme' | 'texts'> & {readonly lines: readonly SpanLine[] | undefined};

const reads = new WeakMap<Said, Read>();

/** The lines of what was said; undefined when all of it has one look. */
const linesOf = (text: string, line: Said, {me, theme, texts}: Look): readonly SpanLine[] | undefined => {
	const held = reads.get(line);
	if (held && held.me === me && held.theme === theme && held.texts === texts) return held.lines;
	const lines = read(text, line, {me, theme, texts});
	if (lines) reads.set(line, {me, theme, texts, lines});
	return lines;
};

const read = (text: string, {mention}: Said, {me, theme, texts}: Omit<Read, 'lines'>): Read['lines'] => {
	const naming = {mentions: (part: string) => (mention ? mentionsIn(part, me) : []), depth: theme.depth};
	if (isPlain(text, naming)) return undefined;
	return texts.markdown
		? markedLines(text, {...naming, highlight: texts.highlight})
		: typedLines(text, naming);
};

const said = (line: Said, role: Role, look: Look): Content => {
	const {id, msg, kind, to, mention} = line;
	const {theme} = look;
	const name = label(id);
	const text = reveal(msg);
	const lines = linesOf(text, line, look);
	const common = {text, mention, role, ...(lines ? {lines} : {})} as const;
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

const plainly: Painter = text => text;

/** An entry without a row. */
const nothing: Content = {who: '', paintWho: plainly, text: '', role: 'text', aside: true};

const message = (line: MessageLine, look: Look): Content => {
	const {id, kind, deleted, edited, ignored} = line;
	// It keeps its place, so that nothing moves when it is shown again.
	if (ignored) return nothing;
	if (deleted) {
		const text = deleted.id === '' ? 'deleted' : `deleted by ${label(deleted.id)}`;
		return {who: label(id), paintWho: look.theme.name(id), text, role: 'dim'};
	}
	const signs = signCounts(line, look.me);
	return {
		...said(line, kind === 'me' ? 'action' : 'text', look),
		...(edited ? {remark: '(edited)'} : {}),
		...(signs.length === 0 ? {} : {signs}),
	};
};

type Draw<Type> = (line: Extract<Line, {type: Type}>, look: Look) => Content;

const contents: {[Type in Line['type']]: Draw<Type>} = {
	message,
	presence: (line, {theme, texts}) => ({
		...nothing,
		paintWho: painter(theme, 'presence'),
		text: texts.joins ? presenceText(line) : '',
		role: 'presence',
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

/** `Carol and Dana joined, Erin left`; empty when nobody did either. */
export const presenceText = ({
	joined,
	left,
}: {
	joined: readonly string[];
	left: readonly string[];
}): string => {
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

/** What a change of a message is called while it has no place of its own. */
const changeText = ({change, msg, off}: Pending): string => {
	if (change === 'edit') return `edit: ${msg}`;
	if (change === 'delete') return 'delete a message';
	return off ? `take ${msg} off` : `react with ${msg}`;
};

const pendingContent = (pending: Pending, look: Look): Content => {
	const {error, seq, kind, change} = pending;
	// A change is seen where it belongs, in a moment: until it fails, a row of its own would only make the rest jump.
	if (change && !error) return nothing;
	const msg = change ? changeText(pending) : pending.msg;
	const own = {...pending, msg, id: look.me, to: undefined, mention: false};
	if (error) {
		// The row begins with the same words.
		const reason = error.message.replace(errorTable.NOT_SENT.text, '').trim();
		const why = reason === '' ? '' : `: ${label(reason)}`;
		const what = look.retry === undefined ? '' : ` (${look.retry} sends it again)`;
		return {
			...said(own, 'pending', look),
			state: {sign: '✗', role: 'failed'},
			trouble: `✗ not sent${why}${what}`,
		};
	}
	// Acknowledged, and about to come back as a line.
	if (seq !== undefined) return said(own, kind === 'me' ? 'action' : 'text', look);
	return {...said(own, 'pending', look), state: {sign: '…', role: 'pending'}};
};

/** What an entry says. @param answers what it answers, in words; empty for nothing */
export const contentOf = (entry: Entry, look: Look, answers: string): Content => {
	const content = 'type' in entry ? lineContent(entry, look) : pendingContent(entry, look);
	return answers === '' ? content : {...content, answers};
};

const lineContent = (line: Line, look: Look): Content => {
	const draw = contents[line.type] as Draw<Line['type']>;
	return draw(line, look);
};
