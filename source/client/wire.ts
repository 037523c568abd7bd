import {ChatError} from '../protocol/errors.ts';
import {decodeEvent, encodeJson} from '../protocol/json.ts';
import {limits} from '../protocol/limits.ts';
import {LineFramer} from '../protocol/lines.ts';
import type {Event, Request} from '../protocol/messages.ts';
import type {Kept} from './state.ts';

/**
 * How a client speaks to one kind of server: our own, or the seeds'. A wire belongs to one link; whatever it
 * remembers ends with that.
 */
export interface Wire {
	/** Do pings show that the other side is alive? */
	readonly beats: boolean;

	/** Does a new link go on where the last one ended, and does a repeated nonce do no harm? */
	readonly resumes: boolean;

	/** ms between two writes, for servers that take one read for one message; 0 for none */
	readonly gapMs: number;

	/** ms of silence after the hello that mean something, see `quiet`; undefined when an answer always comes */
	readonly quietMs: number | undefined;

	/** longest message, in bytes as `sizeOf` counts them, until a welcome tells another one */
	readonly lineBytes: number;

	/** @throws {ChatError} for one that this server has no words for */
	sizeOf(request: Kept): number;

	/**
	 * The bytes for a request, or undefined for one that needs none here.
	 * @throws {ChatError} for one that this server has no words for
	 */
	encode(request: Request): string | undefined;

	/**
	 * The events that a chunk completes, however the network cut it; made while they are iterated.
	 * @throws {ChatError} NOT_A_SERVER while iterating; then the stream is lost
	 */
	decode(chunk: Uint8Array): Iterable<Event>;

	/** What `quietMs` of silence after the hello mean. */
	quiet(): readonly Event[];
}

/** What a server would end the connection for is not sent. @throws {ChatError} LINE_TOO_LONG */
export const checkSize = (bytes: number, lineBytes: number): void => {
	if (bytes <= lineBytes) return;
	throw new ChatError(
		'LINE_TOO_LONG',
		`That message is ${bytes} bytes long; ${lineBytes} are allowed. Send it in parts.`,
	);
};

/** Our own dialect: one JSON object a line. */
export class JsonWire implements Wire {
	readonly beats = true;
	readonly resumes = true;
	readonly gapMs = 0;
	readonly quietMs = undefined;
	readonly lineBytes = limits.lineBytes;
	readonly #framer = new LineFramer(limits.eventBytes);

	/** Without the newline, as the limit is meant. */
	sizeOf(request: Kept): number {
		return Buffer.byteLength(encodeJson(request)) - 1;
	}

	encode(request: Request): string {
		return encodeJson(request);
	}

	*decode(chunk: Uint8Array): Generator<Event, void> {
		try {
			for (const line of this.#framer.push(chunk)) {
				const event = line.length === 0 ? undefined : decodeEvent(line);
				if (event) yield event;
			}
		} catch (cause) {
			throw new ChatError('NOT_A_SERVER', undefined, {cause});
		}
	}

	quiet(): readonly Event[] {
		return [];
	}
}
