import {closeSync, openSync} from 'node:fs';

const stopping = ['SIGINT', 'SIGTERM'] as const;

/**
 * Is the terminal gone that the program was started from? A terminal that closes sends the same signal as somebody who
 * wants settings read again; a server that nobody can see any more should not go on by itself.
 */
const isTerminalGone = (): boolean => {
	if (process.platform === 'win32') return true;
	if (!process.stdin.isTTY && !process.stdout.isTTY && !process.stderr.isTTY) return false;
	try {
		closeSync(openSync('/dev/tty', 'r'));
		return false;
	} catch {
		return true;
	}
};

/**
 * Listens for signals until one says stop; another one after it ends the process at once, as it would without us.
 * @param onReload SIGHUP: settings are to be read again
 * @returns resolves when the server has to stop
 */
export const untilStopped = (onReload: () => void): Promise<void> =>
	new Promise(resolve => {
		const stop = (): void => {
			for (const signal of stopping) process.off(signal, stop);
			resolve();
		};
		for (const signal of stopping) process.on(signal, stop);
		process.on('SIGHUP', () => (isTerminalGone() ? stop() : onReload()));
	});
