/** The door as rows: what the server said, what can be done about it, and for two keys that differ, both of them. */
import type {State} from '../../client/state.ts';
import type {ChatError} from '../../protocol/errors.ts';
import {chosenItem, type DoorAction, type DoorItem, doorItems, isKeyTrouble} from '../door.ts';
import {keyLabel} from '../keymap.ts';
import {label} from '../labels.ts';
import type {Door, DoorField} from '../opened.ts';
import {unsaidWords} from '../refusal.ts';
import type {Theme} from '../themes.ts';
import {columns as columnsOf, fit, wrap} from '../wrap.ts';
import {promptRow} from './prompt.ts';
import {masked} from './secret.ts';

export const fieldLabels: Readonly<Record<DoorField, string>> = {
	password: 'Password',
	name: 'Another name',
	entry: 'Join password or invitation',
};

export const actionWords: Readonly<Record<DoorAction, string>> = {
	takeover: 'Go on here, and end the other one',
	again: 'Try again',
	look: 'Look at what is here',
	leave: 'Leave',
};

export type DoorInput = {
	readonly door: Door;
	readonly state: State;
	/** the server, as one gave it */
	readonly address: string;
	readonly columns: number;
	readonly rows: number;
	readonly theme: Theme;
	/** ms since 1970; undefined where nothing may change by itself */
	readonly now: number | undefined;
};

/** What is typed there as it may be seen. */
export const shownField = (door: Door, field: DoorField): {text: string; cursor: number} =>
	field === 'name' ? door.editors.name : masked(door.editors[field]);

/** A narrow screen has no room for long words and what is typed. */
const briefLabels: Readonly<Record<DoorField, string>> = {...fieldLabels, entry: 'Password or link'};
const briefBelow = 44;

export const wordsFor = (item: DoorItem, width: number): string => {
	if (item.type !== 'field') return actionWords[item.type];
	return `${(width < briefBelow ? briefLabels : fieldLabels)[item.field]}: `;
};

/** Errors whose sentence is about the name that was tried. */
const aboutName: ReadonlySet<string> = new Set(['ID_USED', 'ID_BAD', 'PASSWORD_WRONG']);

/** What the server said, in sentences. */
export const doorSentences = ({error}: Door, state: State, address: string): readonly string[] => {
	const unsaid = unsaidWords(state);
	const rest = unsaid === '' ? [] : [unsaid];
	if (isKeyTrouble(error)) return [...keySentences(error, address), ...rest];
	const who = aboutName.has(error.code) ? `${label(state.me)}: ` : '';
	return [`${who}${label(error.message)}`, ...rest];
};

/** `It may be tried again in 42 s.` Empty where there is nothing to wait for. */
export const waitWords = ({link}: State, now: number | undefined): string => {
	const at = link.type === 'refused' ? link.retryAt : undefined;
	if (at === undefined || now === undefined || at <= now) return '';
	const seconds = Math.ceil((at - now) / 1000);
	const time = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
	return `It may be tried again in ${time}.`;
};

/** What two fingerprints are called. */
const keyNames = ({code}: ChatError): readonly [string, string] =>
	code === 'KEY_WRONG' ? ['named', 'came'] : ['known', 'now'];

/** What is to be said of two keys, without the keys. */
const keySentences = ({code}: ChatError, address: string): readonly string[] =>
	code === 'KEY_WRONG'
		? [
				`The key of ${label(address)} is not the one that you were given.`,
				'Either the invitation is an old one, or somebody stands between you and the server. Nothing was said to it.',
				'Ask whoever invited you, by another way, for the fingerprint or for another invitation.',
			]
		: [
				`The key of ${label(address)} is another one than before.`,
				'Either its owner made a new one, or somebody stands between you and the server. Nothing was said to it.',
				'Ask its owner, by another way, for the fingerprint.',
			];

/** What accepts a new key, in a shell: nothing here does. */
export const acceptCommand = (
	{code, details}: ChatError,
	address: string,
	me: string,
): string | undefined => {
	if (code !== 'KEY_CHANGED' || !details.keys) return undefined;
	// Without it, one would come under one's login name. A name that a shell reads otherwise is left to the person.
	const id = /^[\p{L}\p{M}\p{N}_]+$/u.test(me) ? ` --id ${label(me)}` : '';
	return `npx tui-chat --connect ${label(address)}${id} --fingerprint ${label(details.keys.shown)}`;
};

const groupLetters = 4;

/** A fingerprint in groups that can be compared: without the name of its hash, which both have. */
export const groupsOf = (fingerprint: string): string[] =>
	label(fingerprint)
		.replace(/^SHA256:/, '')
		.match(new RegExp(`.{1,${groupLetters}}`, 'gu')) ?? [];

