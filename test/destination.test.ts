import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {gather} from '../source/config.ts';
import {checkWay, destinationOf} from '../source/destination.ts';
import {newFolder} from './helpers/test-folder.ts';

const fingerprint = `SHA256:${'a'.repeat(43)}`;
const link = `tuichat://chat.example:9/ops#${fingerprint}.token`;

const destination = (flags: Record<string, unknown>, environment: Record<string, string> = {}) =>
	destinationOf(gather(flags, environment), environment);

describe('where the settings lead to', () => {
	test.each<[string, Record<string, unknown>, object]>([
		['nothing said', {}, {host: '127.0.0.1', port: 8082, link: undefined, room: undefined}],
		['an address', {connect: 'chat.example:9'}, {host: 'chat.example', port: 9, link: undefined}],
		['an invitation', {connect: ` ${link} `}, {host: 'chat.example', port: 9, room: 'ops', link}],
		[
			'a key',
			{connect: 'chat.example:9', fingerprint},
			{fingerprint, plaintext: false, plain: false, access: undefined, entry: undefined},
		],
		['no encryption', {plaintext: true}, {plaintext: true}],
		['a folder for keys', {state: '/somewhere'}, {keys: '/somewhere'}],
	])('%s', (_, flags, expected) => {
		expect(destination(flags)).toMatchObject(expected);
	});

	test.each([
		[{connect: 'tuichat://'}, 'LINK_BAD'],
		[{connect: 'a b'}, 'SETTING_BAD'],
		[{fingerprint: 'SHA256:short'}, 'SETTING_BAD'],
		[{fingerprint, plaintext: true}, 'SETTING_BAD'],
		[{accessFile: ''}, 'SETTING_BAD'],
		[{accessFile: '/nowhere/at/all'}, 'SETTING_BAD'],
	])('%j is refused', (flags, code) => {
		expect(() => destination(flags)).toThrow(expect.objectContaining({code}));
	});

	test('what is typed in a form may be both', () => {
		expect(checkWay(link)).toMatchObject({host: 'chat.example', port: 9});
		expect(checkWay('[::1]:7')).toEqual({host: '::1', port: 7});
		expect(() => checkWay('a b', 'The address')).toThrow(/^The address/);
	});
});

describe('secrets', () => {
	test('come from the environment, or from the first line of a file', () => {
		const file = join(newFolder(), 'secret');
		writeFileSync(file, 'from a file \r\nmore\n');
		expect(destination({}, {TUI_CHAT_ACCESS: 'a', TUI_CHAT_ENTRY: 'e'})).toMatchObject({
			access: 'a',
			entry: 'e',
		});
		expect(destination({accessFile: file, passwordFile: file})).toMatchObject({
			access: 'from a file ',
			entry: 'from a file ',
		});
		expect(destination({accessFile: file}, {TUI_CHAT_ACCESS: 'a'}).access).toBe('a');
		expect(destination({}, {TUI_CHAT_ACCESS: ''}).access).toBeUndefined();
	});

	test('that are not there are an error that names the file, and not what is in it', () => {
		const file = join(newFolder(), 'secret');
		writeFileSync(file, '\nsecret\n');
		expect(() => destination({passwordFile: file})).toThrow(
			/^--password-file: the first line of .*secret is empty\.$/,
		);
		expect(() => destination({accessFile: `${file}.not`})).toThrow(
			/^--access-file: .* cannot be read \(ENOENT\)\.$/,
		);
	});
});
