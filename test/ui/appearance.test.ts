import {describe, expect, test} from 'vitest';
import {type Appearance, appearanceOf, type Facts} from '../../source/ui/appearance.ts';
import {type PreferenceValues, usualPreferences} from '../../source/ui/preferences.ts';
import {createTheme} from '../../source/ui/themes.ts';

const facts: Facts = {depth: 24, background: 'light'};

const appearance = (values: Partial<PreferenceValues> = {}, known: Partial<Facts> = {}): Appearance =>
	appearanceOf({...usualPreferences, values: {...usualPreferences.values, ...values}}, {...facts, ...known});

describe('colours', () => {
	test.each<[PreferenceValues['theme'], Parameters<typeof createTheme>[0]]>([
		['auto', {depth: 24, background: 'light'}],
		['dark', {depth: 24, background: 'dark'}],
		['light', {depth: 24, background: 'light'}],
		['contrast', {depth: 24, background: 'light', palette: 'contrast'}],
		['deuteran', {depth: 24, background: 'light', palette: 'deuteran'}],
		['tritan', {depth: 24, background: 'light', palette: 'tritan'}],
	])('of the theme %s', (theme, expected) => {
		const painted = appearance({theme}).theme.paint('error', 'x');
		expect(painted).toBe(createTheme(expected).paint('error', 'x'));
	});
});

describe('emoji', () => {
	const text = '❤️ 👍🏽 … ●';
	const odd = {oddities: new Set(['tone', 'sign'] as const)};

	test.each<[PreferenceValues['text.emoji'], Partial<Facts>, string]>([
		['auto', {}, text],
		['auto', odd, '❤️ 👍 . *'],
		['full', odd, '❤️ 👍🏽 . *'],
		['safe', {}, '❤  👍 … ●'],
		['safe', {isConsole: true}, '❤  👍 . *'],
	])('%s, in a terminal of which is known %j', (emoji, known, written) => {
		expect(appearance({'text.emoji': emoji}, known).fit(text)).toBe(written);
	});

	test('are written alike by one and the same function, so that nothing is drawn again for nothing', () => {
		expect(appearance({}, {oddities: new Set()}).fit).toBe(appearance({theme: 'dark'}).fit);
		expect(appearance({}, odd).fit).toBe(appearance({mouse: false}, odd).fit);
		expect(appearance({}, odd).fit).not.toBe(appearance().fit);
	});
});
