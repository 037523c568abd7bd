import type {Readable} from 'node:stream';
import {clean} from '../protocol/clean.ts';
import {limits} from '../protocol/limits.ts';
import type {Client} from './client.ts';
import {splitText} from './split.ts';

export type SpeakerOptions = {
	client: Client;
	/** a room, or `@somebody` */
	room: string;
	/** UTF-8 */
	input: Readable;
	/** told of each message that was refused */
	report: (sentence: string) => void;
};

/** Messages on their way at most. Beyond them the input waits, so that a dead link holds back its producer. */
const windowMessages = 64;

/** Says the lines of a stream, a window of them at a time. */
export class Speaker {
	readonly #options: SpeakerOptions;
	/** answers that are due, oldest first, as they come in that order; they never reject */
	readonly #due: Array<Promise<void>> = [];
	#stopped = false;
	said = 0;
	failed = 0;
	/** the input could not be read to its end */
	isCut = false;

	constructor(options: SpeakerOptions) {
		this.#options = options;
		// Whoever reads is told; before that there is nobody, and it is no reason to crash.
		options.input.on('error', nothing);
	}

	/** Resolves when the input has ended, and everything from it was answered. Never rejects. */
	async run(): Promise<void> {
		try {
			for await (const line of linesOf(this.#options.input)) {
				for (const part of this.#partsOf(line)) await this.#say(part);
				if (this.#stopped) break;
			}
		} catch (error) {
			this.isCut = !this.#stopped;
			if (this.isCut) this.#options.report(`The input cannot be read: ${(error as Error).message}`);
		}
		await this.settled();
	}

	stop(): void {
		this.#stopped = true;
		this.#options.input.destroy();
	}

	async settled(): Promise<void> {
		await Promise.all(this.#due);
	}

	/** What is said of a line: its colours gone, and in as many parts as its length takes. */
	#partsOf(line: string): string[] {
		const {client, room} = this.#options;
		const fits = (part: string): boolean => client.sizeOf(room, part) <= client.lineBytes;
		return splitText(clean(lastDrawn(line)), fits, client.lineBytes).filter(part => part.trim() !== '');
	}

	async #say(part: string): Promise<void> {
		if (this.#due.length >= windowMessages) {
			await this.#due[0];
			this.#due.shift();
		}
		if (this.#stopped) return;
		const {client, room} = this.#options;
		this.said++;
		this.#due.push(client.say(room, part).then(nothing, (error: Error) => this.#fail(error)));
	}

	#fail(error: Error): void {
		this.failed++;
		if (!this.#stopped) this.#options.report(error.message);
	}
}

/** A line that was drawn over and over, as progress bars are: what a terminal would show in the end. */
const lastDrawn = (line: string): string => line.split('\r').findLast(text => text.trim() !== '') ?? '';

/** Lines of UTF-8; what is too long for one message comes in parts, so that no input can fill memory. */
async function* linesOf(input: Readable): AsyncGenerator<string, void> {
	const utf8 = new TextDecoder();
	let held = '';
	for await (const chunk of input) {
		held += typeof chunk === 'string' ? chunk : utf8.decode(chunk as Uint8Array, {stream: true});
		const lines = held.split('\n');
		held = lines.pop()!;
		yield* lines;
		if (held.length < limits.lineBytes) continue;
		yield held;
		held = '';
	}
	yield held + utf8.decode();
}

const nothing = (): void => {};
