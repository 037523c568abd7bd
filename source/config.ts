/**
 * Settings: defaults, then the environment, then flags; checked, and frozen. One table of them makes the
 * flags, the help and the README.
 */
import ms from 'ms';
import {type Flag, flagOf, type SettingName, settings, variableOf} from './flags.ts';
import {type Address, defaultAddress} from './protocol/address.ts';
import {ChatError} from './protocol/errors.ts';

export {flagOf, type SettingName, settings, settingsHelp, variableOf} from './flags.ts';

type ValueOf<Name extends SettingName> = (typeof settings)[Name]['kind'] extends 'switch'
	? boolean
	: (typeof settings)[Name]['kind'] extends 'number'
		? number | undefined
		: string | undefined;

/** What somebody set, and nothing that they left alone. */
export type Given = {readonly [Name in SettingName]: ValueOf<Name>};

const bad = (name: SettingName, why: string): ChatError =>
	new ChatError('SETTING_BAD', `${flagOf(name)} ${why}.`);

const read = (name: SettingName, value: unknown): boolean | number | string => {
	const row: Flag = settings[name];
	if (row.kind === 'switch') return value === true || value === 'true' || value === '1';
	const text = String(value);
	if (row.kind === 'text') return text;
	const number = text.trim() === '' ? Number.NaN : Number(text);
	if (!Number.isSafeInteger(number) || number < 0) throw bad(name, `has to be a whole number, not “${text}”`);
	return number;
};

/** What cannot both be: a flag outdoes what the environment says of its opposite. */
const opposites: ReadonlyArray<readonly [SettingName, SettingName]> = [
	['serve', 'connect'],
	['memory', 'data'],
	['export', 'import'],
];

const isOutdone = (name: SettingName, flags: Readonly<Record<string, unknown>>): boolean =>
	opposites.some(
		pair => pair.includes(name) && pair.some(other => other !== name && flags[other] !== undefined),
	);

/** An empty variable is how shells and unit files leave one out. */
const fromEnvironment = (name: SettingName, environment: NodeJS.ProcessEnv): string | undefined =>
	environment[variableOf(name)] || environment[(settings[name] as Flag).also ?? ''] || undefined;

const isSet = (value: unknown): boolean => value !== undefined && value !== false;

/**
 * @param flags by setting name; undefined for those that were not given
 * @throws {ChatError} SETTING_BAD
 */
export const gather = (flags: Readonly<Record<string, unknown>>, environment: NodeJS.ProcessEnv): Given => {
	const given: Record<string, unknown> = {};
	for (const name of Object.keys(settings) as SettingName[]) {
		const value = flags[name] ?? (isOutdone(name, flags) ? undefined : fromEnvironment(name, environment));
		if (value !== undefined) given[name] = read(name, value);
		else if (settings[name].kind === 'switch') given[name] = false;
	}
	return check(given as Given);
};

const check = (given: Given): Given => {
	const {port, maxClients, log, sidebar} = given;
	if (port !== undefined && port > 65_535) throw bad('port', 'has to be between 0 and 65535');
	if (maxClients === 0) throw bad('maxClients', 'has to be 1 or more');
	if (log !== undefined && log !== 'text' && log !== 'json')
		throw bad('log', `has to be text or json, not “${log}”`);
	for (const name of ['data', 'state', 'config', 'export', 'import'] as const)
		if (given[name] === '') throw bad(name, `needs a ${settings[name].value}`);
	if (sidebar !== undefined && !['left', 'right', 'off'].includes(sidebar))
		throw bad('sidebar', `has to be left, right or off, not “${sidebar}”`);
	for (const [one, other] of opposites)
		if (isSet(given[one]) && isSet(given[other])) throw bad(one, `and ${flagOf(other)} exclude each other`);
	if (given.retain !== undefined) parseRetention(given.retain);
	if (given.since !== undefined) parseSince(given.since, 0);
	return Object.freeze(given);
};

/**
 * `host:port`, `host`, `:port`, `[::1]:port`.
 * @param what it is called where it was given
 * @throws {ChatError} SETTING_BAD
 */
export const parseAddress = (text: string, what = flagOf('connect')): Address => {
	const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:\s]*))(?::(\d+))?$/.exec(text.trim()) ?? [];
	const bare = /^[\da-f:]*:[\da-f:]*:[\da-f:.]*$/i.test(text.trim());
	if (bare) return {host: text.trim(), port: defaultAddress.port};
	if (bracketed === undefined && plain === undefined)
		throw new ChatError('SETTING_BAD', `${what} has to be host:port, not “${text}”.`);
	const port = digits === undefined ? defaultAddress.port : Number(digits);
	if (port < 1 || port > 65_535)
		throw new ChatError('SETTING_BAD', `${what} needs a port between 1 and 65535.`);
	return {host: bracketed ?? (plain || defaultAddress.host), port};
};

/** A duration as people write it, as in `30d`, `12h` or `90 min`, in ms; undefined for what is none. */
const duration = (text: string): number | undefined => {
	// A bare number would be milliseconds, which nobody means here.
	if (!/[a-z]\s*$/i.test(text)) return undefined;
	const length = ms(text.trim() as ms.StringValue);
	return Number.isFinite(length) && length > 0 ? length : undefined;
};

/** What is kept of the journal: what was said in so many ms, or so many messages of each room. */
export type Retention = {readonly ms: number} | {readonly messages: number};

/**
 * `30d` or `100000`, as `--retain` takes them.
 * @throws {ChatError} SETTING_BAD
 */
export const parseRetention = (text: string): Retention => {
	const messages = /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
	if (messages !== undefined && Number.isSafeInteger(messages) && messages > 0) return {messages};
	const length = duration(text);
	if (length === undefined)
		throw bad('retain', `has to be a time such as 30d, or a number of messages, not “${text}”`);
	return {ms: length};
};

/**
 * `1h`, `2026-11-01` or `2026-11-01T14:00`: ms since 1970. A date or time without a zone is this machine's.
 * @param now ms since 1970, UTC
 * @throws {ChatError} SETTING_BAD
 */
export const parseSince = (text: string, now: number): number => {
	const length = duration(text);
	if (length !== undefined) return Math.max(0, now - length);
	// A date alone is UTC to Date.parse, and midnight here to people.
	const date = /^\d{4}-\d\d-\d\d/.test(text.trim())
		? Date.parse(text.trim().length === 10 ? `${text.trim()}T00:00` : text.trim())
		: Number.NaN;
	if (Number.isNaN(date) || date < 0)
		throw bad('since', `has to be a time such as 1h, or a date such as 2026-11-01, not “${text}”`);
	return date;
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
