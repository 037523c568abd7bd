/**
 * What a server tells its operator: events first, so that a program can read them, and two ways to write
 * them down. Each is one whole line whatever a peer sent, so that nobody can forge another one (CVE-2009-4487
 * is what happens otherwise). What is said in direct conversations is nobody's business and never here.
 */
import {showAddress} from '../protocol/address.ts';
import {reveal} from '../protocol/clean.ts';
import {generalRoom} from '../protocol/names.ts';

type LogRow = {
	/** @property fingerprint of the server's key, where it encrypts */
	listening: {host: string; port: number; fingerprint?: string | undefined};
	/** the certificate was read anew, and newcomers get it */
	renewed: {fingerprint: string};
	/** a changed certificate cannot be used, and the one before it stays */
	unrenewed: {error: string};
	/** somebody began to encrypt and did not get there */
	handshake: {from: string; error: string};
	/** @property from address and port, or how else the peer came */
	connected: {id: string; from: string; dialect: string; client?: string | undefined};
	/** back with its token, in the place of its own older connection */
	resumed: {id: string; from: string; dialect: string; client?: string | undefined};
	waiting: {id: string; from: string; place: number};
	received: {id: string; room: string; msg: string};
	/** what somebody did to what was said */
	amended: {id: string; room: string; kind: 'edit' | 'delete' | 'react' | 'unreact'; ref: number};
	direct: {id: string; to: string};
	disconnected: {id: string; reason?: string | undefined};
	/** ended before it was somebody */
	refused: {from: string; code: string; text: string};
	kicked: {id: string; by: string; room?: string | undefined; reason?: string | undefined};
	announced: {id: string; msg: string};
	/** what somebody did about their own account; its name became their own by `own` */
	account: {id: string; action: 'own' | 'register' | 'revoke' | 'token'; detail?: string | undefined};
	/** what somebody did who may do more than others; `kicked` and `announced` have rows of their own */
	moderated: {
		action: string;
		by: string;
		subject?: string | undefined;
		room?: string | undefined;
		detail?: string | undefined;
	};
	/** something of ours broke, and only the peer it concerned was cut */
	failed: {from: string; error: string};
	closing: {clients: number};
	/** where the journal is, and what is in it */
	opened: {folder: string; conversations: number; messages: number};
	/** from now on nothing can be stored, so nothing is acknowledged; told once */
	unstored: {error: string};
	/** from now on it can again */
	recovered: Record<never, never>;
	/**
	 * How others come in, by `npx tui-chat` and the link; who first uses the owner's becomes the owner. A secret one is
	 * in a file.
	 */
	invitation: {opens: 'server' | 'ownership'} & ({link: string} | {file: string});
	/** metrics are asked for there, by HTTP */
	measured: {host: string; port: number};
	/** the journal was one of an older version; as it was it is in `copy` */
	upgraded: {from: number; to: number; copy?: string | undefined};
	/** the settings were read again, and these are others now, or will be at the next start */
	configured: {changed: readonly string[]; restart: readonly string[]};
	/** the settings were read again, cannot be used, and stay as they were */
	unconfigured: {error: string};
	/** something that its operator should look at */
	warning: {text: string};
};

/** How much a row matters. What is said is on the lowest level: higher ones hold nobody's words. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const levels: Readonly<Record<keyof LogRow, LogLevel>> = {
	listening: 'info',
	renewed: 'info',
	unrenewed: 'error',
	handshake: 'debug',
	connected: 'info',
	resumed: 'info',
	waiting: 'info',
	received: 'debug',
	amended: 'debug',
	direct: 'debug',
	disconnected: 'info',
	refused: 'info',
	kicked: 'info',
	announced: 'info',
	account: 'info',
	moderated: 'info',
	failed: 'error',
	closing: 'info',
	opened: 'info',
	unstored: 'error',
	recovered: 'warn',
	invitation: 'info',
	measured: 'info',
	upgraded: 'warn',
	configured: 'info',
	unconfigured: 'error',
	warning: 'warn',
};

/** From what matters least. */
export const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** The events of a level. */
export const eventsOf = (level: LogLevel): string[] =>
	Object.entries(levels).flatMap(([event, its]) => (its === level ? [event] : []));

/** Does a row matter as much as that? */
export const isLogged = ({event}: LogReport, least: LogLevel): boolean =>
	logLevels.indexOf(levels[event]) >= logLevels.indexOf(least);

export type LogEvent = {
	/** `ts` in milliseconds since 1970, UTC */
	[Name in keyof LogRow]: {event: Name; ts: number} & LogRow[Name];
}[keyof LogRow];

/** An event without its time, as it is reported. */
export type LogReport = {[Name in keyof LogRow]: {event: Name} & LogRow[Name]}[keyof LogRow];

