/**
 * A program in a real pseudo-terminal whose output a real terminal emulator draws: what end-to-end tests,
 * pictures and measurements look at.
 */
import {constants} from 'node:os';
import {type IPty, spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {encodeKey} from './keys.ts';
import {graphemeWidths} from './widths.ts';

export type TerminalOptions = {
	/** a program, by default this Node */
	command?: string | undefined;
	args: readonly string[];
	columns?: number | undefined;
	rows?: number | undefined;
	/** added to an environment that is otherwise the same everywhere; undefined takes a variable out */
	env?: Readonly<Record<string, string | undefined>> | undefined;
	cwd?: string | undefined;
	/** answer as a terminal that has the kitty keyboard protocol */
	kitty?: boolean | undefined;
	/** draw emoji as terminals of 2010 do: narrow, and each part of a sequence by itself */
	oldWidths?: boolean | undefined;
	/** told of each piece of output as it comes, before it is drawn */
	onOutput?: ((chunk: Buffer) => void) | undefined;
};

export type Exit = {code: number; signal: NodeJS.Signals | undefined};

/** A colour as a program gave it: its own, one of the 256, or 24 bits as `#rrggbb`. */
export type Color = 'default' | number | `#${string}`;

export type Cell = {
	text: string;
	/** columns; 0 for the right half of a wide character */
	width: number;
	foreground: Color;
	background: Color;
	bold: boolean;
	dim: boolean;
	italic: boolean;
	underline: boolean;
	inverse: boolean;
	strikethrough: boolean;
};

/** What a program has changed of a terminal, and has to give back. */
export type Modes = {
	alternateScreen: boolean;
	cursorVisible: boolean;
	autowrap: boolean;
	bracketedPaste: boolean;
	focusReports: boolean;
	/** what of the mouse is reported: nothing for one that is the terminal's own */
	mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
	/** coordinates as digits (1006) */
	mouseDigits: boolean;
	/** reports whether people choose a light or a dark look (2031) */
	schemeReports: boolean;
	synchronized: boolean;
	/** entries on the stack of keyboard flags */
	kitty: number;
	plainText: boolean;
};

/** The modes of a terminal that no program has touched. */
export const untouched: Modes = {
	alternateScreen: false,
	cursorVisible: true,
	autowrap: true,
	bracketedPaste: false,
	focusReports: false,
	mouse: 'none',
	mouseDigits: false,
	schemeReports: false,
	synchronized: false,
	kitty: 0,
	plainText: true,
};

/** What a screen is waited for: a text in one of its rows, a pattern in all of it, or any condition. */
export type Sought = string | RegExp | ((screen: readonly string[]) => boolean);

/** A ceiling for what should take milliseconds, so that a loaded machine fails no test. */
const patienceMs = 30_000;

const environment = (changes: TerminalOptions['env'] = {}): Record<string, string> => {
	const all = {
		PATH: process.env.PATH,
		HOME: process.env.HOME,
		TERM: 'xterm-256color',
		COLORTERM: 'truecolor',
		LANG: 'C.UTF-8',
		TZ: 'UTC',
		...changes,
	};
	return Object.fromEntries(
		Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);
};

type Waiter = {check: () => boolean; fail: (why: string) => void};

export class Terminal implements AsyncDisposable {
	/** resolves once the program is gone and everything that it wrote is drawn */
	readonly exit: Promise<Exit>;
	/** bytes that the program has written */
	bytes = 0;
	bells = 0;
	title = '';
	readonly #emulator: xterm.Terminal;
	readonly #pty: IPty;
	readonly #waiters = new Set<Waiter>();
	readonly #chunks: Buffer[] = [];
	/** chunks that are drawn, when drawing is held back */
	#drawn: number | undefined;
	#cursorVisible = true;
	/** private modes that are on */
	readonly #set = new Set<number>();
	#kitty = 0;
	#exit: Exit | undefined;

	constructor({
		command,
		args,
		columns = 80,
		rows = 24,
		env,
		cwd,
		kitty = false,
		oldWidths = false,
		onOutput,
	}: TerminalOptions) {
		this.#emulator = new xterm.Terminal({
			cols: columns,
			rows,
			allowProposedApi: true,
			scrollback: 10_000,
			windowOptions: {pushTitle: true, popTitle: true},
		});
		this.#emulator.unicode.register(graphemeWidths);
		if (!oldWidths) this.#emulator.unicode.activeVersion = graphemeWidths.version;
		this.#pty = spawn(command ?? process.execPath, [...args], {
			cols: columns,
			rows,
			env: environment(env),
			cwd: cwd ?? process.cwd(),
			encoding: null,
		});
		this.#follow(kitty);
		this.#pty.onData(data => {
			// With no encoding these are bytes, whatever the type says.
			const chunk = data as unknown as Buffer;
			this.bytes += chunk.length;
			this.#chunks.push(chunk);
			onOutput?.(chunk);
			if (this.#drawn === undefined) this.#emulator.write(chunk, () => this.#check());
		});
		this.exit = new Promise(resolve => {
			this.#pty.onExit(({exitCode, signal}) => {
				this.#emulator.write('', () => {
					this.#exit = {code: exitCode, signal: signalName(signal)};
					resolve(this.#exit);
					this.#check();
				});
			});
		});
	}

	get pid(): number {
		return this.#pty.pid;
	}

	get columns(): number {
		return this.#emulator.cols;
	}

	get rows(): number {
		return this.#emulator.rows;
	}

	/** Everything that the program has written, as it wrote it. */
	get output(): Buffer {
		return Buffer.concat(this.#chunks);
	}

	/** From now on draws nothing until `catchUp`: drawing takes time that a measurement would see. */
	holdBack(): void {
		this.#drawn ??= this.#chunks.length;
	}

	/**
	 * Draws what came meanwhile. Resolves once it is on the screen, as does all that comes from now on.
	 * @param drawn called for each chunk, counted from the first one that was held back, when the screen has it
	 */
	catchUp(drawn: (chunk: number) => void = () => {}): Promise<void> {
		const held = this.#chunks.slice(this.#drawn ?? this.#chunks.length);
		this.#drawn = undefined;
		for (const [index, chunk] of held.entries()) this.#emulator.write(chunk, () => drawn(index));
		return new Promise(resolve => {
			this.#emulator.write('', () => {
				this.#check();
				resolve();
			});
		});
	}

	/** What is drawn: as many rows as the terminal has, without spaces at their ends. */
	screen(): string[] {
		return Array.from({length: this.rows}, (_, row) => this.row(row));
	}

	/** One row of the screen, from 0 at the top. */
	row(row: number): string {
		const buffer = this.#emulator.buffer.active;
		return (
			buffer
				.getLine(buffer.baseY + row)
				?.translateToString(true)
				.trimEnd() ?? ''
		);
	}

	/** The screen as one text. */
	text(): string {
		return this.screen().join('\n');
	}

	/** All lines that are on the screen or went up from it, oldest first; rows that the terminal wrapped are one line. */
	printed(): string[] {
		const {active} = this.#emulator.buffer;
		const lines: string[] = [];
		for (let row = 0; row < active.length; row++) {
			const line = active.getLine(row)!;
			const text = line.translateToString(true);
			if (line.isWrapped) lines[lines.length - 1] += text;
			else lines.push(text);
		}
		return lines;
	}

	/** @param row and column from 0, at the top left */
	cell(row: number, column: number): Cell {
		return cellOf(this.#emulator, row, column);
	}

	get cursor(): {row: number; column: number; visible: boolean} {
		const {cursorX, cursorY} = this.#emulator.buffer.active;
		return {row: cursorY, column: cursorX, visible: this.#cursorVisible};
	}

	get modes(): Modes {
		const {modes, buffer} = this.#emulator;
		return {
			alternateScreen: buffer.active.type === 'alternate',
			cursorVisible: this.#cursorVisible,
			autowrap: modes.wraparoundMode,
			bracketedPaste: modes.bracketedPasteMode,
			focusReports: modes.sendFocusMode,
			mouse: modes.mouseTrackingMode,
			mouseDigits: this.#set.has(1006),
			schemeReports: this.#set.has(2031),
			synchronized: modes.synchronizedOutputMode,
			kitty: this.#kitty,
			plainText: !modes.originMode && !modes.insertMode && !modes.applicationCursorKeysMode,
		};
	}

	/** Types a text as somebody at the keyboard would. */
	type(text: string): void {
		this.#pty.write(text);
	}

	/** Presses keys one after another: `enter`, `pageup`, `ctrl+n`, `alt+a`, … */
	press(...keys: string[]): void {
		for (const key of keys) this.#pty.write(encodeKey(key, this.#kitty > 0));
	}

	/** Pastes as terminals do: in brackets where the program asked for them, with CR for each line's end. */
	paste(text: string): void {
		const typed = text.replaceAll('\n', '\r');
		this.#pty.write(this.modes.bracketedPaste ? `\u001b[200~${typed}\u001b[201~` : typed);
	}

	resize(columns: number, rows: number): void {
		this.#emulator.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	kill(signal: NodeJS.Signals): void {
		process.kill(this.pid, signal);
	}

	/**
	 * Resolves with the first screen that holds what is sought; half-drawn frames are not looked at. Fails
	 * with the screen when the program ends without it, or after the ceiling.
	 */
	until(sought: Sought, withinMs = patienceMs): Promise<string[]> {
		const failure = new Error();
		return new Promise((resolve, reject) => {
			const end = (): void => {
				clearTimeout(timer);
				this.#waiters.delete(waiter);
			};
			const waiter: Waiter = {
				check: () => {
					const screen = this.screen();
					if (this.modes.synchronized || !holds(screen, sought)) return false;
					end();
					resolve(screen);
					return true;
				},
				fail: why => {
					end();
					failure.message = `${why} before ${describe(sought)} was on the screen:\n${this.#frame()}`;
					reject(failure);
				},
			};
			const timer = setTimeout(() => waiter.fail(`${withinMs} ms passed`), withinMs);
			if (waiter.check()) return;
			if (this.#exit) waiter.fail(`The program ended with ${this.#exit.signal ?? this.#exit.code}`);
			else this.#waiters.add(waiter);
		});
	}

	/** Ends the program, if it still runs, and lets go of the pty. */
	async [Symbol.asyncDispose](): Promise<void> {
		if (!this.#exit) this.#pty.kill('SIGKILL');
		await this.exit;
		this.#emulator.dispose();
	}

	#check(): void {
		for (const waiter of this.#waiters) {
			if (!waiter.check() && this.#exit)
				waiter.fail(`The program ended with ${this.#exit.signal ?? this.#exit.code}`);
		}
	}

	/** Sees what the emulator keeps to itself, and sends back what it answers. */
	#follow(kitty: boolean): void {
		const {parser} = this.#emulator;
		const modes =
			(isSet: boolean) =>
			(params: Array<number | number[]>): boolean => {
				if (params.includes(25)) this.#cursorVisible = isSet;
				for (const mode of params.flat()) {
					if (isSet) this.#set.add(mode);
					else this.#set.delete(mode);
				}
				return false;
			};
		parser.registerCsiHandler({prefix: '?', final: 'h'}, modes(true));
		parser.registerCsiHandler({prefix: '?', final: 'l'}, modes(false));
		if (kitty) {
			parser.registerCsiHandler({prefix: '?', final: 'u'}, () => {
				this.#pty.write('\u001b[?0u');
				return true;
			});
			parser.registerCsiHandler({prefix: '>', final: 'u'}, () => {
				this.#kitty++;
				return true;
			});
			parser.registerCsiHandler({prefix: '<', final: 'u'}, ([count]) => {
				this.#kitty = Math.max(0, this.#kitty - (Number(count) || 1));
				return true;
			});
		}
		this.#emulator.onData(reply => this.#pty.write(reply));
		this.#emulator.onBell(() => this.bells++);
		this.#emulator.onTitleChange(title => {
			this.title = title;
		});
	}

	#frame(): string {
		const edge = '─'.repeat(this.columns);
		return [`┌${edge}┐`, ...this.screen().map(row => `│${row}`), `└${edge}┘`].join('\n');
	}
}

