/** What a server is started with, and what of it a running one takes anew. */
import {existsSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {flagOf, type Given} from '../config.ts';
import {absolute, dataFolder} from '../folders.ts';
import type {Journal} from '../journal/journal.ts';
import {publicAddress} from '../parse.ts';
import {defaultAddress} from '../protocol/address.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {kinds} from '../server/access/records.ts';
import {keyFileName, loadServerKey, openServerKey, type TlsIdentity} from '../server/front/keys.ts';
import type {Reconfiguration, ServerOptions} from '../server/server.ts';
import type {Serving} from '../settings/serving.ts';

/** What `--desk` without a name means. */
const deskRoom = 'desk';

const defaultMaxClients = 10_000;

/** Newlines are for people who write such a file with an editor; all else in its first line is the password. */
const firstLine = (text: string): string => /^[^\r\n]*/.exec(text)![0].normalize('NFC');

/** @throws {ChatError} SETTING_BAD for a file that cannot be read or holds none */
const readPassword = (path: string): string => {
	const bad = (why: string, cause?: unknown): ChatError =>
		new ChatError('SETTING_BAD', `${flagOf('passwordFile')}: ${path} ${why}.`, {cause});
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (cause) {
		throw bad(`cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
	}
	const password = firstLine(text);
	if (password === '') throw bad('has no password in its first line');
	if (password.length > limits.passwordCharacters)
		throw bad(`has a password of more than ${limits.passwordCharacters} characters`);
	return password;
};

const passwordOf = ({passwordFile}: Given): string | undefined =>
	passwordFile === undefined ? undefined : readPassword(absolute(passwordFile));

/** What a running server takes, too. @throws {ChatError} SETTING_BAD */
export const liveOptions = ({given, bounds}: Serving): Reconfiguration => {
	const {maxClients = defaultMaxClients, motd, closed, exempt, allowPlaintext} = given;
	return {
		maxClients,
		motd,
		bounds,
		closed,
		entry: passwordOf(given),
		exempt,
		allowPlaintext,
		public: given.public === undefined ? undefined : publicAddress(given.public),
	};
};

/** The key that the settings name, or the server's own. @throws {ChatError} CERT_BAD */
export const identityOf = ({cert, key, data}: Given): Promise<TlsIdentity> =>
	cert === undefined || key === undefined
		? openServerKey(dataFolder(data))
		: loadServerKey({cert: absolute(cert), key: absolute(key)});

/**
 * Is the key gone by which people know this server? It gets another one then, and they stop before it.
 * @param journal what is kept in the same folder
 */
export const lostKey = ({cert, data}: Given, journal: Pick<Journal, 'records'>): boolean =>
	cert === undefined &&
	!existsSync(join(dataFolder(data), keyFileName)) &&
	[...journal.records(kinds.device)].length > 0;

/** What its operator is told of it. */
export const lostKeyWarning = (fingerprint: string): string =>
	`${keyFileName} was gone, so this server has a new key, and whoever was here before is stopped at it. Put your copy of the old one back and start again, or tell your people the new fingerprint: ${fingerprint}`;

/** @throws {ChatError} SETTING_BAD, CERT_BAD */
export const serverOptions = async (serving: Serving): Promise<ServerOptions> => {
	const {host, port, desk} = serving.given;
	return {
		...liveOptions(serving),
		host: host ?? defaultAddress.host,
		port: port ?? defaultAddress.port,
		...(desk === undefined ? {} : {desk: desk.replace(/^#/, '') || deskRoom}),
		tls: await identityOf(serving.given),
	};
};

/** Files that a server has open besides its connections: the journal's, its threads', what comes and goes. */
const otherFiles = 64;

/** How many files one process may have open, where the system tells (Linux). Node has raised it as far as it may. */
const fileLimit = (): number | undefined => {
	try {
		const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
		return soft === undefined ? undefined : Number(soft);
	} catch {
		return undefined;
	}
};

const isReadByOthers = (path: string): boolean =>
	process.platform !== 'win32' && ((statSync(path, {throwIfNoEntry: false})?.mode ?? 0) & 0o077) !== 0;

/** What its operator should look at, though the server works. */
export const warningsOf = (
	{maxClients = defaultMaxClients, ...given}: Given,
	files = fileLimit(),
): string[] => {
	const warnings: string[] = [];
	const {passwordFile, closed, allowPlaintext} = given;
	if (files !== undefined && files < maxClients + otherFiles)
		warnings.push(
			`the system lets this process open ${files} files, too few for ${flagOf('maxClients')} ${maxClients}. Raise that (ulimit -n, LimitNOFILE=), or take fewer clients.`,
		);
	if (passwordFile !== undefined && isReadByOthers(absolute(passwordFile)))
		warnings.push(`others on this machine can read ${passwordFile}. Make it yours alone: chmod 600.`);
	if (passwordFile !== undefined && !closed)
		warnings.push(`${flagOf('passwordFile')} counts only with ${flagOf('closed')}: everybody may come in.`);
	if (allowPlaintext)
		warnings.push(
			`${flagOf('allowPlaintext')}: what unencrypted connections carry can be read and changed on its way.`,
		);
	return warnings;
};
