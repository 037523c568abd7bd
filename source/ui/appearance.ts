/** How things look and which keys do what, as it follows from what a person has set and what the terminal is. */
import {createKeymap, type Keymap} from './keymap.ts';
import {type TimeFormat, timeFormat} from './local-time.ts';
import type {Preferences, PreferenceValues} from './preferences.ts';
import {type Background, createTheme, type Depth, type PaletteName, type Theme} from './themes.ts';

/** What the terminal is. */
export type Facts = {
	readonly depth: Depth;
	readonly background: Background;
	/** the language of times, as a BCP 47 tag; undefined where none is told */
	readonly locale?: string | undefined;
};

export type Appearance = {readonly theme: Theme; readonly clock: TimeFormat; readonly keys: Keymap};

const paletteOf = (theme: PreferenceValues['theme']): PaletteName =>
	theme === 'contrast' || theme === 'deuteran' || theme === 'tritan' ? theme : 'usual';

/** What preferences make of a terminal. Call it when either has changed: themes and keymaps are compared by identity. */
export const appearanceOf = ({values, keys}: Preferences, facts: Facts): Appearance => ({
	theme: createTheme({
		depth: facts.depth,
		background: values.theme === 'dark' || values.theme === 'light' ? values.theme : facts.background,
		palette: paletteOf(values.theme),
	}),
	clock: timeFormat({clock: values['time.clock'], zone: values['time.zone'], locale: facts.locale}),
	keys: createKeymap(keys),
});
