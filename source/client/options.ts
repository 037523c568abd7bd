import type {Duplex} from 'node:stream';
import type {Clock} from '../protocol/clock.ts';
import type {Peer} from './tls.ts';

/** What a client is made of; only its id has no default. */
export type ClientOptions = {
	id: string;
	/** 127.0.0.1 when left out */
	host?: string | undefined;
	/** 8082 when left out */
	port?: number | undefined;
	/** an invitation as one pastes it, `tuichat://…`: says host, port, first room, the server's key, and a token */
	link?: string | undefined;
	/**
	 * Speaks without encryption, for networks that one trusts. Nothing ever comes to that by itself. A server on the
	 * same machine is still asked for encryption, unless this is set.
	 */
	plaintext?: boolean | undefined;
	/** of the server's key, `SHA256:…`: no other one will do, whatever it was known by before */
	fingerprint?: string | undefined;
	/** token of an invitation; that of `link` when left out */
	invite?: string | undefined;
	/** of the account that owns the name; said once */
	password?: string | undefined;
	/** a personal access token of that account, for programs */
	access?: string | undefined;
	/** join password of a closed server */
	entry?: string | undefined;
	/** rooms to be in from the start, the first of them on the screen; general when left out */
	rooms?: readonly string[] | undefined;
	/** messages of history at most, for each room on first entering it; 0 for a bot that wants only news */
	history?: number | undefined;
	/** no history from before this time on first entering a room, ms since 1970 */
	since?: number | undefined;
	/**
	 * Folder for what has to outlive this process: what is not acknowledged yet, and the secret token by which the
	 * server knows one again. Nothing is kept when left out.
	 */
	state?: string | undefined;
	/**
	 * Folder for the keys: one's own, which owns the names that one uses first, and those of servers. That of `state` when
	 * left out; without either one is a guest everywhere, and each server is a new one.
	 */
	keys?: string | undefined;
	/** names the server in that folder; its address when left out */
	server?: string | undefined;
	/**
	 * Goes on where the last run of this id stopped: in its rooms and conversations, with the place where reading
	 * stopped, and without the messages that a reader of this client took already.
	 */
	resume?: boolean | undefined;
	/** told who the server is, at each connection; a note in the room on the screen, for a new one, when left out */
	met?: ((peer: Peer) => void) | undefined;
	/** told why nothing can be kept in that folder; a note in the room on the screen when left out */
	report?: ((sentence: string) => void) | undefined;
	/** speaks to the simple servers, which know neither rooms nor acknowledgements */
	plain?: boolean | undefined;
	/** program and version, for the operator's eyes */
	program?: string | undefined;
	/** another way to the server than TCP; it is not encrypted once more */
	dial?: (() => Duplex) | undefined;
	/** a TCP connection that is there already, for the first attempt; asked at each */
	knocked?: (() => Duplex | undefined) | undefined;
	clock?: Clock | undefined;
	/** from 0 to below 1; spreads the attempts to reconnect */
	random?: (() => number) | undefined;
	/** names requests; may never repeat, on any machine */
	nonce?: (() => string) | undefined;
};
