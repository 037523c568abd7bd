import {describe, expect, test} from 'vitest';
import {type Background, createTheme, type Depth, roleNames, type Theme} from '../../source/ui/themes.ts';

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
const luminance = (rgb: number[]): number => {
	const [red = 0, green = 0, blue = 0] = rgb.map(value => {
		const part = value / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: number[], other: number[]): number => {
	const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
};

const backgrounds: Record<Background, number[][]> = {
	// black, Dracula, Nord, Solarized dark
	dark: [[0, 0, 0], [0x28, 0x2a, 0x36], [0x2e, 0x34, 0x40], [0x00, 0x2b, 0x36]],
	// white, Solarized light
	light: [[255, 255, 255], [0xfd, 0xf6, 0xe3]],
}; // biome-ignore format: colours read better in rows

const colourful: Array<[Background, Depth]> = [
	['dark', 8],
	['dark', 24],
	['light', 8],
	['light', 24],
];

describe.each(colourful)('on a %s background with %i bits', (background, depth) => {
	const theme = createTheme({background, depth});
	const painted = [
		...roleNames.map(role => theme.paint(role, 'text')),
		...names.map(id => theme.name(id)(id)),
	];
	const used = [...new Set(painted.map(indexOf).filter(index => index !== undefined))];

	test('every colour can be read', () => {
		expect(used.length).toBeGreaterThan(10);
		const weakest = used.map(index =>
			Math.min(...backgrounds[background].map(behind => contrast(rgbOf(index), behind))),
		);
		expect(Math.min(...weakest)).toBeGreaterThanOrEqual(4.5);
	});

	test('only colours that a palette cannot change are used', () => {
		expect(Math.min(...used)).toBeGreaterThanOrEqual(16);
		expect(painted.join('')).not.toMatch(/\u001b\[(3[0-7]|9[0-7])m/);
	});
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

	test('only bold, dim, italic, underline and inverse are left', () => {
		const painted = [...roleNames.map(role => theme.paint(role, 'x')), theme.name('Alice')('x')].join('');
		const codes = [...painted.matchAll(/\u001b\[([\d;]*)m/g)].map(([, code]) => Number(code));
		expect(codes.length).toBeGreaterThan(10);
		expect(codes.filter(code => ![1, 2, 3, 4, 7, 22, 23, 24, 27].includes(code))).toEqual([]);
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

test('nothing is painted as nothing', () => {
	const theme = createTheme({depth: 24, background: 'dark'});
	expect(theme.paint('error', '')).toBe('');
	expect(theme.name('Alice')('')).toBe('');
});
