import {ChatError} from '../protocol/errors.ts';

/** What a stream of JSON objects with nothing between them holds: objects as text, and whatever is none. */
export type Piece = {type: 'object' | 'other'; text: string};

/**
 * Cuts JSON objects out of a stream that has no frames, however its chunks fall: two objects in one, one over
 * many, a cut inside a character, braces and quotes inside strings. Only braces and strings are looked at;
 * whether an object is good JSON is for the parser to say.
 */
export class ObjectSplitter {
	readonly #limit: number;
	readonly #utf8 = new TextDecoder();
	#held = '';
	#depth = 0;
	#inString = false;
	#escaped = false;

	/** @param limit longest object, in UTF-16 units */
	constructor(limit: number) {
		this.#limit = limit;
	}

	/** @throws {ChatError} NOT_A_SERVER for an object that does not end; then the stream is lost */
	push(chunk: Uint8Array): Piece[] {
		const text = this.#utf8.decode(chunk, {stream: true});
		const pieces: Piece[] = [];
		let start = 0;
		for (let at = 0; at < text.length; at++) {
			const before = this.#depth;
			this.#step(text[at]!);
			if (before === 0 && this.#depth === 1) {
				this.#put(pieces, 'other', text.slice(start, at));
				start = at;
			} else if (before === 1 && this.#depth === 0) {
				this.#put(pieces, 'object', this.#held + text.slice(start, at + 1));
				this.#held = '';
				start = at + 1;
			}
		}
		if (this.#depth === 0) this.#put(pieces, 'other', text.slice(start));
		else this.#held += text.slice(start);
		if (this.#held.length > this.#limit)
			throw new ChatError('NOT_A_SERVER', `An object of more than ${this.#limit} characters came.`);
		return pieces;
	}

	#step(character: string): void {
		if (this.#inString) {
			if (this.#escaped) this.#escaped = false;
			else if (character === '\\') this.#escaped = true;
			else if (character === '"') this.#inString = false;
			return;
		}
		if (character === '"') this.#inString = this.#depth > 0;
		else if (character === '{') this.#depth++;
		else if (character === '}' && this.#depth > 0) this.#depth--;
	}

	#put(pieces: Piece[], type: Piece['type'], text: string): void {
		if (text.trim() !== '') pieces.push({type, text});
	}
}
