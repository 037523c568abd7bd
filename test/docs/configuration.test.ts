import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {readPreferences} from '../../source/preferences/read.ts';
import {createKeymap} from '../../source/ui/keymap.ts';
import {usualPreferences} from '../../source/ui/preferences.ts';

const [, example] = /```toml\n(.*?)```/s.exec(readFileSync('docs/configuration.md', 'utf8'))!;

test('the example of a configuration file is one, and everything in it counts', () => {
	const {preferences, complaints} = readPreferences(example!, 'example');
	expect(complaints).toEqual([]);
	const set = Object.entries(preferences.values).filter(
		([name, value]) => value !== usualPreferences.values[name as keyof typeof preferences.values],
	);
	expect(set).toHaveLength(8);
	expect(Object.keys(preferences.aliases)).toEqual(['brb', 'greet']);
	const keys = createKeymap(preferences.keys);
	const now = {empty: true, picked: false};
	expect(keys.actionFor('enter', now)).toBe('newline');
	expect(keys.actionFor('ctrl+s', now)).toBe('submit');
	expect(keys.actionFor('f3', now)).toBe('search');
});
