import type {Clock, Timer} from '../protocol/clock.ts';
import {type Dialect, sniff} from '../protocol/dialect.ts';
import {JsonDialect} from '../protocol/json.ts';
import {limits} from '../protocol/limits.ts';
import {RawDialect} from '../protocol/raw.ts';
import {TextDialect} from '../protocol/text.ts';

/** Whoever takes the frames. */
export type Hearer = {
	readonly clock: Clock;
	/** The first bytes have told how the peer speaks. */
	onDialect(dialect: Dialect): void;
	onFrame(frame: Uint8Array): void;
	/** What has come may be all that comes of a frame: call `flush`. */
	onQuiet(): void;
};

const dialects = {
	json: JsonDialect,
	text: TextDialect,
	raw: RawDialect,
} as const;

const nothing = new Uint8Array(0);

/** From a peer's bytes to its frames. What they mean is found out when their turn comes: that costs more. */
export class Receiver {
	readonly #hearer: Hearer;
	/** what has come while it did not tell a dialect */
	#first: Uint8Array = nothing;
	#dialect: Dialect | undefined;
	#quiet: Timer | undefined;

	constructor(hearer: Hearer) {
		this.#hearer = hearer;
	}

	/** @throws {ChatError} LINE_TOO_LONG, after what came before that line */
	push(chunk: Uint8Array): void {
		this.stop();
		if (this.#dialect) this.#read(this.#dialect, chunk);
		else {
			this.#first = this.#first.length === 0 ? chunk : Buffer.concat([this.#first, chunk]);
			this.#open(false);
		}
		// Lines end with a newline; where there are none, a silence ends what has come.
		const dialect = this.#dialect;
		if (dialect === undefined || (dialect.separate && dialect.framer.pending > 0))
			this.#quiet = this.#hearer.clock.setTimeout(() => this.#hearer.onQuiet(), limits.quietMs);
	}

	/** Takes what has come as all that comes of a frame. */
	flush(): void {
		if (!this.#dialect) this.#open(true);
		if (this.#dialect) for (const frame of this.#dialect.framer.flush()) this.#hearer.onFrame(frame);
	}

	/** The peer has sent its last. Half a line is a person's whole one, and a program's broken one. */
	end(): void {
		this.stop();
		if (this.#dialect?.name !== 'json') this.flush();
	}

	/** Waits for nothing any more. */
	stop(): void {
		if (this.#quiet === undefined) return;
		this.#hearer.clock.clearTimeout(this.#quiet);
		this.#quiet = undefined;
	}

	/** @param isQuiet Nothing more has come for `limits.quietMs`, or nothing more will. */
	#open(isQuiet: boolean): void {
		const first = this.#first;
		const dialect = dialectOf(first, isQuiet);
		if (dialect === undefined) return;
		this.#first = nothing;
		this.#dialect = dialect;
		this.#hearer.onDialect(dialect);
		this.#read(dialect, first);
	}

	#read(dialect: Dialect, chunk: Uint8Array): void {
		for (const frame of dialect.framer.push(chunk)) this.#hearer.onFrame(frame);
	}
}

/** How somebody speaks who began so; undefined while that cannot be told, and when nothing came at all. */
const dialectOf = (first: Uint8Array, isQuiet: boolean): Dialect | undefined => {
	const name = sniff(first, isQuiet);
	if (name !== 'unsure') return new dialects[name]();
	// Nobody's id is that long: as the line of a person it is told so in words.
	return first.length > limits.helloBytes ? new TextDialect() : undefined;
};
