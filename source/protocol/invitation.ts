/** An invitation as one link: where a server is, the key to know it by, and what opens its door. */
import {type Address, defaultAddress, showAddress} from './address.ts';
import {ChatError} from './errors.ts';
import {checkRoom} from './names.ts';
import {isFingerprint} from './proof.ts';

export type Invitation = Address & {
	/** where one comes in; general when left out */
	room?: string | undefined;
	/** of the server's key, as `SHA256:…`; a server whose certificate an authority signed needs none */
	fingerprint?: string | undefined;
	/** what a closed server lets one in by */
	token?: string | undefined;
};

export const invitationScheme = 'tuichat:';

/**
 * `tuichat://host:port/room#SHA256:fingerprint.token`. The fragment never leaves whoever follows a link (RFC 3986,
 * section 3.5), so that a secret in it is in nobody's log.
 */
export const showInvitation = ({host, port, room, fingerprint, token}: Invitation): string => {
	const path = room === undefined ? '' : `/${encodeURIComponent(room)}`;
	const secret = token === undefined ? '' : `.${token}`;
	const fragment = fingerprint === undefined && token === undefined ? '' : `#${fingerprint ?? ''}${secret}`;
	return `${invitationScheme}//${showAddress({host, port})}${path}${fragment}`;
};

export const isInvitation = (text: string): boolean =>
	text.trim().toLowerCase().startsWith(`${invitationScheme}//`);

/** @throws {ChatError} LINK_BAD, ROOM_BAD */
export const parseInvitation = (text: string): Invitation => {
	const url = URL.parse(text.trim());
	if (url?.protocol !== invitationScheme || !isHost(url.hostname) || url.port === '0')
		throw new ChatError('LINK_BAD');
	if (url.username !== '' || url.password !== '' || url.search !== '') throw new ChatError('LINK_BAD');
	const [fingerprint = '', token, ...rest] = url.hash.slice(1).split('.');
	if (rest.length > 0) throw new ChatError('LINK_BAD');
	if (fingerprint !== '' && !isFingerprint(fingerprint))
		throw new ChatError('LINK_BAD', 'The fingerprint of that invitation is not whole. Copy all of the link.');
	if (token !== undefined && !/^[\w-]{1,64}$/.test(token)) throw new ChatError('LINK_BAD');
	const room = url.pathname.replace(/^\//, '');
	return {
		host: url.hostname.replace(/^\[|\]$/g, ''),
		port: url.port === '' ? defaultAddress.port : Number(url.port),
		...(room === '' ? {} : {room: checkRoom(decoded(room))}),
		...(fingerprint === '' ? {} : {fingerprint}),
		...(token === undefined ? {} : {token}),
	};
};

/** A name as DNS has it, or an address. Anything else would be looked up in vain, and shown to people. */
const isHost = (text: string): boolean => /^(?:\[[\da-f:.]+\]|[\w.-]+)$/i.test(text);

const decoded = (text: string): string => {
	try {
		return decodeURIComponent(text);
	} catch {
		throw new ChatError('LINK_BAD');
	}
};
