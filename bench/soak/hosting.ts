/** The real program as a server, in a process of its own: a copy of the build, so that another build changes nothing. */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {cpSync, openSync, readFileSync} from 'node:fs';
import {constants, setPriority} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {next} from '../process.ts';
import {ageJournal} from './aged.ts';

export type Hosted = {
	child: ChildProcess;
	pid: number;
	port: number;
	metricsPort: number;
	/** of the journal */
	folder: string;
	/** what it keeps is counted then: all garbage goes */
	collect: () => Promise<void>;
	/** its exit code, or the signal that ended it */
	exit: Promise<number | NodeJS.Signals>;
};

const patienceMs = 20_000;

const collecting = new URL('collect.ts', import.meta.url).href;

/**
 * @param program the folder of the built program
 * @param folder where copy, journal and log go
 * @param connections that it is for
 */
export const startHost = async (program: string, folder: string, connections: number): Promise<Hosted> => {
	const copy = join(folder, 'program');
	cpSync(program, copy, {recursive: true});
	const data = join(folder, 'data');
	await ageJournal(data, connections);
	const logFile = join(folder, 'log');
	const log = openSync(logFile, 'a', 0o600);
	const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TUI_CHAT_'));
	const child = spawn(
		process.execPath,
		[
			'--expose-gc',
			join(copy, 'cli.js'),
			'--serve',
			'--port',
			'0',
			'--metrics',
			'0',
			'--log',
			'json',
			'--data',
			data,
		],
		{
			stdio: ['ignore', log, log, 'ipc'],
			// A Ctrl+C at the terminal of the soak is not the server's.
			detached: true,
			env: {
				...Object.fromEntries(own),
				TUI_CHAT_STATE: join(folder, 'state'),
				// Also for its threads, unlike an argument.
				NODE_OPTIONS: `--import=${collecting}`,
			},
		},
	);
	const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
	setPriority(child.pid!, constants.priority.PRIORITY_LOW);
	const until = performance.now() + patienceMs;
	const collect = async (): Promise<void> => {
		const collected = next(child, 'collected');
		child.send('collect');
		await collected;
	};
	for (;;) {
		const lines = readFileSync(logFile, 'utf8');
		const port = portIn(lines, 'listening');
		const metricsPort = portIn(lines, 'measured');
		if (port && metricsPort) return {child, pid: child.pid!, port, metricsPort, folder: data, exit, collect};
		if (child.exitCode !== null || performance.now() > until)
			throw new Error(`The server did not start:\n${lines}`);
		await wait(50);
	}
};

const portIn = (lines: string, event: string): number =>
	Number(new RegExp(`"event":"${event}".*"port":(\\d+)`).exec(lines)?.[1] ?? 0);
