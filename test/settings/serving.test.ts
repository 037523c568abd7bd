import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {type BoundName, boundTable} from '../../source/server/bounds.ts';
import {boundsOf, boundVariable, servingOf} from '../../source/settings/serving.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {why} from '../helpers/why.ts';

describe('limits in the environment', () => {
	test('each has its variable', () => {
		expect(boundVariable('messagesBurst')).toBe('TUI_CHAT_LIMITS_MESSAGES_BURST');
		for (const name of Object.keys(boundTable) as BoundName[]) {
			const {usual} = boundTable[name];
			expect(boundsOf({[boundVariable(name)]: String(usual)})).toEqual({[name]: usual});
		}
	});

	test.each([
		[
			{TUI_CHAT_LIMITS_ROOMS: 'many'},
			'TUI_CHAT_LIMITS_ROOMS has to be a whole number between 1 and 1000000000, not “many”.',
		],
		[
			{TUI_CHAT_LIMITS_ROOMS: '0'},
			'TUI_CHAT_LIMITS_ROOMS has to be a whole number between 1 and 1000000000, not “0”.',
		],
		[{TUI_CHAT_LIMITS_ROOM: '5'}, 'TUI_CHAT_LIMITS_ROOM names no limit. Is it TUI_CHAT_LIMITS_ROOMS?'],
	])('%j is refused', (environment, reason) => {
		expect(why(() => boundsOf(environment))).toBe(reason);
	});

	test('an empty one is none, and other variables are nobody’s business', () => {
		expect(boundsOf({TUI_CHAT_LIMITS_ROOMS: '', PATH: 'x', TUI_CHAT_ID: 'y'})).toEqual({});
	});
});

describe('a server’s settings', () => {
	const fileWith = (text: string, name = 'chat.toml'): string => {
		const file = join(newFolder(), name);
		writeFileSync(file, text);
		return file;
	};

	test('come from flags, variables and the file, in this order', () => {
		const config = fileWith('port = 1\nmotd = "file"\nmax-clients = 7\n[limits]\nrooms = 5\nbans = 6\n');
		const {given, bounds} = servingOf(
			{serve: true, config, port: '3'},
			{TUI_CHAT_PORT: '2', TUI_CHAT_MOTD: 'variable', TUI_CHAT_LIMITS_ROOMS: '50'},
		);
		expect(given).toMatchObject({port: 3, motd: 'variable', maxClients: 7, serve: true});
		expect(bounds).toEqual({rooms: 50, bans: 6});
	});

	test('are read again from the file as it is then', () => {
		const config = fileWith('motd = "one"');
		const serving = servingOf({serve: true}, {TUI_CHAT_CONFIG: config});
		writeFileSync(config, 'motd = "two"');
		expect(serving.given.motd).toBe('one');
		expect(serving.reread().given.motd).toBe('two');
		expect(serving.reread().reread().given.motd).toBe('two');
	});

	test('are without a file when none is named', () => {
		expect(servingOf({serve: true}, {}).bounds).toEqual({});
	});

	test('name files as seen from their own file', () => {
		const config = fileWith('data = "data"\npassword-file = "/etc/pw"\ncert = "~/c.pem"\nkey = "../k.pem"\n');
		const folder = join(config, '..');
		expect(servingOf({config}, {}).given).toMatchObject({
			data: join(folder, 'data'),
			passwordFile: '/etc/pw',
			cert: '~/c.pem',
			key: join(folder, '..', 'k.pem'),
		});
		expect(servingOf({config, data: 'mine'}, {}).given.data).toBe('mine');
	});

	test('may be JSON', () => {
		const config = fileWith('{"motd": "hi"}', 'chat.json');
		expect(servingOf({config}, {}).given.motd).toBe('hi');
	});

	test('are refused as a whole, with all that is wrong', () => {
		const config = fileWith('port = "x"\nmot = 1\n');
		expect(why(() => servingOf({config}, {}))).toBe(
			`${config}, line 1: port has to be a whole number, not “x”.\n${config}, line 2: there is no setting “mot” here. Is it “motd”?`,
		);
	});

	test('a mistake in the file counts also where a flag says otherwise', () => {
		const config = fileWith('port = 70000');
		expect(why(() => servingOf({config, port: '1'}, {}))).toMatch(/line 1: port has to be between/);
	});

	test('a file that cannot be read is told of', () => {
		const folder = newFolder();
		const latin = join(folder, 'latin.toml');
		writeFileSync(latin, Buffer.from([0x23, 0xe9]));
		const long = join(folder, 'long.toml');
		writeFileSync(long, '#'.repeat(256 * 1024 + 1));
		mkdirSync(join(folder, 'folder.toml'));
		const reasons: ReadonlyArray<[string, string]> = [
			['missing.toml', 'is not there'],
			['latin.toml', 'is not UTF-8'],
			['long.toml', 'has more than 256 KiB'],
			['folder.toml', 'is no file'],
		];
		for (const [name, reason] of reasons)
			expect(why(() => servingOf({config: join(folder, name)}, {}))).toBe(`${join(folder, name)} ${reason}.`);
	});
});
