import {Readable} from 'node:stream';
import {StringDecoder} from 'node:string_decoder';
import type {Clock} from '../protocol/clock.ts';
import {type Input, KeyTokenizer} from './keys.ts';

/** What Ink and we need of process.stdin. */
export type KeySource = NodeJS.ReadableStream & {
	isTTY?: boolean;
	setRawMode?: (on: boolean) => unknown;
	ref?: () => unknown;
	unref?: () => unknown;
};

/**
 * Ink waits for kitty's answer (CSI ? flags u) and swallows it; other reports are nobody's. Its text input would
 * take Ctrl+A for the letter a, so of these keys it gets only the one that our form knows.
 */
const isForInk = (raw: string, input: Input): boolean => {
	if (input.type === 'report') return /^\u001b\[\?\d+u$/.test(raw);
	if (input.type === 'mouse' || input.type === 'focus') return false;
	return input.type !== 'key' || input.name === 'ctrl+u' || !/^(ctrl|alt)\+/.test(input.name);
};

/** A lone escape that nothing follows within this time is the Escape key. */
const escapeMs = 50;
/** What is not whole is given up this long after the last of it. A paste waits for the worst of lines: its rest would be typed. */
const patienceMs = {nothing: 0, escape: escapeMs, sequence: 1000, paste: 5000} as const;

/**
 * Stands between the terminal and Ink. The app hears of whole keys through `onInput`; Ink gets the same units
 * one at a time (its parser takes several in one read for one), and none that it would show as typing.
 */
export class StdinFilter extends Readable {
	readonly isTTY: boolean;
	onInput: (input: Input) => void = () => {};
	readonly #source: KeySource;
	readonly #clock: Clock;
	readonly #tokens = new KeyTokenizer();
	readonly #decoder = new StringDecoder('utf8');
	/** what Ink gets next */
	readonly #units: string[] = [];
	#giving = false;
	#ended = false;
	#timer: ReturnType<Clock['setTimeout']> | undefined;
	#listening = false;

	constructor(source: KeySource, clock: Clock) {
		super({objectMode: true, highWaterMark: 1024});
		this.#source = source;
		this.#clock = clock;
		this.isTTY = source.isTTY ?? false;
	}

	setRawMode(on: boolean): this {
		this.#source.setRawMode?.(on);
		return this;
	}

	ref(): this {
		this.#source.ref?.();
		return this;
	}

	unref(): this {
		this.#source.unref?.();
		return this;
	}

	/** Ink asks for UTF-8; units are strings already. */
	override setEncoding(): this {
		return this;
	}

	override _read(): void {
		if (this.#listening) return;
		this.#listening = true;
		this.#source.on('data', this.#receive);
		this.#source.once('end', this.#end);
		// A filter before this one may have left it paused, and then a listener is not enough.
		this.#source.resume();
	}

	/** Reads nothing for a while: the keys are another program's. */
	hold(): void {
		this.#source.pause();
	}

	/** Reads again. */
	goOn(): void {
		this.#source.resume();
	}

	/** Lets go of the terminal, so that the process may end. */
	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.#source.removeListener('data', this.#receive);
		this.#source.removeListener('end', this.#end);
		this.#source.pause();
		if (this.#timer) this.#clock.clearTimeout(this.#timer);
		done(error);
	}

	readonly #receive = (chunk: Uint8Array | string): void => {
		if (this.#timer) this.#clock.clearTimeout(this.#timer);
		this.#timer = undefined;
		const text = typeof chunk === 'string' ? chunk : this.#decoder.write(Buffer.from(chunk));
		this.#pass(this.#tokens.push(text));
		const {waiting} = this.#tokens;
		if (waiting === 'nothing') return;
		this.#timer = this.#clock.setTimeout(() => this.#pass(this.#tokens.flush()), patienceMs[waiting]);
	};

	readonly #end = (): void => {
		this.#pass(this.#tokens.flush());
		this.#ended = true;
		if (!this.#giving) this.push(null);
	};

	#pass(tokens: ReturnType<KeyTokenizer['push']>): void {
		for (const {raw, input} of tokens) {
			if (isForInk(raw, input)) this.#units.push(raw);
			this.onInput(input);
		}
		if (this.#units.length > 0 && !this.#giving) this.#give();
	}

	/** One unit a turn: Ink's own inputs know what the last key made of them only after they were drawn. */
	#give(): void {
		this.push(this.#units.shift());
		this.#giving = this.#units.length > 0;
		if (this.#units.length > 0) setImmediate(() => this.#give());
		else if (this.#ended) this.push(null);
	}
}
