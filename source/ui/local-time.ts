/** How times are written: by a clock of 12 or 24 hours and a time zone, in words that are the same everywhere. */
export type TimeFormat = {
	/** `14:02`, or `2:02 pm` */
	time: (ts: number) => string;
	/** the widest that `time` gets, in columns */
	columns: number;
	/** `Thu 19 November` */
	day: (ts: number) => string;
	/** equal for times of one day */
	dayKey: (ts: number) => string;
};

export type TimeWishes = {
	readonly clock: 'auto' | '12' | '24';
	/** a name of the tz database, such as Europe/Berlin; empty for this machine's zone */
	readonly zone: string;
	/** a language tag (BCP 47) that says for `auto` how hours are written; undefined for 24 of them */
	readonly locale?: string | undefined;
};

/** A server's clock may be anything that a number can say; Intl throws beyond the year 275760. */
const valid = (ts: number): number => Math.max(-8.64e15, Math.min(ts, 8.64e15));

/** Is this a zone that times can be told in? */
export const isZone = (zone: string): boolean => {
	try {
		new Intl.DateTimeFormat('en', {timeZone: zone});
		return true;
	} catch {
		return false;
	}
};

/** Does a language write 2 pm where others write 14? One that nobody knows does not. */
const hasTwelve = (locale: string | undefined): boolean => {
	if (locale === undefined) return false;
	try {
		return new Intl.DateTimeFormat(locale, {hour: 'numeric'}).resolvedOptions().hour12 ?? false;
	} catch {
		return false;
	}
};

/** @param wishes with a zone that `isZone`; another one is this machine's */
export const timeFormat = ({clock, zone, locale}: TimeWishes): TimeFormat => {
	const timeZone = zone !== '' && isZone(zone) ? zone : undefined;
	const isTwelve = clock === 'auto' ? hasTwelve(locale) : clock === '12';
	const time = isTwelve
		? new Intl.DateTimeFormat('en-US', {hour: 'numeric', minute: '2-digit', hourCycle: 'h12', timeZone})
		: new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone});
	const day = new Intl.DateTimeFormat('en-GB', {weekday: 'short', day: 'numeric', month: 'long', timeZone});
	const key = new Intl.DateTimeFormat('en-CA', {dateStyle: 'short', timeZone});
	return {
		// English has had a narrow no-break space before am and pm since Unicode CLDR 42.
		time: ts => time.format(valid(ts)).replace('\u202f', ' ').toLowerCase(),
		columns: isTwelve ? 8 : 5,
		day: ts => day.format(valid(ts)).replace(',', ''),
		dayKey: ts => key.format(valid(ts)),
	};
};

/** The language in which an environment wants times (POSIX: LC_ALL, then LC_TIME, then LANG); undefined for C. */
export const localeOf = ({LC_ALL, LC_TIME, LANG}: NodeJS.ProcessEnv): string | undefined => {
	const name = (LC_ALL || LC_TIME || LANG || 'C').replace(/[.@].*$/, '');
	return name === 'C' || name === 'POSIX' ? undefined : name.replaceAll('_', '-');
};
