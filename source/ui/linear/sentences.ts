/** What entries of a room, and what became of them, read like: whole words and names, no signs, nothing to see. */
import {quoteOf, reactionsOf} from '../../client/select.ts';
import type {Line, MessageLine, Pending, Reaction, Room} from '../../client/state.ts';
import {reveal} from '../../protocol/clean.ts';
import {errorTable} from '../../protocol/errors.ts';
import {nameKey, sameName} from '../../protocol/names.ts';
import {counted, excerpt, label, listNames} from '../labels.ts';
import {type Entry, presenceText} from '../line-content.ts';
import {withHosts} from '../links.ts';
import type {TimeFormat} from '../local-time.ts';

const quoted = (msg: string): string => `“${shortened(msg)}”`;

/** What one recognises a message by. */
const recognisable = 60;

const shortened = (msg: string): string => {
	const text = excerpt(msg);
	return text.length <= recognisable ? text : `${text.slice(0, recognisable).replace(/\s*\S*$/, '')} …`;
};

/**
 * Words with what they lead to. Rows after the first one stand in, and how many there are is said before, so that no
 * message can pass its second row off as somebody else's. Long blanks, which could do the same where a terminal wraps,
 * are cut. Letters that look alike sound alike at best: links say their real host.
 */
const withText = (words: string, msg: string): string => {
	const rows = reveal(withHosts(msg))
		.replaceAll('\t', '    ')
		.split('\n')
		.map(row => row.replaceAll(/(?<=\S) {3,}/g, '  ').trimEnd());
	if (rows.length === 1) return `${words}: ${rows[0]}`;
	return [`${words}, ${counted(rows.length, 'line')}:`, ...rows.map(row => `  ${row}`)].join('\n');
};

/** What stands in a name's place for oneself and for the program. */
const ownWords: ReadonlySet<string> = new Set(['You', 'Error'].map(nameKey));

/** A name as it is read. Whoever is called like one of these words is read in quotation marks, which no name can have. */
export const heardName = (id: string): string => (ownWords.has(nameKey(id)) ? `“${label(id)}”` : label(id));

/** What somebody said, after other words than their name alone. */
export const bodyText = (words: string, {kind, id, msg}: MessageLine): string =>
	kind === 'me' ? `${words}: * ${label(id)} ${label(msg)}` : withText(words, msg);

const whoSays = ({mine, id}: Pick<MessageLine, 'mine' | 'id'>): string => (mine ? 'You' : heardName(id));

/** `Alice`, `Root to Alice`, `Alice replies to Bob, “Is the build green?”` */
const headOf = (line: MessageLine, room: Room): string => {
	const who = line.to === undefined ? whoSays(line) : `${whoSays(line)} to ${heardName(line.to)}`;
	if (line.ref === undefined) return who;
	const quote = quoteOf(room, line);
	const verb = line.mine ? 'reply' : 'replies';
	if (quote === undefined) return `${who} ${verb} to a message that is gone`;
	if (quote === 'deleted') return `${who} ${verb} to a deleted message`;
	if (quote.ignored) return `${who} ${verb} to ${heardName(quote.id)}, whom you ignore`;
	return `${who} ${verb} to ${heardName(quote.id)}, ${quoted(quote.msg)}`;
};

/** `Signs: 👍 Alice and Bob, 🎉 Dana` */
const signsOf = (line: MessageLine): string => {
	const signs = reactionsOf(line).map(({emoji, ids}) => `${label(emoji)} ${listNames(ids)}`);
	return signs.length === 0 ? '' : `\n  Signs: ${signs.join(', ')}`;
};

const message = (line: MessageLine, room: Room): string => {
	const {deleted, edited, kind, id, msg} = line;
	if (deleted) return `${whoSays(line)}: a deleted message`;
	const text = kind === 'me' ? `* ${label(id)} ${label(msg)}` : withText(headOf(line, room), msg);
	return `${text}${edited ? ' (edited)' : ''}${signsOf(line)}`;
};

type Say<Type> = (line: Extract<Line, {type: Type}>, room: Room) => string;

const sayings: {readonly [Type in Line['type']]: Say<Type>} = {
	message,
	presence: line => presenceText(line),
	note: ({text, tone}) => {
		const [first = '', ...more] = reveal(text).split('\n');
		return [tone === 'error' ? `Error: ${first}` : first, ...more.map(row => `  ${row}`)].join('\n');
	},
	notice: ({id, msg}) => withText(`${heardName(id)} to all`, msg),
};

