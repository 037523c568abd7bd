/** Keys that people bind to actions: how both are written, and which wishes cannot come true. */
import {nearest} from '../protocol/nearest.ts';
import {keyNames} from './key-names.ts';
import {type Action, type Bindings, createKeymap, type KeyRow, usualKeys} from './keymap.ts';

/** A wish that is left out, and why, as the end of a sentence that begins with the action's name. */
export type BindingFault = {readonly action: string; readonly objection: string};

/** As the file has it: `pick-room`. */
export const actionName = (action: Action): string =>
	action.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** The row of each action that keys are bound to: its first one. */
const rows = new Map<string, KeyRow>();
for (const row of usualKeys.groups.flatMap(group => group.rows)) {
	const name = actionName(row.action);
	if (!rows.has(name)) rows.set(name, row);
}

/** All actions, by the names that the file has for them. */
export const actionNames: readonly string[] = [...rows.keys()];

/** Nobody may be locked in: these keep what they do, whatever else does it too. */
const kept: ReadonlyMap<string, Action> = new Map([
	['escape', 'close'],
	['ctrl+c', 'interrupt'],
]);

const synonyms: Readonly<Record<string, string>> = {
	esc: 'escape',
	return: 'enter',
	pgup: 'pageup',
	pgdn: 'pagedown',
	del: 'delete',
	ins: 'insert',
	control: 'ctrl',
	meta: 'alt',
	option: 'alt',
};

/** What terminals send as another key, which is what we are told of. */
const twins: Readonly<Record<string, string>> = {
	'ctrl+i': 'tab',
	'ctrl+m': 'enter',
	'ctrl+[': 'escape',
};

const modifiers = ['ctrl', 'alt', 'shift'] as const;

/** A key as this program names it; undefined for what is no key: `Alt+Ctrl+PgUp` is `ctrl+alt+pageup`. */
export const keyNamed = (written: string): string | undefined => {
	const isCharacter = [...written].length === 1;
	if (isCharacter) return written.trim() === '' ? undefined : written;
	const parts = written
		.trim()
		.toLowerCase()
		.split(/\+(?=.)/)
		.map(part => synonyms[part] ?? part);
	const base = parts.pop()!;
	const known = keyNames.has(base) || ([...base].length === 1 && base.trim() !== '');
	const held = new Set(parts);
	if (!known || held.size !== parts.length || parts.some(part => !isModifier(part))) return undefined;
	return [...modifiers.filter(modifier => held.has(modifier)), base].join('+');
};

const isModifier = (part: string): boolean => (modifiers as readonly string[]).includes(part);

/** A letter, which is typed and no key, unless a message is picked. */
const isTyped = (key: string): boolean => /^(?:shift\+)?(?:.|space)$/u.test(key);

const objectionTo = (written: string, key: string | undefined, row: KeyRow): string | undefined => {
	if (key === undefined) return `has “${written}”, which is no key`;
	const twin = twins[key];
	if (twin !== undefined) return `has ${key}, which terminals send as ${twin}`;
	const owner = kept.get(key);
	if (owner !== undefined && owner !== row.action)
		return `has ${key}, which always does ${actionName(owner)}`;
	if (isTyped(key) && row.when !== 'picked') return `has ${key}, which is what one types`;
	if (row.action === 'numberedRoom' && !/[1-9]$/.test(key))
		return `has ${key}, but each of its keys ends in the number of a room`;
	return undefined;
};

/** Wishes as they are in the file: an action's name, and a key or a list of keys. */
export const readBindings = (
	wishes: Readonly<Record<string, unknown>>,
): {bindings: Bindings; faults: readonly BindingFault[]} => {
	const faults: BindingFault[] = [];
	const bindings: Partial<Record<Action, readonly string[]>> = {};
	const taken = new Map<string, string>();
	for (const [action, wish] of Object.entries(wishes)) {
		const object = (objection: string): void => void faults.push({action, objection});
		const row = rows.get(action);
		const list = typeof wish === 'string' ? [wish] : wish;
		if (!row) object(`is nothing that keys do${hint(action)}`);
		else if (!Array.isArray(list) || !list.every(key => typeof key === 'string'))
			object('has to be a key, or a list of keys, in quotation marks');
		else {
			const keys = keysOf(row, list, taken, object);
			// Who wrote only what cannot be did not mean to have none.
			if (keys.length > 0 || list.length === 0) bindings[row.action] = keys;
		}
	}
	return {bindings: withSubmit(bindings, faults), faults};
};

const hint = (action: string): string => {
	const near = nearest(action, actionNames);
	return near === undefined ? '' : `; did you mean ${near}?`;
};

/** The keys of a list that will do, and those that nobody can take away. @param taken who has a key, by when and key */
const keysOf = (
	row: KeyRow,
	list: readonly string[],
	taken: Map<string, string>,
	object: (objection: string) => void,
): readonly string[] => {
	const keys = new Set<string>();
	for (const written of list) {
		const key = keyNamed(written);
		const objection = objectionTo(written, key, row);
		const slot = `${row.when ?? ''} ${key}`;
		const other = taken.get(slot);
		if (objection !== undefined) object(objection);
		else if (other !== undefined && other !== actionName(row.action))
			object(`has ${key}, which is bound to ${other} already`);
		else {
			taken.set(slot, actionName(row.action));
			keys.add(key!);
		}
	}
	for (const [key, action] of kept) if (action === row.action) keys.add(key);
	return [...keys];
};

/** Who cannot send is locked out of the chat: then the wishes that took its key are left out. */
const withSubmit = (bindings: Bindings, faults: BindingFault[]): Bindings => {
	if (createKeymap(bindings).labelFor('submit') !== '') return bindings;
	faults.push({action: 'submit', objection: 'would have no key left, so it keeps enter'});
	const rest = Object.entries(bindings).filter(
		([action, keys]) => action !== 'submit' && !keys.includes('enter'),
	);
	return Object.fromEntries(rest);
};
