/** One row with parts to the left and to the right, which gives up what it has no room for. */
import type {Role, Theme} from './themes.ts';
import {columns, fit} from './wrap.ts';

export type Part = {readonly text: string; readonly role: Role};

const gap = 2;

const totalOf = (parts: readonly Part[]): number =>
	parts.reduce((sum, {text}) => sum + columns(text) + gap, -gap);

/** Columns of the left side that the right side leaves it, however long that is. */
const leastLeft = 8;

/**
 * One row: parts to the left, cut where they must be, and the first of the right sides that leaves room for
 * the first `whole` of them; the last one if none does.
 */
export const rowOf = (
	width: number,
	theme: Theme,
	left: readonly Part[],
	rights: ReadonlyArray<readonly Part[]>,
	whole = 1,
): string => {
	const margin = width > 12 ? 1 : 0;
	const inner = width - 2 * margin;
	const needed = totalOf(left.slice(0, whole)) + gap;
	const least = rights.at(-1) ?? [];
	const right =
		rights.find(parts => needed + totalOf(parts) <= inner) ??
		(leastLeft + gap + totalOf(least) <= inner ? least : []);
	let room = inner - (right.length === 0 ? 0 : totalOf(right) + gap);
	let drawn = '';
	for (const {text, role} of left) {
		const before = drawn === '' ? 0 : gap;
		const taken = Math.min(columns(text), room - before);
		// Two letters and a sign that some are missing tell nothing.
		if (taken <= 0 || (before > 0 && taken < columns(text) && taken < 4)) break;
		drawn += ' '.repeat(before) + theme.paint(role, fit(text, taken));
		room -= before + taken;
	}
	const ends = right.map(({text, role}) => theme.paint(role, text)).join(' '.repeat(gap));
	const between = ' '.repeat(Math.max(0, room + (right.length === 0 ? 0 : gap)));
	return ' '.repeat(margin) + drawn + between + ends + ' '.repeat(margin);
};
