/** Accounts and what may come in as them, and how the journal keeps both: as JSON, under their keys. */
import {ChatError} from '../../protocol/errors.ts';
import {isAtLeast, type Role} from '../roles.ts';

/** A name that belongs to somebody. */
export type Account = {
	/** `nameKey` of the id */
	readonly key: string;
	/** as it was written when it was first used with a key */
	readonly id: string;
	role: Role;
	/** since when nobody else could be called so, ms since 1970 */
	readonly since: number;
	/** in the PHC string format; undefined without a password */
	password: string | undefined;
};

/** A `session` is a connection that came in by a password and no key: it comes back by its token. */
export type DeviceSort = 'key' | 'token' | 'session';

/** What may come in as somebody. */
export type Device = {
	/** what `revoke` takes */
	readonly id: string;
	readonly sort: DeviceSort;
	/** key of the account */
	readonly account: string;
	/** a public key in base64url, or SHA-256 of a secret in hex */
	readonly secret: string;
	readonly label: string;
	/** ms since 1970, as are `seen` and `until` */
	readonly since: number;
	seen: number;
	/** undefined for ever */
	readonly until: number | undefined;
};

export const kinds = {account: 'account', device: 'device'} as const;

export const showRecord = (record: Account | Device): string => JSON.stringify(record);

const isText = (value: unknown): value is string => typeof value === 'string';
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isSort = (value: unknown): value is DeviceSort =>
	value === 'key' || value === 'token' || value === 'session';
const isRole = (value: unknown): value is Role => isText(value) && isAtLeast(value as Role, 'guest');

const broken = (kind: string, key: string): ChatError =>
	new ChatError(
		'DATA_BROKEN',
		`The journal’s record of the ${kind} ${key} cannot be read. Restore a backup.`,
	);

const parse = (kind: string, key: string, text: string): Record<string, unknown> => {
	try {
		return {...(JSON.parse(text) as object)};
	} catch (cause) {
		throw new ChatError('DATA_BROKEN', broken(kind, key).message, {cause});
	}
};

/** @throws {ChatError} DATA_BROKEN: to pass over a record would set its name free */
export const parseAccount = (key: string, text: string): Account => {
	const {id, role, since, password} = parse(kinds.account, key, text);
	if (!isText(id) || !isRole(role) || !isTime(since) || !(password === undefined || isText(password)))
		throw broken(kinds.account, key);
	return {key, id, role, since, password};
};

/** @throws {ChatError} DATA_BROKEN */
export const parseDevice = (id: string, text: string): Device => {
	const {sort, account, secret, label, since, seen, until} = parse(kinds.device, id, text);
	const isWhole =
		isSort(sort) && isText(account) && isText(secret) && isText(label) && isTime(since) && isTime(seen);
	if (!isWhole || !(until === undefined || isTime(until))) throw broken(kinds.device, id);
	return {id, sort, account, secret, label, since, seen, until};
};
