/**
 * The stream of the room as one member got it, and what it holds. It is parsed line by line: nothing may be lost,
 * doubled, changed or out of its sender's order. All others are held against its bytes.
 */
import type {Dialect} from './dialects.ts';

export class Reference {
	bytes = Buffer.allocUnsafe(1 << 24);
	length = 0;
	/** where each message ends, and whose it is */
	readonly ends: number[] = [];
	readonly authors: number[] = [];
	readonly #dialect: Dialect;
	/** of each message's text */
	readonly #size: number;
	readonly #expected: number[];
	#parsed = 0;
	#seq: number | undefined;

	constructor(dialect: Dialect, senders: number, size: number) {
		this.#dialect = dialect;
		this.#size = size;
		this.#expected = new Array<number>(senders).fill(0);
	}

	/** @throws when something is lost, doubled, changed or out of order */
	push(chunk: Buffer): void {
		if (this.length + chunk.length > this.bytes.length)
			this.bytes = Buffer.concat([this.bytes], (this.length + chunk.length) * 2);
		chunk.copy(this.bytes, this.length);
		this.length += chunk.length;
		for (;;) {
			const end = this.bytes.indexOf(0x0a, this.#parsed);
			if (end === -1 || end >= this.length) return;
			this.#check(this.bytes.toString('utf8', this.#parsed, end), end + 1);
			this.#parsed = end + 1;
		}
	}

	#check(line: string, end: number): void {
		const heard = this.#dialect.read(line);
		if (!heard) return;
		const {text, seq, author} = heard;
		const [, sender, number] = /^s(\d+)\.(\d+) x*$/.exec(text) ?? fail(`Changed: ${line}`);
		const index = Number(sender);
		if (author !== undefined && author !== `m${index}`) fail(`Said by somebody else: ${line}`);
		if (Number(number) !== this.#expected[index]!++) fail(`Lost, doubled or out of order: ${line}`);
		if (text.length !== this.#size) fail(`Cut: ${line}`);
		if (seq !== undefined && this.#seq !== undefined && seq !== this.#seq + 1) fail(`A gap before: ${line}`);
		this.#seq = seq;
		this.ends.push(end);
		this.authors.push(index);
	}
}

const fail = (why: string): never => {
	throw new Error(why);
};
