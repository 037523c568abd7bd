/** What a soak is told, and what its two processes tell each other. */

export type LoadOptions = {
	port: number;
	/** connections at a time, once all have come */
	connections: number;
	/** 1 for the usual pace of everything that happens; 2 for twice as much of it */
	rate: number;
	seed: number;
};

/** What the load is told: begin; let everybody go; read everything and say what is missing. */
export type Order = 'go' | 'leave' | 'audit';

/** What has happened so far: a count for each kind. */
export type Counts = Readonly<Record<string, number>>;

/** The first faults so far are told in words too. */
export type Report = {open: number; counts: Counts; stories: readonly string[]};

/** What the load tells, about once a second and after each order. */
export type Told = {ready: true} | {report: Report} | {left: true} | {verdict: Verdict};

export type Verdict = {
	/** what may never happen, by its kind */
	faults: Counts;
	/** the first of the faults, in words */
	stories: readonly string[];
	acknowledged: number;
	/** entries that visitors were shown */
	shown: number;
	/** messages that the server holds in the end */
	held: number;
};
