import {randomBytes} from 'node:crypto';
import type {Fact, Journal} from '../../journal/journal.ts';
import type {Clock} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import {nameKey} from '../../protocol/names.ts';
import type {Role} from '../roles.ts';
import {Devices, type NewDevice} from './devices.ts';
import {type Account, type Device, kinds, parseAccount, showRecord} from './records.ts';
import {looksOf} from './skeleton.ts';

type AccountsOptions = {
	journal: Journal;
	/** stores a fact */
	note: (fact: Fact) => Promise<void>;
	clock: Clock;
	/** asked each time */
	bounds: () => {accounts: number; devices: number};
	random?: ((bytes: number) => Uint8Array) | undefined;
	/** A device is taken away: whoever is here by it has to go. */
	onRevoked: (device: Device) => void;
	/** An account is something else now: whoever is here as it, too. */
	onRole: (account: Account) => void;
};

/**
 * Names that belong to people, and what may come in as them. All of it is in memory while the server runs, and noted
 * in the journal before anybody is told that it is so.
 */
export class Accounts {
	readonly devices: Devices;
	readonly #options: AccountsOptions;
	readonly #accounts = new Map<string, Account>();
	/** by what names look like, the keys of those that look so: the first one owns that look */
	readonly #looks = new Map<string, string>();

	constructor(options: AccountsOptions) {
		this.#options = {random: randomBytes, ...options};
		for (const [key, value] of options.journal.records(kinds.account)) this.#keep(parseAccount(key, value));
		this.devices = new Devices({...options, owners: this.#accounts});
	}

	get size(): number {
		return this.#accounts.size;
	}

	get isFull(): boolean {
		return this.size >= this.#options.bounds().accounts;
	}

	/** @param key `nameKey` of a name */
	get(key: string): Account | undefined {
		return this.#accounts.get(key);
	}

	/** Whoever owns a name that this one, which is another, can be taken for (UTS 39). */
	lookAlike(id: string): Account | undefined {
		// Nothing is looked for while nobody owns anything: names of guests cost nothing then.
		if (this.size === 0) return undefined;
		const key = nameKey(id);
		for (const look of looksOf(id)) {
			const owner = this.#looks.get(look);
			if (owner !== undefined && owner !== key) return this.#accounts.get(owner);
		}
		return undefined;
	}

	/** Is there an owner who can come in from elsewhere? The console alone can always make one. */
	hasOwner(): boolean {
		for (const {key, role, password} of this.#accounts.values())
			if (role === 'owner' && (password !== undefined || this.devices.of(key).length > 0)) return true;
		return false;
	}

	/** Of the keys of an account, as `SHA256:…`. */
	fingerprintsOf(key: string): string[] {
		return this.devices.fingerprintsOf(key);
	}

	/** An account that may be entered by the key of this fingerprint. */
	byFingerprint(fingerprint: string): Account | undefined {
		const [key] = this.devices.ownersOf(fingerprint);
		return key === undefined ? undefined : this.get(key);
	}

	/**
	 * Makes an account, maybe with what it is entered by. The name is taken at once; resolves when all is stored.
	 * @throws {ChatError} NOT_STORED by rejecting, and the name is free again
	 */
	async make(
		{id, role, since}: Pick<Account, 'id' | 'role' | 'since'>,
		first: NewDevice | undefined,
	): Promise<{account: Account; device: Device | undefined}> {
		const account: Account = {key: nameKey(id), id, role, since, password: undefined};
		this.#keep(account);
		let device: Device | undefined;
		try {
			// The device first: an account that nobody can enter would take its name for good.
			device = first && (await this.devices.add(account.key, first));
			await this.#store(account);
		} catch (error) {
			this.#drop(account);
			if (device) this.devices.drop(device);
			throw error;
		}
		return {account, device};
	}

	/** Takes back what nobody has used: the name is free again. */
	unmake(account: Account): void {
		if (this.#accounts.get(account.key) !== account) return;
		this.#drop(account);
		for (const device of this.devices.of(account.key)) this.devices.drop(device);
		const {key} = account;
		this.#options.note({type: 'record', kind: kinds.account, key, value: null}).catch(() => {});
	}

	/**
	 * Makes the owner of a name something else, here too.
	 * @param key `nameKey` of the name
	 * @throws {ChatError} NO_SUCH_ACCOUNT, NOT_STORED by rejecting, and it is as it was
	 */
	async setRole(key: string, role: Role): Promise<void> {
		await this.#change(key, 'role', role);
	}

	/** @param password in the PHC string format. @throws {ChatError} as `setRole` */
	async setPassword(key: string, password: string): Promise<void> {
		await this.#change(key, 'password', password);
	}

	async #change<Name extends 'role' | 'password'>(
		key: string,
		name: Name,
		value: Account[Name],
	): Promise<void> {
		const account = this.#accounts.get(key);
		if (account === undefined) throw new ChatError('NO_SUCH_ACCOUNT');
		const old = account[name];
		const set = (to: Account[Name]): void => {
			account[name] = to;
			if (name === 'role') this.#options.onRole(account);
		};
		set(value);
		try {
			await this.#store(account);
		} catch (error) {
			// What was changed once more meanwhile is that one's business.
			if (account[name] === value) set(old);
			throw error;
		}
	}

	#store(account: Account): Promise<void> {
		const {key, ...rest} = account;
		return this.#options.note({
			type: 'record',
			kind: kinds.account,
			key,
			value: showRecord(rest as Account),
		});
	}

	#keep(account: Account): void {
		this.#accounts.set(account.key, account);
		for (const look of looksOf(account.id)) if (!this.#looks.has(look)) this.#looks.set(look, account.key);
	}

	#drop(account: Account): void {
		this.#accounts.delete(account.key);
		for (const look of looksOf(account.id))
			if (this.#looks.get(look) === account.key) this.#looks.delete(look);
	}
}
