/** Lines in which one asks for something: a name, words to find, a value. */
import {clean} from '../protocol/clean.ts';
import {type Editor, insert} from './editor.ts';

/** UTF-16 units. Nobody asks for more, and what is asked is looked for at each key. */
const longest = 500;

/** Puts what was typed or pasted at the cursor, on one line, as far as there is room. */
export const insertInLine = (editor: Editor, text: string): Editor => {
	const room = Math.max(0, longest - editor.text.length);
	return insert(
		editor,
		clean(text.slice(0, 4 * longest))
			.replaceAll(/\s+/g, ' ')
			.slice(0, room)
			.toWellFormed(),
	);
};
