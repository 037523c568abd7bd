import {commands, findCommand, usageOf} from '../../protocol/commands.ts';
import {keyLabel, keymap, keysLabel} from '../keymap.ts';
import type {Theme} from '../themes.ts';
import {columns, fit, wrap} from '../wrap.ts';

/** The help, drawn from the tables of keys and commands; of one command when it is named. */
const helpLines = (width: number, theme: Theme, command: string): string[] => {
	const named = command === '' ? undefined : findCommand(command);
	if (named) {
		const others = (named.aliases ?? []).map(alias => `/${alias}`).join(', ');
		return [
			theme.paint('accent', usageOf(named)),
			...wrap(`${named.says}${named.operator ? ' (operators only)' : ''}`, width),
			...(others === '' ? [] : wrap(`Also written ${others}.`, width)),
		];
	}
	const keyRows = keymap.map(group => ({
		title: group.title,
		rows: group.rows.map(row => [keysLabel(row), row.says] as const),
	}));
	const commandRows = commands.map(
		one => [usageOf(one), `${one.says}${one.operator ? ' (operators)' : ''}`] as const,
	);
	return [...keyRows, {title: 'Commands', rows: commandRows}].flatMap(({title, rows}) => [
		theme.paint('heading', fit(title, width).trimEnd()),
		...rows.flatMap(([left, right]) => entry(left, right, width, theme)),
		'',
	]);
};

const leftColumns = 24;
const narrow = 50;

const entry = (left: string, right: string, width: number, theme: Theme): string[] => {
	if (width < narrow) {
		return [
			...wrap(left, width).map(row => theme.paint('accent', row)),
			...wrap(right, width - 2).map(row => `  ${row}`),
		];
	}
	const lefts = columns(left) > leftColumns ? wrap(left, leftColumns) : [left];
	const rights = wrap(right, width - leftColumns - 2);
	return Array.from({length: Math.max(lefts.length, rights.length)}, (_, index) =>
		`${theme.paint('accent', fit(lefts[index] ?? '', leftColumns))}  ${rights[index] ?? ''}`.trimEnd(),
	);
};

/**
 * The help as `height` rows, from row `top` on, with a last row that says how to go on and how to leave.
 */
export const helpRows = (
	width: number,
	height: number,
	theme: Theme,
	command: string,
	top: number,
): string[] => {
	const inner = Math.max(1, width - 2);
	const lines = helpLines(inner, theme, command);
	const shown = Math.max(1, height - 1);
	const from = Math.max(0, Math.min(top, lines.length - shown));
	const pages = `${keyLabel('pageup')}, ${keyLabel('pagedown')}`;
	const closes = `${keyLabel('escape')} closes`;
	const more = lines.length <= shown ? [] : [`${pages} scroll · `, `${pages} · `];
	const last = [...more.map(scrolls => scrolls + closes), closes];
	const footer = last.find(text => columns(text) + 1 <= width) ?? closes;
	const rows = lines.slice(from, from + shown).map(line => ` ${line}`);
	while (rows.length < shown) rows.push('');
	return [...rows, theme.paint('dim', fit(` ${footer}`, width))].slice(0, height);
};

/** The first row beyond which the help cannot be scrolled. */
export const helpEnd = (width: number, height: number, theme: Theme, command: string): number =>
	Math.max(0, helpLines(Math.max(1, width - 2), theme, command).length - Math.max(1, height - 1));
