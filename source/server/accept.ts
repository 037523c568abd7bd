import {type Dialect, sniff} from '../protocol/dialect.ts';
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
		// Nobody's id is that long: as the line of a person it is told so in words.
		if (this.#first.length > limits.helloBytes) return {dialect: new TextDialect(), first: this.#first};
		return undefined;
	}
}
