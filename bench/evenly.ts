/**
 * Calls so often a second, and makes up for what was late.
 * @param act told how many calls came before, and when this one was due, ms by `performance.now`
 * @returns stops it, also from within `act`
 */
export const evenly = (perSecond: number, act: (count: number, due: number) => void): (() => void) => {
	const from = performance.now();
	let count = 0;
	let isStopped = false;
	const timer = setInterval(() => {
		const now = performance.now();
		for (; !isStopped && count < ((now - from) * perSecond) / 1000; count++)
			act(count, from + (count * 1000) / perSecond);
	}, 1);
	return () => {
		isStopped = true;
		clearInterval(timer);
	};
};
