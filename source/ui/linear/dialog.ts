/** Questions one after the other, each answered in one line: what a form is where nothing is drawn. */
import type {Clock} from '../../protocol/clock.ts';
import {layoutText} from '../editor-layout.ts';
import type {Keymap} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {type KeySource, StdinFilter} from '../stdin-filter.ts';
import {givePaste, takePaste} from '../terminal-modes.ts';
import {blankLine, movingPen, overtypingPen} from './input-line.ts';
import {Printer} from './printer.ts';
import {ask, type Question, replyTo} from './question.ts';

export type DialogOptions = {
	stdin: KeySource;
	stdout: NodeJS.WriteStream;
	clock: Clock;
	keys: Keymap;
	/** nothing but text, CR and backspace may be written (TERM=dumb) */
	dumb: boolean;
};

/** Has the terminal from its making until it is closed. */
export class Dialog {
	/** the person would rather leave, at a question or between two */
	onLeave: () => void = () => {};
	readonly #options: DialogOptions;
	readonly #printer: Printer;
	readonly #filter: StdinFilter;
	#question: Question | undefined;
	#answered: (text: string) => void = () => {};

	constructor(options: DialogOptions) {
		const {stdin, stdout, clock, dumb} = options;
		this.#options = options;
		const write = (text: string): void => void stdout.write(text);
		this.#printer = new Printer({
			write,
			pen: dumb ? overtypingPen : movingPen,
			columns: () => stdout.columns || 80,
		});
		stdin.setRawMode?.(true);
		if (!dumb) write(takePaste);
		this.#filter = new StdinFilter(stdin, clock);
		this.#filter.onInput = this.#input;
		this.#filter.resume();
	}

	say(...lines: readonly string[]): void {
		this.#printer.show(lines, blankLine);
	}

	/** Asks, and resolves with the answer, which stays on the screen below the others; never when the person leaves. */
	ask(prompt: string): Promise<string> {
		this.#question = ask(prompt, '');
		this.#show();
		return new Promise(resolve => {
			this.#answered = resolve;
		});
	}

	close(): void {
		const {stdin, stdout, dumb} = this.#options;
		this.#printer.clear();
		this.#filter.destroy();
		if (!dumb) stdout.write(givePaste);
		stdin.setRawMode?.(false);
	}

	readonly #input = (input: Input): void => {
		const {keys} = this.#options;
		const question = this.#question;
		if (!question) {
			if (input.type === 'key' && (input.name === 'ctrl+c' || input.name === 'escape')) this.onLeave();
			return;
		}
		const reply = replyTo(question, input, keys);
		if (reply.type === 'left') {
			this.onLeave();
			return;
		}
		if (reply.type === 'typing') {
			this.#question = reply.question;
			this.#show();
			return;
		}
		this.#question = undefined;
		this.say(question.prompt + reply.text);
		this.#answered(reply.text);
	};

	#show(): void {
		const {stdout, dumb} = this.#options;
		const {prompt, editor} = this.#question!;
		const width = Math.max(2, (stdout.columns || 80) - 3);
		const line = layoutText(prompt + editor.text, prompt.length + editor.cursor, width, dumb ? 1 : 3);
		this.#printer.show([], line);
	}
}
