/** Stand in for what Ink asks of every text in every frame: is it safe, and how wide is it? The answers stay the same. */
import {plainColumns} from './plain.ts';
import {remember, rowsRemembered} from './remember.ts';

/** @param original takes out of a text what would upset Ink's layout */
export const sanitizeOver = (original: (text: string) => string): ((text: string) => string) =>
	remember(text => (plainColumns(text) >= 0 ? text : original(text)), rowsRemembered);

/** @param original finds the columns of a text's widest line */
export const widestOver = (original: (text: string) => number): ((text: string) => number) =>
	remember(text => {
		const columns = plainColumns(text);
		return columns >= 0 ? columns : original(text);
	}, rowsRemembered);