/** What an entry says; empty for one that says nothing. Lines after the first one begin with two blanks. */
export const entryText = (entry: Entry, room: Room): string => {
	if (!('type' in entry)) return pendingText(entry);
	return (sayings[entry.type] as Say<Line['type']>)(entry, room);
};

const whatPending = ({change, msg, off}: Pending): string => {
	if (change === 'edit') return `your edit, ${quoted(msg)}`;
	if (change === 'delete') return 'your deletion';
	if (change === 'react') return off ? `taking ${label(msg)} off` : `your sign, ${label(msg)}`;
	return quoted(msg);
};

/** With a full stop, as more follows: what somebody gave as a reason may have none. */
const ended = (text: string): string => (/[.!?…]$/u.test(text) ? text : `${text}.`);

/** A message of one's own that the server does not have. */
export const pendingText = (pending: Pending): string => {
	const {error} = pending;
	if (!error) return `On its way: ${whatPending(pending)}.`;
	const reason = error.message.replace(errorTable.NOT_SENT.text, '').trim();
	return `Not sent: ${whatPending(pending)}.${reason === '' ? '' : ` ${ended(label(reason))}`}`;
};

/** Whose message, and which: `your message “shall we ship?”`. */
const which = (line: MessageLine): string =>
	`${line.mine ? 'your message' : `the message of ${heardName(line.id)}`} ${quoted(line.msg)}`;

/** Names that one reads: `You` for oneself. */
export type NameOf = (id: string) => string;

/** What was said is not said again, for it was taken back. */
const deletion = (before: MessageLine, by: string, nameOf: NameOf, clock: TimeFormat): string => {
	const at = clock.time(before.ts);
	if (by === '') return `A message of ${heardName(before.id)} from ${at} was deleted`;
	const whose = sameName(by, before.id) ? 'a message' : `a message of ${heardName(before.id)}`;
	return `${nameOf(by)} deleted ${whose} from ${at}`;
};

const messageChange = (
	before: MessageLine,
	line: MessageLine,
	nameOf: NameOf,
	clock: TimeFormat,
): string[] => {
	if (line.deleted) return before.deleted ? [] : [deletion(before, line.deleted.id, nameOf, clock)];
	const edits =
		line.edited && line.edited.seq !== before.edited?.seq
			? [withText(`${nameOf(line.edited.id)} edited`, line.msg)]
			: [];
	return [...edits, ...signChanges(before, line, nameOf)];
};

/** `Alice and Bob put 👍 to your message “shall we ship?”` */
const signChanges = (before: MessageLine, line: MessageLine, nameOf: NameOf): string[] => {
	const fresh = [...(line.reactions ?? [])].filter(([key, sign]) => isNews(before.reactions?.get(key), sign));
	const bySign = new Map<string, {words: string; ids: string[]}>();
	for (const [, {emoji, off, id}] of fresh) {
		const words = off ? `took ${label(emoji)} off` : `put ${label(emoji)} to`;
		const known = bySign.get(words) ?? {words, ids: []};
		known.ids.push(nameOf(id));
		bySign.set(words, known);
	}
	return [...bySign.values()].map(({words, ids}) => `${listNames(ids)} ${words} ${which(line)}`);
};

const isNews = (before: Reaction | undefined, now: Reaction): boolean =>
	before === undefined ? !now.off : before.off !== now.off;

const without = (ids: readonly string[], others: readonly string[]): string[] => {
	const known = new Set(others);
	return ids.filter(id => !known.has(id));
};

type Presence = Extract<Line, {type: 'presence'}>;

/** Who came and left since a line said less. Who is in it no more went back to where they were. */
const presenceChange = (before: Presence, line: Presence): string =>
	presenceText({
		joined: [...without(line.joined, before.joined), ...without(before.left, line.left)],
		left: [...without(line.left, before.left), ...without(before.joined, line.joined)],
	});

/** What happened to a line that was read out already. */
export const changeTexts = (before: Line, after: Line, nameOf: NameOf, clock: TimeFormat): string[] => {
	if (before.type === 'message' && after.type === 'message')
		return messageChange(before, after, nameOf, clock);
	if (before.type === 'presence' && after.type === 'presence')
		return [presenceChange(before, after)].filter(text => text !== '');
	return [];
};
