/**
 * The colours of each theme, by their places in xterm's colour cube and its greys (16 to 255): those a terminal's own
 * palette leaves alone, so their contrast is known. Each has at least 4.5:1 (WCAG 2.2, 1.4.3) on the usual backgrounds
 * from black to Nord's grey, or from white to Solarized's cream, and those for high contrast 7:1 (1.4.6). The basic
 * sixteen are the terminal's own choice.
 *
 * `deuteran` is for those who confuse red and green, protanopes too, `tritan` for those who confuse blue and yellow:
 * colours that mean something stay apart in what they see (Machado, Oliveira and Fernandes 2009).
 */
export type Background = 'dark' | 'light';
export type PaletteName = 'usual' | 'contrast' | 'deuteran' | 'tritan';
export type Colour = 'accent' | 'good' | 'warning' | 'bad' | 'faint';

type Base = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'white';
/** One of the sixteen, dim text, or what text looks like anyway. */
export type Basic = Base | `${Base}Bright` | 'dim' | 'plain';

export type Palette = {
	readonly colours: Readonly<Record<Colour, {readonly index: number; readonly basic: Basic}>>;
	/** for names, spread over hue and lightness */
	readonly names: readonly number[];
	readonly basicNames: readonly Basic[];
};

type Row = readonly [index: number, basic: Basic];

const palette = (
	colours: Readonly<Record<Colour, Row>>,
	names: readonly number[],
	basicNames: readonly Basic[],
): Palette => ({
	colours: Object.fromEntries(
		Object.entries(colours).map(([name, [index, basic]]) => [name, {index, basic}]),
	) as Palette['colours'],
	names,
	basicNames,
});

// Bright black is the background itself in some palettes, so faint text has the dim attribute where colours are few,
// and none where contrast is what is asked for.
export const palettes: Readonly<Record<PaletteName, Readonly<Record<Background, Palette>>>> = {
	usual: {
		dark: palette(
			{
				accent: [117, 'cyanBright'],
				good: [114, 'greenBright'],
				warning: [215, 'yellowBright'],
				bad: [210, 'redBright'],
				faint: [248, 'dim'],
			},
			[174, 210, 209, 215, 178, 228, 150, 114, 79, 80, 117, 111, 147, 141, 177, 213, 218, 187],
			['redBright', 'greenBright', 'yellowBright', 'blueBright', 'magentaBright', 'cyanBright'],
		),
		light: palette(
			{
				accent: [25, 'blue'],
				good: [22, 'green'],
				warning: [94, 'magenta'],
				bad: [160, 'red'],
				faint: [241, 'dim'],
			},
			[160, 88, 89, 94, 58, 22, 23, 24, 25, 26, 19, 61, 56, 93, 128, 90, 125, 162],
			['red', 'green', 'blue', 'magenta', 'cyan'],
		),
	},
	contrast: {
		dark: palette(
			{
				accent: [117, 'cyanBright'],
				good: [120, 'greenBright'],
				warning: [227, 'yellowBright'],
				bad: [218, 'redBright'],
				faint: [252, 'plain'],
			},
			[217, 221, 230, 190, 192, 46, 85, 115, 51, 81, 189, 219],
			['redBright', 'greenBright', 'yellowBright', 'magentaBright', 'cyanBright'],
		),
		light: palette(
			{
				accent: [19, 'blue'],
				good: [22, 'green'],
				warning: [90, 'magenta'],
				bad: [88, 'red'],
				faint: [238, 'plain'],
			},
			[88, 22, 17, 21, 18, 55, 90, 89],
			['red', 'blue', 'magenta'],
		),
	},
	deuteran: {
		dark: palette(
			{
				accent: [141, 'magentaBright'],
				good: [117, 'cyanBright'],
				warning: [227, 'yellowBright'],
				bad: [209, 'redBright'],
				faint: [248, 'dim'],
			},
			[209, 208, 226, 228, 49, 159, 37, 207],
			['yellowBright', 'blueBright', 'cyanBright', 'magentaBright'],
		),
		light: palette(
			{
				accent: [18, 'blue'],
				good: [26, 'cyan'],
				warning: [94, 'magenta'],
				bad: [52, 'red'],
				faint: [241, 'dim'],
			},
			[95, 52, 94, 24, 21, 17, 62, 19],
			['red', 'blue', 'cyan'],
		),
	},
	tritan: {
		dark: palette(
			{
				accent: [110, 'blueBright'],
				good: [85, 'greenBright'],
				warning: [177, 'magentaBright'],
				bad: [209, 'redBright'],
				faint: [248, 'dim'],
			},
			[214, 226, 155, 46, 74, 147, 177, 206],
			['redBright', 'greenBright', 'magentaBright', 'cyanBright'],
		),
		light: palette(
			{
				accent: [27, 'blue'],
				good: [23, 'green'],
				warning: [90, 'magenta'],
				bad: [160, 'red'],
				faint: [241, 'dim'],
			},
			[160, 52, 58, 22, 17, 57, 91, 126],
			['red', 'green', 'magenta'],
		),
	},
};
