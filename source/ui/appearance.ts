/** How things look and which keys do what, as it follows from what a person has set and what the terminal is. */

import {createKeymap, type Keymap} from './keymap.ts';
import {type TimeFormat, timeFormat} from './local-time.ts';
import type {Highlight} from './markdown/highlight.ts';
import type {Preferences, PreferenceValues} from './preferences.ts';
import {allEmoji, consoleSigns, createFit, type Fit, type Kind, noSigns} from './substitutes.ts';
import {type Background, createTheme, type Depth, type PaletteName, type Theme} from './themes.ts';

/** What the terminal is. */
export type Facts = {
	readonly depth: Depth;
	readonly background: Background;
	/** the language of times, as a BCP 47 tag; undefined where none is told */
	readonly locale?: string | undefined;
	/** its font is that of the Linux console */
	readonly isConsole?: boolean;
	/** what it draws in other widths than the tables say; undefined until it told */
	readonly oddities?: ReadonlySet<Kind>;
	/** paints code, once that is loaded */
	readonly highlight?: Highlight;
};

/** How what people write is drawn. */
export type Texts = {
	readonly markdown: boolean;
	/** who joined and left is said, too */
	readonly joins: boolean;
	/** links can be clicked (OSC 8) */
	readonly links: boolean;
	readonly highlight: Highlight | undefined;
};

export type Appearance = {
	readonly theme: Theme;
	readonly clock: TimeFormat;
	readonly keys: Keymap;
	readonly texts: Texts;
	/** what is written to the terminal for what is drawn; the same one as long as it does the same */
	readonly fit: Fit;
};

const fits = new Map<string, Fit>();

const fitOf = (emoji: PreferenceValues['text.emoji'], {oddities, isConsole}: Facts): Fit => {
	const odd = [...(oddities ?? [])];
	const doubtful = {auto: odd, full: odd.filter(kind => kind === 'sign'), safe: [...odd, ...allEmoji]}[emoji];
	const kinds = new Set(doubtful);
	const key = `${isConsole ? 'console ' : ''}${[...kinds].sort().join(' ')}`;
	const fit = fits.get(key) ?? createFit(kinds, isConsole ? consoleSigns : noSigns);
	fits.set(key, fit);
	return fit;
};

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
	texts: {
		markdown: values['text.markdown'],
		joins: values['text.joins'] === 'fold',
		links: facts.isConsole !== true,
		highlight: facts.highlight,
	},
	fit: fitOf(values['text.emoji'], facts),
});
