import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {PreferencesFile} from '../../source/preferences/file.ts';
import {usualPreferences} from '../../source/ui/preferences.ts';
import {newFolder} from '../helpers/test-folder.ts';

const light = {type: 'value', name: 'theme', value: 'light'} as const;

describe('the configuration file', () => {
	test('need not be there', async () => {
		const file = new PreferencesFile(join(newFolder(), 'none', 'config.toml'));
		expect(await file.read()).toEqual({preferences: usualPreferences, complaints: []});
	});

	test('is made for the first wish, for its owner alone', async () => {
		const folder = newFolder();
		const path = join(folder, 'new', 'config.toml');
		const file = new PreferencesFile(path);
		await file.keep(light);
		expect(readFileSync(path, 'utf8')).toBe('theme = "light"\n');
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect((await file.read()).preferences.values.theme).toBe('light');
		expect(readdirSync(join(folder, 'new'))).toEqual(['config.toml']);
	});

	test('keeps its mode, and the link that leads to it', async () => {
		const folder = newFolder();
		mkdirSync(join(folder, 'dotfiles'));
		const real = join(folder, 'dotfiles', 'chat.toml');
		writeFileSync(real, '# mine\n');
		chmodSync(real, 0o644);
		const path = join(folder, 'config.toml');
		symlinkSync('dotfiles/chat.toml', path);
		await new PreferencesFile(path).keep(light);
		expect(readFileSync(real, 'utf8')).toBe('# mine\ntheme = "light"\n');
		expect(statSync(real).mode & 0o777).toBe(0o644);
		expect(lstatSync(path).isSymbolicLink()).toBe(true);
	});

	test('is made where a link leads that led nowhere', async () => {
		const folder = newFolder();
		const path = join(folder, 'config.toml');
		symlinkSync('elsewhere.toml', path);
		await new PreferencesFile(path).keep(light);
		expect(readFileSync(join(folder, 'elsewhere.toml'), 'utf8')).toBe('theme = "light"\n');
	});

	test('counts less than what flags say', async () => {
		const path = join(newFolder(), 'config.toml');
		writeFileSync(path, 'theme = "dark"\nmouse = false\n');
		const {preferences} = await new PreferencesFile(path, {theme: 'light'}).read();
		expect(preferences.values).toMatchObject({theme: 'light', mouse: false});
	});

	test.each<[string, (path: string) => void, RegExp]>([
		['a folder', path => mkdirSync(path), /config\.toml is no file\.$/],
		['a pipe, which nobody waits for', path => execFileSync('mkfifo', [path]), /config\.toml is no file\.$/],
		['bytes', path => writeFileSync(path, Buffer.from([0x61, 0xff])), /is not UTF-8\.$/],
		['far too long', path => writeFileSync(path, '#'.repeat(300_000)), /has more than 256 KiB\.$/],
		['a link to itself', path => symlinkSync('config.toml', path), /cannot be read \(ELOOP\)\.$/],
	])('that is %s is complained of, and never written', async (_, make, complaint) => {
		const folder = newFolder();
		const path = join(folder, 'config.toml');
		make(path);
		const file = new PreferencesFile(path);
		const {preferences, complaints} = await file.read();
		expect(preferences).toEqual(usualPreferences);
		expect(complaints).toEqual([expect.stringMatching(complaint)]);
		await expect(file.keep(light)).rejects.toThrow(complaint);
		expect(readdirSync(folder)).toEqual(['config.toml']);
	});
});
