/** Where the settings lead to, how it is known there that it is the right place, and why one may come in. */
import {readFileSync} from 'node:fs';
import type {Given} from './config.ts';
import {flagOf} from './flags.ts';
import {absolute, stateFolder} from './folders.ts';
import {parseAddress} from './parse.ts';
import {type Address, defaultAddress} from './protocol/address.ts';
import {ChatError} from './protocol/errors.ts';
import {type Invitation, isInvitation, parseInvitation} from './protocol/invitation.ts';

/** For a client, apart from who one is there. */
export type Destination = Address & {
	/** the first room, where an invitation names it */
	readonly room: string | undefined;
	/** the invitation itself */
	readonly link: string | undefined;
	readonly plain: boolean;
	readonly plaintext: boolean;
	/** of the server's key */
	readonly fingerprint: string | undefined;
	/** a personal access token */
	readonly access: string | undefined;
	/** the join password of a closed server */
	readonly entry: string | undefined;
	/** the folder with one's own key and those of servers */
	readonly keys: string;
};

/** What is an address or an invitation. @param what it is called where it was given @throws {ChatError} */
export const checkWay = (text: string, what?: string): Address =>
	isInvitation(text) ? parseInvitation(text) : parseAddress(text, what);

/**
 * @param environment holds secrets, which no flag takes: everybody on a machine can read those
 * @throws {ChatError} SETTING_BAD, LINK_BAD, ROOM_BAD
 */
export const destinationOf = (given: Given, environment: NodeJS.ProcessEnv): Destination => {
	const {connect, plain, plaintext, fingerprint} = given;
	const link = connect !== undefined && isInvitation(connect) ? connect.trim() : undefined;
	const {host, port, room}: Invitation = link === undefined ? plainWay(connect) : parseInvitation(link);
	return {
		host,
		port,
		room,
		link,
		plain,
		plaintext,
		fingerprint,
		access: environment.TUI_CHAT_ACCESS || secretIn(given, 'accessFile'),
		entry: environment.TUI_CHAT_ENTRY || secretIn(given, 'passwordFile'),
		keys: stateFolder(given.state),
	};
};

const plainWay = (connect: string | undefined): Address =>
	connect === undefined ? defaultAddress : parseAddress(connect);

/** The first line of a file. */
const secretIn = (given: Given, name: 'accessFile' | 'passwordFile'): string | undefined => {
	const path = given[name];
	if (path === undefined) return undefined;
	const text = readSecret(absolute(path), name);
	const [line = ''] = text.split(/\r?\n/, 1);
	if (line === '') throw new ChatError('SETTING_BAD', `${flagOf(name)}: the first line of ${path} is empty.`);
	return line;
};

const readSecret = (path: string, name: string): string => {
	try {
		return readFileSync(path, 'utf8');
	} catch (cause) {
		const {code} = cause as NodeJS.ErrnoException;
		throw new ChatError('SETTING_BAD', `${flagOf(name)}: ${path} cannot be read (${code}).`, {cause});
	}
};
