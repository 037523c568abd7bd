/** How things look and which keys do what, as it follows from what a person has set and what the terminal is. */
import {createKeymap, type Keymap} from './keymap.ts';
import {localTime, type TimeFormat} from './local-time.ts';
import type {Preferences} from './preferences.ts';
import {type Background, createTheme, type Depth, type Theme} from './themes.ts';

/** What the terminal is. */
export type Facts = {readonly depth: Depth; readonly background: Background};

export type Appearance = {readonly theme: Theme; readonly clock: TimeFormat; readonly keys: Keymap};

/** What preferences make of a terminal. Call it when either has changed: themes and keymaps are compared by identity. */
export const appearanceOf = ({keys}: Preferences, facts: Facts): Appearance => ({
	theme: createTheme(facts),
	clock: localTime,
	keys: createKeymap(keys),
});
