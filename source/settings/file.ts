/** A server's configuration file, TOML or JSON: what it sets, and all that is wrong in it, with the line. */
import {parse as parseToml, TomlError} from 'smol-toml';
import {
	disagreement,
	flagOf,
	objectionTo,
	type SettingName,
	type SettingValues,
	settings,
} from '../config.ts';
import type {Flag} from '../flags.ts';
import {Effort, lineOf} from '../preferences/line-of.ts';
import {reveal} from '../protocol/clean.ts';
import {ChatError} from '../protocol/errors.ts';
import {checkRoom} from '../protocol/names.ts';
import {nearest} from '../protocol/nearest.ts';
import {type BoundName, type Bounds, boundObjection, boundTable} from '../server/bounds.ts';
import {rangesOf} from '../server/front/addresses.ts';
import {lineInJson, lineOfFault} from './json-lines.ts';

/** What a file sets. Where there are faults, the rest of it is here all the same. */
export type ServerFile = {
	readonly values: Partial<SettingValues>;
	readonly bounds: Partial<Bounds>;
	/** whole sentences, each with the file and mostly the line */
	readonly faults: readonly string[];
};

/** Something wrong: the keys that lead there, and a sentence. */
type Fault = {readonly at: readonly string[]; readonly text: string};

type Table = Readonly<Record<string, unknown>>;

/** More complaints than these tell nobody anything. */
const mostFaults = 20;

/** A tenth of a second, and many times what files that people write by hand take. */
const mostEffort = 2_000_000;

/** The table of bounds in a file. */
export const boundsKey = 'limits';

/** As a file has it: `max-clients`. */
export const keyOf = (name: string): string => flagOf(name).slice(2);

const byKey = <Name extends string>(names: readonly Name[]): ReadonlyMap<string, Name> =>
	new Map(names.map(name => [keyOf(name), name]));

/** The settings that a file may hold, by their keys. */
export const fileSettings: ReadonlyMap<string, SettingName> = byKey(
	(Object.keys(settings) as SettingName[]).filter(name => (settings[name] as Flag).file !== undefined),
);

/** Bounds by their keys. */
export const fileBounds: ReadonlyMap<string, BoundName> = byKey(Object.keys(boundTable) as BoundName[]);

/** Complaints quote the file: whatever is in it, each is one line. */
const oneLine = (text: string): string => reveal(text).replaceAll('\n', '⏎').replaceAll('\t', ' ');

const isTable = (value: unknown): value is Table =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** @param file how it is called in complaints; one that ends in `.json` is JSON, any other TOML */
export const parseServerFile = (text: string, file: string): ServerFile => {
	const isJson = /\.json$/i.test(file);
	const root = isJson ? fromJson(text) : fromToml(text);
	if ('fault' in root) {
		const fault = `${file}, line ${root.line}: this is no ${isJson ? 'JSON' : 'TOML'} (${root.fault}).`;
		return {values: {}, bounds: {}, faults: [oneLine(fault)]};
	}
	const {values, bounds, faults} = readRoot(root.table);
	const effort = new Effort(mostEffort);
	const lineAt = (at: readonly string[]): number | undefined =>
		isJson ? lineInJson(text, at) : lineOf(text, at, effort);
	const sentences = faults.slice(0, mostFaults).map(({at, text: why}) => {
		const line = lineAt(at);
		return oneLine(`${file}${line === undefined ? '' : `, line ${line}`}: ${why}`);
	});
	const more = faults.length - sentences.length;
	return {values, bounds, faults: more > 0 ? [...sentences, `${file}: ${more} more like these.`] : sentences};
};

type Parsed = {table: Table} | {fault: string; line: number};

const fromToml = (text: string): Parsed => {
	try {
		return {table: parseToml(text)};
	} catch (error) {
		if (!(error instanceof TomlError)) throw error;
		const [words = ''] = error.message.split('\n');
		return {fault: words.replace(/^Invalid TOML document: /, ''), line: error.line};
	}
};

