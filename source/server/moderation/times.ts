const minuteMs = 60_000;

/** The last moment that a date can name (ECMA-262, section 21.4.1.1), ms since 1970. */
const lastMoment = 8.64e15;

/** When something ends that holds so long from now on; undefined for ever. */
export const endOf = (now: number, ms: number | undefined): number | undefined =>
	ms === undefined || now + ms > lastMoment ? undefined : now + ms;

/**
 * A time as people read it in sentences of the server, which does not know where its reader is: in UTC, and rounded up
 * to the minute, so that nobody comes too early.
 */
export const untilText = (ts: number): string => {
	const rounded = Math.min(lastMoment, Math.ceil(ts / minuteMs) * minuteMs);
	return `${new Date(rounded).toISOString().slice(0, -8).replace('T', ' ')} UTC`;
};
