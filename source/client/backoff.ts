const firstMs = 500;
const longestMs = 30_000;
const shortestMs = 250;

/**
 * How long to wait before another attempt: a random part of a bound that doubles ("full jitter", Brooker
 * 2015), so that a thousand clients do not come back to a restarted server in one moment. The floor keeps a
 * lucky draw from hammering.
 * @param tries attempts that failed since a link last held, 0 for the first
 * @param random from 0 to below 1
 * @returns ms
 */
export const retryDelay = (tries: number, random: number): number => {
	const bound = Math.min(longestMs, firstMs * 2 ** tries);
	return Math.round(shortestMs + random * (bound - shortestMs));
};
