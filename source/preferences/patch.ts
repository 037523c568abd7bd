/** One wish more or less in the text of a configuration file, where all else stays as its owner wrote it. */
import {isDeepStrictEqual} from 'node:util';
import {patch} from '@decimalturn/toml-patch';
import {parse, TomlError, type TomlTable} from 'smol-toml';
import {ChatError} from '../protocol/errors.ts';
import {aliasName} from '../ui/aliases.ts';
import type {PreferenceChange} from '../ui/preferences.ts';

type Table = Record<string, unknown>;

/** The keys that lead to what changes, and what shall be there; undefined for nothing. */
const placeOf = (change: PreferenceChange, root: Table): {path: readonly string[]; value: unknown} => {
	if (change.type === 'value') return {path: change.name.split('.'), value: change.value};
	// People write names as they like; the one that means this alias is the one that changes.
	const held = Object.keys((root.aliases ?? {}) as Table).find(name => aliasName(name) === change.name);
	return {path: ['aliases', held ?? change.name], value: change.text};
};

/** @throws {ChatError} where something that is no table is in the way */
const changed = (root: Table, path: readonly string[], value: unknown, file: string): void => {
	const [first, second] = path as [string, string?];
	let table = root;
	if (second !== undefined) {
		if (!Object.hasOwn(root, first) && value === undefined) return;
		if (!Object.hasOwn(root, first)) root[first] = {};
		table = root[first] as Table;
		if (typeof table !== 'object' || table === null || Array.isArray(table))
			throw refusal(file, `${first} is no table`);
	}
	const key = second ?? first;
	if (value === undefined) delete table[key];
	else table[key] = value;
};

const refusal = (file: string, why: string): ChatError =>
	new ChatError('SETTING_BAD', `It is not kept: in ${file} ${why}.`);

const parsed = (text: string, file: string): TomlTable => {
	try {
		return parse(text);
	} catch (error) {
		if (error instanceof TomlError) throw refusal(file, `line ${error.line} is no TOML`);
		throw error;
	}
};

/**
 * The text with a wish in it, or without one.
 * @throws {ChatError} SETTING_BAD for a text with mistakes in it, or where the result would say anything else than is
 * wanted: what changes the text is checked by a second reader
 */
export const patched = (text: string, change: PreferenceChange, file: string): string => {
	const wanted = parsed(text, file) as Table;
	const {path, value} = placeOf(change, wanted);
	changed(wanted, path, value, file);
	let next: string;
	try {
		next = patch(text, wanted);
		if (isDeepStrictEqual(plain(parse(next)), plain(wanted))) return next.endsWith('\n') ? next : `${next}\n`;
	} catch {
		// Told below: whatever it was, nothing is written.
	}
	throw refusal(file, `there is no safe place for ${path.join('.')}; write it there by hand`);
};

/** Without prototypes, which differ between what was read and what was put together. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
