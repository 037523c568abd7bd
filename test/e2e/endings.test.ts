import {execFileSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {cli, joinChat, openChat, quietEnvironment, startServer} from '../helpers/programs.ts';
import {openTerminal, type Terminal, untouched} from '../helpers/terminal.ts';
import {joinWire} from '../helpers/wire.ts';

/** Reports what the program did to the line discipline too: echo, line editing, signals. */
const shell = `
before=$(stty -g)
"$@"
code=$?
[ "$before" = "$(stty -g)" ] && echo "line as found, code $code" || echo "line changed, code $code"
`;

/** The full screen, started by a shell as people do. */
const joinInShell = (port: number, env: Readonly<Record<string, string>> = {}): Terminal =>
	openTerminal({
		command: 'sh',
		args: ['-c', shell, 'sh', process.execPath, cli, '--connect', `127.0.0.1:${port}`, '--id', 'Alice'],
		env: {...quietEnvironment(), ...env},
	});

/** The program that a shell in this terminal has started. */
const childOf = (terminal: Terminal): number => {
	const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], {encoding: 'utf8'});
	const [, pid] = new RegExp(`^\\s*(\\d+)\\s+${terminal.pid}$`, 'm').exec(processes) ?? [];
	return Number(pid);
};

// Throws where nobody can catch it: as any defect of ours would.
const crash = `data:text/javascript,process.on('SIGUSR2',()=>{throw%20new%20Error('a%20defect')})`;

test.each([
	{how: '/quit', end: (terminal: Terminal) => terminal.type('/quit\r'), code: 0},
	{how: 'SIGTERM', end: (terminal: Terminal) => process.kill(childOf(terminal), 'SIGTERM'), code: 143},
	{how: 'SIGHUP', end: (terminal: Terminal) => process.kill(childOf(terminal), 'SIGHUP'), code: 129},
	{how: 'SIGINT', end: (terminal: Terminal) => process.kill(childOf(terminal), 'SIGINT'), code: 130},
])('$how leaves the terminal as it was found', async ({end, code}) => {
	await using server = await startServer();
	await using alice = joinInShell(server.port);
	await alice.until('● Alice  you');
	expect(alice.modes).toMatchObject({
		alternateScreen: true,
		autowrap: false,
		bracketedPaste: true,
		focusReports: true,
		schemeReports: true,
		mouse: 'vt200',
		mouseDigits: true,
	});
	end(alice);
	await alice.until(`line as found, code ${code}`);
	expect(await alice.exit).toMatchObject({code: 0});
	expect(alice.modes).toEqual(untouched);
	expect(alice.title).toBe('');
	// Nothing of the chat is left between the shell's lines.
	expect(alice.text().trim()).toBe(`line as found, code ${code}`);
	await server.until(/^Client disconnected: Alice/m);
});

test('a crash leaves the terminal as it was found, and says what happened', async () => {
	await using server = await startServer();
	await using alice = joinInShell(server.port, {NODE_OPTIONS: `--import=${crash}`});
	await alice.until('● Alice  you');
	process.kill(childOf(alice), 'SIGUSR2');
	await alice.until(/line as found, code [^0]/);
	await alice.exit;
	expect(alice.modes).toEqual(untouched);
	expect(alice.text()).toContain('a defect');
});

test('Ctrl+C clears the line, then asks, then quits', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	await alice.until('● Alice  you');
	alice.type('never mind');
	await alice.until('› never mind');
	alice.press('ctrl+c');
	await alice.until(screen => screen.at(-1) === ' ›');
	alice.press('ctrl+c', 'ctrl+c');
	expect(await alice.exit).toMatchObject({code: 0});
	expect(alice.modes).toEqual(untouched);
});

test('Ctrl+Z suspends to a clean terminal, and fg comes back to a whole screen', async () => {
	await using server = await startServer();
	await using terminal = openTerminal({
		command: 'bash',
		args: ['--norc', '-i'],
		env: {...quietEnvironment(), PS1: '$ '},
	});
	await terminal.until('$');
	terminal.type(`${process.execPath} ${cli} --connect 127.0.0.1:${server.port} --id Alice\r`);
	await terminal.until('● Alice  you');
	terminal.type('half');
	await terminal.until('› half');
	const before = terminal.screen();
	terminal.press('ctrl+z');
	await terminal.until(/Stopped/);
	// The shell at its prompt has taken bracketed paste for itself by now.
	expect(terminal.modes).toEqual({...untouched, bracketedPaste: terminal.modes.bracketedPaste});
	expect(terminal.title).toBe('');
	terminal.type('fg\r');
	await terminal.until(screen => screen.join('\n') === before.join('\n'));
	expect(terminal.title).toContain('tui-chat');
	terminal.type(' a word');
	await terminal.until('› half a word');
});

