/** A server as its operator handles it: by a file, by signals, and by what it tells. */
import {once} from 'node:events';
import {existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';
import {spawn as spawnInTerminal} from '@lydell/node-pty';
import {describe, expect, test} from 'vitest';
import {
	cli,
	openChat,
	type Program,
	quietEnvironment,
	startProgram,
	startServer,
} from '../helpers/programs.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {joinWire, openWire} from '../helpers/wire.ts';

const linesOf = (output: string): Array<Record<string, unknown>> =>
	output
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Record<string, unknown>);

test('a file sets a server up, and SIGHUP has it read again while people talk', async () => {
	const config = join(newFolder(), 'chat.toml');
	writeFileSync(config, 'port = 0\nmotd = "one"\nmetrics = 0\n');
	await using server = startProgram(['--serve', '--config', config]);
	const [, port] = await server.until(/listening on 127\.0\.0\.1:(\d+)\n/);
	const [, metrics] = await server.until(/Metrics on (\S+)\/metrics\n/);
	await using alice = await joinWire(Number(port), 'Alice');
	expect(alice.text).toContain('"motd":"one"');
	expect(await (await fetch(`${metrics}/healthz`)).text()).toBe('ok\n');
	expect(await (await fetch(`${metrics}/metrics`)).text()).toMatch(
		/^tui_chat_connections\{phase="inside",dialect="json",transport="plaintext"\} 1$/m,
	);

	writeFileSync(config, 'port = "x"\nmotd = "two"\n');
	server.kill('SIGHUP');
	await server.until(/The settings stay as they were: \S+chat\.toml, line 1: port has to be a whole number/);
	writeFileSync(config, 'port = 1\nmotd = "two"\nmetrics = 0\n');
	server.kill('SIGHUP');
	await server.until(/Settings read again, changed: motd; from the next start on: port\n/);
	await using bob = await joinWire(Number(port), 'Bob');
	expect(bob.text).toContain('"motd":"two"');
	alice.send({type: 'say', room: 'general', msg: 'still here', nonce: 'n'});
	await bob.until(/still here/);
	server.kill('SIGTERM');
	expect(await server.exit).toEqual({code: 0, signal: null});
});

test.each([
	[
		'chat.toml',
		'closed = 1\n[limits]\nroom = 5',
		/line 1: closed has to be.*\n.*line 3: there is no setting “room”/,
	],
	['chat.json', '{"port": 1,\n"x"}', /line 2: this is no JSON/],
	['chat.toml', 'cert = "c.pem"\nkey = "k.pem"', /c\.pem does not exist/],
	['chat.toml', 'password-file = "nowhere"', /nowhere cannot be read/],
])('%s with %j ends the start, with the reason', async (name, text, reason) => {
	const config = join(newFolder(), name);
	writeFileSync(config, text);
	await using server = startProgram(['--serve', '--port', '0', '--config', config]);
	expect(await server.exit).toEqual({code: 1, signal: null});
	expect(server.output).toBe('');
	expect(server.errors).toMatch(/^tui-chat: /);
	expect(server.errors).toMatch(reason);
});

test('--print-config writes what a file can set, and reads it back', async () => {
	const folder = newFolder();
	const config = join(folder, 'printed.toml');
	const print = async (...args: string[]): Promise<string> => {
		await using program = startProgram(['--print-config', ...args], {TUI_CHAT_MEMORY: ''});
		expect(await program.exit).toEqual({code: 0, signal: null});
		expect(program.errors).toBe('');
		return program.output;
	};
	const printed = await print('--port', '9', '--closed', '--exempt', '10.0.0.0/8,::1', '--data', folder);
	expect(printed).toMatch(/^port = 9$/m);
	expect(printed).toMatch(/^closed = true$/m);
	expect(printed).toMatch(/^outbox-bytes = 262144$/m);
	writeFileSync(config, printed);
	expect(await print('--config', config)).toBe(printed);
});

