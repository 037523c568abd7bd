import {describe, expect, test} from 'vitest';
import {ChatError} from '../../source/protocol/errors.ts';
import {checkValue, kindWords, readValue, showValue, valueWords} from '../../source/ui/preference-values.ts';
import {
	type PreferenceName,
	preferenceNames,
	preferenceTable,
	usualPreferences,
	withChange,
} from '../../source/ui/preferences.ts';

describe('what is typed for a value', () => {
	test.each<[PreferenceName, string, unknown]>([
		['mouse', 'off', false],
		['mouse', 'YES', true],
		['theme', 'Light', 'light'],
		['time.clock', '24', '24'],
		['sidebar.width', '30', 30],
		['time.zone', 'Europe/Berlin', 'Europe/Berlin'],
		['theme', 'default', undefined],
	])('%s %s', (name, typed, value) => {
		expect(readValue(name, typed)).toBe(value);
	});

	test.each<[PreferenceName, string, string]>([
		['mouse', 'maybe', 'mouse has to be on or off, not “maybe”.'],
		['sidebar.width', '-1', 'sidebar.width has to be a whole number from 0 to 60, not “-1”.'],
		['sidebar.width', '999', 'sidebar.width has to be a whole number from 0 to 60, not 999.'],
		['sidebar.side', 'rihgt', 'sidebar.side has to be left or right, not “rihgt”; did you mean right?'],
		['time.zone', 'Nowhere', 'time.zone has to be a time zone such as Europe/Berlin, not “Nowhere”.'],
	])('%s %s is refused with what is possible', (name, typed, reason) => {
		expect(() => readValue(name, typed)).toThrow(new ChatError('SETTING_BAD', reason));
	});
});

test.each(preferenceNames)('%s starts with a value that it may have, and says what it does', name => {
	const {initial, says} = preferenceTable[name];
	expect(checkValue(name, initial)).toEqual({value: initial});
	expect(says).not.toBe('');
	expect(kindWords(name)).not.toBe('');
	for (const word of valueWords(name)) expect(showValue(readValue(name, word)!)).toBe(word);
});

test('a wish changes what it names, and taking it back brings what is usual', () => {
	const dark = withChange(usualPreferences, {type: 'value', name: 'theme', value: 'dark'});
	expect(dark.values).toEqual({...usualPreferences.values, theme: 'dark'});
	expect(withChange(dark, {type: 'value', name: 'theme', value: undefined})).toEqual(usualPreferences);
	const hi = withChange(usualPreferences, {type: 'alias', name: 'hi', text: '/me waves'});
	expect(hi.aliases).toEqual({hi: '/me waves'});
	expect(withChange(hi, {type: 'alias', name: 'hi', text: undefined})).toEqual(usualPreferences);
});
