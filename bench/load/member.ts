/** One member of the measured room: a socket, and how far it has got in the stream that all of them get. */
import type {Socket} from 'node:net';
import {dial} from '../dial.ts';
import type {Dialect} from './dialects.ts';
import type {Reference} from './reference.ts';

/** What a member has of those it belongs to. */
export type Group = {
	readonly port: number;
	readonly dialect: Dialect;
	readonly senders: number;
	readonly reference: Reference;
	/** the member by whose stream the reference is made */
	readonly model: number;
	readonly isOver: () => boolean;
	/** a member is in the room */
	readonly onEntered: () => void;
	/** a member has heard that the measured stream begins */
	readonly onBegun: () => void;
	/** something of the stream has come */
	readonly onNews: () => void;
	readonly fail: (why: string) => never;
};

export const beginMark = 'all-are-here';
const beginning = new RegExp(`${beginMark}[^\\n]*\\n`);

const nothing = Buffer.alloc(0);
const newline = 0x0a;

export class Member {
	readonly index: number;
	readonly socket: Socket;
	/** where this member is in the reference */
	place = 0;
	/** lines of its own that came */
	own = 0;
	readonly #group: Group;
	/** before the beginning: all that came */
	#early: string | undefined = '';
	#isNext = false;
	#isEntered = false;
	/** what cannot be compared yet */
	#ahead: Buffer[] = [];
	/** the beginning of a line that may be its own */
	#line: Buffer = nothing;
	readonly #mark: Buffer | undefined;
	/** gets all but what it says itself */
	readonly #isDeaf: boolean;
	/** the message of the reference that it is in, where it is deaf */
	#message = 0;

	constructor(index: number, group: Group) {
		this.index = index;
		this.#group = group;
		const {dialect, senders} = group;
		if (dialect.own && (index < senders || !dialect.own.senders)) this.#mark = Buffer.from(dialect.own.mark);
		this.#isDeaf = !dialect.echoes && index < senders;
		this.socket = dial(group.port, bytes => this.#receive(bytes));
		this.socket.write(dialect.hello(index));
		this.socket.on('error', error => group.isOver() || group.fail(`Member ${index}: ${error.message}`));
		this.socket.on('close', () => group.isOver() || group.fail(`Member ${index} was cut off.`));
	}

	/** Has it got less than all messages, or something else? */
	get isApart(): boolean {
		return this.#ahead.length > 0 || this.place < (this.#group.reference.ends.at(-1) ?? 0);
	}

	/** Compares what came before the reference had it. */
	catchUp(): void {
		if (this.#isDeaf) this.#skipOwn();
		if (this.#ahead.length === 0 || this.place === this.#group.reference.length) return;
		const ahead = Buffer.concat(this.#ahead);
		this.#ahead = [];
		this.#compare(ahead);
	}

	#receive(chunk: Buffer): void {
		const {reference, model, onNews, onBegun} = this.#group;
		let news = chunk;
		if (this.#early !== undefined) {
			const start = this.#hearEarly(chunk);
			if (start === undefined) return;
			news = Buffer.from(this.#early.slice(start), 'latin1');
			this.#early = undefined;
			onBegun();
		}
		if (this.#mark) news = this.#withoutOwn(news, this.#mark);
		if (news.length === 0) return;
		if (this.index === model) {
			try {
				reference.push(news);
			} catch (error) {
				this.#group.fail((error as Error).message);
			}
			this.place = reference.length;
		} else this.#compare(news);
		onNews();
	}

	/** @returns where in all that came the measured stream begins, once it does */
	#hearEarly(chunk: Buffer): number | undefined {
		const {dialect, onEntered} = this.#group;
		this.#early += chunk.toString('latin1');
		const early = this.#early!;
		if (dialect.next && !this.#isNext && early.includes(dialect.next.mark)) {
			this.#isNext = true;
			this.socket.write(dialect.next.say);
		}
		if (!this.#isEntered && early.includes(dialect.entered(this.index))) {
			this.#isEntered = true;
			onEntered();
		}
		const start = beginning.exec(early);
		return start ? start.index + start[0].length : undefined;
	}

	/** Lines that are this member's own are counted and answered; the rest is everybody's. */
	#withoutOwn(chunk: Buffer, mark: Buffer): Buffer {
		if (this.#line.length === 0 && !mayHold(chunk, mark)) return chunk;
		const answer = this.#group.dialect.own?.answer;
		const all = this.#line.length === 0 ? chunk : Buffer.concat([this.#line, chunk]);
		const shared: Buffer[] = [];
		let start = 0;
		for (let end = all.indexOf(newline); end !== -1; end = all.indexOf(newline, start)) {
			const line = all.subarray(start, end + 1);
			if (line.subarray(0, mark.length).equals(mark)) {
				this.own++;
				if (answer) this.socket.write(answer(line.toString('latin1')));
			} else shared.push(line);
			start = end + 1;
		}
		this.#line = Buffer.from(all.subarray(start));
		return Buffer.concat(shared);
	}

	#compare(chunk: Buffer): void {
		const {reference, fail} = this.#group;
		const known =
			this.#ahead.length > 0
				? 0
				: this.#isDeaf
					? this.#compareDeaf(chunk)
					: Math.min(chunk.length, reference.length - this.place);
		if (!this.#isDeaf) {
			if (reference.bytes.compare(chunk, 0, known, this.place, this.place + known) !== 0)
				fail(`Member ${this.index} got something else than the others.`);
			this.place += known;
		}
		if (known < chunk.length) this.#ahead.push(Buffer.from(chunk.subarray(known)));
	}

	/** Compares message by message, and leaves out those that it said itself. @returns how much was compared */
	#compareDeaf(chunk: Buffer): number {
		const {reference, fail} = this.#group;
		let compared = 0;
		for (;;) {
			this.#skipOwn();
			const end = reference.ends[this.#message];
			if (end === undefined || compared === chunk.length) return compared;
			const length = Math.min(chunk.length - compared, end - this.place);
			const to = this.place + length;
			if (reference.bytes.compare(chunk, compared, compared + length, this.place, to) !== 0)
				fail(`Member ${this.index} got something else than the others.`);
			compared += length;
			this.place = to;
			if (to === end) this.#message++;
		}
	}

	/** What it says itself it has when all others have it. */
	#skipOwn(): void {
		const {ends, authors} = this.#group.reference;
		for (; authors[this.#message] === this.index; this.#message++) this.place = ends[this.#message]!;
	}
}

/** May a line in it begin with the mark, or a line that is not whole yet? */
const mayHold = (chunk: Buffer, mark: Buffer): boolean => {
	if (chunk.includes(mark)) return true;
	const tail = chunk.subarray(chunk.lastIndexOf(newline) + 1);
	return tail.length > 0 && tail.length < mark.length && mark.subarray(0, tail.length).equals(tail);
};
