/** Reads a shell out: what is worth hearing of each snapshot is printed, and below it stands what one writes. */
import type {Clock, Timer} from '../../protocol/clock.ts';
import type {Input} from '../keys.ts';
import type {Snapshot} from '../layout.ts';
import type {Shell} from '../shell.ts';
import {announce, nothingTold, type Told} from './announce.ts';
import {lineOf} from './line.ts';
import type {Printer} from './printer.ts';
import {noRoomTold} from './room.ts';

export type ReaderOptions = {
	shell: Shell;
	/** what the server is called */
	address: string;
	printer: Printer;
	clock: Clock;
	/** rows that a long text may take while it is written; one where no cursor can be moved up */
	mostRows: number;
};

export class Reader {
	readonly #options: ReaderOptions;
	readonly #unsubscribe: () => void;
	#told: Told = nothingTold;
	#before: Snapshot;
	#timer: Timer | undefined;
	#isPaused = false;

	constructor(options: ReaderOptions) {
		const {shell} = options;
		this.#options = options;
		const now = shell.snapshot();
		// As if nothing was known, so that all that is known is said.
		this.#before = {...now, state: {...now.state, link: {type: 'closed'}, journal: undefined}};
		this.#unsubscribe = shell.subscribe(this.#read);
		this.#read();
	}

	input(input: Input): void {
		this.#options.shell.input(input);
		// Also what changed nothing: a line that was written over stands there again.
		this.#show([]);
	}

	/** Reads again where one is. */
	again(): void {
		this.#told = {...this.#told, room: noRoomTold};
		this.#read();
	}

	/** Another program has the terminal: the line in which one writes goes away, and what comes is read afterwards. */
	pause(): void {
		this.#isPaused = true;
		this.#options.printer.clear();
	}

	resume(): void {
		this.#isPaused = false;
		this.#read();
	}

	resize(size: {columns: number; rows: number}): void {
		const {printer, shell} = this.#options;
		printer.resized(size.columns);
		shell.resize(size);
	}

	close(): void {
		this.#unsubscribe();
		this.#options.clock.clearTimeout(this.#timer);
		this.#options.printer.clear();
	}

	readonly #read = (): void => {
		if (this.#isPaused) return;
		const {shell, address, clock} = this.#options;
		clock.clearTimeout(this.#timer);
		const now = clock.now();
		const after = {...shell.snapshot(), now};
		const {told, lines} = announce(this.#told, this.#before, after, address);
		this.#before = after;
		this.#told = told;
		if (told.wake !== undefined) this.#timer = clock.setTimeout(this.#read, Math.max(0, told.wake - now));
		this.#show(lines);
	};

	#show(lines: readonly string[]): void {
		if (this.#isPaused) return;
		this.#options.printer.show(lines, this.#line);
	}

	get #line(): ReturnType<typeof lineOf> {
		const {shell, mostRows} = this.#options;
		return lineOf(shell.snapshot(), mostRows);
	}
}
