import type {MessageLine} from '../../client/state.ts';
import {handySigns} from '../../protocol/signs.ts';
import {promptColumns} from '../geometry.ts';
import {keyLabel} from '../keymap.ts';
import {excerpt, label} from '../labels.ts';
import type {About, Screen} from '../screen.ts';
import type {Theme} from '../themes.ts';
import {columns, fit} from '../wrap.ts';

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

/**
 * What one writes about, in a row above: `↳ reply to Bob: Is the build green?`, and how to give it up.
 * @param line the message as it is now, if it is held
 */
export const bannerRow = (
	about: About,
	line: MessageLine | undefined,
	width: number,
	theme: Theme,
): string => {
	const inner = Math.max(1, width - 2);
	const ends = `${keyLabel('escape')} gives it up`;
	const text = bannerText(line ? {...about, msg: line.deleted ? 'deleted meanwhile' : line.msg} : about);
	const room = inner - columns(ends) - 2;
	const least = 24;
	if (room < least) return ` ${theme.paint('accent', fit(text, inner))} `;
	return ` ${theme.paint('accent', fit(text, room))}  ${theme.paint('dim', ends)} `;
};

const bannerText = ({type, id, msg}: About): string => {
	switch (type) {
		case 'reply':
			return `↳ reply to ${label(id)}: ${excerpt(msg)}`;
		case 'edit':
			return `✎ editing: ${excerpt(msg)}`;
		case 'react':
			return `+ ${handySigns.map((sign, index) => `${index + 1} ${sign}`).join('  ')}`;
	}
};

/** In an empty line of so many columns, what may be written there. @param silence why nothing may be; else empty */
export const placeholderFor = ({about, asking}: Screen, silence: string, width: number): string => {
	if (asking?.type === 'sent') return fit('letters of what was sent', width).trimEnd();
	if (about?.type === 'react') return fit('a digit, an emoji, or its name as in :heart:', width).trimEnd();
	return fit(silence, width).trimEnd();
};
