/** How a client comes to its server: over what, by which key it knows it, and what it says of itself. */
import {type Address, defaultAddress, showAddress} from '../protocol/address.ts';
import {type Invitation, parseInvitation} from '../protocol/invitation.ts';
import {Credentials} from './credentials.ts';
import {type Dialled, dialBy, dialPlain} from './dial.ts';
import {type Identity, openIdentity} from './identity.ts';
import type {ClientOptions} from './options.ts';
import {Pins} from './pins.ts';
import {dialTls, type Peer} from './tls.ts';

export type Reach = {
	readonly address: Address;
	/** where an invitation leads */
	readonly room: string | undefined;
	readonly dial: () => Dialled;
	readonly credentials: Credentials;
};

export type ReachOptions = {
	now: () => number;
	/** told of the server at each connection, before anything is said to it */
	met: (peer: Peer) => void;
	/** told when something cannot be kept, with why */
	failed: (sentence: string) => void;
};

/** @throws {ChatError} LINK_BAD, ROOM_BAD */
export const reach = (options: ClientOptions, hooks: ReachOptions): Reach => {
	const {state, keys = state, dial, plain, plaintext, password, entry, access} = options;
	const invitation: Partial<Invitation> = options.link === undefined ? {} : parseInvitation(options.link);
	const {host = options.host ?? defaultAddress.host, port = options.port ?? defaultAddress.port} = invitation;
	const address = {host, port};
	const pins = new Pins({folder: keys, ...hooks});
	const encrypted = {
		address,
		pins,
		given: options.fingerprint,
		invited: invitation.fingerprint,
		met: hooks.met,
		over: options.knocked,
	};
	return {
		address,
		room: invitation.room,
		dial: () => {
			if (dial) return dialBy(dial);
			return plain || plaintext ? dialPlain(address) : dialTls(encrypted);
		},
		credentials: new Credentials({
			identity: keys === undefined ? undefined : (): Identity => openIdentity(keys),
			access,
			secrets: {password, entry, invite: options.invite ?? invitation.token},
		}),
	};
};

/** What somebody is told of a server that nobody has said anything about. */
export const firstSight = (address: Address, {fingerprint}: Peer): string =>
	`This is the first time at ${showAddress(address)}. Its key, which has to be this one from now on:\n${fingerprint}\nIts owner can tell you whether it is the right one.`;
