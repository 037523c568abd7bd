/** Time, as an argument: whoever waits is given a clock, so that a test can be one. */
export interface Clock {
	/** Milliseconds since 1970, UTC. May jump when the machine's clock is set; only for what people read. */
	now(): number;
	/** Milliseconds since some moment, never backwards. For every deadline. */
	elapsed(): number;
	/** Calls once, `ms` from now. Timers never hold the process. */
	after(ms: number, run: () => void): Stop;
	/** Calls every `ms` until it is stopped. */
	every(ms: number, run: () => void): Stop;
}

/** Ends a timer. Harmless when it has ended already. */
export type Stop = () => void;

export const systemClock: Clock = {
	now: () => Date.now(),
	elapsed: () => performance.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		timer.unref();
		return () => clearTimeout(timer);
	},
	every(ms, run) {
		const timer = setInterval(run, ms);
		timer.unref();
		return () => clearInterval(timer);
	},
};
