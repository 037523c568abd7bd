import type {Clock} from '../protocol/clock.ts';

/**
 * Who is stopped knows of no time. So what goes on for so long after the signal was not stopped: a group that no shell
 * waits for never is (POSIX.1-2024, 2.4.3), as in a window or a container of our own.
 */
const unstoppedMs = 200;

/** Stops the process until somebody continues it. Resolves then, and at once where nothing stops it. */
export const stopped = async (clock: Clock): Promise<void> => {
	const {promise, resolve} = Promise.withResolvers<void>();
	process.once('SIGCONT', resolve);
	// The whole group, as a terminal does it: a wrapper such as npx stops with us.
	process.kill(0, 'SIGTSTP');
	const timer = clock.setTimeout(resolve, unstoppedMs);
	await promise;
	clock.clearTimeout(timer);
	process.off('SIGCONT', resolve);
};