/** Both keys, group below group, as many in a row as there is room for; groups that differ stand out. */
const keyRows = (error: ChatError, width: number, theme: Theme): string[] => {
	const {keys} = error.details;
	if (!keys) return wrap(label(error.message), width);
	const names = keyNames(error);
	const left = Math.max(...names.map(columnsOf)) + 1;
	const [held, shown] = [groupsOf(keys.held), groupsOf(keys.shown)];
	const most = Math.max(1, Math.floor((width - left + 1) / (groupLetters + 1)));
	// As many in each row: one group alone would be looked over.
	const inRow = Math.ceil(held.length / Math.ceil(held.length / most)) || 1;
	const rows: string[] = [];
	for (let from = 0; from < Math.max(held.length, shown.length); from += inRow) {
		for (const [index, groups] of [held, shown].entries()) {
			const others = index === 0 ? shown : held;
			const drawn = groups
				.slice(from, from + inRow)
				.map((group, place) => theme.paint(others[from + place] === group ? 'dim' : 'mention', group));
			// Each row is named: below each other they would read as one long key.
			rows.push(theme.paint('heading', fit(names[index]!, left)) + drawn.join(' '));
		}
	}
	return rows;
};

const widest = 72;
/** With fewer rows than this there are no blank ones. */
const roomyRows = 14;

/** What is said, as rows of a width. */
const saidRows = (input: DoorInput, width: number): string[] => {
	const {door, state, address, theme, now} = input;
	const [first = '', ...rest] = doorSentences(door, state, address);
	const said = wrap(`! ${first}`, width, 2).map(row => theme.paint('error', row));
	if (!isKeyTrouble(door.error)) {
		const more = [...rest, waitWords(state, now)].filter(text => text !== '');
		return [...said, ...more.flatMap(text => wrap(text, width))];
	}
	const command = acceptCommand(door.error, address, state.me);
	const blank = input.rows >= roomyRows ? [''] : [];
	return [
		...said,
		...blank,
		...keyRows(door.error, width, theme),
		...blank,
		...rest.flatMap(text => wrap(text, width)),
		...(command === undefined
			? []
			: [
					...wrap('If it is the one that it has now:', width),
					...wrap(command, Math.max(1, width - 2)).map(row => theme.paint('code', `  ${row}`)),
				]),
	];
};

/** The whole screen as rows, and where the cursor stands. */
export const doorRows = (input: DoorInput): {rows: string[]; cursor?: {x: number; y: number}} => {
	const {door, state, columns, rows, theme} = input;
	const width = Math.max(1, Math.min(widest, columns - 2));
	const left = Math.floor((columns - width) / 2);
	const items = doorItems(door, state);
	const at = items.indexOf(items[Math.min(door.chosen, items.length - 1)]!);
	const prompts = items.map((item, index) => itemRow(door, item, index === at, width, theme));
	const objection = door.objection === '' ? [] : wrap(`! ${door.objection}`, width, 2);
	const roomy = rows >= roomyRows ? 1 : 0;
	const below = prompts.length + objection.length + 1 + 2 * roomy;
	const said = saidRows(input, width);
	const shown = Math.max(1, Math.min(said.length, rows - below));
	const from = Math.max(0, Math.min(door.top, said.length - shown));
	const blank = Array.from({length: roomy}, () => '');
	const all = [
		...said.slice(from, from + shown),
		...blank,
		...prompts.map(({text}) => text),
		...objection.map(row => theme.paint('error', row)),
		...blank,
		theme.paint('dim', fit(footer(door, state, said.length > shown, width), width)),
	];
	const top = Math.max(0, Math.floor((rows - all.length) / 2));
	const placed = [
		...Array.from({length: top}, () => ''),
		...all.map(row => (row === '' ? '' : ' '.repeat(left) + row)),
	].slice(0, rows);
	while (placed.length < rows) placed.push('');
	const column = prompts[at]!.column;
	const y = top + shown + roomy + at;
	return column === undefined || y >= rows ? {rows: placed} : {rows: placed, cursor: {x: left + column, y}};
};

const itemRow = (
	door: Door,
	item: DoorItem,
	isChosen: boolean,
	width: number,
	theme: Theme,
): {text: string; column?: number} => {
	const words = `${isChosen ? '› ' : '  '}${wordsFor(item, width)}`;
	if (item.type !== 'field') {
		const text = fit(words, width);
		return {text: isChosen ? theme.paint('current', text) : text};
	}
	const {text, column} = promptRow(words, shownField(door, item.field), width);
	return {text: isChosen ? theme.paint('accent', text) : text, column};
};

const footer = (door: Door, state: State, scrolls: boolean, width: number): string => {
	const item = chosenItem(door, state);
	const leaves = `${keyLabel('escape')} leaves`;
	const enter =
		item.type === 'leave' ? '' : `${keyLabel('enter')} ${item.type === 'field' ? 'tries it' : 'does it'}`;
	const arrows = `${keyLabel('up')} ${keyLabel('down')}`;
	const isOne = doorItems(door, state).length === 1;
	const reads = scrolls ? [isOne ? `${arrows} read on` : `${keyLabel('pagedown')} reads on`] : [];
	const chooses = isOne ? [] : [`${arrows} choose`];
	const all = [
		[enter, ...chooses, ...reads, leaves],
		[enter, ...reads, leaves],
		[...reads, leaves],
		[leaves],
	];
	return all.map(parts => parts.filter(Boolean).join(' · ')).find(text => columnsOf(text) <= width) ?? leaves;
};
