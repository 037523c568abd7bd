/** Who comes by a name that nobody owns: a guest, or its owner from now on. */
import {ChatError} from '../../protocol/errors.ts';
import {groupOf, isLoopback} from '../front/addresses.ts';
import type {Host} from '../host.ts';
import {refusePassword} from './by-password.ts';
import {type Claim, type Identified, labelOf, type Made, type Proved} from './claim.ts';

export const identifyStranger = (
	host: Host,
	claim: Claim,
	proved: Proved | undefined,
): Identified | Promise<Identified> => {
	const {password} = claim.hello;
	if (password !== undefined) return refusePassword(host, claim, password);
	admit(host, claim);
	noLookAlike(host, claim);
	const identity = {account: undefined, device: undefined, fingerprint: proved?.fingerprint};
	if (proved === undefined || !mayOwn(host, claim)) return {identity};
	return {identity, make: () => makeOwner(host, claim, proved)};
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
export const noLookAlike = ({accounts}: Host, {hello: {id}}: Claim): void => {
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
