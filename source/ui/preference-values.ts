/** Values of preferences: which ones will do, how they are written, and what is said of them. */
import {ChatError} from '../protocol/errors.ts';
import {nearest} from '../protocol/nearest.ts';
import {
	type PreferenceName,
	type PreferenceRow,
	type PreferenceValue,
	preferenceNames,
	preferenceTable,
} from './preferences.ts';

/** What takes a wish back, in the place of a value. */
export const usualWord = 'default';

const rowOf = (name: PreferenceName): PreferenceRow => preferenceTable[name];

export const isPreference = (name: string): name is PreferenceName => Object.hasOwn(preferenceTable, name);

/** `There is no setting “colour”.`, with the nearest that there is. */
export const noSuchPreference = (name: string): string => {
	const near = nearest(name, preferenceNames);
	return `There is no setting “${name}”.${near === undefined ? '' : ` Did you mean ${near}?`}`;
};

/** `a, b or c` */
const oneOf = (words: readonly string[]): string =>
	words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** With its full stop, unless it ends in a question. */
export const sentence = (text: string): string => (text.endsWith('?') ? text : `${text}.`);

/** Of a long value, enough to find it again. */
const longestEcho = 40;

const quoted = (value: unknown): string => {
	if (typeof value !== 'string') return typeof value === 'object' ? 'that' : String(value);
	return `“${value.length > longestEcho ? `${value.slice(0, longestEcho)}…` : value}”`;
};

/**
 * A value as the table has it. Numbers may stand for choices that look like them.
 * @returns the value, or the end of a sentence that begins with the setting's name
 */
export const checkValue = (
	name: PreferenceName,
	value: unknown,
): {value: PreferenceValue} | {objection: string} => {
	const row = rowOf(name);
	const not = `, not ${quoted(value)}`;
	switch (row.kind) {
		case 'switch':
			return typeof value === 'boolean' ? {value} : {objection: `has to be true or false${not}`};
		case 'choice': {
			const word = typeof value === 'number' ? String(value) : value;
			if (typeof word === 'string' && row.values.includes(word)) return {value: word};
			const near = typeof word === 'string' ? nearest(word, row.values) : undefined;
			const hint = near === undefined ? '' : `; did you mean ${near}?`;
			return {objection: `has to be ${oneOf(row.values)}${not}${hint}`};
		}
		case 'number': {
			const {least, most} = row;
			const fits = Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
			return fits
				? {value: value as number}
				: {objection: `has to be a whole number from ${least} to ${most}${not}`};
		}
		case 'text': {
			if (typeof value !== 'string') return {objection: `has to be a text in quotation marks${not}`};
			const objection = row.objection(value);
			return objection === undefined ? {value} : {objection: `${objection}${not}`};
		}
	}
};

const switchWords: Readonly<Record<string, boolean>> = {
	on: true,
	true: true,
	yes: true,
	off: false,
	false: false,
	no: false,
};

/**
 * What somebody typed for a value: `on`, `24`, `light`, or `default`, which is undefined.
 * @throws {ChatError} SETTING_BAD with what is possible
 */
export const readValue = (name: PreferenceName, typed: string): PreferenceValue | undefined => {
	const word = typed.toLowerCase();
	if (word === usualWord) return undefined;
	const {kind} = rowOf(name);
	if (kind === 'switch' && !Object.hasOwn(switchWords, word))
		throw new ChatError('SETTING_BAD', `${name} has to be on or off, not “${typed}”.`);
	const meant =
		kind === 'switch'
			? switchWords[word]
			: kind === 'choice'
				? word
				: kind === 'number' && /^\d+$/.test(word)
					? Number(word)
					: typed;
	const checked = checkValue(name, meant);
	if ('value' in checked) return checked.value;
	throw new ChatError('SETTING_BAD', sentence(`${name} ${checked.objection}`));
};

/** A value as people write it: `on`, `light`; what is empty in words. */
export const showValue = (value: PreferenceValue): string =>
	typeof value === 'boolean' ? (value ? 'on' : 'off') : value === '' ? '(empty)' : String(value);

/** What may be written for it; none where there is no end of them. */
export const valueWords = (name: PreferenceName): readonly string[] => {
	const row = rowOf(name);
	return row.kind === 'switch' ? ['on', 'off'] : row.kind === 'choice' ? row.values : [];
};

/** The same in a few words: `on or off`, `0 to 60`, `text`. */
export const kindWords = (name: PreferenceName): string => {
	const row = rowOf(name);
	if (row.kind === 'number') return `${row.least} to ${row.most}`;
	return row.kind === 'text' ? 'text' : oneOf(valueWords(name));
};
