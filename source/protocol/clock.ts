/**
 * Time, as an argument: whoever waits is given a clock, so that a test can be one. Named after the globals
 * that it stands for; its timers never hold the process.
 */
export interface Clock {
	/** Milliseconds since 1970, UTC. Jumps when the machine's clock is set; only for what people read. */
	now(): number;
	/** Milliseconds since some moment, never backwards. For every deadline. */
	elapsed(): number;
	setTimeout(run: () => void, ms: number): Timer;
	clearTimeout(timer: Timer | undefined): void;
	setInterval(run: () => void, ms: number): Timer;
	clearInterval(timer: Timer | undefined): void;
}

/** What a clock gives to whoever may want to stop it. */
export type Timer = object;

export const systemClock: Clock = {
	now: () => Date.now(),
	elapsed: () => performance.now(),
	setTimeout: (run, ms) => setTimeout(run, ms).unref(),
	clearTimeout: timer => clearTimeout(timer as NodeJS.Timeout | undefined),
	setInterval: (run, ms) => setInterval(run, ms).unref(),
	clearInterval: timer => clearInterval(timer as NodeJS.Timeout | undefined),
};
