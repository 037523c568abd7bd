/** Commands about people, oneself included. */
import {checkLine} from '../clean.ts';
import {type CommandRow, firstWord, idName} from './row.ts';

export const peopleRows: readonly CommandRow[] = [
	{
		name: 'whois',
		usage: 'name',
		args: ['id'],
		says: 'tell about a person',
		needs: 1,
		run: (rest, {nonce}) => ({type: 'whois', id: idName(firstWord(rest)), nonce: nonce()}),
	},
	{
		name: 'away',
		usage: '[text]',
		args: ['text'],
		says: 'show that you are away, and why',
		run: (rest, {nonce}) => ({type: 'away', text: checkLine(rest), nonce: nonce()}),
	},
	{
		name: 'back',
		usage: '',
		args: [],
		says: 'show that you are back',
		run: (_, {nonce}) => ({type: 'back', nonce: nonce()}),
	},
];
