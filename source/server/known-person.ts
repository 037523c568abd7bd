import type {Place} from '../journal/journal.ts';
import {hashOfSecret} from './access/secrets.ts';

/**
 * Somebody whom the server knows again by a secret token, of which it keeps the hash. Not a name: several
 * people may have held one, one after the other.
 */
export type KnownPerson = {
	/** SHA-256 of the token, in hex; `account:` and the name's key for whoever owns it */
	readonly claim: string;
	readonly id: string;
	/** since when it is the same person, ms since 1970 */
	readonly since: number;
	/** when it came or went last, ms since 1970 */
	seen: number;
	/** by the conversation's key */
	readonly places: Map<string, Place>;
};

const ownPrefix = 'account:';

/** Of whoever owns a name; no hash looks so. @param key `nameKey` of the id */
export const ownClaimOf = (key: string): string => `${ownPrefix}${key}`;

export const isOwner = ({claim}: KnownPerson): boolean => claim.startsWith(ownPrefix);

/** Of a guest's secret token. */
export const claimOf = (token: string): string => hashOfSecret(token);

/** Where somebody stands who was never there. */
export const nowhere: Place = {member: false, read: undefined, closed: 0};

export const isNowhere = ({member, read, closed}: Place): boolean =>
	!member && read === undefined && closed === 0;
