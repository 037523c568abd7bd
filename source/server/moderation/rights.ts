/** Who may act, and upon whom. */
import {ChatError} from '../../protocol/errors.ts';
import {nameKey} from '../../protocol/names.ts';
import type {Call} from '../call.ts';
import type {Hub} from '../hub.ts';
import type {Member} from '../member.ts';
import type {Room} from '../room.ts';
import type {RoomRules} from './rules.ts';
import {governs, noDevice, powerIn, type Standing} from './standing.ts';

/** Where somebody acts: in a room, or on the whole server. */
export type Place = {readonly key: string; readonly name: string} | undefined;

/** @throws {ChatError} OPERATORS_ONLY */
export const onlyOperators = (member: Member): void => {
	if (!member.operator) throw new ChatError('OPERATORS_ONLY');
};

/**
 * An access token lies in some file of a program, and can be taken away: whoever finds it must not make themselves
 * something that stays.
 * @throws {ChatError} NOT_ALLOWED
 */
export const notByToken = ({host, member}: Call): void => {
	const device = member.device === undefined ? undefined : host.accounts.devices.get(member.device);
	if (device?.sort === 'token')
		throw new ChatError('NOT_ALLOWED', 'An access token cannot do that. Come in by a key or the password.');
};

/** @throws {ChatError} OPERATORS_ONLY for who does not govern there */
export const onlyGovernors = (hub: Hub, member: Member, place: Place): void => {
	if (place === undefined) onlyOperators(member);
	else if (!governs(rulesAt(hub, place), member))
		throw new ChatError('OPERATORS_ONLY', `Only operators of #${place.name} may do that.`);
};

export const rulesAt = ({moderation}: Hub, place: Place): RoomRules | undefined =>
	place && moderation.rules.get(place.key);

/** How much somebody is at a place. */
export const powerAt = (hub: Hub, place: Place, one: Standing): number => powerIn(rulesAt(hub, place), one);

/**
 * A room that somebody names, be anybody in it or not.
 * @throws {ChatError} NOT_IN_ROOM when there is none; READ_ONLY for the operators' log
 */
export const roomAt = (
	{rooms, journal}: Hub,
	name: string,
): {key: string; name: string; room: Room | undefined} => {
	const key = nameKey(name);
	const room = rooms.get(key);
	if (room?.kind === 'log') throw new ChatError('READ_ONLY');
	const known = room?.name ?? journal.conversation(key)?.name;
	if (known === undefined) throw new ChatError('NOT_IN_ROOM', `There is no room #${name}.`);
	return {key, name: known || name, room};
};

/** Whoever owns a name, as they are here, or as their account is. @param key of the name */
export const holderOf = ({hub, host}: Call, key: string): Holder | undefined => {
	const person = hub.present.get(key);
	if (person?.account === key) return {...holding(person), account: key};
	const account = host.accounts.get(key);
	return account && {id: account.id, role: account.role, account: key, device: noDevice};
};

const holding = ({id, role, device}: Member): Omit<Holder, 'account'> => ({id, role, device});

export type Holder = Standing & {readonly id: string; readonly account: string};

/** Nobody acts upon those who are as much as oneself. @throws {ChatError} NOT_ALLOWED */
export const onlyBelow = (hub: Hub, place: Place, actor: Standing, other: Standing & {id: string}): void => {
	if (powerAt(hub, place, actor) > powerAt(hub, place, other)) return;
	const where = place === undefined ? 'here' : `in #${place.name}`;
	throw new ChatError(
		'NOT_ALLOWED',
		`${other.id} is as much as you are ${where}, or more: you cannot do that.`,
	);
};
