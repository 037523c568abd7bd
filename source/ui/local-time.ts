/** How times are written: by this machine's zone, in a form that is the same everywhere. */
export type TimeFormat = {
	/** `14:02` */
	time: (ts: number) => string;
	/** `Thu 19 November` */
	day: (ts: number) => string;
	/** equal for times of one day */
	dayKey: (ts: number) => string;
};

const time = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
const day = new Intl.DateTimeFormat('en-GB', {weekday: 'short', day: 'numeric', month: 'long'});

/** A server's clock may be anything that a number can say; Intl throws beyond the year 275760. */
const valid = (ts: number): number => Math.min(ts, 8.64e15);

export const localTime: TimeFormat = {
	time: ts => time.format(valid(ts)),
	day: ts => day.format(valid(ts)).replace(',', ''),
	dayKey: ts => new Date(valid(ts)).toDateString(),
};
