/**
 * Stands in for Ink's own Output, which puts a frame together from the texts of the tree. That one makes a grid
 * of cells for each frame and parses every text on the screen again to fill it, a cost of 6 ms for each key on a
 * screen of 200×50. This one has Ink's parse each row of a text once, keeps what came of it, and joins the frame
 * from these parts: byte by byte what Ink's would have made, which test/ui/ink/output.test.ts proves.
 *
 * Where parts can't just be joined, because they overlap, touch with styles on both sides, or are clipped, Ink's
 * own class draws the row or the frame. `node build.ts --stock-ink` leaves this file out.
 */
import {plainColumns} from './plain.ts';
import {remember, rowsRemembered} from './remember.ts';

type Size = {readonly width: number; readonly height: number};
type Transformer = (line: string, index: number) => string;
type WriteOptions = {readonly transformers: readonly Transformer[]};
type Character = {readonly value: string; readonly styles: readonly unknown[]};

/** What Ink's class has that is used here. */
export type StockOutput = {
	write(x: number, y: number, text: string, options: WriteOptions): void;
	clip(clip: object): void;
	unclip(): void;
	get(): {output: string; height: number};
};

type Stock = new (
	size: Size,
) => StockOutput & {
	width: number;
	readonly caches: {
		getStyledChars(line: string): readonly Character[];
		getStringWidth(text: string): number;
	};
};

/** One row of a text, as Ink would write it alone, all its styles closed at the end. */
type Part = {
	readonly drawn: string;
	readonly width: number;
	readonly beginsStyled: boolean;
	readonly endsStyled: boolean;
};

type Placed = {readonly x: number; readonly part: Part};

type Write = {
	readonly x: number;
	readonly y: number;
	readonly text: string;
	readonly options: WriteOptions;
};

const asIs: WriteOptions = {transformers: []};
const sentinel = '|';
const esc = '\u001b';
const endsInSgr = /\u001b\[\d+m$/;

/** @param Stock Ink's own class */
export const outputOver = (Stock: Stock): (new (size: Size) => StockOutput) => {
	/** The rows of a text, each with the styles that it has inherited: what Ink hands to transformers. */
	const linesOf = remember((text: string): readonly string[] => {
		if (plainColumns(text) >= 0) return [text];
		const lines: string[] = [];
		const stock = new Stock({width: 1, height: text.split('\n').length});
		const note: Transformer = (line, index) => {
			lines[index] = line;
			return '';
		};
		stock.write(0, 0, text, {transformers: [note]});
		stock.get();
		return lines;
	}, rowsRemembered);

	const partOf = remember((line: string): Part => {
		const columns = plainColumns(line);
		if (columns >= 0) {
			return {
				drawn: line,
				width: columns,
				beginsStyled: line.startsWith(esc),
				endsStyled: endsInSgr.test(line),
			};
		}
		const stock = new Stock({width: 0, height: 1});
		const {caches} = stock;
		const characters = caches.getStyledChars(line);
		const width = characters.reduce((sum, {value}) => sum + Math.max(1, caches.getStringWidth(value)), 0);
		stock.width = width + sentinel.length;
		// A transformer's result is parsed just once, as it is in a frame.
		stock.write(0, 0, sentinel, {transformers: [() => line]});
		stock.write(width, 0, sentinel, asIs);
		return {
			drawn: stock.get().output.slice(0, -sentinel.length),
			width,
			beginsStyled: (characters.at(0)?.styles.length ?? 0) > 0,
			endsStyled: (characters.at(-1)?.styles.length ?? 0) > 0,
		};
	}, rowsRemembered);

	return class Output implements StockOutput {
		readonly width: number;
		readonly height: number;
		readonly #writes: Write[] = [];
		/** the same on Ink's class, for a frame that is clipped */
		readonly #replay: Array<(stock: StockOutput) => void> = [];
		#isPlain: boolean;

		constructor({width, height}: Size) {
			this.width = width;
			this.height = height;
			this.#isPlain = Number.isInteger(width) && Number.isInteger(height);
		}

		write(x: number, y: number, text: string, options: WriteOptions): void {
			if (text === '') return;
			if (!Number.isInteger(x) || !Number.isInteger(y)) this.#isPlain = false;
			this.#writes.push({x, y, text, options});
			this.#replay.push(stock => stock.write(x, y, text, options));
		}

		clip(clip: object): void {
			this.#isPlain = false;
			this.#replay.push(stock => stock.clip(clip));
		}

		unclip(): void {
			this.#replay.push(stock => stock.unclip());
		}

		get(): {output: string; height: number} {
			if (!this.#isPlain) {
				const stock = new Stock({width: this.width, height: this.height});
				for (const again of this.#replay) again(stock);
				return stock.get();
			}
			const rows = this.#place().map((placed, row) => joined(placed, this.width) ?? this.#drawnByStock(row));
			return {output: rows.join('\n'), height: this.height};
		}

		/** What stands in each row, in the order of writing, which for rows beside each other is from left to right. */
		#place(): Placed[][] {
			const rows: Placed[][] = Array.from({length: this.height}, () => []);
			for (const {x, y, text, options} of this.#writes) {
				const lines = linesOf(text);
				for (let index = 0; index < lines.length; index++) {
					const row = rows[y + index];
					if (!row) continue;
					let line = lines[index]!;
					for (const transformer of options.transformers) line = transformer(line, index);
					const part = partOf(line);
					if (part.width > 0) row.push({x, part});
				}
			}
			return rows;
		}

		#drawnByStock(row: number): string {
			const stock = new Stock({width: this.width, height: 1});
			for (const {x, y, text, options} of this.#writes) {
				if (row >= y && row < y + linesOf(text).length) stock.write(x, y - row, text, options);
			}
			return stock.get().output;
		}
	};
};

/** A row of parts, or undefined when they don't just stand beside each other. */
const joined = (placed: readonly Placed[], width: number): string | undefined => {
	let row = '';
	let column = 0;
	let endsStyled = false;
	for (const {x, part} of placed) {
		const isTouching = x === column && endsStyled && part.beginsStyled;
		if (x < column || x + part.width > width || isTouching) return undefined;
		row += ' '.repeat(x - column) + part.drawn;
		column = x + part.width;
		({endsStyled} = part);
	}
	return row.trimEnd();
};
