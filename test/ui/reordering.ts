/**
 * What a terminal does that reorders its rows: the algorithm of UAX 9 for a paragraph from left to right without
 * explicit directions (W1 to W7, N1, N2, I1, I2, L2). Brackets are neutrals like any other (no N0).
 */
type Class = 'L' | 'R' | 'AL' | 'EN' | 'AN' | 'ES' | 'ET' | 'CS' | 'NSM' | 'ON';

const classes: ReadonlyArray<readonly [Class, RegExp]> = [
	['NSM', /\p{M}/u],
	['AN', /[\u0600-\u0605\u0660-\u0669\u066b\u066c]/],
	['R', /[\u0590-\u05ff\u07c0-\u085f\ufb1d-\ufb4f]/],
	['AL', /[\u0600-\u07bf\u0860-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/],
	['EN', /[0-9\u00b2\u00b3\u00b9]/],
	['ES', /[+-]/],
	['ET', /[#$%\u00a2-\u00a5\u00b0\u00b1]/],
	['CS', /[,./:\u00a0]/],
	['L', /[\p{L}\u2800]/u],
];

const classOf = (character: string): Class => classes.find(([, test]) => test.test(character))?.[0] ?? 'ON';

const isStrong = (one: Class): boolean => one === 'L' || one === 'R' || one === 'AL';

/** W1 to W7: what numbers, their signs and marks count as. */
const withoutWeak = (given: readonly Class[]): Class[] => {
	const found = [...given];
	const lastStrong = (at: number): Class => found.slice(0, at).findLast(isStrong) ?? 'L';
	found.forEach((one, at) => {
		if (one === 'NSM') found[at] = found[at - 1] ?? 'L';
	});
	found.forEach((one, at) => {
		if (one === 'EN' && lastStrong(at) === 'AL') found[at] = 'AN';
	});
	found.forEach((one, at) => {
		if (one === 'AL') found[at] = 'R';
	});
	found.forEach((one, at) => {
		const [before, after] = [found[at - 1], found[at + 1]];
		if (before !== after) return;
		if (before === 'EN' && (one === 'ES' || one === 'CS')) found[at] = 'EN';
		if (before === 'AN' && one === 'CS') found[at] = 'AN';
	});
	for (let at = 0; at < found.length; ) {
		let end = at;
		while (found[end] === 'ET') end++;
		if (end > at && (found[at - 1] === 'EN' || found[end] === 'EN')) found.fill('EN', at, end);
		at = Math.max(end, at + 1);
	}
	found.forEach((one, at) => {
		if (one === 'ES' || one === 'ET' || one === 'CS') found[at] = 'ON';
	});
	found.forEach((one, at) => {
		if (one === 'EN' && lastStrong(at) === 'L') found[at] = 'L';
	});
	return found;
};

/** N1 and N2: neutrals go with what is on both sides of them; numbers count as R there. */
const levelsOf = (given: readonly Class[]): number[] => {
	const found = withoutWeak(given);
	const side = (one: Class | undefined): 'L' | 'R' => (one === undefined || one === 'L' ? 'L' : 'R');
	for (let at = 0; at < found.length; ) {
		let end = at;
		while (found[end] === 'ON') end++;
		if (end > at) {
			const before = side(found[at - 1]);
			found.fill(before === side(found[end]) ? before : 'L', at, end);
		}
		at = Math.max(end, at + 1);
	}
	return found.map(one => (one === 'L' ? 0 : one === 'R' ? 1 : 2));
};

/** For each place from the left, the number of the character that is shown there. Each takes one cell. */
export const reordered = (row: string): number[] => {
	const levels = levelsOf(Array.from(row, classOf));
	const order = levels.map((_, index) => index);
	for (let level = Math.max(0, ...levels); level > 0; level--) {
		for (let at = 0; at < order.length; at++) {
			let end = at;
			while (end < order.length && levels[order[end]!]! >= level) end++;
			if (end > at) order.splice(at, end - at, ...order.slice(at, end).reverse());
			at = end;
		}
	}
	return order;
};
