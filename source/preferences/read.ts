/** What the text of a configuration file sets. Whatever is wrong in it is complained of and left out. */
import {parse, TomlError} from 'smol-toml';
import {aliasName, aliasObjection} from '../ui/aliases.ts';
import {readBindings} from '../ui/bindings.ts';
import {checkValue, isPreference, noSuchPreference, sentence} from '../ui/preference-values.ts';
import {
	type Kept,
	type PreferenceName,
	type Preferences,
	type PreferenceValue,
	type PreferenceValues,
	preferenceNames,
	usualPreferences,
} from '../ui/preferences.ts';
import {Effort, lineOf} from './line-of.ts';

/** Something wrong: where it stands, as the keys that lead there, and a sentence. */
type Fault = {readonly at: readonly string[]; readonly text: string};

type Table = Readonly<Record<string, unknown>>;

/** The parser's tables have no prototype; its lists and dates do. */
const isTable = (value: unknown): value is Table =>
	typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;

/** The tables that hold preferences: `sidebar` of `sidebar.side`. */
const tables: ReadonlySet<string> = new Set(
	preferenceNames.filter(name => name.includes('.')).map(name => name.split('.')[0]!),
);

/** More complaints than these tell nobody anything. */
const mostComplaints = 20;

/** A tenth of a second, and many times what files that people write by hand take. */
const mostEffort = 2_000_000;

/** @param file how the file is called in complaints: `config.toml, line 3: …` */
export const readPreferences = (text: string, file: string): Kept => {
	let root: Table;
	try {
		root = parse(text);
	} catch (error) {
		if (!(error instanceof TomlError)) throw error;
		const complaint = `${file}, line ${error.line}: ${reasonOf(error)}`;
		return {preferences: usualPreferences, complaints: [complaint], isLost: true};
	}
	const {preferences, faults} = preferencesOf(root);
	const effort = new Effort(mostEffort);
	const complaints = faults.slice(0, mostComplaints).map(({at, text: why}) => {
		const line = lineOf(text, at, effort);
		return `${file}${line === undefined ? '' : `, line ${line}`}: ${why}`;
	});
	const more = faults.length - complaints.length;
	if (more > 0) complaints.push(`${file}: ${more} more like these.`);
	return {preferences, complaints};
};

/** The library's own words, without the picture of the place that follows them. */
const reasonOf = ({message}: TomlError): string => {
	const words = message.split('\n')[0]!.replace(/^Invalid TOML document: /, '');
	return sentence(`this is no TOML (${words}), so nothing of the file was taken`);
};

const preferencesOf = (root: Table): {preferences: Preferences; faults: readonly Fault[]} => {
	const faults: Fault[] = [];
	const values: Partial<Record<PreferenceName, PreferenceValue>> = {};
	let keys: Preferences['keys'] = {};
	let aliases: Preferences['aliases'] = {};

	const take = (at: readonly string[], value: unknown): void => {
		const name = at.join('.');
		if (!isPreference(name)) {
			faults.push({at, text: noSuchPreference(name)});
			return;
		}
		const checked = checkValue(name, value);
		if ('value' in checked) values[name] = checked.value;
		else faults.push({at, text: sentence(`${name} ${checked.objection}`)});
	};

	for (const [name, value] of Object.entries(root)) {
		const isOwn = name === 'keys' || name === 'aliases';
		if (!isOwn && !tables.has(name)) take([name], value);
		else if (!isTable(value))
			faults.push({at: [name], text: `${name} is a table: write [${name}] above what belongs to it.`});
		else if (name === 'keys') keys = keysOf(value, faults);
		else if (name === 'aliases') aliases = aliasesOf(value, faults);
		else for (const [inner, one] of Object.entries(value)) take([name, inner], one);
	}
	const all = {...usualPreferences.values, ...values} as PreferenceValues;
	return {preferences: {values: all, keys, aliases}, faults};
};

const keysOf = (table: Table, faults: Fault[]): Preferences['keys'] => {
	const {bindings, faults: found} = readBindings(table);
	for (const {action, objection} of found)
		faults.push({at: ['keys', action], text: sentence(`${action} ${objection}`)});
	return bindings;
};

const aliasesOf = (table: Table, faults: Fault[]): Preferences['aliases'] => {
	const aliases = new Map<string, string>();
	for (const [written, text] of Object.entries(table)) {
		const name = aliasName(written);
		const objection = aliasObjection(name, text);
		if (objection === undefined) aliases.set(name, text as string);
		else faults.push({at: ['aliases', written], text: sentence(`/${name} ${objection}`)});
	}
	return Object.fromEntries(aliases);
};
