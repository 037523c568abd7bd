/** All settings, to be looked through by typing and changed in place. */
import {ChatError} from '../../protocol/errors.ts';
import type {Appearance} from '../appearance.ts';
import {edit, emptyEditor, isEditCommand, setText} from '../editor.ts';
import {type Action, keyLabel} from '../keymap.ts';
import type {Input} from '../keys.ts';
import {label} from '../labels.ts';
import {insertInLine} from '../one-line.ts';
import type {Settings} from '../opened.ts';
import {checkValue, kindWords, readValue, sentence, showValue, valueWords} from '../preference-values.ts';
import {
	type PreferenceName,
	type Preferences,
	type PreferenceValue,
	preferenceNames,
	preferenceTable,
} from '../preferences.ts';
import {only, type Screen, type Step, wished} from '../screen.ts';
import type {Theme} from '../themes.ts';
import {columns, fit, wrap} from '../wrap.ts';

const prompt = (overlay: Settings): string => (overlay.editing ? ` ${overlay.editing.name}: ` : ' Setting: ');

/** What is typed, and where the cursor stands in it. */
const written = ({query, editing}: Settings): {text: string; cursor: number} => editing?.editor ?? query;

/** The column of the cursor in the first row. */
export const settingsCursor = (overlay: Settings): number => {
	const {text, cursor} = written(overlay);
	return columns(prompt(overlay) + label(text.slice(0, cursor)));
};

/** The settings whose name or purpose holds what is typed. */
const listed = (query: string): PreferenceName[] => {
	const wanted = query.trim().toLowerCase();
	return preferenceNames.filter(name =>
		`${name} ${preferenceTable[name].says}`.toLowerCase().includes(wanted),
	);
};

const chosenIn = (found: readonly PreferenceName[], chosen: number): number =>
	Math.max(0, Math.min(chosen, found.length - 1));

/** Rows that say what the chosen one does; low windows have none. */
const aboutRows = (height: number): number => (height >= 8 ? 3 : 0);
const nameColumns = Math.max(...preferenceNames.map(columns));

/** Which of the settings that were found are in sight. */
const sight = (overlay: Settings, height: number) => {
	const found = listed(overlay.query.text);
	const chosen = chosenIn(found, overlay.chosen);
	const shown = Math.max(1, height - 2 - aboutRows(height));
	const from = Math.max(0, Math.min(chosen - Math.floor(shown / 2), found.length - shown));
	return {found, chosen, shown, from};
};

/** The place in the list of what stands in a row; undefined for none, and while a value is written. */
export const settingAt = (overlay: Settings, height: number, row: number): number | undefined => {
	const {found, shown, from} = sight(overlay, height);
	const index = from + row - 1;
	return overlay.editing || row < 1 || row > shown || index >= found.length ? undefined : index;
};

/** The settings as `height` rows: what is typed, those that fit, what the chosen one does, and how to go on. */
export const settingsRows = (
	overlay: Settings,
	{values}: Preferences,
	{theme}: Pick<Appearance, 'theme'>,
	{width, height}: {width: number; height: number},
): string[] => {
	const {found, chosen, shown, from} = sight(overlay, height);
	const about = aboutRows(height);
	const list = found
		.slice(from, from + shown)
		.map((name, index) => settingRow(name, values[name], from + index === chosen, width, theme));
	if (found.length === 0) list.push(theme.paint('dim', fit(' nothing like this', width)));
	const rows = [fit(prompt(overlay) + label(written(overlay).text), width), ...list];
	while (rows.length < height - 1 - about) rows.push('');
	const name = found[chosen];
	const words = name === undefined || about === 0 ? [] : describe(overlay, name, values[name], width, theme);
	return [
		...rows.slice(0, height - 1 - about),
		...Array.from({length: about}, (_, index) => words[index] ?? ''),
		lastRow(overlay, about === 0, width, theme),
	].slice(0, height);
};

const isUsual = (name: PreferenceName, value: PreferenceValue): boolean =>
	value === preferenceTable[name].initial;

/** `› • theme   light   colours: …`; the dot stands before what is not as usual. */
const settingRow = (
	name: PreferenceName,
	value: PreferenceValue,
	isChosen: boolean,
	width: number,
	theme: Theme,
): string => {
	const mark = `${isChosen ? '›' : ' '} ${isUsual(name, value) ? ' ' : '•'}`;
	const left = ` ${mark} ${fit(name, nameColumns)}  `;
	const text = fit(left + label(showValue(value)), width);
	return isChosen ? theme.paint('current', text) : text;
};