export const openTerminal = (options: TerminalOptions): Terminal => new Terminal(options);

const signalName = (number: number | undefined): NodeJS.Signals | undefined =>
	(Object.entries(constants.signals) as Array<[NodeJS.Signals, number]>).find(
		([, value]) => value === number,
	)?.[0];

/** A cell of an emulator's screen. @param row and column from 0, at the top left */
export const cellOf = ({buffer: {active}}: xterm.Terminal, row: number, column: number): Cell => {
	const cell = active.getLine(active.baseY + row)?.getCell(column);
	if (!cell) throw new RangeError(`There is no cell ${row}, ${column} on the screen.`);
	return {
		text: cell.getChars() || (cell.getWidth() === 0 ? '' : ' '),
		width: cell.getWidth(),
		foreground: colorOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
		background: colorOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
		bold: cell.isBold() !== 0,
		dim: cell.isDim() !== 0,
		italic: cell.isItalic() !== 0,
		underline: cell.isUnderline() !== 0,
		inverse: cell.isInverse() !== 0,
		strikethrough: cell.isStrikethrough() !== 0,
	};
};

const colorOf = (isDefault: boolean, isRgb: boolean, value: number): Color => {
	if (isDefault) return 'default';
	return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
};

const holds = (screen: readonly string[], sought: Sought): boolean => {
	if (typeof sought === 'string') return screen.some(row => row.includes(sought));
	return typeof sought === 'function' ? sought(screen) : sought.test(screen.join('\n'));
};

const describe = (sought: Sought): string =>
	typeof sought === 'function' ? sought.toString() : JSON.stringify(sought.toString());
