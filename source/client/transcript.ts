/** What is said, in lines for other programs. */
import {reveal} from '../protocol/clean.ts';
import type {Event, EventType} from '../protocol/messages.ts';
import {describe, type Reader} from '../protocol/wording.ts';
import {isEntry} from './lines.ts';

/** Simple servers hold names to no rules, and nothing in a name may begin another line. */
const inLine = (name: string): string => reveal(name).replaceAll(/[\n\t]/g, ' ');

/**
 * A message as `[Alice] text`, in another room `#ops [Alice] text`, a direct one `[Alice -> you] text`, with the
 * lines of a longer text indented; what was changed later as `[Alice] (edited) text` and the like; undefined for
 * what nobody said.
 */
export const transcribe = (event: Event, reader: Reader): string | undefined => {
	if (event.type === 'notice') return `${describe({...event, id: inLine(event.id)}, reader)}\n`;
	if (!isEntry(event)) return undefined;
	const {id, room} = event;
	const words = describe({...event, id: inLine(id), room: inLine(room)}, reader);
	return words === undefined ? undefined : `${words}\n`;
};

/** Events that tell what happens. The others answer requests, and the welcome's token is a secret. */
const told: ReadonlySet<EventType> = new Set([
	'message',
	'edit',
	'delete',
	'react',
	'gap',
	'notice',
	'room',
	'members',
	'live',
	'gone',
	'presence',
	'status',
	'topic',
	'mode',
	'role',
	'muted',
	'invited',
]);

/** What JSON leaves as it is although a terminal might act on it: DEL, C1, and invisible or reordering marks. */
const unsafe = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** An event as one line of JSON, equal to the one on the wire; undefined for those that only answer requests. */
export const transcribeJson = (event: Event): string | undefined => {
	if (!told.has(event.type)) return undefined;
	const {type, ...rest} = event;
	const json = JSON.stringify({type, ...rest}).replaceAll(
		unsafe,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	return `${json}\n`;
};
