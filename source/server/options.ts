/** What a server is made with, and what it offers. */
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Journal} from '../journal/journal.ts';
import type {Clock} from '../protocol/clock.ts';
import type {About} from './about.ts';
import type {Bounds} from './bounds.ts';
import type {TlsIdentity} from './front/keys.ts';
import type {PortOptions} from './front/port.ts';
import type {LogEvent} from './log.ts';
import type {StartLinks} from './moderation/starting.ts';
import type {Rate} from './rate.ts';
import type {Stats} from './stats.ts';

export type ServerOptions = PortOptions & {
	/** People at once; more wait. Any number when left out. Operators do not count. */
	maxClients?: number | undefined;
	/** name of a help desk's room */
	desk?: string | undefined;
	/** said to everybody on coming in */
	motd?: string | undefined;
	/** kept in memory when left out; closed with the server */
	journal?: Journal | undefined;
	/** where the journal is, for the log */
	folder?: string | undefined;
	log?: ((event: LogEvent) => void) | undefined;
	/** what each client may send; `limits` when left out, false for as much as it can */
	rate?: Rate | false | undefined;
	/** what is bounded otherwise than `boundTable` says */
	bounds?: Partial<Bounds> | undefined;
	/** nobody comes in without an account, an invitation or the join password */
	closed?: boolean | undefined;
	/** the join password of a closed server */
	entry?: string | undefined;
	clock?: Clock | undefined;
	/** so many random bytes, for tokens */
	random?: ((bytes: number) => Uint8Array) | undefined;
};

/** The options that a running server takes anew. */
export type Reconfiguration = Pick<
	ServerOptions,
	'maxClients' | 'motd' | 'bounds' | 'closed' | 'entry' | 'exempt' | 'allowPlaintext' | 'public'
>;

export interface ChatServer {
	/** @throws {ChatError} by rejecting: ADDRESS_USED, ADDRESS_DENIED, ADDRESS_BAD, or CLOSING after `close` */
	listen(): Promise<AddressInfo>;
	/** Serves a peer that came by another way than `listen`. */
	handle(duplex: Duplex, about?: About): void;
	/** Of the server's key, as `SHA256:…`; undefined where it does not encrypt. */
	readonly fingerprint: string | undefined;
	/**
	 * Reads the files of the server's certificate anew, or takes another one; newcomers get it.
	 * @throws {ChatError} by rejecting: CERT_BAD, and the one before stays
	 */
	reloadTls(identity?: TlsIdentity): Promise<void>;
	/**
	 * Takes settings that are others now: what is left out is as if it never was set. Who is connected stays.
	 * @throws {ChatError} SETTING_BAD for a range of addresses, and nothing has changed
	 */
	reconfigure(settings: Reconfiguration): void;
	/** What it does and has done, for whoever measures it. */
	stats(): Stats;
	/** Does somebody own the server? */
	readonly hasOwner: boolean;
	/** What to paste to let people in, and to become the owner while there is none. Each call makes new secrets. */
	links(): StartLinks;
	/** Says goodbye to everybody, and resolves when they are gone, after `limits.drainMs` at most. */
	close(): Promise<void>;
}
