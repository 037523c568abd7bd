import {render, useStdin, useStdout} from 'ink';
import {type ReactNode, useEffect} from 'react';
import {type Clock, systemClock} from '../../protocol/clock.ts';
import {appearanceOf} from '../appearance.ts';
import {detectTerminal} from '../detect-terminal.ts';
import {onEnding} from '../endings.ts';
import type {Preferences} from '../preferences.ts';
import {type KeySource, StdinFilter} from '../stdin-filter.ts';
import {clearScreen, giveModes, takeModes} from '../terminal-modes.ts';
import {FirstRun, type FirstRunProps} from './first-run.tsx';
import {type Answer, newForm, type Visited} from './form.ts';

export type AskOptions<Session> = {
	/** servers that one was at, the newest first */
	readonly visited: readonly Visited[];
	/** what the fields hold at first */
	readonly address: string;
	readonly id: string;
	readonly preferences: Preferences;
	readonly checkAddress: FirstRunProps['checkAddress'];
	/**
	 * Goes there, or hosts.
	 * @param signal stops it; what comes of it then has to be let go by itself
	 * @throws {ChatError} by rejecting, with why that is not possible
	 */
	readonly enter: (answer: Answer, signal: AbortSignal) => Promise<Session>;
	readonly stdin?: KeySource;
	readonly stdout?: NodeJS.WriteStream;
	readonly clock?: Clock;
};

/**
 * Asks on the whole screen where to go, until that has worked or the person leaves.
 * @returns what `enter` gave, or the exit code
 */
export const askWhere = async <Session,>(
	options: AskOptions<Session>,
): Promise<{session: Session} | {code: number}> => {
	const {visited, address, id, preferences, checkAddress, enter} = options;
	const {stdin = process.stdin, stdout = process.stdout, clock = systemClock} = options;
	let outcome: {session: Session} | {code: number} = {code: 0};
	stdin.setRawMode?.(true);
	stdout.write(takeModes);
	const facts = detectTerminal(process.env);
	const {theme} = appearanceOf(preferences, facts);
	const initial = newForm(visited, address, id);
	const filter = new StdinFilter(stdin, clock);
	const end = (): void => instance.unmount();
	filter.onInput = input => {
		if (input.type === 'key' && input.name === 'ctrl+c') end();
	};
	const tree = (): ReactNode => (
		<Held>
			<FirstRun
				columns={stdout.columns || 80}
				rows={stdout.rows || 24}
				theme={theme}
				plain={facts.depth === 0}
				initial={initial}
				checkAddress={checkAddress}
				enter={async (answer, signal) => {
					const session = await enter(answer, signal);
					if (signal.aborted) return;
					outcome = {session};
					end();
				}}
				leave={end}
			/>
		</Held>
	);
	// Registered before Ink's own listener: the tree has its new size when Ink looks at the terminal.
	const resized = (): void => {
		instance.clear();
		stdout.write(clearScreen);
		instance.rerender(tree());
	};
	stdout.on('resize', resized);
	const ignore = (): void => {};
	stdout.on('error', ignore);
	const instance = render(tree(), {
		stdin: filter as unknown as NodeJS.ReadStream,
		stdout,
		alternateScreen: true,
		interactive: true,
		maxFps: 1000,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	const release = onEnding(code => {
		outcome = {code};
		end();
	});
	try {
		await instance.waitUntilExit();
	} finally {
		release();
		filter.destroy();
		stdin.setRawMode?.(false);
		stdout.off('resize', resized);
		stdout.off('error', ignore);
	}
	return outcome;
};

/** Gives the terminal's modes back when it is not shown any more, whatever ends it. */
const Held = ({children}: {children: ReactNode}): ReactNode => {
	const {setRawMode} = useStdin();
	const {stdout} = useStdout();
	useEffect(() => {
		setRawMode(true);
		return () => {
			setRawMode(false);
			stdout.write(giveModes);
		};
	}, [setRawMode, stdout]);
	return children;
};
