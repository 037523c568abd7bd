/** What people are, by a sign and a word: who runs the server or a room, and whose name belongs to nobody. */
import type {Person} from '../protocol/messages.ts';
import type {Role} from './themes.ts';

export type Rank = {
	/** in front of the name: one that every font has */
	readonly sign: string;
	readonly role: Role;
	/** the same in words, for the list of people and for who does not see it */
	readonly brief: string;
	readonly says: string;
};

/** The signs, for the help as well. */
export const ranks = {
	operator: {sign: '*', role: 'accent', brief: 'op', says: 'an operator of this server'},
	roomOperator: {sign: '+', role: 'accent', brief: 'room op', says: 'an operator of this room'},
	guest: {
		sign: '?',
		role: 'dim',
		brief: 'guest',
		says: 'a guest: nobody owns that name, so it may be somebody else next time',
	},
} as const satisfies Record<string, Rank>;

/** What somebody is, if that is worth a word: nothing for a member. */
export const rankOf = ({operator, rank, guest}: Person): Rank | undefined => {
	if (operator) return ranks.operator;
	if (rank) return ranks.roomOperator;
	return guest ? ranks.guest : undefined;
};
