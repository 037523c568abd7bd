/** Signals that end us, each with the exit code that a shell expects. */
const endings = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;

const signals = Object.keys(endings) as Array<keyof typeof endings>;

/**
 * Calls a listener with the exit code once the process is told to end, once for each signal.
 * @param isLent does another program have the terminal? Ctrl+C is meant for that one then, and comes to both
 * @returns what ends it
 */
export const onEnding = (listener: (code: number) => void, isLent = (): boolean => false): (() => void) => {
	const end = (signal: NodeJS.Signals): void => {
		if (signal === 'SIGINT' && isLent()) return;
		process.off(signal, end);
		listener(endings[signal as keyof typeof endings]);
	};
	for (const signal of signals) process.on(signal, end);
	return () => {
		for (const signal of signals) process.off(signal, end);
	};
};
