/**
 * A log with a line to write in below it. What was printed is never touched again: only the line that is written is
 * taken away while something is printed, and comes back below that.
 */
import {reveal} from '../../protocol/clean.ts';
import {columns as columnsOf} from '../wrap.ts';
import {blankLine, type InputLine, type Pen} from './input-line.ts';

export type PrinterOptions = {
	write: (text: string) => void;
	pen: Pen;
};

export class Printer {
	readonly #write: (text: string) => void;
	readonly #pen: Pen;
	#line: InputLine = blankLine;

	constructor({write, pen}: PrinterOptions) {
		this.#write = write;
		this.#pen = pen;
	}

	/**
	 * Prints lines, and shows the line that is written below them; one write for both.
	 * @param lines each may have rows; all of them are made drawable here, wherever they come from
	 */
	show(lines: readonly string[], line: InputLine): void {
		const bytes =
			lines.length === 0
				? this.#pen.change(this.#line, line)
				: this.#pen.erase(this.#line) + printed(lines) + this.#pen.change(blankLine, line);
		this.#line = line;
		if (bytes !== '') this.#write(bytes);
	}

	/** Takes the line away, as before another program has the terminal. */
	clear(): void {
		this.show([], blankLine);
	}

	/**
	 * The terminal has another width. Some wrap rows anew that are too wide now, and nobody can tell how many they
	 * became: then what stands there stays, and the line goes on below.
	 */
	resized(columns: number): void {
		if (this.#line.rows.every(row => columnsOf(row) < columns)) return;
		this.#write('\r\n');
		this.#line = blankLine;
	}
}

const printed = (lines: readonly string[]): string =>
	lines.map(line => `${reveal(line).replaceAll('\n', '\r\n')}\r\n`).join('');
