/** Server processes under measurement: what they report to the process that measures, and how it asks. */
import {type ChildProcess, fork, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {resolve as resolvePath} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

/** What a process has used so far: CPU in µs, memory in bytes. */
export type Usage = {cpu: number; rss: number};

/** Names the folder of the build that is measured, for this process and those that it starts. */
const distVariable = 'TUI_CHAT_DIST';

/** Where a file of the build is that is measured: of this tree, unless another one was chosen. */
export const built = (file: string): URL => {
	const folder = process.env[distVariable];
	return folder === undefined
		? new URL(`../dist/${file}`, import.meta.url)
		: new URL(file, pathToFileURL(`${resolvePath(folder)}/`));
};

/** From now on this build is measured. */
export const chooseBuild = (folder: string): void => {
	process.env[distVariable] = folder;
};

/** Called by a server once it listens: tells its port, then its usage as often as it is asked. */
export const reportTo = (self: NodeJS.Process, port: number): void => {
	self.on('message', () => {
		const {user, system} = self.cpuUsage();
		self.send!({usage: {cpu: user + system, rss: self.memoryUsage.rss()}});
	});
	self.on('disconnect', () => self.exit());
	self.send!({port});
};

const canPin = process.platform === 'linux' && spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** For processes of several threads that are all measured. */
export const anyCore = Infinity;

const pinnedTo = (core: number): string[] =>
	canPin && availableParallelism() > core ? ['taskset', '-c', String(core)] : [];

/** Starts another program on a core of its own, where that is possible. Its output is to be read from `stdout`. */
export const startProgram = (command: readonly string[], core: number): ChildProcess => {
	const [path, ...args] = [...pinnedTo(core), ...command];
	const child = spawn(path!, args, {stdio: ['ignore', 'pipe', 'inherit']});
	// Our own modules end with whoever has started them; others do not.
	const kill = (): void => void child.kill('SIGKILL');
	process.once('exit', kill);
	child.once('exit', () => process.off('exit', kill));
	return child;
};

/** Is there a program of this name? */
export const isInstalled = (program: string): boolean => spawnSync('which', [program]).status === 0;

/**
 * Starts a module of this folder in a process of its own, on a core of its own where that is possible.
 * @param under a program that runs it, with its arguments: one that becomes the process itself
 */
export const start = (
	module: string,
	args: readonly string[],
	core: number,
	under: readonly string[] = [],
): ChildProcess => {
	const path = fileURLToPath(new URL(module, import.meta.url));
	const [execPath, ...execArgv] = [...pinnedTo(core), ...under, process.execPath];
	return fork(path, [...args], {
		execPath,
		execArgv,
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
};

/** The next message of a process that has the given field. Ask before it can come. */
export const next = <Value>(child: ChildProcess, field: string): Promise<Value> =>
	new Promise((resolve, reject) => {
		const onMessage = (message: unknown): void => {
			if (!Object.hasOwn(message as object, field)) return;
			settle();
			resolve((message as Record<string, Value>)[field]!);
		};
		const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
			settle();
			reject(new Error(`A measured process ended with ${signal ?? code}.`));
		};
		const settle = (): void => {
			child.off('message', onMessage);
			child.off('exit', onExit);
		};
		child.on('message', onMessage);
		child.on('exit', onExit);
	});

/** Of all its threads. Elsewhere than on Linux only our own processes can be asked. */
export const usageOf = async (child: ChildProcess): Promise<Usage> => {
	if (process.platform === 'linux') return {cpu: cpuOf(child.pid!) / 1000, rss: rssOf(child.pid!) * 2 ** 20};
	const answer = next<Usage>(child, 'usage');
	child.send('usage');
	return await answer;
};

/** Ends a process and waits until it is gone. */
export const end = async (child: ChildProcess): Promise<void> => {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	child.kill('SIGKILL');
	await gone;
};

/**
 * Of any process on Linux: nanoseconds on a CPU, of all its threads that are there. /proc/PID/stat counts in 10 ms
 * only.
 */
export const cpuOf = (pid: number): number =>
	readdirSync(`/proc/${pid}/task`)
		.map(thread => threadCpu(`/proc/${pid}/task/${thread}/schedstat`))
		.reduce((sum, part) => sum + part, 0);

const threadCpu = (path: string): number => {
	try {
		return Number(readFileSync(path, 'utf8').split(' ')[0]);
	} catch {
		// It has ended since the folder was read.
		return 0;
	}
};

/** Of any process on Linux: MiB in memory, now or at the highest. */
export const rssOf = (pid: number, at: 'VmRSS' | 'VmHWM' = 'VmRSS'): number =>
	Number(new RegExp(`${at}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
