import {render} from 'ink';
import type {Client} from '../client/client.ts';
import {reveal} from '../protocol/clean.ts';
import {type Clock, systemClock} from '../protocol/clock.ts';
import type {ChatError} from '../protocol/errors.ts';
import {App} from './app.tsx';
import {complainOnceThere} from './complaints.ts';
import {detectTerminal, isConsole, noticeWay} from './detect-terminal.ts';
import {onEnding} from './endings.ts';
import {writeInEditor} from './external-editor.ts';
import {fittedOutput} from './fitted-output.ts';
import {Inquiry} from './inquiry.ts';
import {openLink} from './open-link.ts';
import {type Keeper, type Preferences, usualPreferences} from './preferences.ts';
import {Shell} from './shell.ts';
import {type KeySource, StdinFilter} from './stdin-filter.ts';
import {lentAlready, stopped} from './suspension.ts';
import {
	beginFrame,
	bell,
	clearScreen,
	clipboard,
	desktopNotice,
	enterScreen,
	giveModes,
	giveMouse,
	takeModes,
	takeMouse,
	throughTmux,
	windowTitle,
} from './terminal-modes.ts';

export type RunOptions = {
	client: Client;
	/** what the screen calls the server */
	address: string;
	/** what the person has set */
	preferences?: Preferences;
	/** what is wrong in the file of that */
	complaints?: readonly string[];
	/** where wishes are kept; none keeps them for this run */
	keeper?: Keeper;
	/** rejects when no server was ever reached, which leaves nothing to show */
	reached: Promise<void>;
	stdin?: KeySource;
	stdout?: NodeJS.WriteStream;
	clock?: Clock;
};

/**
 * Takes the terminal, shows the chat until the person leaves or the process is told to end, and gives the
 * terminal back as it was, whatever happens.
 * @returns the exit code
 * @throws {ChatError} what `reached` rejects with
 */
