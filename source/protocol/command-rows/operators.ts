/** What only operators may do. */
import {checkLine} from '../clean.ts';
import {afterWord, type CommandRow, firstWord, idName} from './row.ts';

export const operatorRows: readonly CommandRow[] = [
	{
		name: 'kick',
		usage: 'name [reason]',
		args: ['id', 'text'],
		says: 'end the connection of a person',
		operator: true,
		needs: 1,
		run: (rest, {nonce}) => ({
			type: 'kick',
			id: idName(firstWord(rest)),
			...(afterWord(rest) === '' ? {} : {reason: checkLine(afterWord(rest))}),
			nonce: nonce(),
		}),
	},
	{
		name: 'say',
		usage: 'text',
		args: ['text'],
		says: 'say something to everybody on this server',
		operator: true,
		needs: 1,
		run: (rest, {nonce}) => ({type: 'announce', msg: rest, nonce: nonce()}),
	},
];
