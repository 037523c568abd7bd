import {reveal} from './clean.ts';
import {stringify} from './json.ts';
import {limits} from './limits.ts';
import {ChunkFramer} from './lines.ts';
import type {Event, EventType} from './messages.ts';
import {TextDialect} from './text.ts';

/** `json`: an object of `id` and `msg`. `words`: as a person at netcat reads it. `nothing`: not told. */
type Form = 'json' | 'words' | 'nothing';

const forms: Readonly<Record<EventType, Form>> = {
	message: 'json',
	notice: 'json',
	error: 'words',
	waiting: 'words',
	rooms: 'words',
	who: 'words',
	whois: 'words',
	muted: 'words',
	invited: 'words',
	devices: 'words',
	token: 'words',
	invite: 'words',
	invites: 'words',
	bans: 'words',
	audit: 'words',
	bye: 'words',
	welcome: 'nothing',
	ack: 'nothing',
	done: 'nothing',
	room: 'nothing',
	members: 'nothing',
	live: 'nothing',
	gone: 'nothing',
	presence: 'nothing',
	topic: 'nothing',
	status: 'nothing',
	mode: 'nothing',
	role: 'nothing',
	typing: 'nothing',
	ping: 'nothing',
	pong: 'nothing',
	edit: 'nothing',
	delete: 'nothing',
	react: 'nothing',
	gap: 'nothing',
	page: 'nothing',
	found: 'nothing',
};

/**
 * The classroom systems' dialect, with nothing between the messages: the first bytes are an id, each further
 * chunk is a message, and what is said comes back as one JSON object of `id` and `msg`. Slash commands work;
 * whatever is no message goes out as a plain sentence, which those clients print as it is.
 */
export class RawDialect extends TextDialect {
	override readonly name = 'raw';
	override readonly framer = new ChunkFramer(limits.helloBytes);
	override readonly history = 0;
	override readonly separate = true;

	override encode(event: Event): string | undefined {
		if (event.type === 'notice') return encodeRaw(event);
		if (event.type === 'message') return event.deleted ? undefined : encodeRaw(event);
		// Also for what is not told: it may move the room in which this peer talks.
		const words = super.encode(event)?.trimEnd();
		if (event.type === 'error') return event.code === 'ID_USED' ? 'ID_USED' : reveal(event.text);
		return forms[event.type] === 'words' ? words : undefined;
	}

	override keyOf(event: Event): string {
		const form = forms[event.type];
		return form === 'words' ? `raw ${super.keyOf(event)}` : `raw ${form}`;
	}
}

/**
 * What Python's json.dumps gives with ensure_ascii=False: the classroom clients expect these bytes. Only what a terminal
 * would obey is escaped, where Python leaves it.
 */
export const encodeRaw = ({id, msg}: {id: string; msg: string}): string =>
	`{"id": ${stringify(id)}, "msg": ${stringify(msg)}}`;
