/** Lines in which one asks for something: a name, words to find, a value. */
import {clean} from '../protocol/clean.ts';
import {type Editor, insert, write} from './editor.ts';
import type {Input} from './keys.ts';

/** UTF-16 units. Nobody asks for more, and what is asked is looked for at each key. */
const longest = 500;

/**
 * Puts what was typed or pasted at the cursor, on one line, as far as there is room. What is typed makes the same text
 * and the same steps for undo in however many pieces it comes.
 */
export const insertInLine = (editor: Editor, {type, text}: Extract<Input, {text: string}>): Editor => {
	const room = Math.max(0, longest - editor.text.length);
	const blanks = type === 'paste' ? /\s+/g : /\s/g;
	const put = clean(text.slice(0, 4 * longest))
		.replaceAll(blanks, ' ')
		.slice(0, room)
		.toWellFormed();
	return type === 'paste' ? insert(editor, put) : write(editor, put);
};
