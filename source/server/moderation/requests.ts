/** What operators do to people and rooms, and invitations. */
import {limits} from '../../protocol/limits.ts';
import type {RequestOf} from '../../protocol/messages.ts';
import type {Answered, Call, Handlers} from '../call.ts';
import {tell} from '../telling.ts';
import {impose, inPages, lift, listBans} from './imposing.ts';
import {invite, listInvites, uninvite} from './inviting.ts';
import {notByToken, onlyOperators} from './rights.ts';
import {kick, lock, setRole} from './ruling.ts';

/** Of an announcement, in the audit trail: the log has all of it. */
const auditedCharacters = 300;

export const moderationHandlers: Pick<
	Handlers,
	| 'kick'
	| 'announce'
	| 'invite'
	| 'invites'
	| 'uninvite'
	| 'ban'
	| 'unban'
	| 'mute'
	| 'unmute'
	| 'bans'
	| 'role'
	| 'lock'
	| 'audit'
> = {
	kick,
	invite(call, request) {
		if (request.role !== undefined) notByToken(call);
		return invite(call, request);
	},
	invites: listInvites,
	uninvite,
	ban: (call, request) => impose(call, 'ban', request),
	unban: (call, request) => lift(call, 'ban', request),
	mute: (call, request) => impose(call, 'mute', request),
	unmute: (call, request) => lift(call, 'mute', request),
	bans: listBans,
	role(call, request) {
		notByToken(call);
		return setRole(call, request);
	},
	lock,

	announce({hub, member, clock, report}, {msg}) {
		onlyOperators(member);
		hub.moderation.checkVoice(member, undefined);
		tell(hub.present.values(), {type: 'notice', id: member.id, msg, ts: clock.now()});
		report({event: 'announced', id: member.id, msg});
		const detail = msg.slice(0, auditedCharacters);
		hub.moderation.deeds.note({action: 'announce', by: member.id, detail}, false);
		return 'done';
	},

	audit: (call, request) => readAudit(call, request),
};

const readAudit = async (
	{hub, member}: Call,
	{more, limit = limits.pageMessages}: RequestOf<'audit'>,
): Promise<Answered> => {
	onlyOperators(member);
	const most = Math.max(1, Math.min(limit, limits.pageMessages));
	const deeds = await hub.journal.audit({more, limit: most});
	const pages = inPages(deeds.list.map(withoutNothing));
	return pages.map((list, index) => ({
		type: 'audit',
		list,
		...(index === pages.length - 1 && deeds.more !== undefined ? {more: deeds.more} : {}),
	}));
};

/** Without the fields that are undefined. */
const withoutNothing = <Row extends object>(row: Row): Row =>
	Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== null)) as Row;
