import {randomBytes} from 'node:crypto';
import type {Fact, Journal} from '../../journal/journal.ts';
import type {Clock} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import {fingerprintOf} from './keys.ts';
import {type Account, type Device, kinds, parseDevice, showRecord} from './records.ts';

/** What is known of a device before it is one. */
export type NewDevice = Pick<Device, 'sort' | 'secret' | 'label'> & {until?: number | undefined};

type DevicesOptions = {
	journal: Journal;
	note: (fact: Fact) => Promise<void>;
	clock: Clock;
	bounds: () => {devices: number};
	random?: ((bytes: number) => Uint8Array) | undefined;
	/** by key: a device of nobody is none */
	owners: ReadonlyMap<string, Account>;
	onRevoked: (device: Device) => void;
};

const idBytes = 8;

/** The keys, access tokens and sessions of all accounts. */
export class Devices {
	readonly #options: DevicesOptions;
	readonly #random: (bytes: number) => Uint8Array;
	readonly #byId = new Map<string, Device>();
	readonly #byAccount = new Map<string, Set<Device>>();
	/** tokens and sessions, by the hash of their secret: each has one of its own */
	readonly #bySecret = new Map<string, Device>();
	/** keys, by their fingerprint: one person may own several names by the same key */
	readonly #byFingerprint = new Map<string, Set<Device>>();
	/** taken away, and the journal would not have it: they open nothing, and can be taken away again */
	readonly #revoked = new Set<Device>();

	constructor(options: DevicesOptions) {
		this.#options = options;
		this.#random = options.random ?? randomBytes;
		for (const [id, value] of options.journal.records(kinds.device)) {
			const device = parseDevice(id, value);
			// An account is stored after its first device, so it may never have come to it.
			if (options.owners.has(device.account)) this.#keep(device);
			else this.#forget(device);
		}
	}

	/** Those of an account, the oldest first. @param account its key */
	of(account: string): Device[] {
		const all = [...(this.#byAccount.get(account) ?? [])];
		for (const device of all) if (this.#isOver(device)) this.drop(device);
		return all.filter(device => !this.#isOver(device));
	}

	get(id: string): Device | undefined {
		return this.#working(this.#byId.get(id));
	}

	/** The device of an account that is this key. @param key in canonical base64url */
	byKey(account: string, key: string): Device | undefined {
		const found = [...(this.#byFingerprint.get(fingerprintOf(key)) ?? [])];
		return this.#working(found.find(device => device.account === account));
	}

	/** @param secret SHA-256 of it in hex */
	bySecret(account: string, sort: 'token' | 'session', secret: string): Device | undefined {
		const found = this.#working(this.#bySecret.get(secret));
		return found?.account === account && found.sort === sort ? found : undefined;
	}

	fingerprintsOf(account: string): string[] {
		return this.of(account)
			.filter(({sort}) => sort === 'key')
			.map(({secret}) => fingerprintOf(secret));
	}

	/** Keys of the accounts that may be entered by the key of a fingerprint. */
	ownersOf(fingerprint: string): string[] {
		return [...(this.#byFingerprint.get(fingerprint) ?? [])].map(({account}) => account);
	}

	/**
	 * Of too many the session goes that was not seen for longest; where there is none, somebody has to choose.
	 * @param asking never that one
	 * @throws {ChatError} SERVER_FULL_OF, NOT_STORED by rejecting
	 */
	async add(account: string, {sort, secret, label, until}: NewDevice, asking?: Device): Promise<Device> {
		// One key is one device, or taking it away would leave another one.
		const known = sort === 'key' ? this.byKey(account, secret) : undefined;
		if (known) return known;
		this.#makeRoom(account, asking);
		const now = this.#options.clock.now();
		const id = Buffer.from(this.#random(idBytes)).toString('hex');
		const device: Device = {id, sort, account, secret, label, since: now, seen: now, until};
		this.#keep(device);
		try {
			await this.#store(device);
		} catch (error) {
			this.#leave(device);
			throw error;
		}
		return device;
	}

	/** Somebody has come in by it. Nobody waits for that to be stored. */
	see(device: Device): void {
		if (this.#byId.get(device.id) !== device) return;
		device.seen = this.#options.clock.now();
		this.#store(device).catch(() => {});
	}

	/**
	 * Takes one away: whoever is here by it goes at once. Resolves when that is stored.
	 * @throws {ChatError} NOT_STORED by rejecting: it opens nothing as long as the server runs, and is still listed, so
	 * that it can be taken away again
	 */
	async revoke(device: Device): Promise<void> {
		this.#revoked.add(device);
		this.#options.onRevoked(device);
		await this.#note(device.id, null);
		this.#leave(device);
	}

	/** Takes away what nobody has used, or what is over. */
	drop(device: Device): void {
		this.#leave(device);
		this.#forget(device);
	}

	/** To be called when the journal takes records again. */
	retry(): void {
		for (const device of this.#revoked) this.revoke(device).catch(() => {});
	}

	#makeRoom(account: string, asking: Device | undefined): void {
		const {devices: most} = this.#options.bounds();
		const all = this.of(account);
		if (all.length < most) return;
		const [oldest] = all
			.filter(device => device.sort === 'session' && device !== asking)
			.sort((one, other) => one.seen - other.seen);
		if (oldest === undefined)
			throw new ChatError('SERVER_FULL_OF', `You have ${most} devices and tokens. Take one away first.`);
		this.revoke(oldest).catch(() => {});
	}

	#working(device: Device | undefined): Device | undefined {
		return device === undefined || this.#revoked.has(device) || this.#isOver(device) ? undefined : device;
	}

	#isOver({until}: Device): boolean {
		return until !== undefined && until <= this.#options.clock.now();
	}

	#keep(device: Device): void {
		const {id, account, sort, secret} = device;
		this.#byId.set(id, device);
		insert(this.#byAccount, account, device);
		if (sort === 'key') insert(this.#byFingerprint, fingerprintOf(secret), device);
		else this.#bySecret.set(secret, device);
	}

	#leave(device: Device): void {
		const {id, account, sort, secret} = device;
		this.#byId.delete(id);
		this.#revoked.delete(device);
		remove(this.#byAccount, account, device);
		if (sort === 'key') remove(this.#byFingerprint, fingerprintOf(secret), device);
		else this.#bySecret.delete(secret);
	}

	#store({id, ...rest}: Device): Promise<void> {
		return this.#note(id, showRecord(rest as Device));
	}

	#forget({id}: Device): void {
		this.#note(id, null).catch(() => {});
	}

	#note(key: string, value: string | null): Promise<void> {
		return this.#options.note({type: 'record', kind: kinds.device, key, value});
	}
}

const insert = <Item>(map: Map<string, Set<Item>>, key: string, item: Item): void => {
	const items = map.get(key);
	if (items) items.add(item);
	else map.set(key, new Set([item]));
};

const remove = <Item>(map: Map<string, Set<Item>>, key: string, item: Item): void => {
	const items = map.get(key);
	items?.delete(item);
	if (items?.size === 0) map.delete(key);
};
