/** How much somebody is: on the server by the role, in a room also by the rank there. */
import type {Member} from '../member.ts';
import type {Role} from '../roles.ts';
import type {Rank, RoomRules} from './rules.ts';

export type Standing = Pick<Member, 'role' | 'account' | 'device'>;

/** What a standing has for a device that is not here, or could be any. */
export const noDevice = 'none';

/** From the least to the most. Nobody acts upon those who are as much as oneself. */
export const power = {
	guest: 0,
	member: 1,
	'room operator': 2,
	'room owner': 3,
	operator: 4,
	owner: 5,
	console: 6,
} as const;

/** What somebody is in a room, where that is more than others. */
export const rankIn = (rules: RoomRules | undefined, account: string | undefined): Rank | undefined => {
	if (rules === undefined || account === undefined) return undefined;
	if (rules.owner === account) return 'owner';
	return rules.operators.has(account) ? 'operator' : undefined;
};

export const powerOf = (role: Role): number => power[role];

/** Whoever sits at the server's own console came in by no device. They can read and change all that it keeps anyway. */
const isAtConsole = ({role, account, device}: Standing): boolean =>
	role === 'owner' && account !== undefined && device === undefined;

/** @param rules of a room; undefined for the whole server, or a room that has none */
export const powerIn = (rules: RoomRules | undefined, one: Standing): number => {
	if (isAtConsole(one)) return power.console;
	const rank = rankIn(rules, one.account);
	return Math.max(powerOf(one.role), rank === undefined ? 0 : power[`room ${rank}`]);
};

/** May they do to others in this room what operators do? */
export const governs = (rules: RoomRules | undefined, one: Standing): boolean =>
	powerIn(rules, one) >= power['room operator'];

/** May they be in it? */
export const isWelcome = (rules: RoomRules | undefined, one: Standing): boolean =>
	rules?.mode !== 'invited' ||
	governs(rules, one) ||
	(one.account !== undefined && rules.invited.has(one.account));

/** May they speak in it, as far as its rules go? */
export const hasVoice = (rules: RoomRules | undefined, one: Standing): boolean =>
	rules?.mode !== 'read-only' || governs(rules, one);
