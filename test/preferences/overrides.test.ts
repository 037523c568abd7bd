import {expect, test} from 'vitest';
import {overridesOf} from '../../source/preferences/overrides.ts';

const none = {noMouse: false, screenReader: false};

test('flags say for this run what the file could say for all', () => {
	expect(overridesOf(none)).toEqual({});
	expect(overridesOf({theme: 'light', sidebar: 'right', noMouse: true, screenReader: true})).toEqual({
		theme: 'light',
		'sidebar.show': true,
		'sidebar.side': 'right',
		mouse: false,
		'screen-reader': true,
	});
	expect(overridesOf({...none, sidebar: 'off'})).toEqual({'sidebar.show': false});
});

test('a theme that there is not is refused before anything is drawn', () => {
	expect(() => overridesOf({...none, theme: 'drak'})).toThrow(
		/^--theme has to be auto, dark, .*did you mean dark\?$/,
	);
});
