/** Invitations: made, listed, taken back, and come by. */
import {ChatError} from '../../protocol/errors.ts';
import type {EventOf, RequestOf} from '../../protocol/messages.ts';
import {nameKey} from '../../protocol/names.ts';
import type {Answer, Answered, Call} from '../call.ts';
import type {Member} from '../member.ts';
import {outranks, type Role} from '../roles.ts';
import {held, inPages} from './imposing.ts';
import type {Invitation} from './invitations.ts';
import {roomAt, rulesAt} from './rights.ts';
import {governs, isWelcome} from './standing.ts';
import {endOf, untilText} from './times.ts';

/**
 * Makes an invitation, or lets one person into a room. A link has a secret only where that opens something: on a closed
 * server, for a room that one is invited to, or for a role. Elsewhere it says where to come, and by which key the
 * server is known.
 * @throws {ChatError} NO_ACCOUNT, NOT_SECURE, NOT_ALLOWED, NOT_IN_ROOM, ROOM_INVITED, SERVER_FULL_OF, NOT_STORED
 */
export const invite = async (call: Call, request: RequestOf<'invite'>): Promise<Answered> => {
	const {hub, member, clock, host} = call;
	if (request.id !== undefined) return await letInto(call, request.id, request.room);
	const {uses, ms} = request;
	const place = request.room === undefined ? undefined : roomAt(hub, request.room);
	const rules = rulesAt(hub, place);
	if (place && !isWelcome(rules, member)) throw new ChatError('ROOM_INVITED');
	const role = roleOf(member, request.role);
	const opens = host.entry.closed || rules?.mode === 'invited' || role !== undefined;
	if (!opens) {
		if (uses !== undefined || ms !== undefined)
			throw new ChatError(
				'BAD_REQUEST',
				'This server is open to everybody, so an invitation to it cannot end: /invite alone gives the link, and --closed closes the server.',
			);
		return [{type: 'invite', link: host.makeLink({room: place?.name})}];
	}
	checkMaker(member);
	const wanted = {
		by: member.id,
		maker: member.account,
		room: place?.name,
		role,
		uses,
		until: endOf(clock.now(), ms),
	};
	const {invitation, token, stored} = hub.moderation.invitations.create(wanted, member.operator);
	// Nobody has the secret yet: one that might be gone after a restart is not given away.
	await stored.catch((error: unknown) => {
		hub.moderation.invitations.revoke(invitation).catch(() => {});
		throw error;
	});
	hub.moderation.deeds.note({
		action: 'invite',
		by: member.id,
		subject: invitation.id,
		room: place?.name,
		detail: detailOf(invitation),
	});
	return [{type: 'invite', invite: invitation.id, link: host.makeLink({room: place?.name, token}), token}];
};

/** @throws {ChatError} NOT_ALLOWED for a role that is not below one's own */
const roleOf = (member: Member, role: Role | undefined): Role | undefined => {
	// Whoever owns a name is a member anyway.
	if (role === undefined || role === 'guest' || role === 'member') return undefined;
	if (!outranks(member.role, role))
		throw new ChatError('NOT_ALLOWED', 'You can make others only what is less than you are.');
	return role;
};

const checkMaker = (member: Member): void => {
	if (member.account === undefined) throw new ChatError('NO_ACCOUNT');
	if (!member.secure)
		throw new ChatError(
			'NOT_SECURE',
			'An invitation is a secret, and others can read along here. Come with TLS.',
		);
};

const detailOf = ({role, uses, until}: Invitation): string | undefined =>
	[
		role === undefined ? '' : `makes ${role}`,
		uses === undefined ? '' : `for ${uses}`,
		until === undefined ? '' : `until ${untilText(until)}`,
	]
		.filter(Boolean)
		.join(', ') || undefined;

/** Lets a person into a room that one is invited to; of any other room it only tells them. */
const letInto = async (call: Call, id: string, name: string | undefined): Promise<Answered> => {
	const {hub, member, clock, host} = call;
	if (name === undefined) throw new ChatError('BAD_REQUEST', 'Say which room.');
	const place = roomAt(hub, name);
	const rules = rulesAt(hub, place);
	if (!governs(rules, member)) hub.roomOf(member, name);
	hub.moderation.checkVoice(member, undefined);
	const key = nameKey(id);
	const person = hub.present.get(key);
	if (rules?.mode === 'invited') {
		const account = host.accounts.get(key);
		if (account === undefined)
			throw new ChatError(
				'NO_SUCH_ACCOUNT',
				`Nobody owns the name ${id}, and guests cannot be let into such a room.`,
			);
		if (!rules.invited.has(key)) {
			if (rules.invited.size >= host.bounds.roomInvited) throw new ChatError('SERVER_FULL_OF');
			const stored = hub.moderation.rules.set(place.key, {
				...rules,
				invited: new Set([...rules.invited, key]),
			});
			hub.moderation.deeds.note({action: 'admit', by: member.id, subject: account.id, room: place.name});
			await held(stored);
		}
	} else if (person === undefined) throw new ChatError('NO_SUCH_ID', `Nobody called ${id} is connected.`);
	person?.tell({type: 'invited', room: place.name, id: member.id, ts: clock.now()});
	return 'done';
};

type Shown = EventOf<'invites'>['list'][number];

/** One's own; for operators all. */
export const listInvites = ({hub, member}: Call): Answer => {
	if (member.account === undefined) throw new ChatError('NO_ACCOUNT');
	const list = hub.moderation.invitations.list(member.operator ? undefined : member.account);
	return inPages(list.map(shown)).map(page => ({type: 'invites', list: page}));
};

const shown = ({id, by, room, role, uses, until}: Invitation): Shown => ({
	invite: id,
	by,
	...(room === undefined ? {} : {room}),
	...(role === undefined ? {} : {role}),
	...(uses === undefined ? {} : {uses}),
	...(until === undefined ? {} : {until}),
});

/** @throws {ChatError} NO_SUCH_ENTRY, NOT_ALLOWED, NOT_STORED */
export const uninvite = async (
	{hub, member, host}: Call,
	{invite: id}: RequestOf<'uninvite'>,
): Promise<Answered> => {
	const {invitations, deeds} = hub.moderation;
	const found = invitations.find(id);
	const isOwn = found?.maker !== undefined && found.maker === member.account;
	if (found === undefined || !(isOwn || member.operator)) throw new ChatError('NO_SUCH_ENTRY');
	const maker = found.maker === undefined ? undefined : host.accounts.get(found.maker);
	if (maker && !isOwn && outranks(maker.role, member.role))
		throw new ChatError('NOT_ALLOWED', `${found.by} made that, who is more than you are. Ask them.`);
	const stored = invitations.revoke(found);
	deeds.note({action: 'uninvite', by: member.id, subject: found.id, room: found.room});
	await held(stored);
	return 'done';
};
