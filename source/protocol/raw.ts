import {reveal} from './clean.ts';
import type {Reply} from './dialect.ts';
import {limits} from './limits.ts';
import {ChunkFramer} from './lines.ts';
import type {Event, Request} from './messages.ts';
import {TextDialect} from './text.ts';

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

	override decode(frame: Uint8Array): Request | Reply | undefined {
		const end = frame.at(-1) === 0x0a ? frame.length - 1 : frame.length;
		return super.decode(frame.subarray(0, end));
	}

	override encode(event: Event): string | undefined {
		switch (event.type) {
			case 'message':
			case 'notice':
				return encodeRaw(event);
			case 'error':
				return event.code === 'ID_USED' ? 'ID_USED' : reveal(event.text);
			case 'waiting':
			case 'rooms':
			case 'who':
			case 'whois':
			case 'bye':
				return super.encode(event)?.trimEnd();
			case 'room':
			case 'gone':
				super.encode(event);
				return undefined;
			default:
				return undefined;
		}
	}

	override keyOf(event: Event): string {
		return event.type === 'message' || event.type === 'notice' ? 'raw' : `raw ${super.keyOf(event)}`;
	}
}

/** Byte for byte what Python's json.dumps gives for such a dictionary of printable text. */
export const encodeRaw = ({id, msg}: {id: string; msg: string}): string =>
	`{"id": ${JSON.stringify(id)}, "msg": ${JSON.stringify(msg)}}`;