const fromJson = (text: string): Parsed => {
	try {
		const table: unknown = JSON.parse(text);
		return isTable(table) ? {table} : {fault: 'it has to be one object', line: 1};
	} catch (error) {
		const {message} = error as SyntaxError;
		const words = message.replace(/ in JSON at position.*| \(line.*|, "[\s\S]*is not valid JSON$/s, '');
		return {fault: words, line: lineOfFault(text, message)};
	}
};

const readRoot = (
	root: Table,
): {values: Partial<SettingValues>; bounds: Partial<Bounds>; faults: Fault[]} => {
	const faults: Fault[] = [];
	const values: Record<string, SettingValues[SettingName]> = {};
	let bounds: Partial<Bounds> = {};
	for (const [key, value] of Object.entries(root)) {
		const name = fileSettings.get(key);
		if (key === boundsKey) bounds = boundsIn(value, faults);
		else if (name === undefined)
			faults.push({at: [key], text: noSuch(key, [...fileSettings.keys(), boundsKey])});
		else {
			const checked = checkedValue(name, value);
			if ('objection' in checked) faults.push({at: [key], text: `${key} ${checked.objection}.`});
			else values[name] = checked.value;
		}
	}
	const odd = disagreement(values, keyOf);
	if (odd) faults.push({at: [keyOf(odd.name)], text: odd.text});
	return {values, bounds, faults};
};

const boundsIn = (value: unknown, faults: Fault[]): Partial<Bounds> => {
	const bounds: Partial<Record<BoundName, number>> = {};
	if (!isTable(value)) {
		faults.push({
			at: [boundsKey],
			text: `${boundsKey} is a table: write [${boundsKey}] above what belongs to it.`,
		});
		return bounds;
	}
	for (const [key, number] of Object.entries(value)) {
		const at = [boundsKey, key];
		const name = fileBounds.get(key);
		const objection =
			name === undefined || typeof number !== 'number'
				? `has to be a whole number, not ${shown(number)}`
				: boundObjection(name, number);
		if (name === undefined) faults.push({at, text: noSuch(key, [...fileBounds.keys()])});
		else if (objection !== undefined) faults.push({at, text: `${key} ${objection}.`});
		else bounds[name] = number as number;
	}
	return bounds;
};

const noSuch = (key: string, keys: readonly string[]): string => {
	const meant = nearest(key, keys);
	return `there is no setting ${shown(key)} here.${meant === undefined ? '' : ` Is it “${meant}”?`}`;
};

/** A value as a complaint shows it: not a long one, and not what is in it, however deep that goes. */
const shown = (value: unknown): string => {
	const text = Array.isArray(value) ? '[…]' : isTable(value) ? '{…}' : String(value);
	return `“${text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text}”`;
};

type Checked = {value: SettingValues[SettingName]} | {objection: string};

const checkedValue = (name: SettingName, value: unknown): Checked => {
	const {kind, file: _, ...row}: Flag = settings[name];
	const is = (objection: string): Checked => ({objection: `has to be ${objection}, not ${shown(value)}`});
	if (kind === 'switch') return typeof value === 'boolean' ? {value} : is('true or false');
	if (kind === 'number') {
		if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return is('a whole number');
		return refuse(name, value);
	}
	if (kind === 'list') {
		if (!Array.isArray(value) || !value.every(one => typeof one === 'string')) return is('a list of texts');
		return refuse(name, value);
	}
	// A number of messages, or a port alone, need no quotes.
	const isNumber = typeof value === 'number' && /number|port/.test(row.value ?? '');
	if (typeof value !== 'string' && !isNumber) return is('a text in quotes');
	return refuse(name, String(value));
};

const refuse = (name: SettingName, value: string | number | readonly string[]): Checked => {
	const objection = objectionTo(name, value) ?? serverObjection(name, value);
	return objection === undefined ? {value} : {objection};
};

/** What only the server can tell: it would not start with this. */
const serverObjection = (
	name: SettingName,
	value: string | number | readonly string[],
): string | undefined => {
	try {
		if (name === 'exempt') rangesOf(value as readonly string[]);
		if (name === 'desk' && value !== '') checkRoom((value as string).replace(/^#/, ''));
		return undefined;
	} catch (error) {
		if (!(error instanceof ChatError)) throw error;
		return `cannot be that: ${error.message.replace(/\.$/, '')}`;
	}
};
