import type {Duplex} from 'node:stream';
import type {Clock} from '../protocol/clock.ts';

/** What a client is made of; only its id has no default. */
export type ClientOptions = {
	id: string;
	/** 127.0.0.1 when left out */
	host?: string | undefined;
	/** 8082 when left out */
	port?: number | undefined;
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
	/** names the server in that folder; its address when left out */
	server?: string | undefined;
	/**
	 * Goes on where the last run of this id stopped: in its rooms and conversations, with the place where reading
	 * stopped, and without the messages that a reader of this client took already.
	 */
	resume?: boolean | undefined;
	/** told why nothing can be kept in that folder; a note in the room on the screen when left out */
	report?: ((sentence: string) => void) | undefined;
	/** speaks to the simple servers, which know neither rooms nor acknowledgements */
	plain?: boolean | undefined;
	/** program and version, for the operator's eyes */
	program?: string | undefined;
	/** another way to the server than TCP */
	dial?: (() => Duplex) | undefined;
	clock?: Clock | undefined;
	/** from 0 to below 1; spreads the attempts to reconnect */
	random?: (() => number) | undefined;
	/** names requests; may never repeat, on any machine */
	nonce?: (() => string) | undefined;
};
