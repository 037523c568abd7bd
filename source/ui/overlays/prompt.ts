/** The first row of what covers the messages and is typed in. */
import type {Editor} from '../editor.ts';
import {boundaryAt} from '../graphemes.ts';
import {label} from '../labels.ts';
import {columns, fit} from '../wrap.ts';

/** A row of `width` columns, and the column of the cursor in it. What is in front of the cursor goes first. */
export const promptRow = (
	prompt: string,
	{text, cursor}: Pick<Editor, 'text' | 'cursor'>,
	width: number,
): {text: string; column: number} => {
	const room = Math.max(1, width - columns(prompt) - 2);
	let from = 0;
	while (columns(text.slice(from, cursor)) > room) from = boundaryAt(text, from + 1);
	return {
		text: fit(prompt + label(text.slice(from)), width),
		column: Math.min(width - 1, columns(prompt + label(text.slice(from, cursor)))),
	};
};
