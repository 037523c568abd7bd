import type {Clock, Timer} from '../protocol/clock.ts';
import type {Dialect} from '../protocol/dialect.ts';
import {limits} from '../protocol/limits.ts';
import {type Opened, Opening} from './accept.ts';

type ReceiverOptions = {
	clock: Clock;
	/** The first bytes have told how the peer speaks. */
	onDialect: (dialect: Dialect) => void;
	onFrame: (frame: Uint8Array) => void;
	/** What has come may be all that comes of a frame: call `flush`. */
	onQuiet: () => void;
};

/** From a peer's bytes to its frames. What they mean is found out when their turn comes: that costs more. */
export class Receiver {
	readonly #options: ReceiverOptions;
	readonly #opening = new Opening();
	#dialect: Dialect | undefined;
	#quiet: Timer | undefined;

	constructor(options: ReceiverOptions) {
		this.#options = options;
	}

	/** @throws {ChatError} LINE_TOO_LONG, after what came before that line */
	push(chunk: Uint8Array): void {
		this.stop();
		if (this.#dialect) this.#read(this.#dialect, chunk);
		else this.#open(this.#opening.push(chunk));
		// Lines end with a newline; where there are none, a silence ends what has come.
		const dialect = this.#dialect;
		if (dialect === undefined || (dialect.separate && dialect.framer.pending > 0))
			this.#quiet = this.#options.clock.setTimeout(this.#options.onQuiet, limits.quietMs);
	}

	/** Takes what has come as all that comes of a frame. */
	flush(): void {
		if (!this.#dialect) this.#open(this.#opening.quiet());
		if (this.#dialect) for (const frame of this.#dialect.framer.flush()) this.#options.onFrame(frame);
	}

	/** The peer has sent its last. Half a line is a person's whole one, and a program's broken one. */
	end(): void {
		this.stop();
		if (this.#dialect?.name !== 'json') this.flush();
	}

	/** Waits for nothing any more. */
	stop(): void {
		this.#options.clock.clearTimeout(this.#quiet);
	}

	#open(opened: Opened | undefined): void {
		if (!opened) return;
		this.#dialect = opened.dialect;
		this.#options.onDialect(opened.dialect);
		this.#read(opened.dialect, opened.first);
	}

	#read(dialect: Dialect, chunk: Uint8Array): void {
		for (const frame of dialect.framer.push(chunk)) this.#options.onFrame(frame);
	}
}
