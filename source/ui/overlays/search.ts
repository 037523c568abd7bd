import {keyLabel} from '../keymap.ts';
import {counted, label} from '../labels.ts';
import type {Searching} from '../opened.ts';
import {columns, fit, wrap} from '../wrap.ts';
import {type FoundInput, messageRows, shownOf} from './found.ts';
import {promptRow} from './prompt.ts';

const prompt = ' Find: ';

/** Where the cursor stands in the search's first row, and what of the query fits there. */
export const searchInput = ({query}: Searching, width: number): {text: string; column: number} =>
	promptRow(prompt, query, width);

export type SearchInput = FoundInput & {readonly searching: Searching; readonly height: number};

/** The search as `height` rows: what is typed, what was found, and how to go on. */
export const searchRows = (input: SearchInput): string[] => {
	const {searching, width, height, theme} = input;
	const {found, chosen} = searching;
	const words = searching.asked?.text ?? '';
	const {from, shown} = shownOf(searching, height);
	const results = found
		.slice(from, from + shown)
		.flatMap((message, index) => messageRows(input, message, {isChosen: from + index === chosen, words}));
	const rows = [searchInput(searching, width).text, ...(found.length === 0 ? standingRows(input) : results)];
	while (rows.length < height - 1) rows.push('');
	return [...rows.slice(0, height - 1), theme.paint('dim', fit(` ${footer(searching, width)}`, width))];
};

const standingRows = ({searching, width, theme}: SearchInput): string[] => {
	const {standing, trouble} = searching;
	const row = (text: string): string => theme.paint('dim', fit(` ${text}`, width));
	if (standing === 'failed')
		return wrap(`! ${label(trouble)}`, Math.max(1, width - 2)).map(text =>
			theme.paint('error', fit(` ${text}`, width)),
		);
	if (standing === 'searching') return [row('searching …')];
	if (standing === 'done') return [row('Nothing was found.')];
	return wrap(help, Math.max(1, width - 2)).map(row);
};

const help =
	'Words, each by its beginning, and if you like where, whose and when: in:#room from:name before:2026-11-01 before:7d';

const footer = ({found, standing, more, trouble}: Searching, width: number): string => {
	const keys = `${keyLabel('enter')} goes there · ${keyLabel('escape')} closes`;
	if (found.length === 0) return `${keyLabel('escape')} closes`;
	if (standing === 'failed') return `! ${label(trouble)}`;
	const how =
		standing === 'searching'
			? 'searching …'
			: `${counted(found.length, 'message')}${more === undefined ? '' : ', more below'}`;
	const all = `${keys} · ${how}`;
	return columns(all) + 1 <= width ? all : keys;
};
