import type {ChatError} from '../../protocol/errors.ts';
import {complainOnceThere} from '../complaints.ts';
import {detectTerminal} from '../detect-terminal.ts';
import {onEnding} from '../endings.ts';
import {Lending} from '../lending.ts';
import {openLink} from '../open-link.ts';
import {type RunOptions, sizeOf, withUsual} from '../run-options.ts';
import {Shell} from '../shell.ts';
import {StdinFilter} from '../stdin-filter.ts';
import {bell, clipboard, givePaste, takePaste} from '../terminal-modes.ts';
import {movingPen, overtypingPen} from './input-line.ts';
import {Printer} from './printer.ts';
import {Reader} from './reader.ts';

export type LinearOptions = RunOptions & {
	/** nothing but text, CR and backspace may be written (TERM=dumb) */
	dumb?: boolean;
};

/** Rows that a long text may take while it is written. */
const mostRows = 6;

/**
 * The chat as a log that is read from top to bottom, with a line to write in below it: for screen readers, braille
 * displays, and terminals that cannot move a cursor. Keys, commands and state are those of the full screen.
 * @returns the exit code
 * @throws {ChatError} what `reached` rejects with
 */
export const runLinear = async (options: LinearOptions): Promise<number> => {
	const {dumb = false} = options;
	const {client, address, reached, preferences, complaints, keeper, stdin, stdout, clock} =
		withUsual(options);
	const {promise: over, resolve: end, reject: fail} = Promise.withResolvers<number>();
	const write = (text: string): void => void stdout.write(text);
	const take = (): void => {
		stdin.setRawMode?.(true);
		if (!dumb) write(takePaste);
	};
	const give = (): void => {
		if (!dumb) write(givePaste);
		stdin.setRawMode?.(false);
	};
	const leave = (code: number, text?: string): void => {
		void client.quit(text).finally(() => end(code));
	};
	const lend = (): (() => void) => {
		reader.pause();
		filter.hold();
		give();
		return () => {
			take();
			filter.goOn();
			reader.resume();
		};
	};
	const lending = new Lending({clock, lend});

	take();
	// What throws where nobody catches it ends us without a signal.
	process.once('exit', give);
	const shell = new Shell({
		client,
		facts: {...detectTerminal(process.env), depth: 0},
		preferences,
		keeper,
		clock,
		...sizeOf(stdout),
		terminal: {
			redraw: () => reader.again(),
			suspend: () => void lending.suspend(),
			quit: text => leave(0, text),
			copy: text => write(dumb ? '' : clipboard(text)),
			openLink,
			editText: lending.editText,
			// Screen readers read a title aloud whenever it changes.
			title: () => {},
			bell: () => write(bell),
			// Whatever calls one is read out already.
			notify: () => {},
			mouse: () => {},
		},
	});
	complainOnceThere(client, complaints, clock);
	const printer = new Printer({
		write,
		pen: dumb ? overtypingPen : movingPen,
		columns: () => sizeOf(stdout).columns,
	});
	const reader = new Reader({shell, address, printer, clock, mostRows: dumb ? 1 : mostRows});
	const filter = new StdinFilter(stdin, clock);
	filter.onInput = input => reader.input(input);
	// Nobody reads behind it.
	filter.resume();

	const resized = (): void => reader.resize(sizeOf(stdout));
	stdout.on('resize', resized);
	// A terminal that is gone says so by errors; the hangup signal tells us what to do.
	const ignore = (): void => {};
	stdout.on('error', ignore);
	const release = onEnding(
		code => leave(code),
		() => lending.isLent,
	);
	reached.catch((error: ChatError) => fail(error));
	try {
		return await over;
	} finally {
		release();
		lending.end();
		reader.close();
		shell.close();
		filter.destroy();
		give();
		process.off('exit', give);
		stdout.off('resize', resized);
		stdout.off('error', ignore);
	}
};
