/**
 * What stands above the line in which one writes, over the lowest messages: choices in rows, one of them chosen. It
 * moves neither the line nor the messages.
 */
import {label} from './labels.ts';
import type {Theme} from './themes.ts';
import {columns, fit} from './wrap.ts';

export type MenuItem = {
	readonly name: string;
	/** said beside it */
	readonly word: string;
};

export type Menu = {
	/** what there is to choose */
	readonly title: string;
	/** what keys do, for the status line */
	readonly keys: string;
	/** rows between title and choices, such as the beginning of what was pasted; given up where rows are few */
	readonly sample: readonly string[];
	readonly count: number;
	readonly chosen: number;
	/** asked for those only that are drawn */
	readonly item: (index: number) => MenuItem;
};

/** What stands in the rows of a menu, from the top. */
type Rows = {
	/** rows of the sample */
	readonly sample: number;
	/** the first choice that is shown, and how many are */
	readonly from: number;
	readonly shown: number;
};

const mostItems = 6;
/** Of the pane's rows at most, besides the title's. */
const share = 0.5;
const longestName = 28;

const rowsOf = ({count, chosen, sample}: Menu, height: number): Rows => {
	const room = Math.max(1, Math.min(Math.ceil(height * share), height - 2));
	const shown = Math.min(count, mostItems, room);
	const from = Math.max(0, Math.min(chosen - Math.floor(shown / 2), count - shown));
	return {sample: Math.min(sample.length, Math.min(room, mostItems) - shown), from, shown};
};

/**
 * What stands in a row of the pane.
 * @param row from the pane's first one, 0
 * @returns the number of a choice; `title` for what can't be chosen; undefined above the menu
 */
export const menuItemAt = (menu: Menu, height: number, row: number): number | 'title' | undefined => {
	const {sample, from, shown} = rowsOf(menu, height);
	const index = row - (height - shown);
	if (index >= 0) return from + index;
	return index >= -sample - 1 ? 'title' : undefined;
};

/**
 * About half of a pane's rows, each of its width: a rule with the title, and the choices around the chosen one.
 * @param height rows of the pane
 */
export const menuRows = (menu: Menu, width: number, height: number, theme: Theme): string[] => {
	const {sample, from, shown} = rowsOf(menu, height);
	const items = Array.from({length: shown}, (_, index) => menu.item(from + index));
	const nameColumns = Math.min(longestName, Math.max(...items.map(({name}) => columns(label(name))), 0));
	const about = menu.sample
		.slice(0, sample)
		.map(text => theme.paint('dim', fit(`   │ ${label(text)}`, width)));
	const rows = items.map((item, index) =>
		itemRow(item, nameColumns, width, from + index === menu.chosen, theme),
	);
	return [titleRow(menu, width, theme), ...about, ...rows];
};

const titleRow = ({title, chosen, count}: Menu, width: number, theme: Theme): string => {
	const place = count > 1 ? ` ${chosen + 1} of ${count} ──` : '';
	const room = width - columns(place);
	const start = fit(`── ${label(title)} `, Math.min(columns(`── ${label(title)} `), Math.max(1, room)));
	return theme.paint(
		'border',
		start + '─'.repeat(Math.max(0, room - columns(start))) + place.slice(0, width),
	);
};

const itemRow = (
	{name, word}: MenuItem,
	nameColumns: number,
	width: number,
	isChosen: boolean,
	theme: Theme,
): string => {
	const start = isChosen ? ' › ' : '   ';
	if (word === '') return painted(fit(start + label(name), width), '', isChosen, theme);
	const left = fit(start + fit(label(name), nameColumns), Math.min(width, nameColumns + 3));
	const right = width - columns(left);
	return painted(left, right > 0 ? fit(`  ${label(word)}`, right) : '', isChosen, theme);
};

const painted = (left: string, right: string, isChosen: boolean, theme: Theme): string =>
	isChosen ? theme.paint('current', left + right) : left + theme.paint('dim', right);

/** What keys do, in so many columns: how one takes a choice and leaves comes last, and stays. */
export const keysIn = ({keys}: Pick<Menu, 'keys'>, width: number): string => {
	const parts = keys.split(' · ');
	while (parts.length > 1 && columns(parts.join(' · ')) > width) parts.shift();
	return parts.join(' · ');
};

/** The pane's rows with a menu over the lowest of them. */
export const over = (rows: readonly string[], menu: readonly string[]): readonly string[] => {
	const covering = menu.slice(-rows.length);
	return [...rows.slice(0, rows.length - covering.length), ...covering];
};
