/**
 * Who a hello is of: by a key that it proves, an access token, the token of a session, or a password. Nothing is made
 * here, only told what has to be made once there is a place.
 */
import {ChatError} from '../../protocol/errors.ts';
import type {Host} from '../host.ts';
import {byPassword} from './by-password.ts';
import type {Claim, Identified, Made, Proved} from './claim.ts';
import {fingerprintOf, provedKey} from './keys.ts';
import type {Account, Device} from './records.ts';
import {hashOfSecret} from './secrets.ts';
import {identifyStranger, noLookAlike} from './strangers.ts';

/**
 * A promise where a password has to be checked.
 * @throws {ChatError} that refuses the hello, also by rejecting
 */
export const identify = (host: Host, claim: Claim): Identified | Promise<Identified> => {
	const {hello, key, ip, isConsole} = claim;
	onlySecure(host, claim);
	if (isConsole) return identifyConsole(host, claim);
	const proved = provedBy(claim);
	const fingerprint = proved?.fingerprint;
	const ban = host.sanctions.forHello({id: hello.id, ip, fingerprint});
	if (ban) throw ban;
	const account = host.accounts.get(key);
	// One's own name in another spelling: `AIICE` is `aiice`, and looks like Alice when it is written `AIice`.
	if (account && account.id !== hello.id) noLookAlike(host, claim);
	const device = account && deviceBy(host, claim, proved);
	if (device) {
		host.accounts.devices.see(device);
		return {identity: {account, device, fingerprint}};
	}
	if (hello.access !== undefined) throw accessRefusal(host, claim);
	return account ? identifyOwner(host, claim, account, proved) : identifyStranger(host, claim, proved);
};

/** @throws {ChatError} NOT_SECURE: who can read a secret has it */
const onlySecure = ({accounts}: Host, {hello, key, secure}: Claim): void => {
	if (secure) return;
	const {password, access, entry, invite, token} = hello;
	const isSession =
		token !== undefined && accounts.devices.bySecret(key, 'session', hashOfSecret(token)) !== undefined;
	if (isSession || [password, access, entry, invite].some(secret => secret !== undefined))
		throw new ChatError('NOT_SECURE', 'Secrets are taken over encrypted connections only. Connect with TLS.');
};

const provedBy = ({hello: {id, key, proof}, binding}: Claim): Proved | undefined => {
	const proved = provedKey({id, key, proof, binding});
	return proved === undefined ? undefined : {key: proved, fingerprint: fingerprintOf(proved)};
};

/** Whoever sits at the server is its owner, also when nothing can be stored. */
const identifyConsole = ({accounts, report}: Host, {hello: {id}, key, namedAt}: Claim): Identified => {
	const identity = {account: accounts.get(key), device: undefined, fingerprint: undefined};
	if (identity.account || accounts.isFull) return {identity};
	const make = async (): Promise<Made> => {
		try {
			const {account} = await accounts.make({id, role: 'owner', since: namedAt}, undefined);
			return {identity: {...identity, account}, undo: () => accounts.unmake(account)};
		} catch (error) {
			report({event: 'failed', from: 'the console', error: String(error)});
			return {identity, undo: () => {}};
		}
	};
	return {identity, make};
};

/** Somebody says that they own a name, and only a password can show it. */
const identifyOwner = (
	host: Host,
	claim: Claim,
	account: Account,
	proved: Proved | undefined,
): Promise<Identified> => {
	const {password} = claim.hello;
	if (password !== undefined) return byPassword(host, claim, account, password, proved);
	const text = 'That name belongs to somebody. Choose another one, or come with its password.';
	throw new ChatError('ID_USED', text, {owned: true});
};

/** What cannot be guessed is looked up also while passwords are guessed at. */
const deviceBy = (
	{accounts: {devices}}: Host,
	{hello: {access, token}, key}: Claim,
	proved: Proved | undefined,
): Device | undefined =>
	(proved && devices.byKey(key, proved.key)) ??
	(token === undefined ? undefined : devices.bySecret(key, 'session', hashOfSecret(token))) ??
	(access === undefined ? undefined : devices.bySecret(key, 'token', hashOfSecret(access)));

/** Is counted as a wrong secret. */
const accessRefusal = ({throttle}: Host, {ip}: Claim): ChatError => {
	throttle.attempt(ip);
	return new ChatError('ACCESS_BAD');
};
