import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {gather} from '../../source/config.ts';
import {liveOptions, lostKey, warningsOf} from '../../source/serve/options.ts';
import {Reloader} from '../../source/serve/reload.ts';
import {makeServerKey, type TlsIdentity} from '../../source/server/front/keys.ts';
import type {LogReport} from '../../source/server/log.ts';
import type {Reconfiguration} from '../../source/server/options.ts';
import {servingOf} from '../../source/settings/serving.ts';
import {newFolder} from '../helpers/test-folder.ts';

/** A reloader over a file, and all that it does. */
const startReloader = (text: string, environment: NodeJS.ProcessEnv = {}) => {
	const folder = newFolder();
	const config = join(folder, 'chat.toml');
	const write = (next: string): void => writeFileSync(config, next);
	write(text);
	const settings: Reconfiguration[] = [];
	const identities: Array<TlsIdentity | undefined> = [];
	const reports: LogReport[] = [];
	const levels: Array<string | undefined> = [];
	const reloader = new Reloader({
		server: {
			reconfigure: next => void settings.push(next),
			reloadTls: async identity => void identities.push(identity),
		},
		serving: servingOf({serve: true, config}, {...environment, TUI_CHAT_DATA: folder}),
		report: row => reports.push(row),
		onGiven: ({logLevel}) => levels.push(logLevel),
	});
	return {folder, config, write, reloader, settings, identities, reports, levels};
};

test('what is new counts, and is named in the log', async () => {
	const {write, reloader, settings, reports, levels, identities} = startReloader('motd = "one"');
	write('motd = "two"\nlog-level = "warn"\nexempt = ["10.0.0.0/8"]\nport = 5\n[limits]\nrooms = 5\n');
	await reloader.reload();
	expect(settings).toEqual([
		expect.objectContaining({motd: 'two', exempt: ['10.0.0.0/8'], bounds: {rooms: 5}, closed: false}),
	]);
	expect(levels).toEqual(['warn']);
	expect(reports).toEqual([
		{
			event: 'configured',
			changed: ['motd', 'log-level', 'exempt', 'limits.rooms'],
			restart: ['port'],
		},
	]);
	expect(identities).toEqual([]);
});

test('what is no longer set is as if it never was', async () => {
	const {write, reloader, settings, reports} = startReloader(
		'motd = "one"\nclosed = true\n[limits]\nrooms = 5\n',
	);
	write('');
	await reloader.reload();
	expect(settings[0]).toMatchObject({motd: undefined, closed: false, bounds: {}, maxClients: 10_000});
	expect(reports[0]).toMatchObject({changed: ['motd', 'closed', 'limits.rooms'], restart: []});
});

test('a file with mistakes changes nothing, and each is in the log', async () => {
	const {config, write, reloader, settings, reports, levels} = startReloader('motd = "one"');
	write('motd = "two"\nport = "x"\nclosed = 5\n');
	await reloader.reload();
	expect(settings).toEqual([]);
	expect(levels).toEqual([]);
	expect(reports).toEqual([
		{event: 'unconfigured', error: `${config}, line 2: port has to be a whole number, not “x”.`},
		{event: 'unconfigured', error: `${config}, line 3: closed has to be true or false, not “5”.`},
	]);
	write('motd = "two"');
	await reloader.reload();
	expect(settings).toHaveLength(1);
	expect(reports.at(-1)).toMatchObject({event: 'configured', changed: ['motd']});
});

test('the environment stays what it was', async () => {
	const {write, reloader, settings} = startReloader('', {TUI_CHAT_MOTD: 'environment'});
	write('motd = "file"');
	await reloader.reload();
	expect(settings[0]).toMatchObject({motd: 'environment'});
});

test('what needs a restart is named each time until there was one', async () => {
	const {write, reloader, reports} = startReloader('port = 1');
	write('port = 2');
	await reloader.reload();
	await reloader.reload();
	expect(reports.map(row => 'restart' in row && row.restart)).toEqual([['port'], ['port']]);
	write('port = 1');
	await reloader.reload();
	expect(reports.at(-1)).toMatchObject({restart: []});
});

