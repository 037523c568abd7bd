/**
 * A terminal in this process: what is written to it is drawn by a real emulator, and what it answers is read like
 * keys. Unlike a pty it can be waited for, so that tests see each frame, and what a terminal shows between two.
 */
import {PassThrough, Writable} from 'node:stream';
import xterm from '@xterm/headless';
import type {KeySource} from '../../source/ui/stdin-filter.ts';
import {encodeKey} from './keys.ts';
import {type Cell, cellOf} from './terminal.ts';
import {graphemeWidths} from './widths.ts';

export class Emulator extends Writable {
	readonly isTTY = true;
	/** what the program reads: keys, and the terminal's own answers */
	readonly keyboard: KeySource & PassThrough;
	/** each write of the program, as it wrote it */
	readonly written: string[] = [];
	bells = 0;
	title = '';
	readonly #terminal: xterm.Terminal;
	readonly #waiters = new Set<() => void>();
	#cursorVisible = true;
	/** told when a write is drawn and the terminal may show it; `isFrame` when that ends synchronized output */
	onShown: (isFrame: boolean) => void = () => {};

	constructor(columns: number, rows: number) {
		super({decodeStrings: false});
		this.keyboard = Object.assign(new PassThrough(), {
			isTTY: true,
			setRawMode: () => {},
			ref: () => {},
			unref: () => {},
		});
		this.#terminal = new xterm.Terminal({
			cols: columns,
			rows,
			allowProposedApi: true,
			// As the terminal driver does it, in raw mode too.
			convertEol: true,
			windowOptions: {pushTitle: true, popTitle: true},
		});
		this.#terminal.unicode.register(graphemeWidths);
		this.#terminal.unicode.activeVersion = graphemeWidths.version;
		this.#follow();
	}

	get columns(): number {
		return this.#terminal.cols;
	}

	get rows(): number {
		return this.#terminal.rows;
	}

	override _write(chunk: string | Buffer, _: BufferEncoding, done: () => void): void {
		this.written.push(String(chunk));
		const before = this.#terminal.modes.synchronizedOutputMode;
		this.#terminal.write(chunk, () => {
			if (!this.#terminal.modes.synchronizedOutputMode) {
				this.onShown(before);
				for (const look of [...this.#waiters]) look();
			}
			done();
		});
	}

	/** Resolves once everything that was written is drawn. */
	drawn(): Promise<void> {
		return new Promise(resolve => this.write('', () => resolve()));
	}

	/** Resolves once the screen shows this, and is no half-drawn frame. */
	until(sought: RegExp): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		const waiter = (): void => {
			if (!sought.test(this.screen().join('\n'))) return;
			this.#waiters.delete(waiter);
			resolve();
		};
		this.#waiters.add(waiter);
		waiter();
		return promise;
	}

	/** Types bytes, in one read. */
	type(bytes: string): void {
		this.keyboard.write(bytes);
	}

	/** Presses keys one after another, each a read of its own. */
	press(...keys: string[]): void {
		for (const key of keys) this.type(encodeKey(key));
	}

	/** Tells the program, as a terminal does whose window was dragged. */
	resize(columns: number, rows: number): void {
		this.#terminal.resize(columns, rows);
		this.emit('resize');
	}

	/** One row as text, without the blanks at its end. */
	row(row: number): string {
		const {active} = this.#terminal.buffer;
		return active
			.getLine(active.baseY + row)!
			.translateToString(true)
			.trimEnd();
	}

	screen(): string[] {
		return Array.from({length: this.rows}, (_, row) => this.row(row));
	}

	/** @param row and column from 0, at the top left */
	cell(row: number, column: number): Cell {
		return cellOf(this.#terminal, row, column);
	}

	/** All that can be seen of a row, for comparison: each cell's text and looks. A blank shows its paper alone. */
	looks(row: number): string[] {
		const {active} = this.#terminal.buffer;
		const line = active.getLine(active.baseY + row)!;
		const cell = active.getNullCell();
		let isBlank = true;
		return Array.from({length: this.columns}, (_, column) => {
			line.getCell(column, cell);
			// What is not seen: a place where a line may break, and how a letter with its mark is written.
			const text = cell.getChars().replaceAll('\u200b', '').normalize();
			// The right half of a wide character is as blank as the left one.
			if (cell.getWidth() > 0) isBlank = text.trim() === '';
			const lines = `${cell.isUnderline()} ${cell.isStrikethrough()} ${cell.isInverse()}`;
			const paper = `${isBlank ? ' ' : text} ${cell.getBgColorMode()} ${cell.getBgColor()} ${lines}`;
			if (isBlank && !cell.isInverse()) return paper;
			return `${paper} ${cell.getFgColorMode()} ${cell.getFgColor()} ${cell.isBold()} ${cell.isDim()} ${cell.isItalic()}`;
		});
	}

	get cursor(): {row: number; column: number; visible: boolean} {
		const {cursorX, cursorY} = this.#terminal.buffer.active;
		return {row: cursorY, column: cursorX, visible: this.#cursorVisible};
	}

	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.#terminal.dispose();
		this.keyboard.destroy();
		done(error);
	}

	#follow(): void {
		const cursor =
			(visible: boolean) =>
			(params: Array<number | number[]>): boolean => {
				if (params.includes(25)) this.#cursorVisible = visible;
				return false;
			};
		const {parser} = this.#terminal;
		parser.registerCsiHandler({prefix: '?', final: 'h'}, cursor(true));
		parser.registerCsiHandler({prefix: '?', final: 'l'}, cursor(false));
		this.#terminal.onData(reply => this.type(reply));
		this.#terminal.onBell(() => this.bells++);
		this.#terminal.onTitleChange(title => {
			this.title = title;
		});
	}
}