type Writers = {[Name in keyof LogRow]: (row: LogRow[Name]) => string};

const came = ({
	from,
	dialect,
	client,
}: {
	from: string;
	dialect: string;
	client?: string | undefined;
}): string => [`from ${from}`, dialect, ...(client && client !== dialect ? [client] : [])].join(', ');

const because = (reason: string | undefined): string => (reason ? ` (${reason})` : '');

const amendments = {
	edit: 'Edited',
	delete: 'Deleted',
	react: 'Reaction',
	unreact: 'Reaction taken off',
} as const;

/** For a shell, where some of a link's signs mean something else. */
const quoted = (link: string): string => (/^[\w:/.#@%+-]+$/.test(link) ? link : `'${link}'`);

const ownDeeds = {
	own: 'the name is theirs now',
	register: 'password set',
	revoke: 'device taken away',
	token: 'access token made',
} as const;

const writers: Writers = {
	// The fingerprint is in the invitation below it: this is the line that scripts wait for.
	listening: address => `Chat server listening on ${showAddress(address)}`,
	renewed: ({fingerprint}) => `Certificate read anew, key ${fingerprint}`,
	unrenewed: ({error}) => `The certificate stays as it was: ${error}`,
	handshake: ({from, error}) => `No encryption with ${from}: ${error}`,
	connected: row => `Client connected: ${row.id} ${came(row)}`,
	resumed: row => `Client resumed: ${row.id} ${came(row)}`,
	waiting: ({id, from, place}) => `Client waiting: ${id} from ${from}, number ${place} in the queue`,
	received: ({id, room, msg}) => `Received from ${id}${room === generalRoom ? '' : ` in #${room}`}: ${msg}`,
	amended: ({id, room, kind, ref}) => `${amendments[kind]} by ${id} in #${room}: message ${ref}`,
	direct: ({id, to}) => `Received from ${id}: (direct to ${to})`,
	disconnected: ({id, reason}) => `Client disconnected: ${id}${because(reason)}`,
	refused: ({from, code, text}) => `Client refused: ${from}, ${code}: ${text}`,
	kicked: ({id, by, room, reason}) =>
		`Client kicked: ${id}${room === undefined ? '' : ` from #${room}`} by ${by}${because(reason)}`,
	account: ({id, action, detail}) => `Account of ${id}: ${ownDeeds[action]}${because(detail)}`,
	announced: ({id, msg}) => `Announced by ${id}: ${msg}`,
	moderated: ({action, by, subject, room, detail}) =>
		`Operator’s act: ${action}${subject === undefined ? '' : ` ${subject}`}${room === undefined ? '' : ` in #${room}`} by ${by}${because(detail)}`,
	failed: ({from, error}) => `Error with ${from}: ${error}`,
	closing: ({clients}) => `Closing with ${clients} connected`,
	opened: ({folder, conversations, messages}) =>
		`Journal in ${folder} (messages: ${messages}, rooms and conversations with any: ${conversations})`,
	unstored: ({error}) => `Nothing can be stored any more: ${error}`,
	recovered: () => 'Messages can be stored again',
	invitation: ({opens, ...where}) => {
		const what = opens === 'server' ? 'To join' : 'To become its owner, once';
		return 'link' in where ? `${what}: npx tui-chat ${quoted(where.link)}` : `${what}: see ${where.file}`;
	},
	measured: address => `Metrics on http://${showAddress(address)}/metrics`,
	upgraded: ({from, to, copy}) =>
		`The journal was of version ${from} and is of version ${to} now${copy === undefined ? '' : `; as it was it is in ${copy}`}`,
	configured: ({changed, restart}) =>
		[
			changed.length === 0 ? 'Settings read again' : `Settings read again, changed: ${changed.join(', ')}`,
			...(restart.length === 0 ? [] : [`from the next start on: ${restart.join(', ')}`]),
		].join('; '),
	unconfigured: ({error}) => `The settings stay as they were: ${error}`,
	warning: ({text}) => `Warning: ${text}`,
};

/** For people: one line without its newline. */
export const logText = (event: LogEvent): string => {
	const write = writers[event.event] as (row: LogEvent) => string;
	return reveal(write(event)).replaceAll('\n', '⏎').replaceAll('\t', ' ');
};

/** What JSON leaves as it is and a terminal does not: DEL, C1 and the line separators. */
const unescaped = /[\u007f-\u009f\u2028\u2029]/gu;

/** For programs: one JSON object without its newline, with its level, and `ts` in ISO 8601. */
export const logJson = ({event, ts, ...row}: LogEvent): string =>
	JSON.stringify({event, ts: new Date(ts).toISOString(), level: levels[event], ...row}).replaceAll(
		unescaped,
		sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
