/** What people are on a server, from the least to the most. */
const order = ['guest', 'member', 'operator', 'owner'] as const;

/** `guest`: nobody owns the name. `member`: it is theirs. */
export type Role = (typeof order)[number];

export const isAtLeast = (role: Role, least: Role): boolean => order.indexOf(role) >= order.indexOf(least);

/** Is the one more than the other? Nobody acts upon those who are as much. */
export const outranks = (role: Role, other: Role): boolean => order.indexOf(role) > order.indexOf(other);
