import {describe, expect, test} from 'vitest';
import {attacks} from '../fixtures/hostile-server.ts';
import {joinChat, openChat, quietEnvironment, startServer} from '../helpers/programs.ts';
import {openTerminal, type Terminal, type TerminalOptions, untouched} from '../helpers/terminal.ts';
import {joinWire} from '../helpers/wire.ts';

/** As a guest, who is told neither of a key that is new nor of a name that is their own. */
const joinLinear = (port: number, id: string, options: Partial<TerminalOptions> = {}): Terminal =>
	joinChat(port, id, {
		args: ['--plaintext'],
		...options,
		env: {INK_SCREEN_READER: 'true', ...options.env},
	});

/** What was printed, as lines: rows that stand in belong to the one above. */
const printed = (terminal: Terminal): string[] => {
	const lines: string[] = [];
	for (const row of terminal.printed()) {
		if (row.startsWith('  ') && lines.length > 0) lines.push(`${lines.pop()} ${row.trimStart()}`);
		else lines.push(row);
	}
	while (lines.at(-1) === '') lines.pop();
	return lines;
};

test('a conversation is read from top to bottom, on the ordinary screen', async () => {
	await using server = await startServer();
	await using alice = joinLinear(server.port, 'Alice', {args: []});
	await alice.until('#general, 1 person');
	expect(alice.modes).toEqual({...untouched, bracketedPaste: true});
	await using bob = await joinWire(server.port, 'Bob');
	await alice.until('Bob joined');
	bob.send({type: 'say', room: 'general', msg: 'Is the build green?', nonce: 'n1'});
	await alice.until('Bob: Is the build green?');
	alice.type('It is');
	await alice.until(/^It is$/m);
	bob.send({type: 'say', room: 'general', msg: 'Alice?', nonce: 'n2'});
	// What is half written stands below what came.
	await alice.until(/^Bob: Alice\?\nIt is$/m);
	alice.type(', now.\r');
	await alice.until('You: It is, now.');
	alice.type('/quit\r');
	expect(await alice.exit).toMatchObject({code: 0});
	expect(alice.modes).toEqual(untouched);
	expect(
		printed(alice).map(line => line.replace(/\d\d:\d\d$/, 'now').replace(/^.{3} \d+ \w+/, 'today')),
	).toEqual([
		`Connecting to 127.0.0.1:${server.port}.`,
		`Connected to 127.0.0.1:${server.port} as Alice.`,
		'#general, 1 person',
		'today, now',
		expect.stringMatching(/^This is the first time at 127\.0\.0\.1:\d+\. .*SHA256:[\w-]{43}/),
		expect.stringMatching(/^The name Alice is yours now/),
		'Bob joined',
		'Bob: Is the build green?',
		'Bob: Alice?',
		'You: It is, now.',
	]);
});

describe('what was printed is never touched again', () => {
	test.each([
		['a moving cursor', 40, {}],
		['none', 40, {TERM: 'dumb'}],
	])('whatever is typed meanwhile, with %s', async (_, columns, env) => {
		await using server = await startServer();
		await using bob = await joinWire(server.port, 'Bob');
		await using alice = joinLinear(server.port, 'Alice', {columns, rows: 10, env});
		await alice.until('#general, 2 people');
		const written = [
			'short',
			'long enough to be wrapped by a terminal as narrow as this one is here',
			'漢字 ',
		];
		let before: string[] = [];
		for (let round = 0; round < 12; round++) {
			const text = written[round % written.length]!;
			alice.type(text);
			alice.press('left', 'left', 'backspace');
			bob.send({type: 'say', room: 'general', msg: `${round}: ${text}`, nonce: `n${round}`});
			await alice.until(() => printed(alice).includes(`Bob: ${round}: ${text.trimEnd()}`));
			const lines = printed(alice);
			const end = lines.indexOf(`Bob: ${round}: ${text.trimEnd()}`);
			expect(lines.slice(0, before.length)).toEqual(before);
			before = lines.slice(0, end + 1);
			alice.press('ctrl+c');
		}
		expect(before.filter(line => line.startsWith('Bob'))).toHaveLength(12);
	});

	test('a dumb terminal gets no escape sequence at all', async () => {
		await using server = await startServer();
		await using alice = openChat(['--connect', `127.0.0.1:${server.port}`, '--id', 'Alice'], {
			env: {TERM: 'dumb'},
		});
		await alice.until('#general, 1 person');
		alice.type('hello');
		alice.press('left', 'backspace', 'enter');
		await alice.until('You: helo');
		alice.press('f1');
		await alice.until('Typing finds');
		expect(alice.printed()).toContain('Ctrl+Z: suspend; fg comes back');
		alice.press('escape');
		await alice.until('Closed.');
		alice.type('/quit\r');
		expect(await alice.exit).toMatchObject({code: 0});
		expect(alice.output.toString()).not.toContain('\u001b');
	});
});

