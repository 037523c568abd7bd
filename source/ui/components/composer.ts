import {promptColumns} from '../geometry.ts';
import type {Theme} from '../themes.ts';

/**
 * The line in which one writes, as rows. The terminal's own cursor stands in it, set by the chat, so that
 * input methods compose where they should.
 * @param placeholder shown dim while nothing is typed
 */
export const composerRows = (rows: readonly string[], placeholder: string, theme: Theme): string[] => {
	const prompt = ` ${theme.paint('accent', '›')} `;
	const isEmpty = rows.length === 1 && rows[0] === '';
	if (isEmpty) return [prompt + theme.paint('dim', placeholder)];
	return rows.map((row, index) => (index === 0 ? prompt : ' '.repeat(promptColumns)) + row);
};
