/**
 * Where one is in a text that is wrapped anew: letters stay what they are, while rows come and go with the width. Blanks
 * count nothing, since rows end in them.
 */
import type {Body, BodyRow} from './line-rows.ts';

const counted = new WeakMap<Body, readonly number[]>();

/** For each row of a body the letters (UTF-16 units that are no blank) in those above it. */
export const lettersBefore = (body: Body): readonly number[] => {
	const held = counted.get(body);
	if (held) return held;
	const before: number[] = [];
	let letters = 0;
	for (const row of body.rows) {
		before.push(letters);
		letters += lettersOf(row);
	}
	counted.set(body, before);
	return before;
};

/** Without a name, which only narrow panes have before a text, and without edges, of which each row has one. */
const lettersOf = ({text, lead = '', spans}: BodyRow): number => {
	if (!spans) return lettersIn(text) - lettersIn(lead);
	return spans.reduce((sum, {text, isLead, isEdge}) => (isLead || isEdge ? sum : sum + lettersIn(text)), 0);
};

const lettersIn = (text: string): number => {
	let letters = 0;
	for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== space) letters++;
	return letters;
};

const space = 0x20;

/** The row of a body that a place speaks of: the same one, or the one with the same letters in another width. */
export const rowOf = (body: Body, {row, letters}: {row: number; letters?: number | undefined}): number => {
	if (letters === undefined) return row;
	const before = lettersBefore(body);
	if (before[row] === letters) return row;
	let [least, most] = [0, before.length - 1];
	while (least < most) {
		const middle = Math.ceil((least + most) / 2);
		if (before[middle]! <= letters) least = middle;
		else most = middle - 1;
	}
	return least;
};
