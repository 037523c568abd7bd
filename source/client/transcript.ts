/** What is said, in lines for other programs. */
import {reveal} from '../protocol/clean.ts';
import type {Event, EventOf, EventType} from '../protocol/messages.ts';
import {directMark, isDirect, sameName} from '../protocol/names.ts';

/** Nothing in an id or a room may begin another line. */
const inLine = (text: string): string => reveal(text).replaceAll(/[\n\t]/g, ' ');

/**
 * A message as `[Alice] text`, in another room `#ops [Alice] text`, a direct one `[Alice -> you] text`; undefined
 * for what is no message. Each line of a longer text begins anew with who says it, so that nobody can write
 * lines in the name of others and `grep` finds whole ones.
 * @param me one's own id
 * @param room the one that needs no naming
 */
export const transcribe = (event: Event, {me, room}: {me: string; room: string}): string | undefined => {
	if (event.type === 'notice') return withPrefix(`[${inLine(event.id)} to all] `, event.msg);
	if (event.type !== 'message') return undefined;
	return withPrefix(prefixOf(event, me, room), event.msg);
};

const withPrefix = (prefix: string, msg: string): string =>
	reveal(msg)
		.split('\n')
		.map(line => `${prefix}${line}\n`)
		.join('');

const prefixOf = ({id, room: target, kind}: EventOf<'message'>, me: string, room: string): string => {
	const author = inLine(id);
	if (isDirect(target)) {
		const isMine = sameName(id, me);
		const pair = isMine ? `you -> ${inLine(target.slice(directMark.length))}` : `${author} -> you`;
		return kind === 'me' ? `[${pair}] * ${isMine ? inLine(me) : author} ` : `[${pair}] `;
	}
	const where = sameName(target, room) ? '' : `#${inLine(target)} `;
	return kind === 'me' ? `${where}* ${author} ` : `${where}[${author}] `;
};

/** Events that tell what happens. The others answer requests, and the welcome's token is a secret. */
const told: ReadonlySet<EventType> = new Set([
	'message',
	'notice',
	'room',
	'members',
	'live',
	'gone',
	'presence',
	'status',
	'topic',
]);

/** What JSON leaves as it is although a terminal might act on it: DEL, C1, and invisible or reordering marks. */
const unsafe = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** An event as one line of JSON, equal to the one on the wire; undefined for those that only answer requests. */
export const transcribeJson = (event: Event): string | undefined => {
	if (!told.has(event.type)) return undefined;
	const json = JSON.stringify(event).replaceAll(
		unsafe,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	return `${json}\n`;
};