describe('--log json', () => {
	test('is JSON from its first line to its last, with levels, and holds no secrets', async () => {
		const server = startProgram(['--serve', '--port', '0', '--log', 'json', '--closed']);
		const [, port] = await server.until(/"port":(\d+)/);
		await server.untilError(/To become its owner, once: npx tui-chat tuichat:.*\n/);
		await server.untilError(/To join: npx tui-chat tuichat:.*\n/);
		await using netcat = openWire(Number(port));
		netcat.write('Mallory\n');
		await netcat.until(/closed|invitation/);
		await server.until(/"refused"/);
		server.kill('SIGTERM');
		expect(await server.exit).toEqual({code: 0, signal: null});
		const rows = linesOf(server.output);
		for (const row of rows) expect(row).toMatchObject({event: expect.any(String), level: expect.any(String)});
		// What opens something is no part of what programs keep.
		expect(server.output).not.toContain('tuichat:');
	});

	test('of the level warn tells of nobody who comes or talks, and still how to come in', async () => {
		const server = startProgram(['--serve', '--port', '0', '--log', 'json', '--log-level', 'warn']);
		const [, port] = await server.until(/tuichat:\/\/127\.0\.0\.1:(\d+)\//);
		await using alice = await joinWire(Number(port), 'Alice');
		alice.send({type: 'say', room: 'general', msg: 'secret', nonce: 'n'});
		await alice.until(/"type":"ack"/);
		server.kill('SIGTERM');
		await server.exit;
		expect(new Set(linesOf(server.output).map(({event}) => event))).toEqual(new Set(['invitation']));
	});
});

test('where a log is kept, secret links are in files of the data folder, for as long as they open something', async () => {
	const folder = newFolder();
	const [joinFile, ownerFile] = [join(folder, 'join-link.txt'), join(folder, 'owner-link.txt')];
	const serve = async (...args: string[]): Promise<Program> => {
		const server = startProgram(['--serve', '--port', '0', '--data', folder, ...args], {TUI_CHAT_MEMORY: ''});
		await server.until(/To join: .*\n/);
		return server;
	};
	const stop = async (server: Program): Promise<void> => {
		server.kill('SIGTERM');
		expect(await server.exit).toEqual({code: 0, signal: null});
	};
	const closed = await serve('--closed');
	expect(closed.output).toMatch(`To become its owner, once: see ${ownerFile}\nTo join: see ${joinFile}\n`);
	const [owner, joining] = [ownerFile, joinFile].map(file => readFileSync(file, 'utf8'));
	for (const link of [owner, joining])
		expect(link).toMatch(/^tuichat:\/\/127\.0\.0\.1:\d+\/general#SHA256:.*\.[\w-]+\n$/);
	expect(owner).not.toBe(joining);
	for (const file of [ownerFile, joinFile]) expect(statSync(file).mode & 0o777).toBe(0o600);
	await using first = startProgram(['--connect', owner!.trim(), '--id', 'Olive']);
	first.end('hello\n');
	expect(await first.exit).toEqual({code: 0, signal: null});
	await closed.until(/Received from Olive: hello/);
	expect(existsSync(ownerFile)).toBe(false);
	expect(existsSync(joinFile)).toBe(true);
	await stop(closed);
	const open = await serve();
	expect(open.output).not.toContain('owner');
	expect(open.output).toMatch(/\nTo join: npx tui-chat tuichat:\S+\n$/);
	expect(existsSync(joinFile)).toBe(false);
	await stop(open);
});

test('another signal after the first one ends a server at once', async () => {
	await using server = await startServer();
	// Somebody who hears the goodbye and stays: the server waits some seconds for them to go.
	const stayer = connect({port: server.port, host: '127.0.0.1', allowHalfOpen: true});
	stayer.on('error', () => {});
	stayer.write('Alice\n');
	await once(stayer, 'data');
	server.kill('SIGTERM');
	await server.until(/Closing with 1 connected/);
	server.kill('SIGINT');
	expect(await server.exit).toEqual({code: null, signal: 'SIGINT'});
	stayer.destroy();
});

test('a server whose terminal is closed stops', async () => {
	const folder = newFolder();
	mkdirSync(join(folder, 'state'));
	const env = Object.fromEntries(
		Object.entries(quietEnvironment()).filter((pair): pair is [string, string] => pair[1] !== undefined),
	);
	const terminal = spawnInTerminal(process.execPath, [cli, '--serve', '--port', '0'], {env, cwd: folder});
	const ended = new Promise<{exitCode: number}>(resolve => terminal.onExit(resolve));
	await new Promise<void>(resolve => {
		let text = '';
		terminal.onData(chunk => {
			text += chunk;
			if (text.includes('owner, once')) resolve();
		});
	});
	(terminal as unknown as {destroy(): void}).destroy();
	expect(await ended).toMatchObject({exitCode: 0});
});

test('a server with its operator’s screen takes the same file, and the screen takes nothing of it', async () => {
	const folder = newFolder();
	const config = join(folder, 'chat.toml');
	writeFileSync(config, 'port = 0\nmotd = "Mind the step."\n');
	await using root = openChat(['--serve', '--config', config, '--id', 'Root'], {columns: 100});
	await root.until(/Mind the step\./);
	expect((await root.until(/● 127\.0\.0\.1:\d+ /)).join('\n')).not.toContain('chat.toml');
	root.type('/quit');
	root.press('enter');
	expect(await root.exit).toMatchObject({code: 0});
});
