/** The table of slash commands, by what they are about, in the order in which help lists them. */
import {operatorRows} from './command-rows/operators.ts';
import {peopleRows} from './command-rows/people.ts';
import {roomRows} from './command-rows/rooms.ts';
import type {CommandRow} from './command-rows/row.ts';
import {settingRows} from './command-rows/settings.ts';
import {talkingRows} from './command-rows/talking.ts';
import {windowRows} from './command-rows/window.ts';

export {type Argument, type CommandRow, firstWord, type ScreenCommand} from './command-rows/row.ts';

export const commandRows: readonly CommandRow[] = [
	...talkingRows,
	...roomRows,
	...peopleRows,
	...windowRows,
	...settingRows,
	...operatorRows,
];
