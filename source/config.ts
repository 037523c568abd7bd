/**
 * Settings: defaults, then a file of a server's, then the environment, then flags; checked, and frozen. One table of
 * them makes the flags, the help and the README.
 */
import {type Flag, flagOf, type SettingName, settings, variableOf} from './flags.ts';
import {metricsAddress, noRetention, noTime, publicAddress, retentionOf, timeOf} from './parse.ts';
import {checkText} from './protocol/clean.ts';
import {ChatError} from './protocol/errors.ts';
import {isFingerprint} from './protocol/proof.ts';

export {flagOf, type SettingName, settings, settingsHelp, variableOf} from './flags.ts';
export {parseAddress, parseRetention, parseSince, type Retention} from './parse.ts';

type KindOf<Name extends SettingName> = (typeof settings)[Name]['kind'];

/** The value of each setting that was given one. */
export type SettingValues = {
	readonly [Name in SettingName]: {
		switch: boolean;
		number: number;
		text: string;
		list: readonly string[];
	}[KindOf<Name>];
};

/** What somebody set, and nothing that they left alone. */
export type Given = {
	readonly [Name in SettingName]: KindOf<Name> extends 'switch' ? boolean : SettingValues[Name] | undefined;
};

type Value = boolean | number | string | readonly string[];

const bad = (label: string, why: string): ChatError => new ChatError('SETTING_BAD', `${label} ${why}.`);

const switches: Readonly<Record<string, boolean>> = {
	true: true,
	1: true,
	yes: true,
	on: true,
	false: false,
	0: false,
	no: false,
	off: false,
};

/** @param label how the setting is called where it was set @throws {ChatError} SETTING_BAD */
const read = (name: SettingName, value: unknown, label: string): Value => {
	const {kind}: Flag = settings[name];
	const text = String(value);
	if (kind === 'text') return text;
	if (kind === 'list') return text.split(/[\s,]+/).filter(Boolean);
	if (kind === 'switch') {
		const is = switches[text.trim().toLowerCase()];
		if (is === undefined) throw bad(label, `has to be true or false, not “${text}”`);
		return is;
	}
	const number = text.trim() === '' ? Number.NaN : Number(text);
	if (!Number.isSafeInteger(number) || number < 0)
		throw bad(label, `has to be a whole number, not “${text}”`);
	return number;
};

/** What cannot both be: a flag outdoes what the environment says of its opposite, and both what a file says. */
const opposites: ReadonlyArray<readonly [SettingName, SettingName]> = [
	['serve', 'connect'],
	['memory', 'data'],
	['export', 'import'],
	['plaintext', 'fingerprint'],
];

/** What makes no sense alone. */
const pairs: ReadonlyArray<readonly [SettingName, SettingName]> = [['cert', 'key']];

type Settings = Readonly<Partial<Record<SettingName, Value>>>;

const isSet = (value: unknown): boolean => value !== undefined && value !== false;

/** Is its opposite set where that counts more? */
const isOutdone = (name: SettingName, stronger: Settings): boolean =>
	opposites.some(pair => pair.includes(name) && pair.some(other => other !== name && isSet(stronger[other])));

/** What the variables say. An empty one is how shells and unit files leave one out. */
const fromEnvironment = (environment: NodeJS.ProcessEnv): [Settings, Map<SettingName, string>] => {
	const values: Partial<Record<SettingName, Value>> = {};
	const labels = new Map<SettingName, string>();
	for (const name of Object.keys(settings) as SettingName[]) {
		const variables = [variableOf(name), (settings[name] as Flag).also ?? ''];
		const label = variables.find(one => environment[one]);
		if (label === undefined) continue;
		// What other programs read is written as those want it.
		const isOwn = label === variables[0];
		values[name] = isOwn ? read(name, environment[label], label) : /^(?:true|1)$/.test(environment[label]!);
		labels.set(name, label);
	}
	return [values, labels];
};

/**
 * @param flags by setting name; undefined for those that were not given
 * @param file what a server's configuration file sets, checked already
 * @throws {ChatError} SETTING_BAD
 */
