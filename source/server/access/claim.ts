/** What a hello claims, and who its sender turns out to be. */
import type {RequestOf} from '../../protocol/messages.ts';
import type {Account, Device} from './records.ts';

/** A hello, and how it came. */
export type Claim = {
	hello: RequestOf<'hello'>;
	/** `nameKey` of its id */
	key: string;
	ip: string | undefined;
	secure: boolean;
	binding: Uint8Array | undefined;
	/** It came by the server's own console, which may be anybody. */
	isConsole: boolean;
	/** when it was said, ms since 1970 */
	namedAt: number;
};

/** Who somebody is. */
export type Identity = {
	/** undefined for guests */
	readonly account: Account | undefined;
	/** by what it came in */
	readonly device: Device | undefined;
	/** of the key that it proved */
	readonly fingerprint: string | undefined;
	/** the secret of a session that was made for it */
	readonly token?: string | undefined;
	/** The name has become its own by this hello. */
	readonly isNew?: boolean | undefined;
};

/** Somebody, once all is stored that makes them so. */
export type Made = {
	identity: Identity;
	/** Takes it back, as nobody came in by it. */
	undo: () => void;
};

export type Identified = {
	readonly identity: Identity;
	/** What has to be stored before they are in. @throws {ChatError} by rejecting */
	readonly make?: (() => Promise<Made>) | undefined;
};

/** A key that is its sender’s. */
export type Proved = {key: string; fingerprint: string};

/** What a device is called that is made by a hello. */
export const labelOf = ({hello: {client}}: Claim): string => client ?? '';
