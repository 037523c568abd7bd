import {type Dialect, sniff} from '../protocol/dialect.ts';
import {ChatError} from '../protocol/errors.ts';
import {JsonDialect} from '../protocol/json.ts';
import {limits} from '../protocol/limits.ts';
import {RawDialect} from '../protocol/raw.ts';
import {TextDialect} from '../protocol/text.ts';

const dialects = {
	json: JsonDialect,
	text: TextDialect,
	raw: RawDialect,
} as const;

/** A dialect, and what has come in it so far. */
export type Opened = {dialect: Dialect; first: Uint8Array};

/** The first bytes of a connection, until they tell in which dialect it speaks. */
export class Opening {
	#first: Uint8Array = new Uint8Array(0);

	/** @throws {ChatError} LINE_TOO_LONG: nobody's hello is that long */
	push(chunk: Uint8Array): Opened | undefined {
		this.#first = this.#first.length === 0 ? chunk : Buffer.concat([this.#first, chunk]);
		return this.#choose(false);
	}

	/** Nothing more has come for `limits.quietMs`, or nothing more will. Undefined when nothing came at all. */
	quiet(): Opened | undefined {
		return this.#choose(true);
	}

	#choose(isQuiet: boolean): Opened | undefined {
		const name = sniff(this.#first, isQuiet);
		if (name !== 'unsure') return {dialect: new dialects[name](), first: this.#first};
		if (this.#first.length > limits.helloBytes) throw new ChatError('LINE_TOO_LONG');
		return undefined;
	}
}
