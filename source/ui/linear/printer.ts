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
	/** of the terminal, as it is now */
	columns: () => number;
};

export class Printer {
	readonly #write: (text: string) => void;
	readonly #pen: Pen;
	readonly #columns: () => number;
	#line: InputLine = blankLine;

	constructor({write, pen, columns}: PrinterOptions) {
		this.#write = write;
		this.#pen = pen;
		this.#columns = columns;
	}

	/**
	 * Prints lines, and shows the line that is written below them; one write for both.
	 * @param lines each may have rows; all of them are made drawable here, wherever they come from
	 */
	show(lines: readonly string[], line: InputLine): void {
		const bytes =
			lines.length === 0
				? this.#pen.change(this.#line, line)
				: this.#pen.erase(this.#line) + printed(lines, this.#columns()) + this.#pen.change(blankLine, line);
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

const printed = (lines: readonly string[], columns: number): string =>
	lines
		.flatMap(line => reveal(line).split('\n'))
		.flatMap(row => inWords(row, Math.max(1, columns - 1)))
		.map(row => `${row}\r\n`)
		.join('');

/**
 * A row broken before words, since a terminal breaks inside them, and half a word is read wrongly. What follows stands
 * in, so that nothing but a new line begins at the left. A word that is too long is left to the terminal, for it may be
 * a link.
 */
const inWords = (text: string, width: number): string[] => {
	if (columnsOf(text) <= width) return [text];
	const hang = `${/^ */.exec(text)![0]}  `;
	const rows: string[] = [];
	let row = '';
	let taken = 0;
	for (const word of text.split(/(?<=\S)(?= )/)) {
		const size = columnsOf(word);
		const moved = hang + word.trimStart();
		if (row !== '' && taken + size > width && columnsOf(moved) <= width) {
			rows.push(row);
			row = moved;
			taken = columnsOf(moved);
		} else {
			row += word;
			taken += size;
		}
	}
	return [...rows, row];
};