test('a join password is read again from its file; without one nothing changes', async () => {
	const {folder, reloader, settings, reports, write} = startReloader('');
	const file = join(folder, 'password');
	writeFileSync(file, 'one\nmore\n', {mode: 0o600});
	write('closed = true\npassword-file = "password"');
	await reloader.reload();
	expect(settings.at(-1)).toMatchObject({entry: 'one', closed: true});
	writeFileSync(file, 'two');
	await reloader.reload();
	expect(settings.at(-1)).toMatchObject({entry: 'two'});
	expect(reports.at(-1)).toMatchObject({changed: ['password-file']});
	writeFileSync(file, '\n');
	await reloader.reload();
	expect(settings).toHaveLength(2);
	expect(reports.at(-1)).toMatchObject({
		event: 'unconfigured',
		error: `--password-file: ${file} has no password in its first line.`,
	});
	expect(JSON.stringify(reports)).not.toMatch(/"(?:one|two)"/);
});

test('a certificate is taken from where the file says, and one that cannot be used changes nothing', async () => {
	const {folder, reloader, settings, identities, reports, write} = startReloader('');
	const {key, cert, fingerprint} = makeServerKey();
	writeFileSync(join(folder, 'k.pem'), key);
	writeFileSync(join(folder, 'c.pem'), cert);
	write('cert = "c.pem"\nkey = "k.pem"\nmotd = "new"');
	await reloader.reload();
	expect(identities).toEqual([expect.objectContaining({fingerprint})]);
	writeFileSync(join(folder, 'k.pem'), makeServerKey().key);
	write('cert = "c.pem"\nkey = "k.pem"\nmotd = "newer"');
	await reloader.reload();
	expect(settings).toHaveLength(1);
	expect(reports.at(-1)).toMatchObject({event: 'unconfigured', error: expect.stringContaining('c.pem')});
});

test('many who ask at once are read one after the other', async () => {
	const {write, reloader, reports} = startReloader('motd = "one"');
	const first = reloader.reload();
	write('motd = "two"');
	await Promise.all([first, reloader.reload(), reloader.reload()]);
	expect(reports.flatMap(row => (row.event === 'configured' ? row.changed : ['?']))).toEqual(['motd']);
});

describe('what an operator should look at', () => {
	const given = (flags: object) => gather({...flags}, {});

	test('nothing, usually', () => {
		expect(warningsOf(given({}), 20_000)).toEqual([]);
		expect(warningsOf(given({}), undefined)).toEqual([]);
	});

	test('too few files for all clients', () => {
		expect(warningsOf(given({maxClients: '1000'}), 1024)).toEqual([
			'the system lets this process open 1024 files, too few for --max-clients 1000. Raise that (ulimit -n, LimitNOFILE=), or take fewer clients.',
		]);
		expect(warningsOf(given({maxClients: '900'}), 1024)).toEqual([]);
	});

	test('a password that others can read, or that counts for nothing', () => {
		const file = join(newFolder(), 'password');
		writeFileSync(file, 'x', {mode: 0o600});
		expect(warningsOf(given({closed: true, passwordFile: file}), undefined)).toEqual([]);
		expect(warningsOf(given({passwordFile: file}), undefined)).toEqual([
			'--password-file counts only with --closed: everybody may come in.',
		]);
		chmodSync(file, 0o640);
		expect(warningsOf(given({closed: true, passwordFile: file}), undefined)).toEqual([
			`others on this machine can read ${file}. Make it yours alone: chmod 600.`,
		]);
	});

	test('plaintext', () => {
		expect(warningsOf(given({allowPlaintext: 'true'}), undefined)).toHaveLength(1);
	});
});

test('a join password is its file’s first line', () => {
	const file = join(newFolder(), 'password');
	const entryOf = (text: string) => {
		writeFileSync(file, text);
		return liveOptions(servingOf({passwordFile: file, closed: true}, {})).entry;
	};
	expect(entryOf('a b \r\nc')).toBe('a b ');
	expect(entryOf('e\u0301')).toBe('é');
	expect(() => entryOf('x'.repeat(257))).toThrow('more than 256 characters');
	expect(() => entryOf('')).toThrow('has no password');
});

test('a key that is gone is missed where people know the server by it, and nowhere else', () => {
	const data = newFolder();
	const given = gather({serve: true, data}, {});
	const journalOf = (...kinds: readonly string[]) => ({
		records: (kind: string) => kinds.filter(one => one === kind).map(one => [one, '{}'] as const),
	});
	expect(lostKey(given, journalOf('device'))).toBe(true);
	expect(lostKey(given, journalOf('invite'))).toBe(false);
	expect(lostKey({...given, cert: 'cert.pem'}, journalOf('device'))).toBe(false);
	writeFileSync(join(data, 'server-key.pem'), '');
	expect(lostKey(given, journalOf('device'))).toBe(false);
});
