import type {Dialect} from '../protocol/dialect.ts';
import type {ChatError} from '../protocol/errors.ts';
import type {Event} from '../protocol/messages.ts';
import type {Claim, Identity} from './access/claim.ts';
import type {Caller} from './access/newcomer.ts';
import type {KnownPerson} from './known-person.ts';
import type {Member} from './member.ts';
import type {Outbox} from './outbox.ts';
import {isAtLeast, type Role} from './roles.ts';
import type {Room} from './room.ts';

/** Who it turned out to be. */
type Known = Identity & {
	token: string;
	person: KnownPerson | undefined;
};

/**
 * A member with a connection to this server. A class, as its fields are looked at in every delivery: a literal with as
 * many fields and a getter is a hash table to V8, of 1,600 bytes.
 */
export class Connected implements Member {
	readonly id: string;
	readonly key: string;
	role: Role;
	readonly account: string | undefined;
	readonly device: string | undefined;
	readonly fingerprint: string | undefined;
	readonly ip: string | undefined;
	readonly secure: boolean;
	readonly token: string;
	readonly person: KnownPerson | undefined;
	readonly knownSince: number;
	readonly client: string | undefined;
	readonly dialect: Dialect;
	readonly echo: boolean;
	readonly rooms = new Set<Room>();
	away: string | undefined;
	unsettled = 0;
	readonly #outbox: Outbox;
	readonly #caller: Caller;

	constructor({hello, key, ip, secure, isConsole, namedAt}: Claim, known: Known, caller: Caller) {
		const {account, device, fingerprint, token, person} = known;
		this.id = hello.id;
		this.key = key;
		this.role = isConsole ? 'owner' : (account?.role ?? 'guest');
		this.account = account?.key;
		this.device = device?.id;
		this.fingerprint = fingerprint;
		this.ip = ip;
		this.secure = secure;
		this.token = token;
		this.person = person;
		this.knownSince = account?.since ?? person?.since ?? namedAt;
		this.client = hello.client;
		this.dialect = caller.dialect;
		this.echo = hello.echo === true;
		this.#outbox = caller.outbox;
		this.#caller = caller;
	}

	get operator(): boolean {
		return isAtLeast(this.role, 'operator');
	}

	get since(): number {
		return this.#caller.since;
	}

	get from(): string {
		return this.#caller.from;
	}

	write(frame: Uint8Array): void {
		this.#outbox.push(frame);
	}

	drained(): Promise<void> {
		return this.#outbox.drained();
	}

	tell(event: Event): void {
		this.#caller.tell(event);
	}

	cut(error: ChatError): void {
		this.#caller.cut(error);
	}

	quit(text: string | undefined): void {
		this.#caller.quit(text);
	}
}
