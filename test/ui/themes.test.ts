import {describe, expect, test} from 'vitest';
import {
	type Background,
	createTheme,
	type PaletteName,
	roleNames,
	type Theme,
} from '../../source/ui/themes.ts';

const names = Array.from({length: 400}, (_, index) => `name${index}`);

/** The number of the colour that a painted text is drawn in, if it has one of the 256. */
const indexOf = (painted: string): number | undefined => {
	const [, index] = /\u001b\[38;5;(\d+)m/.exec(painted) ?? [];
	return index === undefined ? undefined : Number(index);
};

/** xterm's colours: a cube of six levels, then 24 greys. */
const rgbOf = (index: number): number[] => {
	if (index >= 232) return [0, 0, 0].map(() => 8 + 10 * (index - 232));
	const level = (place: number): number => [0, 95, 135, 175, 215, 255][place]!;
	const cube = index - 16;
	return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)];
};

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const linear = (rgb: number[]): number[] =>
	rgb.map(value => {
		const part = value / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});

const luminance = (rgb: number[]): number => {
	const [red = 0, green = 0, blue = 0] = linear(rgb);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: number[], other: number[]): number => {
	const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
};

const backgrounds: Record<Background, number[][]> = {
	// black, Dracula, Nord, Solarized dark, Gruvbox
	dark: [
		[0, 0, 0],
		[0x28, 0x2a, 0x36],
		[0x2e, 0x34, 0x40],
		[0x00, 0x2b, 0x36],
		[0x28, 0x28, 0x28],
	],
	// white, Solarized light
	light: [
		[255, 255, 255],
		[0xfd, 0xf6, 0xe3],
	],
};

const palettes: readonly PaletteName[] = ['usual', 'contrast', 'deuteran', 'tritan'];
const sides: readonly Background[] = ['dark', 'light'];
const all = palettes.flatMap(palette => sides.map(background => ({palette, background})));

/** What a theme's colours mean, and the role that shows each as it is. */
const meanings = {accent: 'accent', good: 'online', warning: 'warning', bad: 'error'} as const;

