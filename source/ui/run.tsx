import {render} from 'ink';
import type {ChatError} from '../protocol/errors.ts';
import {App} from './app.tsx';
import {complainOnceThere} from './complaints.ts';
import {detectTerminal, isConsole, noticeWay} from './detect-terminal.ts';
import {onEnding} from './endings.ts';
import {fittedOutput} from './fitted-output.ts';
import {Inquiry} from './inquiry.ts';
import {Lending} from './lending.ts';
import {openLink} from './open-link.ts';
import {type RunOptions, sizeOf, withUsual} from './run-options.ts';
import {Shell} from './shell.ts';
import {StdinFilter} from './stdin-filter.ts';
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

export type {RunOptions} from './run-options.ts';

/**
 * Takes the terminal, shows the chat until the person leaves or the process is told to end, and gives the
 * terminal back as it was, whatever happens.
 * @returns the exit code
 * @throws {ChatError} what `reached` rejects with
 */
export const runScreen = async (options: RunOptions): Promise<number> => {
	const {client, address, reached, preferences, complaints, keeper, stdin, stdout, clock} =
		withUsual(options);
	let code = 0;
	let shownTitle = '';
	let hasMouse = false;
	const lending = new Lending({clock, lend: () => lend()});

	// Before anything is drawn, and so before Ink asks for it: until then the terminal echoes keys into the picture
	// and makes a new line of Enter.
	stdin.setRawMode?.(true);
	// Before the first title: the one that is kept has to be the terminal's own.
	stdout.write(takeModes);
	const showTitle = (text: string): void => {
		shownTitle = text;
		if (!lending.isLent) stdout.write(windowTitle(text));
	};
	const setMouse = (on: boolean): void => {
		hasMouse = on;
		if (!lending.isLent) stdout.write(on ? takeMouse : giveMouse);
	};
	const notify = (title: string, body: string): void => {
		const sequence = desktopNotice(noticeWay(process.env), title, body);
		if (sequence !== '') stdout.write(process.env.TMUX ? throughTmux(sequence) : sequence);
	};
	const close = (): void => {
		lending.end();
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
			suspend: () => void lending.suspend(),
			quit: leave,
			copy: text => void stdout.write(clipboard(text)),
			openLink,
			editText: text => lending.editText(text),
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
		if (lending.isOver || lending.isLent) return;
		// What was erased is never seen: Ink's frame ends what begins here.
		stdout.write(beginFrame);
		instance.clear();
		stdout.write(clearScreen);
		instance.rerender(<App shell={shell} address={address} />);
	};
	const lend = async (): Promise<() => Promise<void>> => {
		const suspension = await shell.suspendTerminal();
		filter.hold();
		stdout.write(giveModes);
		return async () => {
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
	const release = onEnding(
		ending => {
			code = ending;
			leave();
		},
		() => lending.isLent,
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
