/** Commands that change how the chat looks and behaves for oneself. */
import type {CommandRow} from './row.ts';

export const settingRows: readonly CommandRow[] = [
	{
		name: 'set',
		usage: '[name] [value]',
		args: ['preference', 'value'],
		says: 'change a setting and keep it, as in /set time.clock 12; default takes it back; nothing lists them all',
		needsScreen: true,
		run: rest => ({screen: 'set', argument: rest}),
	},
	{
		name: 'theme',
		usage: '[name]',
		args: ['theme'],
		says: 'choose other colours: the same as /set theme',
		needsScreen: true,
		run: rest => ({screen: 'set', argument: `theme ${rest}`.trim()}),
	},
	{
		name: 'alias',
		usage: '[name] [text]',
		args: ['text'],
		says: 'make a command of your own; $1 is the first word behind it, $* all of them; nothing lists yours',
		needsScreen: true,
		run: rest => ({screen: 'alias', argument: rest}),
	},
	{
		name: 'unalias',
		usage: 'name',
		args: ['alias'],
		says: 'take a command of your own away',
		needs: 1,
		needsScreen: true,
		run: rest => ({screen: 'unalias', argument: rest}),
	},
	{
		name: 'reload',
		usage: '',
		args: [],
		says: 'read the configuration file again',
		needsScreen: true,
		run: () => ({screen: 'reload', argument: ''}),
	},
];
