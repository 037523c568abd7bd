/** Somebody comes in by an invitation. */
import {ChatError} from '../../protocol/errors.ts';
import {nameKey} from '../../protocol/names.ts';
import type {Host} from '../host.ts';
import type {Member} from '../member.ts';
import {outranks} from '../roles.ts';
import type {Invitation} from './invitations.ts';
import {openRules} from './rules.ts';
import {isWelcome, noDevice} from './standing.ts';

type Arrival = {
	/** the token of an invitation, as the hello has it */
	invite: string | undefined;
	/** it was let in by something else: its account, or as a guest who was here before */
	isKnown: boolean;
};

/**
 * Gives somebody what an invitation opens, and takes a use of it if that is anything: people paste the same line again
 * and again. To be called before they are welcomed.
 * @returns the room that it leads to
 * @throws {ChatError} INVITE_BAD when it was used up in the meantime
 */
export const arrive = (host: Host, member: Member, {invite, isKnown}: Arrival): string | undefined => {
	const {invitations, accounts} = host;
	if (invite === undefined) return undefined;
	if (accounts.hasOwner()) invitations.closeOwning();
	const invitation = invitations.peek(invite);
	if (invitation === undefined) {
		if (isKnown) return undefined;
		throw new ChatError('INVITE_BAD');
	}
	const opensDoor = host.entry.closed && !isKnown;
	const isUsed = member.account !== undefined && invitation.usedBy?.includes(member.account);
	const role = isUsed ? undefined : roleBy(host, member, invitation);
	const room = isUsed ? undefined : roomBy(host, member, invitation);
	if (!opensDoor && role === undefined && room === undefined) return invitation.room;
	invitations.redeem(invite, member.account);
	if (role !== undefined) {
		member.role = role;
		// Where it cannot be stored the account is what it was, and whoever is here as it is told by `onRole`.
		accounts.setRole(member.account!, role).catch(() => {});
	}
	if (room !== undefined) letIn(host, member.account!, room);
	host.hub.moderation.deeds.note({
		action: 'redeem',
		by: member.id,
		subject: invitation.id,
		room: invitation.room,
		detail: role === undefined ? `of ${invitation.by}` : `of ${invitation.by}, makes ${role}`,
	});
	return invitation.room;
};

/** What it makes them, if whoever made it may still do so. */
const roleBy = ({accounts}: Host, member: Member, {role, maker}: Invitation): Invitation['role'] => {
	if (role === undefined || member.account === undefined || !outranks(role, member.role)) return undefined;
	if (maker === undefined) return role;
	const made = accounts.get(maker);
	return made !== undefined && outranks(made.role, role) ? role : undefined;
};

/** The room that it makes them a member of, if whoever made it may still enter it. */
const roomBy = (host: Host, member: Member, {room, maker}: Invitation): string | undefined => {
	if (room === undefined || member.account === undefined) return undefined;
	const rules = host.hub.moderation.rules.get(nameKey(room));
	if (isWelcome(rules, member)) return undefined;
	const made = maker === undefined ? undefined : host.accounts.get(maker);
	const mayInvite =
		maker === undefined ||
		(made !== undefined &&
			isWelcome(rules, {role: made.role, account: made.key, device: noDevice}) &&
			!isBanned(host, made.key, nameKey(room)));
	return mayInvite ? room : undefined;
};

const isBanned = ({sanctions}: Host, key: string, room: string): boolean =>
	sanctions.of('ban', {key, ip: undefined, fingerprint: undefined}).some(one => one.room?.key === room);

const letIn = ({hub, bounds}: Host, account: string, name: string): void => {
	const key = nameKey(name);
	const rules = hub.moderation.rules.get(key) ?? openRules(name);
	if (rules.invited.size >= bounds.roomInvited) return;
	hub.moderation.rules.set(key, {...rules, invited: new Set([...rules.invited, account])}).catch(() => {});
};
