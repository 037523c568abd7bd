/** How far something is that takes long. */
import {type Clock, systemClock} from '../protocol/clock.ts';

const progressMs = 100;
const barWidth = 30;

/** A bar on a terminal: on anything else it says nothing. */
export class Progress {
	readonly #stderr: NodeJS.WritableStream & {isTTY?: boolean};
	readonly #total: number;
	readonly #clock: Clock;
	#shown = -Infinity;

	/** @param total 0 when it is not known */
	constructor(stderr: NodeJS.WritableStream & {isTTY?: boolean}, total: number, clock: Clock = systemClock) {
		this.#stderr = stderr;
		this.#total = total;
		this.#clock = clock;
	}

	show(done: number): void {
		const now = this.#clock.elapsed();
		if (!this.#stderr.isTTY || this.#total === 0 || now - this.#shown < progressMs) return;
		this.#shown = now;
		this.#draw(Math.min(1, done / this.#total));
	}

	/** @param count of what was done, in words behind it */
	end(count: number, what: string): void {
		if (!this.#stderr.isTTY) return;
		if (this.#total > 0) this.#draw(1);
		this.#stderr.write(`\r\u001b[K${count.toLocaleString('en')} ${what}.\n`);
	}

	/** Something that has to be said, also where nothing else is. */
	note(text: string): void {
		this.#stderr.write(`tui-chat: ${text}\n`);
	}

	/** Takes the bar away again. */
	clear(): void {
		if (this.#stderr.isTTY && this.#total > 0) this.#stderr.write('\r\u001b[K');
	}

	#draw(share: number): void {
		const filled = Math.round(share * barWidth);
		const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
		this.#stderr.write(`\r${bar} ${String(Math.floor(share * 100)).padStart(3)} %`);
	}
}
