/** The first row of what covers the messages and is typed in. */
import type {Editor} from '../editor.ts';
import {boundaryAt} from '../graphemes.ts';
import {label} from '../labels.ts';
import {columns, fit} from '../wrap.ts';

/** UTF-16 units on either side of the cursor: more than any row has. */
const farthest = 1024;

/** A row of `width` columns, and the column of the cursor in it. What is in front of the cursor goes first. */
export const promptRow = (
	prompt: string,
	{text, cursor}: Pick<Editor, 'text' | 'cursor'>,
	width: number,
): {text: string; column: number} => {
	const room = Math.max(1, width - columns(prompt) - 2);
	let from = boundaryAt(text, Math.max(0, cursor - farthest));
	while (columns(text.slice(from, cursor)) > room) from = boundaryAt(text, from + 1);
	return {
		text: fit(prompt + label(text.slice(from, cursor + farthest)), width),
		column: Math.min(width - 1, columns(prompt + label(text.slice(from, cursor)))),
	};
};