const describe = (
	{editing}: Settings,
	name: PreferenceName,
	value: PreferenceValue,
	width: number,
	theme: Theme,
): string[] => {
	const {says, initial} = preferenceTable[name];
	const usual = isUsual(name, value) ? '' : `; usually ${showValue(initial)}`;
	const inner = Math.max(1, width - 2);
	if (editing && editing.objection !== '')
		return wrap(`! ${label(editing.objection)}`, inner).map(row => ` ${theme.paint('error', row)}`);
	return wrap(sentence(`${says} (${kindWords(name)}${usual})`), inner).map(
		row => ` ${theme.paint('dim', row)}`,
	);
};

/** How to go on; low windows have no other place for what is wrong. */
const lastRow = (overlay: Settings, isLow: boolean, width: number, theme: Theme): string => {
	const objection = overlay.editing?.objection ?? '';
	return isLow && objection !== ''
		? theme.paint('error', fit(` ! ${label(objection)}`, width))
		: theme.paint('dim', fit(` ${footer(overlay, width)}`, width));
};

const footer = ({editing}: Settings, width: number): string => {
	const closes = `${keyLabel('escape')} closes`;
	const does = `${keyLabel('enter')} ${editing ? 'sets it' : 'changes'} · ${closes}`;
	const all = `${keyLabel('enter')} changes · ${keyLabel('delete')} takes it back · ${closes}`;
	return [...(editing ? [] : [all]), does].find(text => columns(text) + 1 <= width) ?? closes;
};

/** @param query what is looked for at first */
export const openSettings = (screen: Screen, query: string): Step =>
	only({
		...screen,
		overlay: {type: 'settings', query: setText(emptyEditor, query), chosen: 0, editing: undefined},
	});

export const pressSettings = (
	screen: Screen,
	overlay: Settings,
	input: Input,
	action: Action | undefined,
): Step => {
	const found = listed(overlay.query.text);
	const chosen = chosenIn(found, overlay.chosen);
	const name = found[chosen];
	const staying = (change: Partial<Settings>): Step => only({...screen, overlay: {...overlay, ...change}});
	if (overlay.editing) return pressValue(screen, overlay, overlay.editing, input, action);
	if (input.type === 'text' || input.type === 'paste')
		return staying({query: insertInLine(overlay.query, input), chosen: 0});
	switch (action) {
		case 'older':
		case 'newer':
			return staying({chosen: chosenIn(found, chosen + (action === 'older' ? -1 : 1))});
		case 'pageUp':
		case 'pageDown':
			return staying({chosen: chosenIn(found, chosen + (action === 'pageUp' ? -10 : 10))});
		case 'left':
		case 'right':
			return name === undefined ? staying({}) : moved(screen, name, action === 'left' ? -1 : 1);
		case 'delete':
			return name === undefined ? staying({}) : wished(screen, {type: 'value', name, value: undefined});
		case 'submit':
			return name === undefined ? staying({}) : enter(screen, overlay, name);
	}
	return action && isEditCommand(action)
		? staying({query: edit(overlay.query, action), chosen: 0})
		: only(screen);
};

/** Enter: the next of a few values; others are written. */
const enter = (screen: Screen, overlay: Settings, name: PreferenceName): Step => {
	if (valueWords(name).length > 0) return moved(screen, name, 1);
	const editor = setText(emptyEditor, String(screen.preferences.values[name]));
	return only({...screen, overlay: {...overlay, editing: {name, editor, objection: ''}}});
};

/** The value after or before the one that is set; of numbers, one more or less. */
const moved = (screen: Screen, name: PreferenceName, by: 1 | -1): Step => {
	const value = screen.preferences.values[name];
	const words = valueWords(name);
	const at = words.indexOf(showValue(value));
	const next =
		typeof value === 'number'
			? value + by
			: at === -1
				? undefined
				: readValue(name, words[(at + by + words.length) % words.length]!);
	if (next === undefined || !('value' in checkValue(name, next))) return only(screen);
	return wished(screen, {type: 'value', name, value: next});
};

/** Keys while a value is written. */
const pressValue = (
	screen: Screen,
	overlay: Settings,
	editing: NonNullable<Settings['editing']>,
	input: Input,
	action: Action | undefined,
): Step => {
	const {name, editor} = editing;
	const going = (change: Partial<typeof editing>): Step =>
		only({...screen, overlay: {...overlay, editing: {...editing, objection: '', ...change}}});
	if (input.type === 'text' || input.type === 'paste') return going({editor: insertInLine(editor, input)});
	if (action === 'submit') {
		try {
			const value = readValue(name, editor.text.trim());
			return wished({...screen, overlay: {...overlay, editing: undefined}}, {type: 'value', name, value});
		} catch (error) {
			if (!(error instanceof ChatError)) throw error;
			return going({objection: error.message});
		}
	}
	return action && isEditCommand(action) ? going({editor: edit(editor, action)}) : only(screen);
};
