import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {cli, joinChat, openChat, Program, startProgram, startServer} from '../helpers/programs.ts';
import {joinWire, openWire} from '../helpers/wire.ts';

const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
	version: string;
};

test('the server says where it listens, first of all, and then who comes, talks and goes', async () => {
	await using server = await startServer();
	const alice = openWire(server.port);
	alice.write('Alice\n');
	await alice.until(/Welcome/);
	alice.write('Hello everyone!\nnot \u001b[31mred\n');
	await server.until(/not red/);
	alice.end();
	await server.until(/Client disconnected/);
	const lines = server.output.trimEnd().split('\n');
	expect(lines[0]).toBe(`Chat server listening on 127.0.0.1:${server.port}`);
	const link = `npx tui-chat tuichat://127.0.0.1:${server.port}/general#SHA256:[\\w-]{43}`;
	expect(lines[1]).toMatch(new RegExp(`^To become its owner, once: ${link}\\.[\\w-]+$`));
	expect(lines[2]).toMatch(new RegExp(`^To join: ${link}$`));
	expect(lines[3]).toMatch(/^Client connected: Alice /);
	expect(lines[4]).toBe('Received from Alice: Hello everyone!');
	expect(lines[5]).toBe('Received from Alice: not red');
	expect(lines[6]).toMatch(/^Client disconnected: Alice/);
});

test('--data keeps what was said, says where and how much it is, and lets nobody else use it', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'tui-chat-data-'));
	const keeping = {TUI_CHAT_MEMORY: ''};
	const serve = async (): Promise<[Program, number]> => {
		const server = startProgram(['--serve', '--port', '0', '--data', folder], keeping);
		const [, port] = await server.until(/listening on 127\.0\.0\.1:(\d+)\n.*\n/);
		return [server, Number(port)];
	};
	try {
		const [first, port] = await serve();
		expect(first.output).toContain(
			`Journal in ${folder} (messages: 0, rooms and conversations with any: 0)\n`,
		);
		await using alice = openWire(port);
		alice.write('Alice\nkept\n');
		await alice.until(/\[Alice\] kept/);
		await using other = startProgram(['--serve', '--port', '0', '--data', folder], keeping);
		expect(await other.exit).toEqual({code: 1, signal: null});
		expect(other.errors).toMatch(/^tui-chat: [^\n]+\n$/);
		first.kill('SIGTERM');
		expect(await first.exit).toEqual({code: 0, signal: null});
		const [second, again] = await serve();
		expect(second.output).toContain(
			`Journal in ${folder} (messages: 1, rooms and conversations with any: 1)\n`,
		);
		await using bob = openWire(again);
		bob.write('Bob\n');
		await bob.until(/\[Alice\] kept/);
		second.kill('SIGTERM');
		await second.exit;
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
});

