import {expect, test} from 'vitest';
import {startProgram, startServer} from '../helpers/programs.ts';
import {joinWire} from '../helpers/wire.ts';

const pipeTo = (port: number, ...args: string[]) => startProgram(['--connect', `127.0.0.1:${port}`, ...args]);

test('lines in are messages; it ends with 0 once all are acknowledged', async () => {
	await using server = await startServer();
	await using watcher = await joinWire(server.port, 'Alice', ['ops']);
	await using pipe = pipeTo(server.port, '--id', 'ci', '--room', 'ops');
	pipe.end('a\n/etc/hosts is a path\n\u001b[32mgreen\u001b[0m\n');
	expect(await pipe.exit).toEqual({code: 0, signal: null});
	expect(pipe.errors).toMatch(
		/^tui-chat: This is the first time at 127\.0\.0\.1:\d+\. Its key, [^\n]*SHA256:[^\n]+\n$/,
	);
	const said = [...watcher.text.matchAll(/"id":"ci","msg":"([^"]*)"/g)].map(([, msg]) => msg);
	expect(said).toEqual(['a', '/etc/hosts is a path', 'green']);
});

test('more lines than may be sent at once arrive, each once and in order', async () => {
	await using server = await startServer();
	await using pipe = pipeTo(server.port, '--id', 'ci', '--room', 'ops', '--json');
	const lines = Array.from({length: 700}, (_, number) => `line ${number}`);
	pipe.end(`${lines.join('\n')}\n`);
	expect(await pipe.exit).toEqual({code: 0, signal: null});
	const said = [...server.output.matchAll(/^Received from ci in #ops: (.*)$/gm)].map(([, msg]) => msg);
	expect(said).toEqual(lines);
});

test('what others say comes out as lines, whatever it holds', async () => {
	await using server = await startServer();
	await using pipe = pipeTo(server.port, '--id', 'bot');
	await server.until(/Client connected: bot/);
	await using alice = await joinWire(server.port, 'Alice');
	alice.send({type: 'say', room: 'general', msg: 'hello bot'});
	await pipe.until(/^\[Alice\] hello bot$/m);
	alice.send({type: 'say', room: 'general', msg: 'a \u202e trick'});
	await pipe.until(/^\[Alice\] a ‹202E› trick$/m);
	pipe.end();
	expect(await pipe.exit).toMatchObject({code: 0});
});

test('--json writes events as JSON lines', async () => {
	await using server = await startServer();
	await using pipe = pipeTo(server.port, '--id', 'bot', '--json');
	await server.until(/Client connected: bot/);
	await using alice = await joinWire(server.port, 'Alice');
	alice.send({type: 'say', room: 'general', msg: 'hello bot'});
	await pipe.until(/"msg":"hello bot"/);
	pipe.end();
	await pipe.exit;
	const events = pipe.output
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));
	expect(events).toContainEqual(
		expect.objectContaining({type: 'message', room: 'general', id: 'Alice', msg: 'hello bot'}),
	);
});

test('nobody listening: one sentence on stderr, exit code 1', async () => {
	const gone = await startServer();
	gone.kill('SIGKILL');
	await gone.exit;
	await using pipe = pipeTo(gone.port, '--id', 'ci');
	pipe.end('lost\n');
	expect(await pipe.exit).toEqual({code: 1, signal: null});
	expect(pipe.output).toBe('');
	expect(pipe.errors).toMatch(/^[^\n]*tui-chat --serve[^\n]*\n$/);
});

test('an address without its flag is told which one it needs', async () => {
	await using pipe = startProgram(['127.0.0.1:8082', '--id', 'ci']);
	expect(await pipe.exit).toEqual({code: 1, signal: null});
	expect(pipe.errors).toMatch(/^tui-chat: [^\n]*--connect 127\.0\.0\.1:8082[^\n]*\n$/);
});

test('an id in use: one sentence on stderr, exit code 1', async () => {
	await using server = await startServer();
	await using _alice = await joinWire(server.port, 'ci');
	await using pipe = pipeTo(server.port, '--id', 'ci');
	pipe.end('lost\n');
	expect(await pipe.exit).toEqual({code: 1, signal: null});
	expect(pipe.errors).toMatch(
		/^tui-chat: This is the first time [^\n]+\ntui-chat: Somebody with that id [^\n]+\n$/,
	);
});

test('a message that nobody acknowledged makes the exit code 1', async () => {
	const server = await startServer();
	await using pipe = pipeTo(server.port, '--id', 'ci');
	pipe.write('stored\n');
	await pipe.until(/^\[ci\] stored$/m);
	server.kill('SIGKILL');
	await server.exit;
	pipe.end('never stored\n');
	await pipe.untilError(/\n/);
	pipe.kill('SIGINT');
	expect(await pipe.exit).toEqual({code: 1, signal: null});
});

test('a restarted server gets what the old one never acknowledged, once', async () => {
	const first = await startServer();
	await using pipe = pipeTo(first.port, '--id', 'ci');
	pipe.write('one\n');
	await pipe.until(/^\[ci\] one$/m);
	first.kill('SIGKILL');
	await first.exit;
	await using second = await startServer([], first.port);
	pipe.end('two\n');
	expect(await pipe.exit).toEqual({code: 0, signal: null});
	expect(second.output.match(/Received from ci: two/g)).toHaveLength(1);
	expect(second.output).not.toContain('Received from ci: one');
});
