/** All keys and commands, to be looked through by typing. */
import {type Command, commandGroups, findCommand, usageOf} from '../../protocol/commands.ts';
import type {Appearance} from '../appearance.ts';
import {edit, emptyEditor, isEditCommand} from '../editor.ts';
import {type Action, keyLabel, keysLabel} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {label} from '../labels.ts';
import {insertInLine} from '../one-line.ts';
import type {Help} from '../opened.ts';
import type {Preferences} from '../preferences.ts';
import {ranks} from '../ranks.ts';
import {bottom, only, type Screen, type Step, type Surroundings} from '../screen.ts';
import type {Theme} from '../themes.ts';
import {columns, fit, wrap} from '../wrap.ts';
import {promptRow} from './prompt.ts';

export type HelpInput = {
	readonly help: Help;
	readonly appearance: Appearance;
	/** commands of one's own */
	readonly aliases: Preferences['aliases'];
	readonly width: number;
	readonly height: number;
};

/** A key or a command: how it is called, and what it does. `others` is found too, and not shown. */
type Entry = {readonly left: string; readonly right: string; readonly others?: string};
export type Group = {readonly title: string; readonly entries: readonly Entry[]};

const commandEntry = (command: Command): Entry => ({
	left: usageOf(command),
	right: `${command.says}${command.operator ? ' (operators)' : ''}`,
	others: (command.aliases ?? []).map(name => `/${name}`).join(' '),
});

/** What there is, as one has bound and named it. */
const groupsOf = ({appearance: {keys}, aliases}: Omit<HelpInput, 'width' | 'height'>): Group[] => [
	...keys.groups.map(({title, rows}) => ({
		title,
		entries: rows.filter(row => row.keys.length > 0).map(row => ({left: keysLabel(row), right: row.says})),
	})),
	...commandGroups.map(({title, rows}) => ({title, entries: rows.map(commandEntry)})),
	{
		title: 'Signs before names',
		entries: Object.values(ranks).map(({sign, says}) => ({left: sign, right: says})),
	},
	{
		title: 'Commands of your own',
		entries: Object.entries(aliases).map(([name, text]) => ({
			left: `/${name}`,
			right: `stands for ${label(text)}`,
		})),
	},
];

/** How a typed word is found in a text: at the beginning of a word, or anywhere. */
type Match = (text: string, word: string) => boolean;

const begins: Match = (text, word) => ` ${text}`.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').includes(` ${word}`);
const holds: Match = (text, word) => text.includes(word);

/** The groups with the entries that have all words, in their titles too. */
const matching = (groups: readonly Group[], words: readonly string[], match: Match): Group[] =>
	groups
		.map(({title, entries}) => ({
			title,
			entries: entries.filter(({left, right, others = ''}) => {
				const text = `${left} ${right} ${others} ${title}`.toLowerCase();
				return words.every(word => match(text, word));
			}),
		}))
		.filter(({entries}) => entries.length > 0);

/** What is meant by what is typed: words that begin so, and where there are none, whatever has the letters. */
const found = (groups: readonly Group[], typed: string): Group[] => {
	const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
	const beginning = matching(groups, words, begins);
	return beginning.length > 0 ? beginning : matching(groups, words, holds);
};

/** What the help has in it now: everything, or what is typed. */
export const helpGroups = (input: Omit<HelpInput, 'width' | 'height'>): Group[] =>
	found(groupsOf(input), input.help.query.text);

/** The help, of one command when it is named, of what is typed when something is. */
const helpLines = (input: HelpInput, width: number): string[] => {
	const {help, appearance} = input;
	const {theme} = appearance;
	const named = help.command === '' ? undefined : findCommand(help.command);
	if (named) {
		const others = (named.aliases ?? []).map(alias => `/${alias}`).join(', ');
		return [
			...wrap(usageOf(named), width).map(row => theme.paint('accent', row)),
			...wrap(`${named.says}${named.operator ? ' (operators only)' : ''}`, width),
			...(others === '' ? [] : wrap(`Also written ${others}.`, width)),
		];
	}
	const lines = helpGroups(input).flatMap(({title, entries}) => {
		const heading = theme.paint('heading', fit(title, width).trimEnd());
		return [heading, ...entries.flatMap(({left, right}) => entry(left, right, width, theme)), ''];
	});
	return lines.length > 0
		? lines
		: [theme.paint('dim', fit('No key and no command does that.', width).trimEnd())];
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

const prompt = ' Find: ';

/** The column of the cursor in the first row. */
export const helpCursor = ({query}: Help, width: number): number => promptRow(prompt, query, width).column;

/** Rows around the help: what is typed, and how to go on and to leave. */
const edges = 2;

/** The help as `height` rows, from its row `top` on. */
export const helpRows = (input: HelpInput): string[] => {
	const {help, appearance, width, height} = input;
	const lines = helpLines(input, Math.max(1, width - 2));
	const shown = Math.max(1, height - edges);
	const from = Math.max(0, Math.min(help.top, lines.length - shown));
	const pages = `${keyLabel('pageup')}, ${keyLabel('pagedown')}`;
	const closes = `${keyLabel('escape')} closes`;
	const more = lines.length <= shown ? [] : [`${pages} scroll · `, `${pages} · `];
	const last = [...more.map(scrolls => scrolls + closes), closes];
	const footer = last.find(text => columns(text) + 1 <= width) ?? closes;
	const rows = lines.slice(from, from + shown).map(line => ` ${line}`);
	while (rows.length < shown) rows.push('');
	return [
		promptRow(prompt, help.query, width).text,
		...rows,
		appearance.theme.paint('dim', fit(` ${footer}`, width)),
	].slice(0, height);
};

/** @param command the one that is asked for; empty for all keys and commands */
export const openHelp = (screen: Screen, command: string): Step =>
	only({...screen, overlay: {type: 'help', command, query: emptyEditor, top: 0}});

export const pressHelp = (
	screen: Screen,
	help: Help,
	input: Input,
	action: Action | undefined,
	{pane, appearance}: Surroundings,
): Step => {
	if (action === 'help' || action === 'submit') return only({...screen, overlay: undefined});
	const typed = (query: Help['query']): Step =>
		only({...screen, overlay: {type: 'help', command: '', query, top: 0}});
	if (input.type === 'text' || input.type === 'paste') return typed(insertInLine(help.query, input));
	const {width, height} = pane(bottom);
	const pageRows = Math.max(1, height - edges - 1);
	const moves: Partial<Record<Action, number>> = {pageUp: -pageRows, pageDown: pageRows, older: -1, newer: 1};
	const by = action && moves[action];
	if (by === undefined) {
		if (!action || !isEditCommand(action) || action === 'newline') return only(screen);
		const query = edit(help.query, action);
		return query.text === help.query.text ? only({...screen, overlay: {...help, query}}) : typed(query);
	}
	const {aliases} = screen.preferences;
	const {length} = helpLines({help, appearance, aliases, width, height}, Math.max(1, width - 2));
	const end = Math.max(0, length - Math.max(1, height - edges));
	return only({...screen, overlay: {...help, top: Math.max(0, Math.min(end, help.top + by))}});
};
