/** Numbers as people read them, and what stands for many of them. */

/** The one in the middle, or half-way between the two there. */
export const median = (values: readonly number[]): number => {
	const sorted = values.toSorted((a, b) => a - b);
	const half = sorted.length / 2;
	return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
};

/** @param rank from 0 to 100; the value at or above that share of all (nearest rank) */
export const percentile = (values: readonly number[], rank: number): number => {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? Number.NaN;
};

/** A number with three significant digits, thousands apart. */
export const digits = (value: number): string => {
	if (!Number.isFinite(value)) return '–';
	if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
	return String(Number(value.toPrecision(3)));
};
