/** The terminal is another program's for a while: that of an editor, or of the shell once we are stopped. */
import type {Clock} from '../protocol/clock.ts';
import {writeInEditor} from './external-editor.ts';
import {stopped} from './suspension.ts';

type TakeBack = () => Promise<void> | void;

type LendingOptions = {
	clock: Clock;
	/** hands the terminal over. @returns what takes it back */
	lend: () => Promise<TakeBack> | TakeBack;
};

export class Lending {
	readonly #options: LendingOptions;
	readonly #over = new AbortController();
	#isLent = false;

	constructor(options: LendingOptions) {
		this.#options = options;
	}

	/** Has another program the terminal? */
	get isLent(): boolean {
		return this.#isLent;
	}

	get isOver(): boolean {
		return this.#over.signal.aborted;
	}

	/** We are about to leave: the editor is ended, and nothing is taken back. */
	end(): void {
		this.#over.abort();
	}

	/**
	 * Lets the person write a text in an editor of theirs.
	 * @throws {Error} by rejecting, with a sentence
	 */
	readonly editText = async (text: string): Promise<string> => {
		// For keys that came behind the one that handed the terminal to a program.
		if (this.#isLent) throw new Error('Another program has the terminal already.');
		const takeBack = await this.#lend();
		try {
			return await writeInEditor(text, process.env, this.#over.signal);
		} finally {
			await takeBack();
		}
	};

	/** Stops us until somebody continues. */
	readonly suspend = async (): Promise<void> => {
		if (this.#isLent) return;
		const takeBack = await this.#lend();
		await stopped(this.#options.clock);
		await takeBack();
	};

	async #lend(): Promise<() => Promise<void>> {
		this.#isLent = true;
		const takeBack = await this.#options.lend();
		return async () => {
			if (this.isOver) return;
			this.#isLent = false;
			await takeBack();
		};
	}
}
