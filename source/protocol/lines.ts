import {ChatError} from './errors.ts';

/** Cuts a stream of bytes into frames. What a frame is, is the dialect's choice. */
export interface Framer {
	/**
	 * The frames that a chunk completes, cut while they are iterated: what a frame changes, such as `limit` after
	 * a hello, holds for the next one in the same chunk. Iterate to the end before the next push.
	 * @throws {ChatError} LINE_TOO_LONG while iterating, after the good frames; then the stream is lost
	 */
	push(chunk: Uint8Array): Iterable<Uint8Array>;
	/** What has come of a frame that is not complete, as if it ended here. */
	flush(): Uint8Array[];
	/** Bytes that wait for the end of their frame. */
	readonly pending: number;
	/** Longest frame, in bytes. Grows once a peer has said hello. */
	limit: number;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const partsAtMost = 64;
const nothing = new Uint8Array(0);

/**
 * Lines ended by `\n` or `\r\n`. Bytes are split before they are decoded, so a chunk may end inside a
 * character. The bound is checked as bytes come, not when the newline does: an endless line costs its sender
 * the connection and us `limit` bytes.
 */
export class LineFramer implements Framer {
	limit: number;
	/** of the line that is not complete; undefined for none, as most chunks are whole lines */
	#parts: Uint8Array[] | undefined;
	#pending = 0;

	constructor(limit: number) {
		this.limit = limit;
	}

	get pending(): number {
		return this.#pending;
	}

	*push(chunk: Uint8Array): Generator<Uint8Array, void> {
		let start = 0;
		for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
			const part = chunk.subarray(start, end);
			this.#check(part);
			yield this.#take(part);
			start = end + 1;
		}
		if (start < chunk.length) this.#keep(chunk.subarray(start));
	}

	/** A last line may lack its newline; an empty one is none. */
	flush(): Uint8Array[] {
		return this.#pending === 0 ? [] : [this.#take(nothing)];
	}

	/** The line that a part ends. */
	#take(last: Uint8Array): Uint8Array {
		const line = this.#parts === undefined ? last : Buffer.concat([...this.#parts, last]);
		this.#parts = undefined;
		this.#pending = 0;
		return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
	}

	#check(part: Uint8Array): void {
		if (part.length === 0) return;
		this.#pending += part.length;
		// One byte above the limit may still turn out to be the `\r` of the line's end.
		const allowed = this.limit + (part.at(-1) === carriageReturn ? 1 : 0);
		if (this.#pending > allowed) throw tooLong(this.limit);
	}

	#keep(part: Uint8Array): void {
		this.#check(part);
		this.#parts ??= [];
		this.#parts.push(part);
		// Somebody who sends byte by byte must not make us hold a chunk's overhead for every byte.
		if (this.#parts.length === partsAtMost) this.#parts = [Buffer.concat(this.#parts)];
	}
}

/** A chunk of this many bytes or more may be the first half of a message that was cut by the network. */
const possiblyCut = 1024;

/**
 * Messages without any delimiter, as the seeds' clients send them: one ends where its chunk ends. A large
 * chunk, or one that stops inside a character, may go on in the next one; the session flushes it after a
 * silence of `quietMs`.
 */
export class ChunkFramer implements Framer {
	limit: number;
	#held: Uint8Array = nothing;

	constructor(limit: number) {
		this.limit = limit;
	}

	get pending(): number {
		return this.#held.length;
	}

	*push(chunk: Uint8Array): Generator<Uint8Array, void> {
		if (this.#held.length + chunk.length > this.limit) throw tooLong(this.limit);
		this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
		if (chunk.length < possiblyCut && !endsInsideCharacter(this.#held)) yield* this.flush();
	}

	flush(): Uint8Array[] {
		const frame = this.#held;
		this.#held = nothing;
		return frame.length === 0 ? [] : [frame];
	}
}

/** UTF-8 (RFC 3629): does the last character lack bytes? */
export const endsInsideCharacter = (bytes: Uint8Array): boolean => {
	for (let back = 1; back <= Math.min(3, bytes.length); back++) {
		const byte = bytes[bytes.length - back]!;
		if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back;
		if (byte < 0x80) return false;
	}
	return false;
};

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** @throws {ChatError} NOT_UTF8 */
export const decodeUtf8 = (bytes: Uint8Array): string => {
	try {
		return utf8.decode(bytes);
	} catch {
		throw new ChatError('NOT_UTF8');
	}
};

const tooLong = (limit: number): ChatError =>
	new ChatError('LINE_TOO_LONG', `A line is longer than ${limit} bytes. Send it in parts.`);
