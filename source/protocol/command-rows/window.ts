/** Commands to the program that shows the chat. */
import {checkLine} from '../clean.ts';
import type {CommandRow} from './row.ts';

export const windowRows: readonly CommandRow[] = [
	{
		name: 'help',
		usage: '[command]',
		args: ['command'],
		says: 'show all keys and commands, or one of them',
		run: rest => ({screen: 'help', argument: rest.replace(/^\//, '')}),
	},
	{
		name: 'search',
		aliases: ['find'],
		usage: 'words [in:#room] [from:name] [before:date]',
		args: ['query'],
		says: 'find messages, the newest first; a date is 2026-11-01, or how long ago: 7d',
		needsScreen: true,
		run: rest => ({screen: 'search', argument: rest}),
	},
	{
		name: 'mentions',
		usage: '',
		args: [],
		says: 'list what means you, in all rooms, the newest first',
		needsScreen: true,
		run: () => ({screen: 'mentions', argument: ''}),
	},
	{
		name: 'clear',
		usage: '',
		args: [],
		says: 'empty this window; nothing is deleted',
		needsScreen: true,
		run: () => ({screen: 'clear', argument: ''}),
	},
	{
		name: 'sidebar',
		usage: '',
		args: [],
		says: 'show or hide the sidebar',
		needsScreen: true,
		run: () => ({screen: 'sidebar', argument: ''}),
	},
	{
		name: 'reconnect',
		usage: '',
		args: [],
		says: 'connect again now',
		needsScreen: true,
		run: () => ({screen: 'reconnect', argument: ''}),
	},
	{
		name: 'quit',
		aliases: ['exit'],
		usage: '[text]',
		args: ['text'],
		says: 'leave the chat',
		run: (rest, {nonce}) => ({
			type: 'quit',
			...(rest === '' ? {} : {text: checkLine(rest)}),
			nonce: nonce(),
		}),
	},
];
