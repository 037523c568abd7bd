import type {Dialect} from '../protocol/dialect.ts';
import type {ChatError} from '../protocol/errors.ts';
import type {Event, Person} from '../protocol/messages.ts';
import type {KnownPerson} from './known-person.ts';
import type {Role} from './roles.ts';
import type {Room} from './room.ts';

/**
 * Somebody in the chat, by whatever they are connected: a dialect and a way to write. The hub knows people as
 * members only, so that another kind of peer (IRC, SSH) is another implementation of this.
 */
export interface Member {
	readonly id: string;
	/** `nameKey` of the id */
	readonly key: string;
	/** what it is on this server; changes while it is here */
	role: Role;
	/** Is it operator, or owner? */
	readonly operator: boolean;
	/** `nameKey` of the name that it owns; undefined for guests */
	readonly account: string | undefined;
	/** of its account, by what it came in: a key, an access token, a password */
	readonly device: string | undefined;
	/** of the key that it proved, as `SHA256:…` */
	readonly fingerprint: string | undefined;
	/** without the port; undefined for who came by no network */
	readonly ip: string | undefined;
	/** Can nobody else read what is sent? */
	readonly secure: boolean;
	/** proves that a later connection is the same person's */
	readonly token: string;
	/** whom it is known again as; undefined for those whose dialect cannot show a token */
	readonly person: KnownPerson | undefined;
	/** when the connection was made, ms since 1970 */
	readonly since: number;
	/** since when it is certain to be the same person: earlier when it came back with its token */
	readonly knownSince: number;
	/** address and port, for operators */
	readonly from: string;
	/** program and version, for operators */
	readonly client: string | undefined;
	readonly dialect: Dialect;
	/** Does it need no acknowledgement of what it is shown itself? */
	readonly echo: boolean;
	readonly rooms: Set<Room>;
	/** why it is away, maybe an empty text; undefined while it is here */
	away: string | undefined;
	/** what it said and the journal has not committed yet */
	unsettled: number;

	/** Queues a frame, which may be shared with others; it leaves with the next write to this peer, see `Round`. */
	write(frame: Uint8Array): void;
	/** Queues an event for this member alone. */
	tell(event: Event): void;
	/** Resolves when little is queued. */
	drained(): Promise<void>;
	/** Ends the connection with an error. */
	cut(error: ChatError): void;
	/** Ends the connection in good order, as its owner asked, once what it said is acknowledged. */
	quit(text: string | undefined): void;
}

/** A member as others see it. */
export const personOf = ({id, away, operator, role}: Member): Person => ({
	id,
	...(away === undefined ? {} : {away}),
	...(operator ? {operator} : {}),
	...(role === 'guest' ? {guest: true} : {}),
});