test('--log json writes each event as one JSON line', async () => {
	await using server = startProgram(['--serve', '--port', '0', '--log', 'json']);
	const [, port] = await server.until(/"port":(\d+)/);
	await using _alice = await joinWire(Number(port), 'Alice');
	await server.until(/Alice/);
	for (const line of server.output.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
});

describe('what cannot be listened on ends with one sentence and exit code 1', () => {
	const refused = async (...args: string[]): Promise<string> => {
		await using server = startProgram(['--serve', ...args]);
		expect(await server.exit).toEqual({code: 1, signal: null});
		expect(server.output).toBe('');
		expect(server.errors).toMatch(/^tui-chat: [^\n]+\n$/);
		return server.errors;
	};

	test('a port in use', async () => {
		await using first = await startServer();
		const said = await refused('--port', String(first.port));
		expect(said).toContain(String(first.port));
		expect(said).toContain('--port');
	});

	test('an address of another machine', async () => {
		// TEST-NET-1 (RFC 5737) is nobody's.
		expect(await refused('--host', '192.0.2.1', '--port', '0')).toContain('192.0.2.1');
	});

	test('a host that there is not', async () => {
		expect(await refused('--host', 'no-such-host.invalid', '--port', '0')).toContain('no-such-host.invalid');
	});

	test('a port that there is not', async () => {
		expect(await refused('--port', '70000')).toContain('--port');
		expect(await refused('--port', 'http')).toContain('--port');
	});
});

test.each(['SIGINT', 'SIGTERM'] as const)(
	'%s says goodbye to everybody, also to those who wait',
	async signal => {
		const server = await startServer(['--max-clients', '2']);
		await using alice = await joinWire(server.port, 'Alice');
		await using netcat = openWire(server.port);
		netcat.write('Bob\n');
		await netcat.until(/Welcome/);
		await using waiting = openWire(server.port);
		waiting.send({type: 'hello', v: 1, id: 'Carol'});
		await waiting.until(/"place":1/);
		server.kill(signal);
		await alice.until(/"type":"bye","code":"CLOSING"/);
		await netcat.until(/Goodbye/);
		await waiting.until(/"type":"bye"/);
		expect(await server.exit).toEqual({code: 0, signal: null});
	},
);

test('--serve --id is a server and its operator in one screen', async () => {
	await using root = openChat(['--serve', '--port', '0', '--id', 'Root'], {columns: 100});
	const [, port] = /127\.0\.0\.1:(\d+)/.exec((await root.until(/● 127\.0\.0\.1:\d+ /)).join('\n'))!;
	await using alice = joinChat(Number(port), 'Alice');
	await alice.until('● Alice  you');
	await using bob = await joinWire(Number(port), 'Bob');
	await root.until(/●.Alice/);

	root.type('/say back in five');
	root.press('enter');
	await alice.until('back in five');
	await bob.until(/"type":"notice","id":"Root","msg":"back in five"/);
	root.press('ctrl+n');
	await root.until(/^ #log \(read-only\)/);
	await root.until(/Client connected: Alice/);
	root.type('/kick Bob enough');
	root.press('enter');
	await bob.until(/"code":"KICKED"/);
	await bob.closed;
	await alice.until('Bob left');
	root.type('/quit');
	root.press('enter');
	expect(await root.exit).toMatchObject({code: 0});
	await alice.until(/◌ reconnecting/);
});

test('a help desk shows an author and the operator what nobody else sees', async () => {
	await using root = openChat(
		['--serve', '--port', '0', '--id', 'Root', '--desk', 'help', '--room', 'help'],
		{
			columns: 100,
		},
	);
	const [, port] = /127\.0\.0\.1:(\d+)/.exec((await root.until(/● 127\.0\.0\.1:\d+ /)).join('\n'))!;
	await using alice = await joinWire(Number(port), 'Alice', ['help']);
	await using bob = await joinWire(Number(port), 'Bob', ['help']);
	await root.until(/Bob +guest/);
	alice.send({type: 'say', room: 'help', msg: 'my password is lost'});
	await root.until(/Alice +my password is lost/);
	root.type('@Alice I will reset it');
	root.press('enter');
	await alice.until(/"msg":"@Alice I will reset it"/);
	root.type('closing at six');
	root.press('enter');
	await bob.until(/closing at six/);
	expect(bob.text).not.toContain('password');
	expect(bob.text).not.toContain('reset');
});

test('--help lists every flag, --version the version', async () => {
	await using help = startProgram(['--help']);
	expect(await help.exit).toEqual({code: 0, signal: null});
	for (const flag of ['--serve', '--connect', '--id', '--port', '--max-clients', '--plain', '--json'])
		expect(help.output).toContain(flag);
	await using shown = startProgram(['--version']);
	expect(await shown.exit).toEqual({code: 0, signal: null});
	expect(shown.output).toBe(`${version}\n`);
});

test.each([['--such-flag'], ['stray'], ['--connect', 'a b']])(
	'%s %s: what is wrong, exit code 1',
	async (...args) => {
		await using program = startProgram(args);
		program.end();
		const {code} = await program.exit;
		expect(code).not.toBe(0);
		expect(program.output).toBe('');
		expect(program.errors).toContain(args[0]);
	},
);

/** A Node on this machine that is too old, if there is one. */
const findOldNode = (): string | undefined =>
	(process.env.PATH ?? '')
		.split(delimiter)
		.map(folder => join(folder, 'node'))
		.filter(path => existsSync(path))
		.find(path => /^v(?:1\d|20|22)\./.test(execFileSync(path, ['--version'], {encoding: 'utf8'})));

/** This one, as an older one: where no old Node is at hand, the number it gives is all that can differ. */
const pretendOld = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.0'}})`;

test('an old Node: which one is needed, the command that runs it anyway, exit code 1', async () => {
	const old = findOldNode();
	await using program =
		old === undefined
			? startProgram(['--serve', '--motd', "it's on"], {NODE_OPTIONS: `--import=${pretendOld}`})
			: new Program(old, [cli, '--serve', '--motd', "it's on"]);
	expect(await program.exit).toEqual({code: 1, signal: null});
	expect(program.output).toBe('');
	expect(program.errors).toMatch(/^tui-chat needs Node 24\.20 or newer and this is \d+\.\d+\.\d+; [^\n]+\n$/);
	expect(program.errors).toContain("--serve --motd 'it'\\''s on'");
});
