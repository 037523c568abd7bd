/** What operators do to people and rooms, and invitations. */
import {ChatError} from '../../protocol/errors.ts';
import type {Handlers} from '../call.ts';

const refuse = (): never => {
	throw new ChatError('OPERATORS_ONLY');
};

export const moderationHandlers: Pick<
	Handlers,
	'invite' | 'invites' | 'uninvite' | 'ban' | 'unban' | 'mute' | 'unmute' | 'bans' | 'role' | 'lock' | 'audit'
> = {
	invite: refuse,
	invites: refuse,
	uninvite: refuse,
	ban: refuse,
	unban: refuse,
	mute: refuse,
	unmute: refuse,
	bans: refuse,
	role: refuse,
	lock: refuse,
	audit: refuse,
};
