/** Server processes under measurement: what they report to the process that measures, and how it asks. */
import {type ChildProcess, fork, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {fileURLToPath} from 'node:url';

/** What a process has used so far: CPU in µs, memory in bytes. */
export type Usage = {cpu: number; rss: number};

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
	const pinned = canPin && availableParallelism() > core;
	const [execPath, ...execArgv] = [
		...(pinned ? ['taskset', '-c', String(core)] : []),
		...under,
		process.execPath,
	];
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

export const usageOf = (child: ChildProcess): Promise<Usage> => {
	const answer = next<Usage>(child, 'usage');
	child.send('usage');
	return answer;
};

/** Ends a process and waits until it is gone. */
export const end = async (child: ChildProcess): Promise<void> => {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	child.kill('SIGKILL');
	await gone;
};

/** Of any process on Linux: nanoseconds on a CPU, of all its threads. /proc/PID/stat counts in 10 ms only. */
export const cpuOf = (pid: number): number =>
	readdirSync(`/proc/${pid}/task`)
		.map(thread => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]))
		.reduce((sum, part) => sum + part, 0);

/** Of any process on Linux: MiB in memory, now or at the highest. */
export const rssOf = (pid: number, at: 'VmRSS' | 'VmHWM' = 'VmRSS'): number =>
	Number(new RegExp(`${at}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
