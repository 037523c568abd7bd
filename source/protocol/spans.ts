/** Lengths of time as people write them. */
import ms from 'ms';

/** A length of time as in `30d`, `12h` or `90 min`, in ms; undefined for what is none. */
export const parseSpan = (text: string): number | undefined => {
	// A bare number would be milliseconds, which nobody means here; and `ms` reads no more than this.
	if (!/[a-z]\s*$/i.test(text) || text.trim().length > 100) return undefined;
	const length = ms(text.trim() as ms.StringValue);
	return Number.isFinite(length) && length > 0 ? Math.round(length) : undefined;
};

/** Spans that are worth being offered, the shortest first. */
export const usualSpans: readonly string[] = ['10m', '1h', '1d', '7d', '30d'];