test('Ctrl+Z where no shell waits to bring the chat back leaves it there', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	await alice.until('● Alice  you');
	alice.type('half\u001a a word');
	await alice.until('› half a word');
	alice.press('ctrl+c', 'ctrl+c', 'ctrl+c');
	expect(await alice.exit).toMatchObject({code: 0});
	expect(alice.modes).toEqual(untouched);
});

describe('the death of the server', () => {
	test('is shown with a countdown; what is typed meanwhile arrives once when it is back', async () => {
		const first = await startServer();
		await using alice = joinChat(first.port, 'Alice');
		await alice.until('● Alice  you');
		alice.type('before');
		alice.press('enter');
		// With a time, so that the server has it: it is not to be sent again.
		await alice.until(/\d\d:\d\d +Alice +before/);
		first.kill('SIGKILL');
		await first.exit;
		await alice.until(/◌ reconnecting/);
		alice.type('meanwhile');
		alice.press('enter');
		await alice.until(/offline: 1 unsent, reconnecting in \d+ s/);

		await using second = await startServer([], first.port);
		await using bob = await joinWire(second.port, 'Bob');
		alice.press('alt+r');
		await alice.until('● connected');
		await bob.until(/"id":"Alice","msg":"meanwhile"/);
		await alice.until(/●.Bob/);
		bob.send({type: 'say', room: 'general', msg: 'welcome back'});
		await alice.until(/Bob +welcome back/);
		// Whatever would have come twice has come before that answer.
		expect(bob.text.match(/"msg":"meanwhile"/g)).toHaveLength(1);
		expect(alice.text().match(/meanwhile/g)).toHaveLength(1);
		expect(alice.text()).toContain('before');
	});

	test('leaves the terminal usable for who quits then', async () => {
		const server = await startServer();
		await using alice = joinChat(server.port, 'Alice');
		await alice.until('● Alice  you');
		server.kill('SIGKILL');
		await alice.until(/◌ reconnecting/);
		alice.type('/quit');
		alice.press('enter');
		expect(await alice.exit).toMatchObject({code: 0});
		expect(alice.modes).toEqual(untouched);
	});

	test('in good order is said to everybody', async () => {
		const server = await startServer();
		await using alice = joinChat(server.port, 'Alice');
		await using netcat = await joinWire(server.port, 'Bob');
		await alice.until(/●.Bob/);
		server.kill('SIGINT');
		await netcat.until(/"type":"bye","code":"CLOSING"/);
		expect(await server.exit).toEqual({code: 0, signal: null});
		await alice.until(/◌ reconnecting/);
	});
});

describe('at the door', () => {
	test('nobody listening: one sentence that says how to start a server, exit code 1', async () => {
		const gone = await startServer();
		gone.kill('SIGKILL');
		await gone.exit;
		await using alice = joinChat(gone.port, 'Alice', {columns: 200});
		expect(await alice.exit).toMatchObject({code: 1});
		const lines = alice.screen().filter(row => row !== '');
		expect(lines).toHaveLength(1);
		expect(lines[0]).toContain(`127.0.0.1:${gone.port}`);
		expect(lines[0]).toContain('tui-chat --serve');
		expect(alice.modes).toEqual(untouched);
		expect(alice.output.toString()).not.toContain('\u001b');
	});

	test('an id in use: another one is chosen in place', async () => {
		await using server = await startServer();
		await using first = joinChat(server.port, 'Alice', {args: ['--plaintext']});
		await first.until(/●.Alice {2}you/);
		await using second = joinChat(server.port, 'Alice');
		await second.until('Another name:');
		// In one read, as fast typists and pastes on a busy machine come.
		second.type('2\r');
		await second.until('● Alice2  you');
		await first.until(/●.Alice2/);
		second.type('me too');
		second.press('enter');
		await first.until(/Alice2 +me too/);
	});

	test('a full server: a place in the queue, and in when somebody leaves', async () => {
		await using server = await startServer(['--max-clients', '1']);
		await using alice = joinChat(server.port, 'Alice');
		await alice.until('● Alice  you');
		await using bob = joinChat(server.port, 'Bob');
		await bob.until('You are number 1 in the queue');
		await using carol = joinChat(server.port, 'Carol');
		await carol.until('You are number 2 in the queue');
		alice.type('/quit');
		alice.press('enter');
		await bob.until('● Bob  you');
		await carol.until('You are number 1 in the queue');
	});
});

test('a terminal that goes away takes the client with it', async () => {
	await using server = await startServer();
	const alice = openChat(['--connect', `127.0.0.1:${server.port}`, '--id', 'Alice']);
	await alice.until('● Alice  you');
	alice.kill('SIGHUP');
	expect(await alice.exit).toEqual({code: 129, signal: undefined});
	await server.until(/^Client disconnected: Alice/m);
});
