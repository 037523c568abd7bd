/** The table of settings that a start takes: it makes the flags, their variables, the help and the README. */

/** A list is written with commas, and in a file as a list. */
type Kind = 'switch' | 'text' | 'number' | 'list';

/** A setting as the table has it. */
export type Flag = {
	readonly kind: Kind;
	/** how the value is called in the help; none for switches */
	readonly value?: string;
	readonly says: string;
	readonly group: 'Serve' | 'Join' | 'Screen' | 'Pipe';
	/** a variable by another name that says the same */
	readonly also?: string;
	/**
	 * It may stand in the server's configuration file. `live`: a new value counts as soon as the file is read again;
	 * `restart`: at the next start.
	 */
	readonly file?: 'live' | 'restart';
	/** what counts where nobody sets it, as the file would say it */
	readonly usual?: string | number | readonly string[];
};

export const settings = {
	serve: {kind: 'switch', group: 'Serve', says: 'start a server; with --id also its operator’s screen'},
	host: {
		kind: 'text',
		value: 'address',
		group: 'Serve',
		says: 'address to listen on (127.0.0.1; 0.0.0.0 for all)',
		file: 'restart',
		usual: '127.0.0.1',
	},
	port: {
		kind: 'number',
		value: 'number',
		group: 'Serve',
		says: 'port to listen on (8082; 0 for any free one)',
		file: 'restart',
		usual: 8082,
	},
	maxClients: {
		kind: 'number',
		value: 'number',
		group: 'Serve',
		says: 'clients at most; more wait in a queue (10000)',
		file: 'live',
		usual: 10_000,
	},
	desk: {
		kind: 'text',
		value: 'room',
		group: 'Serve',
		says: 'a help desk: only author and operators see a message',
		file: 'restart',
	},
	motd: {
		kind: 'text',
		value: 'text',
		group: 'Serve',
		says: 'a greeting for everybody who comes',
		file: 'live',
	},
	data: {
		kind: 'text',
		value: 'folder',
		group: 'Serve',
		says: 'where the journal is kept (the platform’s data folder)',
		file: 'restart',
	},
	memory: {
		kind: 'switch',
		group: 'Serve',
		says: 'keep nothing: the newest 1000 messages of a room, in memory',
		file: 'restart',
	},
	retain: {
		kind: 'text',
		value: 'time|number',
		group: 'Serve',
		says: 'keep messages so long, as in 30d, or so many per room (all)',
		file: 'restart',
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
	backup: {
		kind: 'text',
		value: 'file',
		group: 'Serve',
		says: 'copy the journal into a new file, also while it is in use; then exit',
	},
	noUpgradeCopy: {
		kind: 'switch',
		group: 'Serve',
		says: 'put no copy of the journal aside before a newer version changes it',
	},
	log: {
		kind: 'text',
		value: 'text|json',
		group: 'Serve',
		says: 'how the log is written (text)',
		file: 'live',
		usual: 'text',
	},
	logLevel: {
		kind: 'text',
		value: 'level',
		group: 'Serve',
		says: 'what is logged at least: debug (also what is said in rooms), info, warn or error (debug)',
		file: 'live',
		usual: 'debug',
	},
	cert: {
		kind: 'text',
		value: 'file',
		group: 'Serve',
		says: 'a certificate of your own, as PEM, with those it hangs on (made at the first start)',
		file: 'live',
	},
	key: {kind: 'text', value: 'file', group: 'Serve', says: 'the private key of --cert', file: 'live'},
	allowPlaintext: {
		kind: 'switch',
		group: 'Serve',
		says: 'take unencrypted connections from other machines, too',
		file: 'live',
	},
	closed: {
		kind: 'switch',
		group: 'Serve',
		says: 'let nobody in without an invitation, the join password or an account',
		file: 'live',
	},
	passwordFile: {
		kind: 'text',
		value: 'file',
		group: 'Serve',
		says: 'its first line is the join password of a closed server, to host it or to join it (then also TUI_CHAT_ENTRY)',
		file: 'live',
	},
	public: {
		kind: 'text',
		value: 'host[:port]',
		group: 'Serve',
		says: 'how others reach this server, for invitations (the address it listens on)',
		file: 'live',
	},
	exempt: {
		kind: 'list',
		value: 'ranges',
		group: 'Serve',
		says: 'addresses without limits on connections, as in 10.0.0.0/8,192.0.2.7 (127.0.0.0/8,::1)',
		file: 'live',
		usual: ['127.0.0.0/8', '::1'],
	},
	metrics: {
		kind: 'text',
		value: '[host:]port',
		group: 'Serve',
		says: 'answer /metrics (Prometheus) and /healthz by HTTP there (off; on 127.0.0.1 without a host)',
		file: 'restart',
	},
	config: {
		kind: 'text',
		value: 'file',
		group: 'Serve',
		says: 'with --serve a file of these settings, .toml or .json; else your own settings, keys and aliases (config.toml in the platform’s folder for such files)',
	},
	printConfig: {
		kind: 'switch',
		group: 'Serve',
		says: 'write all settings of a server as such a file; then exit',
	},
	connect: {
		kind: 'text',
		value: 'host:port',
		group: 'Join',
		says: 'join a server (127.0.0.1:8082); an invitation does it too, with or without this flag',
	},
	id: {kind: 'text', value: 'name', group: 'Join', says: 'who you are (your login name)'},
	room: {kind: 'text', value: 'room', group: 'Join', says: 'enter this room first (general)'},
	fingerprint: {
		kind: 'text',
		value: 'SHA256:…',
		group: 'Join',
		says: 'the server’s key has to be this one, whatever it was before',
	},
	plaintext: {
		kind: 'switch',
		group: 'Join',
		says: 'do not encrypt, on a network that you trust; nothing else ever does without',
	},
	accessFile: {
		kind: 'text',
		value: 'file',
		group: 'Join',
		says: 'its first line is an access token, for programs (or TUI_CHAT_ACCESS holds it)',
	},
	plain: {kind: 'switch', group: 'Join', says: 'for simple servers: raw ids in, JSON objects out'},
	state: {
		kind: 'text',
		value: 'folder',
		group: 'Join',
		says: 'where unsent messages, your key and those of servers are kept (the platform’s data folder)',
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
} as const satisfies Record<string, Flag>;

export type SettingName = keyof typeof settings;

/** As flags are written: `--max-clients`. */
export const flagOf = (name: string): string =>
	`--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

/** As the environment has it: `TUI_CHAT_MAX_CLIENTS`. */
export const variableOf = (name: string): string =>
	`TUI_CHAT_${flagOf(name).slice(2).replaceAll('-', '_').toUpperCase()}`;

/** The help's list of flags, by group. */
export const settingsHelp = (): string => {
	const groups = new Map<string, string[]>();
	for (const name of Object.keys(settings) as SettingName[]) {
		const row: Flag = settings[name];
		const flag = `${flagOf(name)}${row.value ? ` ${row.value}` : ''}`;
		groups.set(row.group, [...(groups.get(row.group) ?? []), `  ${flag.padEnd(26)} ${row.says}`]);
	}
	return [...groups].map(([group, lines]) => [`${group}:`, ...lines].join('\n')).join('\n\n');
};
