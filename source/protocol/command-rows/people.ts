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
	{
		name: 'nick',
		usage: 'name',
		args: ['text'],
		says: 'go on under another name',
		needs: 1,
		needsScreen: true,
		run: rest => ({screen: 'nick', argument: idName(firstWord(rest))}),
	},
	{
		name: 'ignore',
		usage: '[name]',
		args: ['id'],
		says: 'read nothing of somebody, for yourself; they are not told; no name lists whom you ignore',
		needsScreen: true,
		run: rest =>
			rest === '' ? {screen: 'ignored', argument: ''} : {screen: 'ignore', argument: idName(firstWord(rest))},
	},
	{
		name: 'unignore',
		usage: 'name',
		args: ['id'],
		says: 'read again what somebody says, and what they said meanwhile',
		needs: 1,
		needsScreen: true,
		run: rest => ({screen: 'unignore', argument: idName(firstWord(rest))}),
	},
	{
		name: 'ignored',
		usage: '',
		args: [],
		says: 'list whom you ignore',
		needsScreen: true,
		run: () => ({screen: 'ignored', argument: ''}),
	},
];