export const gather = (
	flags: Readonly<Record<string, unknown>>,
	environment: NodeJS.ProcessEnv,
	file: Settings = {},
): Given => {
	const names = Object.keys(settings) as SettingName[];
	const said: Settings = Object.fromEntries(
		names.flatMap(name => (flags[name] === undefined ? [] : [[name, read(name, flags[name], flagOf(name))]])),
	);
	const [variables, labels] = fromEnvironment(environment);
	const given: Record<string, unknown> = {};
	const labelOf = (name: SettingName): string =>
		said[name] === undefined ? (labels.get(name) ?? flagOf(name)) : flagOf(name);
	for (const name of names) {
		const candidates = [
			said[name],
			isOutdone(name, said) ? undefined : variables[name],
			isOutdone(name, said) || isOutdone(name, variables) ? undefined : file[name],
		];
		const value = candidates.find(one => one !== undefined);
		if (value !== undefined) given[name] = value;
		else if (settings[name].kind === 'switch') given[name] = false;
	}
	check(given as Settings, labelOf);
	return Object.freeze(given) as Given;
};

/** @throws {ChatError} SETTING_BAD */
const check = (given: Settings, labelOf: (name: SettingName) => string): void => {
	for (const [name, value] of Object.entries(given) as Array<[SettingName, Value]>) {
		const objection = objectionTo(name, value);
		if (objection !== undefined) throw bad(labelOf(name), objection);
	}
	const objection = disagreement(given, labelOf);
	if (objection !== undefined) throw new ChatError('SETTING_BAD', objection.text);
};

/** What is wrong with settings that are right by themselves: the name of one, and a sentence. */
export const disagreement = (
	given: Settings,
	labelOf: (name: SettingName) => string,
): {name: SettingName; text: string} | undefined => {
	for (const [one, other] of opposites)
		if (isSet(given[one]) && isSet(given[other]))
			return {name: one, text: `${labelOf(one)} and ${labelOf(other)} exclude each other.`};
	for (const [one, other] of pairs) {
		const [there, missing] = isSet(given[one]) ? [one, other] : [other, one];
		if (isSet(given[there]) && !isSet(given[missing]))
			return {name: there, text: `${labelOf(there)} needs ${labelOf(missing)}.`};
	}
	return undefined;
};

const oneOf =
	(...words: readonly string[]) =>
	(text: string): string | undefined =>
		words.includes(text)
			? undefined
			: `has to be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}, not “${text}”`;

/** Longer than anybody reads, and short enough for one event. */
const longestMotd = 2000;

const motdObjection = (text: string): string | undefined => {
	if (text.length > longestMotd) return `is longer than ${longestMotd} characters`;
	try {
		checkText(text);
		return undefined;
	} catch {
		return 'may hold no control characters but newline and tab';
	}
};

/** What a value of the right kind can be wrong in, by setting. */
const objections: {readonly [Name in SettingName]?: (value: SettingValues[Name]) => string | undefined} = {
	port: port => (port > 65_535 ? 'has to be between 0 and 65535' : undefined),
	maxClients: count => (count === 0 ? 'has to be 1 or more' : undefined),
	log: oneOf('text', 'json'),
	logLevel: oneOf('debug', 'info', 'warn', 'error'),
	sidebar: oneOf('left', 'right', 'off'),
	motd: motdObjection,
	retain: text => (retentionOf(text) ? undefined : noRetention(text)),
	since: text => (timeOf(text, 0) === undefined ? noTime(text) : undefined),
	metrics: text => (metricsAddress(text) ? undefined : `has to be a port, or host:port, not “${text}”`),
	fingerprint: text => (isFingerprint(text) ? undefined : `has to be SHA256: and 43 letters, not “${text}”`),
	public: text => (publicAddress(text) ? undefined : `has to be host or host:port, not “${text}”`),
};

/** What a setting cannot be, as the end of a sentence that begins with its name; undefined when it can. */
export const objectionTo = (name: SettingName, value: Value): string | undefined => {
	const {value: what}: Flag = settings[name];
	if (value === '' && (what === 'file' || what === 'folder')) return `needs a ${what}`;
	return (objections[name] as ((value: Value) => string | undefined) | undefined)?.(value);
};

/** Settings of how to be in a chat, whichever it is. */
const manners: ReadonlySet<SettingName> = new Set([
	'data',
	'memory',
	'state',
	'config',
	'theme',
	'sidebar',
	'noMouse',
	'screenReader',
	'log',
]);

/** Does nothing that was given say where to go, whom to be or what to do? */
export const isBare = (given: Given): boolean =>
	(Object.keys(given) as SettingName[]).every(name => manners.has(name) || !isSet(given[name]));
