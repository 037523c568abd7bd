/** One row with parts to the left and to the right, which gives up what it has no room for. */
import type {Role, Theme} from './themes.ts';
import {columns, fit} from './wrap.ts';

export type Part = {
	readonly text: string;
	readonly role: Role;
	/** its end, which stays when the rest is cut */
	readonly tail?: string;
};

const gap = 2;

const columnsOf = ({text, tail = ''}: Part): number => columns(text) + columns(tail);

const totalOf = (parts: readonly Part[]): number =>
	parts.reduce((sum, part) => sum + columnsOf(part) + gap, -gap);

const cut = ({text, tail = ''}: Part, width: number): string =>
	width - columns(tail) < leastText ? fit(text + tail, width) : fit(text, width - columns(tail)) + tail;

/** Fewer columns tell nothing of a text. */
const leastText = 2;

/** Columns of the left side that the right side leaves it, however long that is. */
const leastLeft = 8;

/**
 * One row: parts to the left, cut where they must be, and the first of the right sides that leaves room for
 * the first `whole` of them; the last one if none does.
 * @param some columns that the part behind those has before the first right side, if it is as long
 */
export const rowOf = (
	width: number,
	theme: Theme,
	left: readonly Part[],
	rights: ReadonlyArray<readonly Part[]>,
	whole = 1,
	some = 0,
): string => {
	const margin = width > 12 ? 1 : 0;
	const inner = width - 2 * margin;
	const next = left[whole];
	const partly = some > 0 && next ? Math.min(some, columnsOf(next)) + gap : 0;
	const needed = totalOf(left.slice(0, whole)) + gap;
	const least = rights.at(-1) ?? [];
	const right =
		rights.find((parts, index) => needed + (index === 0 ? partly : 0) + totalOf(parts) <= inner) ??
		(leastLeft + gap + totalOf(least) <= inner ? least : []);
	let room = inner - (right.length === 0 ? 0 : totalOf(right) + gap);
	let drawn = '';
	for (const part of left) {
		const before = drawn === '' ? 0 : gap;
		const taken = Math.min(columnsOf(part), room - before);
		// Two letters and a sign that some are missing tell nothing.
		if (taken <= 0 || (before > 0 && taken < columnsOf(part) && taken < 4)) break;
		drawn += ' '.repeat(before) + theme.paint(part.role, cut(part, taken));
		room -= before + taken;
	}
	const ends = right.map(({text, role, tail = ''}) => theme.paint(role, text + tail)).join(' '.repeat(gap));
	const between = ' '.repeat(Math.max(0, room + (right.length === 0 ? 0 : gap)));
	return ' '.repeat(margin) + drawn + between + ends + ' '.repeat(margin);
};
