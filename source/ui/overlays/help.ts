import {commands, findCommand, usageOf} from '../../protocol/commands.ts';
import type {Appearance} from '../appearance.ts';
import {type Action, keyLabel, keysLabel} from '../keymap.ts';
import {bottom, type Help, only, type Screen, type Step, type Surroundings} from '../screen.ts';
import type {Theme} from '../themes.ts';
import {columns, fit, wrap} from '../wrap.ts';

/** The help, drawn from the tables of keys and commands; of one command when it is named. */
const helpLines = (width: number, {theme, keys}: Appearance, command: string): string[] => {
	const named = command === '' ? undefined : findCommand(command);
	if (named) {
		const others = (named.aliases ?? []).map(alias => `/${alias}`).join(', ');
		return [
			...wrap(usageOf(named), width).map(row => theme.paint('accent', row)),
			...wrap(`${named.says}${named.operator ? ' (operators only)' : ''}`, width),
			...(others === '' ? [] : wrap(`Also written ${others}.`, width)),
		];
	}
	const keyRows = keys.groups.map(group => ({
		title: group.title,
		rows: group.rows.filter(row => row.keys.length > 0).map(row => [keysLabel(row), row.says] as const),
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
	appearance: Appearance,
	command: string,
	top: number,
): string[] => {
	const inner = Math.max(1, width - 2);
	const lines = helpLines(inner, appearance, command);
	const shown = Math.max(1, height - 1);
	const from = Math.max(0, Math.min(top, lines.length - shown));
	const pages = `${keyLabel('pageup')}, ${keyLabel('pagedown')}`;
	const closes = `${keyLabel('escape')} closes`;
	const more = lines.length <= shown ? [] : [`${pages} scroll · `, `${pages} · `];
	const last = [...more.map(scrolls => scrolls + closes), closes];
	const footer = last.find(text => columns(text) + 1 <= width) ?? closes;
	const rows = lines.slice(from, from + shown).map(line => ` ${line}`);
	while (rows.length < shown) rows.push('');
	return [...rows, appearance.theme.paint('dim', fit(` ${footer}`, width))].slice(0, height);
};

/** The first row beyond which the help cannot be scrolled. */
const helpEnd = (width: number, height: number, appearance: Appearance, command: string): number =>
	Math.max(0, helpLines(Math.max(1, width - 2), appearance, command).length - Math.max(1, height - 1));

/** @param command the one that is asked for; empty for all keys and commands */
export const openHelp = (screen: Screen, command: string): Step =>
	only({...screen, overlay: {type: 'help', command, top: 0}});

export const pressHelp = (
	screen: Screen,
	overlay: Help,
	action: Action | undefined,
	{pane, appearance}: Surroundings,
): Step => {
	if (action === 'help' || action === 'submit') return only({...screen, overlay: undefined});
	const {width, height} = pane(bottom);
	const pageRows = Math.max(1, height - 2);
	const moves: Partial<Record<string, number>> = {pageUp: -pageRows, pageDown: pageRows, older: -1, newer: 1};
	const by = (action && moves[action]) ?? 0;
	const end = helpEnd(width, height, appearance, overlay.command);
	return only({...screen, overlay: {...overlay, top: Math.max(0, Math.min(end, overlay.top + by))}});
};
