import {generalRoom} from '../../protocol/names.ts';
import type {Host} from '../host.ts';

/** What a server prints when it starts. */
export type StartLinks = {
	/** for everybody; it holds a secret only on a closed server */
	readonly join: string;
	/** makes whoever uses it first the owner; undefined once there is one */
	readonly owner: string | undefined;
};

/** Each call makes new secrets: the owner's link of an earlier one opens nothing any more. */
export const startLinks = ({accounts, entry, invitations, makeLink}: Host): StartLinks => {
	const token = entry.closed ? invitations.createForStart(generalRoom) : undefined;
	const owner = accounts.hasOwner() ? undefined : invitations.createForOwner();
	return {
		join: makeLink({room: generalRoom, token}),
		owner: owner === undefined ? undefined : makeLink({room: generalRoom, token: owner}),
	};
};
