import type {Dialect} from '../../protocol/dialect.ts';
import {ChatError} from '../../protocol/errors.ts';
import type {Event, RequestOf} from '../../protocol/messages.ts';
import {nameKey} from '../../protocol/names.ts';
import type {About} from '../about.ts';
import type {Guest} from '../door.ts';
import {letIn, memberOf} from '../entrance.ts';
import type {Host} from '../host.ts';
import type {Member} from '../member.ts';
import type {Outbox} from '../outbox.ts';
import {isAtLeast} from '../roles.ts';
import type {Claim, Identified, Identity, Made} from './claim.ts';
import {identify} from './identify.ts';
import {noLookAlike} from './strangers.ts';

/** The connection of somebody who wants in. */
export type Caller = {
	/** when it was made, ms since 1970 */
	readonly since: number;
	readonly from: string;
	readonly dialect: Dialect;
	readonly outbox: Outbox;
	/** It has ended, or is about to. */
	readonly isOver: boolean;
	tell: (event: Event) => void;
	cut: (error: ChatError, nonce?: string) => void;
	/** What broke here ends this connection, and nobody else's. */
	fail: (error: unknown) => void;
	quit: (text: string | undefined) => void;
	/** It has to wait for a place. */
	wait: (place: number, hello: RequestOf<'hello'>) => void;
	/** It is in, or will be in this turn. */
	become: (member: Member) => void;
};

type Arrival = {hello: RequestOf<'hello'>; about: About; caller: Caller};

/** Somebody who has said hello, on the way to being a member: found out who it is, then in, or in the queue. */
export class Newcomer implements Guest {
	readonly id: string;
	readonly key: string;
	readonly token: string | undefined;
	readonly takeover: boolean;
	readonly #host: Host;
	readonly #claim: Claim;
	readonly #caller: Caller;
	#identified: Identified | undefined;
	#member: Member | undefined;

	constructor(host: Host, {hello, about, caller}: Arrival) {
		const {ip, secure = true, binding, operator: isConsole = false} = about;
		const key = nameKey(hello.id);
		this.id = hello.id;
		this.key = key;
		this.token = hello.token;
		this.takeover = hello.takeover ?? false;
		this.#host = host;
		this.#claim = {hello, key, ip, secure, binding, isConsole, namedAt: host.clock.now()};
		this.#caller = caller;
	}

	get operator(): boolean {
		const role = this.#identified?.identity.account?.role ?? 'guest';
		return this.#claim.isConsole || isAtLeast(role, 'operator');
	}

	get account(): string | undefined {
		return this.#identified?.identity.account?.key;
	}

	get device(): string | undefined {
		return this.#identified?.identity.device?.id;
	}

	/** Goes to the door. @returns a promise when it takes its time to find out who it is, which never rejects */
	arrive(): Promise<void> | undefined {
		const {door} = this.#host;
		const entering = door.entering(this.key);
		// The one before may be the same person, whose name is being stored.
		if (entering) return entering.then(() => this.#unlessOver());
		try {
			const identified = identify(this.#host, this.#claim);
			if (!(identified instanceof Promise)) return this.#knock(identified);
			return identified.then(
				found => this.#knock(found),
				(error: unknown) => this.#refuse(error),
			);
		} catch (error) {
			this.#refuse(error);
			return undefined;
		}
	}

	/** @returns a promise when something has to be stored first, which never rejects */
	enter(older: Member | undefined): Promise<void> | undefined {
		const {identity, make} = this.#identified!;
		if (make) return this.#makeAndEnter(make);
		try {
			this.#become(identity, older);
		} catch (error) {
			this.#refuse(error);
		}
		return undefined;
	}

	wait(place: number): void {
		this.#caller.wait(place, this.#claim.hello);
	}

	cut(error: ChatError): void {
		this.#caller.cut(error);
	}

	#unlessOver(): Promise<void> | undefined {
		return this.#caller.isOver ? undefined : this.arrive();
	}

	#knock(identified: Identified): Promise<void> | undefined {
		if (this.#caller.isOver) return undefined;
		this.#identified = identified;
		try {
			return this.#host.door.arrive(this);
		} catch (error) {
			this.#refuse(error);
			return undefined;
		}
	}

	async #makeAndEnter(make: () => Promise<Made>): Promise<void> {
		const {hub} = this.#host;
		let made: Made | undefined;
		try {
			made = await make();
			if (!this.#caller.isOver) this.#become(made.identity, hub.present.get(this.key));
		} catch (error) {
			this.#refuse(error);
		}
		// Nobody was told that it is theirs.
		const isIn = this.#member !== undefined && hub.present.get(this.key) === this.#member;
		if (!isIn) made?.undo();
	}

	#become(identity: Identity, older: Member | undefined): void {
		this.#identified = {identity};
		this.#checkAgain(identity);
		const member = memberOf(this.#host, this.#claim, identity, this.#caller);
		this.#member = member;
		this.#caller.become(member);
		const isNew = identity.isNew ?? false;
		letIn(this.#host, member, this.#claim.hello, {older, isNew});
		if (isNew) recordOwner(this.#host, member);
	}

	/** It may have waited for long. @throws {ChatError} BANNED; ID_USED when somebody owns a name by now that looks so */
	#checkAgain({account, fingerprint}: Identity): void {
		const {ip, isConsole} = this.#claim;
		if (isConsole) return;
		const ban = this.#host.sanctions.forHello({id: this.id, ip, fingerprint});
		if (ban) throw ban;
		if (account === undefined) noLookAlike(this.#host, this.#claim);
	}

	#refuse(error: unknown): void {
		if (error instanceof ChatError) this.#caller.cut(error, this.#claim.hello.nonce);
		else this.#caller.fail(error);
	}
}

const recordOwner = ({hub, report}: Host, {id, fingerprint}: Member): void => {
	const action = 'own';
	hub.moderation.deeds.note({action, by: id, detail: fingerprint}, false);
	report({event: 'account', id, action, detail: fingerprint});
};
