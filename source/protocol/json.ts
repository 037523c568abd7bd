import type {Dialect} from './dialect.ts';
import {ChatError} from './errors.ts';
import {limits} from './limits.ts';
import {decodeUtf8, LineFramer} from './lines.ts';
import {checkEvent, checkRequest, type Event, nonceOf, type Request} from './messages.ts';

/** Our own dialect: one JSON object (RFC 8259) a line, in both directions. */
export class JsonDialect implements Dialect {
	readonly framer = new LineFramer(limits.helloBytes);

	get name(): 'json' {
		return 'json';
	}

	get beats(): boolean {
		return true;
	}

	get history(): number {
		return limits.historyMessages;
	}

	get separate(): boolean {
		return false;
	}

	decode(frame: Uint8Array): Request | undefined {
		return frame.length === 0 ? undefined : decodeRequest(frame);
	}

	encode(event: Event): string {
		return encodeJson(event);
	}

	keyOf(): string {
		return 'json';
	}
}

/** A request that was refused, with the nonce that its sender gave it. */
export class RefusedRequest extends ChatError {
	readonly nonce: string | undefined;

	constructor(cause: ChatError, nonce: string | undefined) {
		super(cause.code, cause.message, {cause});
		this.nonce = nonce;
	}
}

/** @throws {RefusedRequest} with the nonce, where one could be read */
export const decodeRequest = (line: Uint8Array): Request => {
	const value = parse(decodeUtf8(line));
	try {
		return checkRequest(value);
	} catch (error) {
		if (error instanceof ChatError) throw new RefusedRequest(error, nonceOf(value));
		throw error;
	}
};

/** Undefined for an event of a newer version. @throws {ChatError} */
export const decodeEvent = (line: Uint8Array): Event | undefined => checkEvent(parse(decodeUtf8(line)));

export const encodeJson = (message: Request | Event): string => `${stringify(message)}\n`;

/** What JSON leaves as it is and a terminal does not: DEL, C1 and the line separators. */
const unescaped = /[\u007f-\u009f\u2028\u2029]/;
const everyUnescaped = new RegExp(unescaped, 'g');

/**
 * JSON that may be looked at in a terminal, as somebody at netcat does who speaks it by hand. Most has nothing to escape,
 * and is only looked through.
 */
export const stringify = (value: unknown): string => {
	const json = JSON.stringify(value);
	if (!unescaped.test(json)) return json;
	return json.replaceAll(everyUnescaped, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
};

const parse = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch (cause) {
		// Also what V8 throws when thousands of brackets exhaust its stack.
		throw new ChatError('NOT_JSON', undefined, {cause});
	}
};
