import type {Dialect, Reply} from '../protocol/dialect.ts';
import {ChatError} from '../protocol/errors.ts';
import type {Request, RequestType} from '../protocol/messages.ts';

/** What a frame turns out to be: an error when it cannot be understood, undefined for an empty line. */
export type Content = Request | Reply | ChatError | undefined;

/** Requests for which something is stored. */
const stored: ReadonlySet<string> = new Set<RequestType>([
	'say',
	'edit',
	'delete',
	'react',
	'read',
	'join',
	'leave',
	'topic',
	'announce',
	'kick',
	'register',
	'revoke',
	'token',
	'invite',
	'uninvite',
	'ban',
	'unban',
	'mute',
	'unmute',
	'role',
	'lock',
]);

export const isStored = (content: Content): boolean =>
	content !== undefined && 'type' in content && stored.has(content.type);

export const decode = (dialect: Dialect, frame: Uint8Array): Content => {
	try {
		return dialect.decode(frame);
	} catch (error) {
		if (error instanceof ChatError) return error;
		throw error;
	}
};
