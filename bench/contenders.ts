/**
 * The servers that are measured side by side: ours as it is built, with its journal on disk, and others for a
 * measure. Each is pinned to core 0 with all its threads.
 */
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {freePort, ngircdCommand, untilListening} from './baselines/ngircd.ts';
import {openDiskFolder} from './folder.ts';
import type {DialectName} from './load/dialects.ts';
import {end, isInstalled, next, start, startProgram} from './process.ts';

export type Running = AsyncDisposable & {readonly child: ChildProcess; readonly port: number};

export type Contender = {
	readonly name: string;
	readonly dialect: DialectName;
	/** bytes of the longest text that it takes */
	readonly longest?: number;
	readonly isHere: () => boolean;
	readonly start: () => Promise<Running>;
};

/** Its CPU is counted on Linux only. */
const isForeignHere = (program: string): boolean => process.platform === 'linux' && isInstalled(program);

/** The server that all others are a measure of, and its journal in a folder that goes with it. */
export const ours: Contender = {
	name: 'tui-chat',
	dialect: 'json',
	isHere: () => true,
	start: async () => {
		const folder = openDiskFolder();
		const child = start('./keeper.ts', [folder.path], 0);
		const close = async (): Promise<void> => {
			await end(child);
			folder[Symbol.dispose]();
		};
		return running(child, next<number>(child, 'port'), close);
	},
};

/** What a Node server can do at most: see its file. */
export const floor: Contender = {
	name: 'coalesced lines',
	dialect: 'bare',
	isHere: () => true,
	start: () => {
		const child = start('./baselines/batched.ts', [], 0);
		return running(child, next<number>(child, 'port'), () => end(child));
	},
};

export const ngircd: Contender = {
	name: 'ngircd',
	dialect: 'irc',
	// A line of IRC has 512 bytes, with who said it and where.
	longest: 400,
	isHere: () => isForeignHere('ngircd'),
	start: async () => {
		const folder = openDiskFolder();
		const port = await freePort();
		const child = startProgram(ngircdCommand(folder.path, port), 0);
		child.stdout!.resume();
		const close = async (): Promise<void> => {
			await end(child);
			folder[Symbol.dispose]();
		};
		return running(
			child,
			untilListening(port).then(() => port),
			close,
		);
	},
};

export const threaded: Contender = {
	name: 'threaded Python',
	dialect: 'bare',
	isHere: () => isForeignHere('python3'),
	start: () => {
		const script = fileURLToPath(new URL('./baselines/threaded.py', import.meta.url));
		const child = startProgram(['python3', script], 0);
		const port = once(child.stdout!, 'data').then(([line]) => Number(line));
		return running(child, port, () => end(child));
	},
};

/** The process once it listens; ended when it never does. */
const running = async (
	child: ChildProcess,
	listening: Promise<number>,
	close: () => Promise<void>,
): Promise<Running> => {
	try {
		return {child, port: await listening, [Symbol.asyncDispose]: close};
	} catch (error) {
		await close();
		throw error;
	}
};