export const runScreen = async (options: RunOptions): Promise<number> => {
	const {
		client,
		address,
		reached,
		preferences = usualPreferences,
		complaints = [],
		keeper,
		stdin = process.stdin,
		stdout = process.stdout,
		clock = systemClock,
	} = options;
	let code = 0;
	let shownTitle = '';
	let isOver = false;
	let hasMouse = false;
	/** another program has the terminal */
	let isLent = false;
	const lending = new AbortController();

	// Before anything is drawn, and so before Ink asks for it: until then the terminal echoes keys into the picture
	// and makes a new line of Enter.
	stdin.setRawMode?.(true);
	// Before the first title: the one that is kept has to be the terminal's own.
	stdout.write(takeModes);
	const showTitle = (text: string): void => {
		shownTitle = text;
		if (!isLent) stdout.write(windowTitle(reveal(text)));
	};
	const setMouse = (on: boolean): void => {
		hasMouse = on;
		if (!isLent) stdout.write(on ? takeMouse : giveMouse);
	};
	const notify = (title: string, body: string): void => {
		const sequence = desktopNotice(noticeWay(process.env), title, body);
		if (sequence !== '') stdout.write(process.env.TMUX ? throughTmux(sequence) : sequence);
	};
	const close = (): void => {
		isOver = true;
		lending.abort();
		void inquiry.settled().then(() => instance.unmount());
	};
	const leave = (text?: string): void => {
		void client.quit(text).finally(close);
	};
	const shell = new Shell({
		client,
		facts: detectTerminal(process.env),
		preferences,
		keeper,
		clock,
		...sizeOf(stdout),
		terminal: {
			redraw: () => void redraw(),
			suspend: () => void suspend(),
			quit: leave,
			copy: text => void stdout.write(clipboard(text)),
			openLink,
			editText: text => editText(text),
			title: text => {
				if (text !== shownTitle) showTitle(text);
			},
			bell: () => void stdout.write(bell),
			notify,
			mouse: on => {
				if (on !== hasMouse && !isConsole(process.env)) setMouse(on);
			},
		},
	});
	complainOnceThere(client, complaints, clock);
	const filter = new StdinFilter(stdin, clock);
	const inquiry = new Inquiry({
		clock,
		write: text => void stdout.write(text),
		learn: facts => shell.learn(facts),
	});
	filter.onInput = input => {
		inquiry.hear(input);
		shell.input(input);
	};
	stdout.write(enterScreen);
	inquiry.begin();

	// Registered before Ink's own listener: the tree has its new size when Ink looks at the terminal.
	const resized = (): void => {
		shell.resize(sizeOf(stdout));
		void redraw();
	};
	stdout.on('resize', resized);
	// A terminal that shrank and grew again has the size that it had, and lost rows all the same.
	process.on('SIGWINCH', resized);
	// A terminal that is gone says so by errors; the hangup signal tells us what to do.
	const ignore = (): void => {};
	stdout.on('error', ignore);

	const instance = render(<App shell={shell} address={address} />, {
		stdin: filter as unknown as NodeJS.ReadStream,
		stdout: fittedOutput(stdout, text => shell.snapshot().appearance.fit(text)),
		alternateScreen: true,
		incrementalRendering: true,
		interactive: true,
		// Ink's default of 30 makes keys wait for the next frame.
		maxFps: 1000,
		exitOnCtrlC: false,
		patchConsole: false,
		// Alternate keys tell which sign a key has with Shift, and what it is called on another layout.
		kittyKeyboard: {mode: 'auto', flags: ['disambiguateEscapeCodes', 'reportAlternateKeys']},
	});

	// Ink moves the cursor from where it believes it to be. After a resize, or another program's output, that may
	// be wrong, so once its frames are out everything is drawn from the corner.
	let isRedrawing = false;
	const redraw = async (): Promise<void> => {
		if (isRedrawing) return;
		isRedrawing = true;
		await instance.waitUntilRenderFlush();
		isRedrawing = false;
		if (isOver || isLent) return;
		// What was erased is never seen: Ink's frame ends what begins here.
		stdout.write(beginFrame);
		instance.clear();
		stdout.write(clearScreen);
		instance.rerender(<App shell={shell} address={address} />);
	};
	/** Hands the terminal to another program. @returns what takes it back */
	const lend = async (): Promise<() => Promise<void>> => {
		isLent = true;
		const suspension = await shell.suspendTerminal();
		filter.hold();
		stdout.write(giveModes);
		return async () => {
			if (isOver) return;
			isLent = false;
			// Before Ink does it: some terminals tell of their focus as soon as they are asked to, and that would be echoed.
			stdin.setRawMode?.(true);
			stdout.write(takeModes);
			setMouse(hasMouse);
			showTitle(shownTitle);
			filter.goOn();
			// It may have another size by now.
			shell.resize(sizeOf(stdout));
			await suspension.resume();
			await redraw();
		};
	};
	const editText = async (text: string): Promise<string> => {
		if (isLent) throw new Error(lentAlready);
		const takeBack = await lend();
		try {
			return await writeInEditor(text, process.env, lending.signal);
		} finally {
			await takeBack();
		}
	};
	const suspend = async (): Promise<void> => {
		if (isLent) return;
		const takeBack = await lend();
		await stopped(clock);
		await takeBack();
	};

	const release = onEnding(
		ending => {
			code = ending;
			leave();
		},
		() => isLent,
	);
	let failure: ChatError | undefined;
	reached.catch((error: ChatError) => {
		failure = error;
		close();
	});
	try {
		await instance.waitUntilExit();
	} finally {
		release();
		shell.close();
		filter.destroy();
		stdin.setRawMode?.(false);
		stdout.off('resize', resized);
		process.off('SIGWINCH', resized);
		stdout.off('error', ignore);
	}
	if (failure) throw failure;
	return code;
};

const sizeOf = ({columns, rows}: NodeJS.WriteStream): {columns: number; rows: number} => ({
	columns: columns || 80,
	rows: rows || 24,
});
