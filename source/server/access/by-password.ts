/** Who comes by a password. */
import {ChatError} from '../../protocol/errors.ts';
import type {Host} from '../host.ts';
import {type Claim, type Identified, labelOf, type Made, type Proved} from './claim.ts';
import type {Account} from './records.ts';
import {hashOfSecret} from './secrets.ts';

/** With a proved key that key is a device from now on; else there is a session that comes back by its token. */
export const byPassword = async (
	host: Host,
	claim: Claim,
	account: Account,
	password: string,
	proved: Proved | undefined,
): Promise<Identified> => {
	const {accounts, makeToken} = host;
	await checkPassword(host, claim, account, password);
	const checked = account.password;
	const identity = {account, device: undefined, fingerprint: undefined};
	const label = labelOf(claim);
	// The key is the account's from now on, also if its owner is here already and has to say so first.
	if (proved) {
		const device = await accounts.devices.add(account.key, {sort: 'key', secret: proved.key, label});
		return {identity: {account, device, fingerprint: proved.fingerprint}};
	}
	const make = async (): Promise<Made> => {
		// It may have been changed while this one waited for a place.
		if (account.password !== checked) throw new ChatError('PASSWORD_WRONG');
		const token = makeToken();
		const session = {sort: 'session', secret: hashOfSecret(token), label} as const;
		const device = await accounts.devices.add(account.key, session);
		return {identity: {...identity, device, token}, undo: () => accounts.devices.drop(device)};
	};
	return {identity, make};
};

/**
 * A name that nobody owns has no password, and costs as much to be told so.
 * @throws {ChatError} PASSWORD_WRONG, TRY_LATER, BUSY by rejecting
 */
const checkPassword = async (
	{throttle, passwords, accounts}: Host,
	{ip, key}: Pick<Claim, 'ip' | 'key'>,
	account: Account | undefined,
	password: string,
): Promise<void> => {
	const takeBack = throttle.attempt(ip, key);
	const stored = account?.password;
	let verdict: {right: boolean; stale: boolean};
	try {
		verdict = await passwords.verify(password, stored);
	} catch (error) {
		takeBack();
		throw error;
	}
	// Whoever changed it meanwhile wants nobody in by the old one.
	if (!verdict.right || account?.password !== stored) throw new ChatError('PASSWORD_WRONG');
	takeBack();
	if (verdict.stale) await rehash({passwords, accounts}, account!, password);
};

/** If it fails, the next one who comes in by it tries again. */
const rehash = async (
	{passwords, accounts}: Pick<Host, 'passwords' | 'accounts'>,
	account: Account,
	password: string,
): Promise<void> => {
	const old = account.password;
	try {
		const hash = await passwords.hash(password);
		if (account.password === old) await accounts.setPassword(account.key, hash);
	} catch (error) {
		if (!(error instanceof ChatError)) throw error;
	}
};

/** As if there were one. @throws {ChatError} PASSWORD_WRONG, TRY_LATER, BUSY by rejecting */
export const refusePassword = async (host: Host, claim: Claim, password: string): Promise<never> => {
	await checkPassword(host, claim, undefined, password);
	throw new ChatError('PASSWORD_WRONG');
};
