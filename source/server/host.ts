import type {Clock} from '../protocol/clock.ts';
import {advertised, limits} from '../protocol/limits.ts';
import {type EventOf, protocolVersion} from '../protocol/messages.ts';
import {product} from '../protocol/version.ts';
import type {Accounts} from './access/accounts.ts';
import type {Passwords} from './access/passwords.ts';
import type {Tally, Throttle} from './access/throttle.ts';
import type {Bounds} from './bounds.ts';
import type {Door} from './door.ts';
import type {Hub} from './hub.ts';
import type {LogReport} from './log.ts';
import type {Member} from './member.ts';
import type {Meter} from './meter.ts';
import type {Entry} from './moderation/entry.ts';
import type {Invitations} from './moderation/invitations.ts';
import type {Sanctions} from './moderation/sanctions.ts';
import type {Outbox} from './outbox.ts';
import type {Rate} from './rate.ts';
import type {Session} from './session.ts';

/** The server as its sessions know it. */
export type Host = {
	readonly clock: Clock;
	readonly hub: Hub;
	readonly door: Door;
	/** Replaced when the settings are read anew: look at it each time. */
	bounds: Bounds;
	readonly accounts: Accounts;
	readonly passwords: Passwords;
	/** wrong secrets */
	readonly throttle: Throttle;
	/** accounts that were made lately, by address */
	readonly founders: Tally;
	readonly sanctions: Sanctions;
	readonly invitations: Invitations;
	readonly entry: Entry;
	/** An invitation as people paste it. */
	readonly makeLink: (where: {room?: string | undefined; token?: string | undefined}) => string;
	/** of one connection; undefined for no limit, on anything that is sent */
	readonly rate: Rate | undefined;
	/** Replaced as the bounds are. */
	motd: string | undefined;
	readonly meter: Meter;
	readonly journalId: string;
	/** so many random bytes */
	readonly random: (bytes: number) => Uint8Array;
	/** 128 random bits as text */
	readonly makeToken: () => string;
	readonly report: (event: LogReport) => void;
	/** something waits in it: it is to be flushed when this turn ends, or when its own has come, see `Round` */
	readonly onDirty: (outbox: Outbox) => void;
	/** its peer has sent its last: end it once all is answered */
	readonly onEnding: (session: Session) => void;
	readonly onClosed: (session: Session) => void;
};

/** What a server advertises. */
const shownLimits: Readonly<Record<string, number>> = Object.fromEntries(
	advertised.map(name => [name, limits[name]]),
);

/** What a member hears first. @param nonce of its hello @param isNew Has its name become its own by it? */
export const welcome = (
	{clock, motd, journalId, rate}: Host,
	{id, token, operator, role}: Member,
	{nonce, isNew}: {nonce: string | undefined; isNew: boolean},
): EventOf<'welcome'> => ({
	type: 'welcome',
	v: protocolVersion,
	id,
	server: product,
	journal: journalId,
	token,
	time: clock.now(),
	limits: {...shownLimits, ...(rate === undefined ? {} : {rate: rate.perSecond})},
	...(motd === undefined ? {} : {motd}),
	...(operator ? {operator} : {}),
	role,
	...(isNew ? {owned: true} : {}),
	...(nonce === undefined ? {} : {nonce}),
});
