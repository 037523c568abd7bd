import type {Role} from '../protocol/standing.ts';
import {roles} from '../protocol/values.ts';

export type {Role} from '../protocol/standing.ts';

/** From the least to the most, so that what is no role is less than all of them. */
const order = roles.toReversed();

export const isAtLeast = (role: Role, least: Role): boolean => order.indexOf(role) >= order.indexOf(least);

/** Is the one more than the other? Nobody acts upon those who are as much. */
export const outranks = (role: Role, other: Role): boolean => order.indexOf(role) > order.indexOf(other);