test('text of others cannot touch the terminal', async () => {
	await using server = await startServer();
	await using alice = joinLinear(server.port, 'Alice', {columns: 100});
	await alice.until('#general, 1 person');
	await using mallory = await joinWire(server.port, 'Mallory');
	for (const [index, {bytes}] of attacks.entries())
		mallory.send({type: 'say', room: 'general', msg: `${index}: ${bytes}`, nonce: `n${index}`});
	mallory.send({type: 'say', room: 'general', msg: 'the end', nonce: 'end'});
	await alice.until('Mallory: the end');
	expect(alice.modes).toEqual({...untouched, bracketedPaste: true});
	expect(alice.bells).toBe(0);
	expect(alice.title).toBe('');
	// Erasing the line that is written, and bracketed paste, are all that is ours.
	const ours = /\u001b\[(?:\d*[ABCDJK]|\?2004[hl])/g;
	expect(alice.output.toString().replaceAll(ours, '')).not.toMatch(
		/[\u001b\u0080-\u009f\u202a-\u202e\u2066-\u2069]/,
	);
});

test.each([
	{how: 'SIGTERM', code: 143},
	{how: 'SIGHUP', code: 129},
	{how: 'SIGINT', code: 130},
] as const)('$how gives the terminal back', async ({how, code}) => {
	await using server = await startServer();
	await using alice = joinLinear(server.port, 'Alice');
	await alice.until('#general, 1 person');
	alice.type('half');
	await alice.until(/^half$/m);
	alice.kill(how);
	expect(await alice.exit).toMatchObject({code});
	expect(alice.modes).toEqual(untouched);
	expect(printed(alice).at(-1)).toBe('Nothing has been said here yet.');
});

test('Ctrl+Z suspends, and fg comes back to the line that was written', async () => {
	await using server = await startServer();
	await using terminal = openTerminal({
		command: 'bash',
		args: ['--norc', '-i'],
		env: {...quietEnvironment(), PS1: '$ ', INK_SCREEN_READER: 'true'},
	});
	await terminal.until('$');
	terminal.type(`${process.execPath} dist/cli.js --connect 127.0.0.1:${server.port} --id Alice\r`);
	await terminal.until('#general, 1 person');
	terminal.type('half');
	await terminal.until(/^half$/m);
	terminal.press('ctrl+z');
	await terminal.until(/Stopped/);
	terminal.type('fg\r');
	// Before it is back, Enter would be the shell's.
	await terminal.until(/^\$ fg$[\s\S]*^half$/m);
	terminal.type(' a word\r');
	await terminal.until('You: half a word');
});

test('another name is asked for in place', async () => {
	await using server = await startServer();
	await using first = joinChat(server.port, 'Alice', {args: ['--plaintext']});
	await first.until(/●.Alice {2}you/);
	await using second = joinLinear(server.port, 'Alice');
	await second.until('Another name: Alice');
	second.type('2\r');
	await second.until('as Alice2.');
	await second.until('#general, 2 people');
});

test('who starts it without a word is asked in plain questions', async () => {
	await using server = await startServer();
	const {TUI_CHAT_STATE} = quietEnvironment();
	const env = {INK_SCREEN_READER: 'true', TUI_CHAT_STATE};
	{
		await using alice = openChat([], {env});
		await alice.until('Address (127.0.0.1:8082):');
		alice.type('nowhere:x\r');
		await alice.until(/Name \(.*\):/);
		alice.type('Alice\r');
		await alice.until(/^Error: /m);
		alice.type(`127.0.0.1:${server.port}\r`);
		await alice.until(/Name \(Alice\):$/m);
		alice.press('enter');
		await alice.until('#general, 1 person');
		alice.type('/quit\r');
		expect(await alice.exit).toMatchObject({code: 0});
		expect(alice.modes).toEqual(untouched);
	}
	await using again = openChat([], {env});
	await again.until(`1: Alice at 127.0.0.1:${server.port}`);
	again.press('enter');
	await again.until('as Alice.');
	again.press('ctrl+c', 'ctrl+c');
	expect(await again.exit).toMatchObject({code: 0});
	await using third = openChat([], {env});
	await third.until('A number, or an address (1):');
	third.press('ctrl+c');
	expect(await third.exit).toMatchObject({code: 0});
	expect(third.modes).toEqual(untouched);
});

test('a line that became too wide for its terminal goes on below, and nothing above is lost', async () => {
	await using server = await startServer();
	await using alice = joinLinear(server.port, 'Alice', {columns: 80});
	await alice.until('Nothing has been said here yet.');
	const text = 'as long as a line can be that fits into eighty columns and not into forty';
	alice.type(text);
	await alice.until(text);
	alice.resize(40, 24);
	await alice.until(/^into eighty columns and not into\nforty$/m);
	await using bob = await joinWire(server.port, 'Bob');
	bob.send({type: 'say', room: 'general', msg: 'meanwhile', nonce: 'n1'});
	await alice.until('Bob: meanwhile');
	expect(printed(alice)).toContain('Nothing has been said here yet.');
	alice.press('enter');
	await alice.until(screen => screen.join(' ').includes(`You: ${text.slice(0, 30)}`));
});
