/** What people do about their own accounts. */
import {ChatError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import type {Call, Handlers} from '../call.ts';
import type {Host} from '../host.ts';
import {fingerprintOf} from './keys.ts';
import type {Account, Device} from './records.ts';
import {hashOfSecret, makeAccessToken} from './secrets.ts';

/** Who asks: the account, and the device if it is none of the console's. */
type Own = {account: Account; device: Device | undefined};

/**
 * The account of whoever asks. Where secrets change hands nobody else may read them; and an access token, which lies in
 * some file of a program, must not become the whole account.
 * @throws {ChatError} NO_ACCOUNT, NOT_SECURE, NOT_ALLOWED
 */
const ownOf = ({host: {accounts}, member}: Call): Own => {
	const account = member.account === undefined ? undefined : accounts.get(member.account);
	if (account === undefined) throw new ChatError('NO_ACCOUNT');
	if (!member.secure)
		throw new ChatError('NOT_SECURE', 'That is done over encrypted connections only. Connect with TLS.');
	const device = member.device === undefined ? undefined : accounts.devices.get(member.device);
	// It was taken away, and the connection is about to end.
	if (member.device !== undefined && device === undefined) throw new ChatError('REVOKED');
	if (device?.sort === 'token')
		throw new ChatError('NOT_ALLOWED', 'An access token cannot do that. Come in by a key or the password.');
	return {account, device};
};

/** Puts what was done into the audit trail and the log. */
const record = (
	{hub, report, member}: Call,
	action: 'register' | 'revoke' | 'token',
	detail: string | undefined,
): void => {
	hub.moderation.deeds.note({action, by: member.id, detail}, false);
	report({event: 'account', id: member.id, action, detail});
};

const isStrong = (password: string): boolean =>
	[...password.normalize('NFKC')].length >= limits.passwordShortest;

/** @throws {ChatError} PASSWORD_OLD, TRY_LATER, BUSY by rejecting */
const checkOld = async ({host, member}: Call, account: Account, old: string | undefined): Promise<void> => {
	if (old === undefined) throw new ChatError('PASSWORD_OLD');
	const takeBack = host.throttle.attempt(member.ip, account.key);
	try {
		const {right} = await host.passwords.verify(old, account.password);
		if (!right) throw new ChatError('PASSWORD_OLD');
	} catch (error) {
		if (error instanceof ChatError && error.code === 'BUSY') takeBack();
		throw error;
	}
	takeBack();
};

/** Whoever came in by the old password comes in no more; the one who changed it stays. */
const endSessions = ({accounts}: Host, account: Account, current: Device | undefined): Promise<unknown> =>
	Promise.all(
		accounts.devices
			.of(account.key)
			.filter(device => device.sort === 'session' && device.id !== current?.id)
			.map(device => accounts.devices.revoke(device)),
	);

const nameOf = ({sort, secret, label}: Device): string =>
	[label, ...(sort === 'key' ? [fingerprintOf(secret)] : [])].filter(part => part !== '').join(' ');

export const accountHandlers: Pick<Handlers, 'register' | 'devices' | 'revoke' | 'token'> = {
	async register(call, {password, old}): Promise<'done'> {
		const {accounts, passwords} = call.host;
		const {account, device} = ownOf(call);
		if (!isStrong(password)) throw new ChatError('PASSWORD_WEAK');
		if (device?.sort === 'session' && account.password !== undefined) await checkOld(call, account, old);
		call.host.throttle.change(account.key);
		const hash = await passwords.hash(password);
		// It may have been taken away meanwhile, by the one who owns it.
		ownOf(call);
		await accounts.setPassword(account.key, hash);
		await endSessions(call.host, account, device);
		record(call, 'register', undefined);
		return 'done';
	},

	devices(call) {
		const {account, device: current} = ownOf(call);
		const list = call.host.accounts.devices.of(account.key).map(device => {
			const {id, sort, since, seen} = device;
			const isCurrent = id === current?.id;
			return {
				device: id,
				sort,
				label: nameOf(device),
				since,
				seen,
				...(isCurrent ? {current: true as const} : {}),
			};
		});
		return [{type: 'devices', list, ...(account.password === undefined ? {} : {password: true})}];
	},

	async revoke(call, {device: id}): Promise<'done'> {
		const {account} = ownOf(call);
		const {devices} = call.host.accounts;
		const device = devices.of(account.key).find(one => one.id === id);
		if (device === undefined) throw new ChatError('NO_SUCH_ENTRY');
		record(call, 'revoke', `${device.sort} ${nameOf(device)}`.trim());
		await devices.revoke(device);
		return 'done';
	},

	async token(call, {label, ms}) {
		const {account, device: asking} = ownOf(call);
		const {accounts, random} = call.host;
		const token = makeAccessToken(random);
		const until = ms === undefined ? undefined : call.clock.now() + ms;
		const wanted = {sort: 'token', secret: hashOfSecret(token), label, until} as const;
		const {id} = await accounts.devices.add(account.key, wanted, asking);
		record(call, 'token', label);
		return [{type: 'token', token, device: id}];
	},
};
