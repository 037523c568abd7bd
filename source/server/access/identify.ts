/**
 * Who a hello is of: by a key that it proves, an access token, the token of a session, or a password. Nothing is made
 * here, only told what has to be made once there is a place.
 */

import {ChatError} from '../../protocol/errors.ts';
import type {RequestOf} from '../../protocol/messages.ts';
import {groupOf, isLoopback} from '../front/addresses.ts';
import type {Host} from '../host.ts';
import {fingerprintOf, provedKey} from './keys.ts';
import type {Account, Device} from './records.ts';
import {hashOfSecret} from './secrets.ts';

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

type Proved = {key: string; fingerprint: string};

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

const identifyOwner = (
	host: Host,
	claim: Claim,
	account: Account,
	proved: Proved | undefined,
): Identified | Promise<Identified> => {
	const {accounts} = host;
	const {access, password} = claim.hello;
	const device = deviceBy(host, claim, proved);
	if (device) {
		accounts.devices.see(device);
		return {identity: {account, device, fingerprint: proved?.fingerprint}};
	}
	if (access !== undefined) throw accessRefusal(host, claim);
	if (password !== undefined) return byPassword(host, claim, account, password, proved);
	throw new ChatError(
		'ID_USED',
		'That name belongs to somebody. Choose another one, or come with its password.',
		{
			owned: true,
		},
	);
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

/** With a proved key that key is a device from now on; else there is a session that comes back by its token. */
const byPassword = async (
	host: Host,
	claim: Claim,
	account: Account,
	password: string,
	proved: Proved | undefined,
): Promise<Identified> => {
	const {accounts, makeToken} = host;
	await checkPassword(host, claim, account, password);
	const checked = account.password;
	const fingerprint = proved?.fingerprint;
	const identity = {account, device: undefined, fingerprint};
	const label = labelOf(claim);
	const make = async (): Promise<Made> => {
		// It may have been changed while this one waited for a place.
		if (account.password !== checked) throw new ChatError('PASSWORD_WRONG');
		const token = proved === undefined ? makeToken() : undefined;
		const device = await accounts.devices.add(
			account.key,
			proved === undefined
				? {sort: 'session', secret: hashOfSecret(token!), label}
				: {sort: 'key', secret: proved.key, label},
		);
		const undo = (): void => (proved === undefined ? accounts.devices.drop(device) : undefined);
		return {identity: {...identity, device, token}, undo};
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

const identifyStranger = (
	host: Host,
	claim: Claim,
	proved: Proved | undefined,
): Identified | Promise<Identified> => {
	const {access, password} = claim.hello;
	if (access !== undefined) throw accessRefusal(host, claim);
	if (password !== undefined) return refusePassword(host, claim, password);
	admit(host, claim);
	noLookAlike(host, claim);
	const identity = {account: undefined, device: undefined, fingerprint: proved?.fingerprint};
	if (proved === undefined || !mayOwn(host, claim)) return {identity};
	return {identity, make: () => makeOwner(host, claim, proved)};
};

const refusePassword = async (host: Host, claim: Claim, password: string): Promise<never> => {
	await checkPassword(host, claim, undefined, password);
	throw new ChatError('PASSWORD_WRONG');
};

/** @throws {ChatError} INVITE_NEEDED, INVITE_BAD, ENTRY_WRONG, TRY_LATER */
const admit = ({entry, throttle, hub}: Host, {hello, key, ip}: Claim): void => {
	const hasSecret = hello.entry !== undefined || hello.invite !== undefined;
	const takeBack = hasSecret ? throttle.attempt(ip) : () => {};
	const guest = hub.people.find(key, hello.token) && hello.token;
	try {
		entry.admit({isKnown: false, invite: hello.invite, entry: hello.entry, guest});
	} catch (error) {
		const isWrong = error instanceof ChatError && ['INVITE_BAD', 'ENTRY_WRONG'].includes(error.code);
		if (!isWrong) takeBack();
		throw error;
	}
	takeBack();
};

/** @throws {ChatError} ID_USED */
const noLookAlike = ({accounts}: Host, {hello: {id}}: Claim): void => {
	const owner = accounts.lookAlike(id);
	if (owner)
		throw new ChatError(
			'ID_USED',
			`${id} looks like ${owner.id}, which belongs to somebody. Choose a name that nobody takes for it.`,
		);
};

/** May a name become somebody's? Else they are a guest for now, and it may become theirs another time. */
const mayOwn = ({accounts, founders, bounds}: Host, {ip}: Claim): boolean => {
	if (accounts.isFull) return false;
	const {newAccounts: most, connectionWindowMs: windowMs} = bounds;
	return isCloseBy(ip) || founders.wait(groupOf(ip), {most, windowMs}) === 0;
};

const isCloseBy = (ip: string | undefined): ip is undefined => ip === undefined || isLoopback(ip);

const makeOwner = async (host: Host, claim: Claim, {key: secret, fingerprint}: Proved): Promise<Made> => {
	const {accounts, hub, founders, bounds} = host;
	const {hello, key, ip, namedAt} = claim;
	// Somebody may have come while this one waited for a place.
	if (accounts.get(key)) throw new ChatError('ID_USED', undefined, {owned: true});
	noLookAlike(host, claim);
	// Who was known as a guest stays the same person.
	const since = hub.people.find(key, hello.token)?.since ?? namedAt;
	const takeBack = isCloseBy(ip)
		? () => {}
		: founders.count(groupOf(ip), {most: bounds.newAccounts, windowMs: bounds.connectionWindowMs});
	const first = {sort: 'key', secret, label: labelOf(claim)} as const;
	try {
		const {account, device} = await accounts.make({id: hello.id, role: 'member', since}, first);
		return {identity: {account, device, fingerprint, isNew: true}, undo: () => accounts.unmake(account)};
	} catch (error) {
		takeBack();
		throw error;
	}
};

const labelOf = ({hello: {client}}: Claim): string => client ?? '';