describe.each(all)('the $palette theme on a $background background', ({palette, background}) => {
	const theme = createTheme({background, palette, depth: 24});
	const painted = [
		...roleNames.map(role => theme.paint(role, 'text')),
		...names.map(id => theme.name(id)(id)),
	];
	const used = [...new Set(painted.map(indexOf).filter(index => index !== undefined))];

	test('every colour can be read', () => {
		expect(used.length).toBeGreaterThanOrEqual(10);
		const weakest = used.map(index =>
			Math.min(...backgrounds[background].map(behind => contrast(rgbOf(index), behind))),
		);
		expect(Math.min(...weakest)).toBeGreaterThanOrEqual(palette === 'contrast' ? 7 : 4.5);
	});

	test('only colours that a palette cannot change are used, with 256 as with all', () => {
		expect(Math.min(...used)).toBeGreaterThanOrEqual(16);
		expect(painted.join('')).not.toMatch(/\u001b\[(3[0-7]|9[0-7])m/);
		const fewer = createTheme({background, palette, depth: 8});
		for (const role of roleNames) expect(fewer.paint(role, 'x')).toBe(theme.paint(role, 'x'));
	});

	test('colours that mean something differ for whom the theme is made', () => {
		const shown = Object.values(meanings).map(role => rgbOf(indexOf(theme.paint(role, 'x'))!));
		for (const sight of sights[palette]) expect(nearest(shown, sight)).toBeGreaterThan(23);
	});

	test('so do the colours of names', () => {
		const shown = [...new Set(names.map(id => indexOf(theme.name(id)('x'))!))].map(rgbOf);
		expect(shown.length).toBeGreaterThanOrEqual(8);
		for (const sight of sights[palette]) expect(nearest(shown, sight)).toBeGreaterThan(10);
	});
});

/**
 * What people see of linear light, at full severity: Machado, Oliveira and Fernandes, A Physiologically-based Model for
 * Simulation of Color Vision Deficiency (2009), table 1.
 */
type Sight = readonly (readonly number[])[];
const usual: Sight = [
	[1, 0, 0],
	[0, 1, 0],
	[0, 0, 1],
];
const protan: Sight = [
	[0.152286, 1.052583, -0.204868],
	[0.114503, 0.786281, 0.099216],
	[-0.003882, -0.048116, 1.051998],
];
const deutan: Sight = [
	[0.367322, 0.860646, -0.227968],
	[0.280085, 0.672501, 0.047413],
	[-0.01182, 0.04294, 0.968881],
];
const tritan: Sight = [
	[1.255528, -0.076749, -0.178779],
	[-0.078411, 0.930809, 0.147602],
	[0.004733, 0.691367, 0.3039],
];
const sights: Readonly<Record<PaletteName, readonly Sight[]>> = {
	usual: [usual],
	contrast: [usual],
	deuteran: [usual, protan, deutan],
	tritan: [usual, tritan],
};

/** CIE 1976 L*a*b* (D65) of what somebody sees of a colour. */
const labOf = (rgb: number[], sight: Sight): number[] => {
	const light = linear(rgb);
	const [red = 0, green = 0, blue = 0] = sight.map(row =>
		Math.min(
			1,
			Math.max(
				0,
				row.reduce((sum, part, index) => sum + part * light[index]!, 0),
			),
		),
	);
	const root = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
	const x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
	const y = root(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
	const z = root((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};

/** How far the two of these are apart that are nearest to each other: 2.3 is hardly seen, 100 is black and white. */
const nearest = (colours: number[][], sight: Sight): number => {
	const labs = colours.map(rgb => labOf(rgb, sight));
	const apart = labs.flatMap((one, index) =>
		labs.slice(index + 1).map(other => Math.hypot(...one.map((part, axis) => part - other[axis]!))),
	);
	return Math.min(...apart);
};

test('the usual theme would not do for who confuses red and green, so these figures tell something', () => {
	const theme = createTheme({background: 'dark', depth: 24});
	const shown = Object.values(meanings).map(role => rgbOf(indexOf(theme.paint(role, 'x'))!));
	expect(nearest(shown, deutan)).toBeLessThan(15);
});

const spread = (theme: Theme): number => new Set(names.map(id => theme.name(id)('x'))).size;

describe('the colour of a name', () => {
	const theme = createTheme({depth: 24, background: 'dark'});

	test('is the same for every way of writing it', () => {
		expect(theme.name('ZOŚKA')('x')).toBe(theme.name('zośka')('x'));
		expect(theme.name('Ａlice')('x')).toBe(theme.name('alice')('x'));
	});

	test('is the same in another session', () => {
		const other = createTheme({depth: 24, background: 'dark'});
		for (const id of names) expect(other.name(id)('x')).toBe(theme.name(id)('x'));
	});

	test('is one of many, and all are used', () => {
		expect(spread(theme)).toBe(18);
		expect(spread(createTheme({depth: 4, background: 'light'}))).toBe(5);
	});
});

describe('without colours', () => {
	const theme = createTheme({depth: 0, background: 'dark'});

	test('only bold, dim, italic, lines and inverse are left', () => {
		const painted = [...roleNames.map(role => theme.paint(role, 'x')), theme.name('Alice')('x')].join('');
		const codes = [...painted.matchAll(/\u001b\[([\d;]*)m/g)].map(([, code]) => Number(code));
		expect(codes.length).toBeGreaterThan(10);
		expect(codes.filter(code => ![1, 2, 3, 4, 7, 9, 22, 23, 24, 27, 29].includes(code))).toEqual([]);
	});

	test('what matters stands out all the same', () => {
		for (const role of ['mention', 'error', 'failed', 'current', 'marker', 'unread'] as const) {
			expect(theme.paint(role, 'x')).not.toBe('x');
		}
	});
});

test('with 16 colours the terminal chooses them', () => {
	const theme = createTheme({depth: 4, background: 'dark'});
	const painted = roleNames.map(role => theme.paint(role, 'x')).join('');
	expect(painted).not.toContain('38;');
	expect(theme.paint('error', 'x')).toMatch(/^\u001b\[91m/);
	expect(createTheme({depth: 4, background: 'light'}).paint('error', 'x')).toMatch(/^\u001b\[31m/);
});

test('where contrast is asked for, nothing is dim', () => {
	for (const background of sides) {
		const theme = createTheme({depth: 4, background, palette: 'contrast'});
		expect(roleNames.map(role => theme.paint(role, 'x')).join('')).not.toContain('\u001b[2m');
	}
});

test('nothing is painted as nothing', () => {
	const theme = createTheme({depth: 24, background: 'dark'});
	expect(theme.paint('error', '')).toBe('');
	expect(theme.name('Alice')('')).toBe('');
});
