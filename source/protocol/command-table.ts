/** The table of slash commands, by what they are about, in the order in which help lists them. */
import {accountRows} from './command-rows/accounts.ts';
import {operatorRows} from './command-rows/operators.ts';
import {peopleRows} from './command-rows/people.ts';
import {roomRows} from './command-rows/rooms.ts';
import type {CommandRow} from './command-rows/row.ts';
import {settingRows} from './command-rows/settings.ts';
import {talkingRows} from './command-rows/talking.ts';
import {windowRows} from './command-rows/window.ts';

export {type Argument, type CommandRow, firstWord, type ScreenCommand} from './command-rows/row.ts';

export type CommandGroup = {readonly title: string; readonly rows: readonly CommandRow[]};

export const commandGroups: readonly CommandGroup[] = [
	{title: 'Commands to talk', rows: talkingRows},
	{title: 'Commands about rooms', rows: roomRows},
	{title: 'Commands about people', rows: peopleRows},
	{title: 'Commands about your name and invitations', rows: accountRows},
	{title: 'Commands about this window', rows: windowRows},
	{title: 'Commands about settings', rows: settingRows},
	{title: 'Commands of operators', rows: operatorRows},
];

export const commandRows: readonly CommandRow[] = commandGroups.flatMap(({rows}) => rows);
