/**
 * Settings: defaults, then the environment, then flags; checked, and frozen. One table of them makes the
 * flags, the help and the README.
 */
import ms from 'ms';
import {type Address, defaultAddress} from './protocol/address.ts';
import {ChatError} from './protocol/errors.ts';

type Kind = 'switch' | 'text' | 'number';

type Row = {
	readonly kind: Kind;
	/** how the value is called in the help; none for switches */
	readonly value?: string;
	readonly says: string;
	readonly group: 'Serve' | 'Join' | 'Screen' | 'Pipe';
	/** a variable by another name that says the same */
	readonly also?: string;
};

export const settings = {
	serve: {kind: 'switch', group: 'Serve', says: 'start a server; with --id also its operator’s screen'},
	host: {
		kind: 'text',
		value: 'address',
		group: 'Serve',
		says: 'address to listen on (127.0.0.1; 0.0.0.0 for all)',
	},
	port: {
		kind: 'number',
		value: 'number',
		group: 'Serve',
		says: 'port to listen on (8082; 0 for any free one)',
	},
	maxClients: {
		kind: 'number',
		value: 'number',
		group: 'Serve',
		says: 'clients at most; more wait in a queue (10000)',
	},
	desk: {
		kind: 'text',
		value: 'room',
		group: 'Serve',
		says: 'a help desk: only author and operators see a message',
	},
	motd: {kind: 'text', value: 'text', group: 'Serve', says: 'a greeting for everybody who comes'},
	data: {
		kind: 'text',
		value: 'folder',
		group: 'Serve',
		says: 'where the journal is kept (the platform’s data folder)',
	},
	memory: {
		kind: 'switch',
		group: 'Serve',
		says: 'keep nothing: the newest 1000 messages of a room, in memory',
	},
	retain: {
		kind: 'text',
		value: 'time|number',
		group: 'Serve',
		says: 'keep messages so long, as in 30d, or so many per room (all)',
	},
	export: {
		kind: 'text',
		value: 'file',
		group: 'Serve',
		says: 'write the journal as JSON lines, - for stdout; then exit',
	},
	import: {
		kind: 'text',
		value: 'file',
		group: 'Serve',
		says: 'read such a file into the journal, - for stdin; then exit',
	},
	log: {kind: 'text', value: 'text|json', group: 'Serve', says: 'how the log is written (text)'},
	connect: {kind: 'text', value: 'host:port', group: 'Join', says: 'join a server (127.0.0.1:8082)'},
	id: {kind: 'text', value: 'name', group: 'Join', says: 'who you are (your login name)'},
	room: {kind: 'text', value: 'room', group: 'Join', says: 'enter this room first (general)'},
	plain: {kind: 'switch', group: 'Join', says: 'for simple servers: raw ids in, JSON objects out'},
	state: {
		kind: 'text',
		value: 'folder',
		group: 'Join',
		says: 'where unsent messages and your token are kept (the platform’s data folder)',
	},
	config: {
		kind: 'text',
		value: 'file',
		group: 'Screen',
		says: 'your settings, keys and aliases (config.toml in the platform’s folder for such files)',
	},
	theme: {
		kind: 'text',
		value: 'name',
		group: 'Screen',
		says: 'colours for this time: dark, light, contrast, …',
	},
	sidebar: {
		kind: 'text',
		value: 'left|right|off',
		group: 'Screen',
		says: 'where the sidebar stands this time',
	},
	noMouse: {kind: 'switch', group: 'Screen', says: 'leave the mouse to the terminal'},
	screenReader: {
		kind: 'switch',
		group: 'Screen',
		also: 'INK_SCREEN_READER',
		says: 'a linear log that screen readers read well, in place of the full screen',
	},
	json: {kind: 'switch', group: 'Pipe', says: 'write events as JSON lines'},
	history: {kind: 'number', value: 'number', group: 'Pipe', says: 'older messages to write first (0)'},
	since: {
		kind: 'text',
		value: 'time',
		group: 'Pipe',
		says: 'write first what was said since, as in 1h or 2026-11-01',
	},
	resume: {
		kind: 'switch',
		group: 'Pipe',
		says: 'go on where the last run with this id stopped: print no message twice, send what was left',
	},
} as const satisfies Record<string, Row>;

export type SettingName = keyof typeof settings;

type ValueOf<Name extends SettingName> = (typeof settings)[Name]['kind'] extends 'switch'
	? boolean
	: (typeof settings)[Name]['kind'] extends 'number'
		? number | undefined
		: string | undefined;

/** What somebody set, and nothing that they left alone. */
export type Given = {readonly [Name in SettingName]: ValueOf<Name>};

/** As flags are written: `--max-clients`. */
export const flagOf = (name: string): string =>
	`--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

/** As the environment has it: `TUI_CHAT_MAX_CLIENTS`. */
export const variableOf = (name: string): string =>
	`TUI_CHAT_${flagOf(name).slice(2).replaceAll('-', '_').toUpperCase()}`;

const bad = (name: SettingName, why: string): ChatError =>
	new ChatError('SETTING_BAD', `${flagOf(name)} ${why}.`);

const read = (name: SettingName, value: unknown): boolean | number | string => {
	const row: Row = settings[name];
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
	environment[variableOf(name)] || environment[(settings[name] as Row).also ?? ''] || undefined;

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

/** The help's list of flags, by group. */
export const settingsHelp = (): string => {
	const groups = new Map<string, string[]>();
	for (const name of Object.keys(settings) as SettingName[]) {
		const row: Row = settings[name];
		const flag = `${flagOf(name)}${row.value ? ` ${row.value}` : ''}`;
		groups.set(row.group, [...(groups.get(row.group) ?? []), `  ${flag.padEnd(26)} ${row.says}`]);
	}
	return [...groups].map(([group, lines]) => [`${group}:`, ...lines].join('\n')).join('\n\n');
};
