/**
 * Cuts a text into parts that fit, between words where one ends near, and never inside a character. The parts
 * joined are the text.
 * @param fits is a part small enough? Has to hold for every part of what it holds for
 * @param longest UTF-16 units that a part can have at most
 */
export const splitText = (text: string, fits: (part: string) => boolean, longest: number): string[] => {
	const parts: string[] = [];
	let rest = text;
	while (rest.length > longest || !fits(rest)) {
		const end = cutAt(rest, longestFitting(rest, fits, longest));
		parts.push(rest.slice(0, end));
		rest = rest.slice(end);
	}
	return rest === '' ? parts : [...parts, rest];
};

const longestFitting = (text: string, fits: (part: string) => boolean, longest: number): number => {
	let low = 1;
	let high = Math.min(longest, text.length);
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		// Half a pair is encoded longer than a whole one, so only whole ones are measured.
		if (fits(text.slice(0, isPair(text, middle) ? middle - 1 : middle))) low = middle;
		else high = middle - 1;
	}
	return low;
};

/** Marks, joiners and modifiers belong to what stands before them. */
const continues = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d)/u;

const cutAt = (text: string, most: number): number => {
	const space = text.lastIndexOf(' ', most - 1) + 1;
	if (space > most * 0.75) return space;
	let end = most;
	while (end > 1 && isInsideCharacter(text, end) && most - end < 64) end--;
	// A pile of marks longer than that is not worth keeping whole; a surrogate pair always is.
	if (isInsideCharacter(text, end)) end = isPair(text, most) ? most - 1 : most;
	return Math.max(end, 1);
};

/** Would a cut here part the two halves of a surrogate pair? */
const isPair = (text: string, at: number): boolean =>
	/^[\udc00-\udfff]/.test(text.slice(at, at + 1)) && /[\ud800-\udbff]/.test(text.slice(at - 1, at));

const isInsideCharacter = (text: string, at: number): boolean =>
	isPair(text, at) || continues.test(text.slice(at, at + 2)) || text[at - 1] === '\u200d';
