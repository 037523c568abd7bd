import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {joinChat, openChat, startServer} from '../helpers/programs.ts';
import {type Terminal, untouched} from '../helpers/terminal.ts';

const newState = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'tui-chat-state-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
};

const asked = 'Where do you want to chat?';

/** Types another address and name. */
const fill = async (terminal: Terminal, address: string, id: string): Promise<void> => {
	terminal.press('ctrl+u');
	await terminal.until(/Address\s*$/m);
	terminal.type(address);
	await terminal.until(`Address  ${address}`);
	terminal.press('tab', 'ctrl+u');
	await terminal.until(/Name\s*$/m);
	terminal.type(id);
	await terminal.until(`Name     ${id}`);
};

describe.each([
	[80, 24],
	[30, 8],
])('who starts it without a word, at %i x %i,', (columns, rows) => {
	test('is asked where to go, gets there, and finds the way back the next time', async () => {
		await using server = await startServer();
		const state = newState();
		const env = {TUI_CHAT_STATE: state};
		const address = `127.0.0.1:${server.port}`;
		{
			await using alice = openChat([], {env, columns, rows});
			await alice.until(asked);
			await fill(alice, address, 'Alice');
			alice.press('enter');
			await alice.until(/#general/);
			alice.type('here I am');
			await alice.until('› here I am');
			alice.press('ctrl+c', 'ctrl+c', 'ctrl+c');
			expect(await alice.exit).toMatchObject({code: 0});
			expect(alice.modes).toEqual(untouched);
		}
		expect(JSON.parse(readFileSync(join(state, 'servers.json'), 'utf8'))).toEqual([{address, id: 'Alice'}]);
		await using again = openChat([], {env, columns, rows});
		await again.until(`› Alice @ ${address}`);
		again.press('enter');
		await again.until(/#general/);
	});

	test('is told in place why it did not work, and keeps what was typed', async () => {
		await using server = await startServer();
		await using first = joinChat(server.port, 'Alice', {args: ['--plaintext']});
		await first.until(/●.Alice {2}you/);
		await using alice = openChat([], {columns, rows});
		await alice.until(asked);
		await fill(alice, `127.0.0.1:${server.port}`, 'Alice');
		alice.press('enter');
		await alice.until(/! .*id/i);
		await alice.until('Name     Alice');
		alice.type('2');
		await alice.until('Name     Alice2');
		alice.press('enter');
		await alice.until(/#general/);
	});
});

test('where nobody listens on this machine, one more Enter hosts', async () => {
	const closed = await startServer();
	const {port} = closed;
	await closed[Symbol.asyncDispose]();
	await using alice = openChat([]);
	await alice.until(asked);
	await fill(alice, `127.0.0.1:${port}`, 'Alice');
	alice.press('enter');
	await alice.until('! Nobody listens there. Enter hosts a chat.');
	alice.press('enter');
	await alice.until('#log');
	await using bob = openChat(['--connect', `127.0.0.1:${port}`, '--id', 'Bob']);
	await bob.until(/●.Alice/);
});

test('what is pasted into a field is one line, and Enter is not part of it', async () => {
	await using alice = openChat([]);
	await alice.until(asked);
	alice.press('ctrl+u');
	await alice.until(/Address\s*$/m);
	alice.paste('chat.example:9\n');
	await alice.until(/Address {2}chat\.example:9\s*$/m);
	alice.press('escape');
	expect(await alice.exit).toMatchObject({code: 0});
});

test.each(['escape', 'ctrl+c'])('%s leaves, and the terminal is as it was', async key => {
	await using alice = openChat([]);
	await alice.until(asked);
	alice.resize(20, 5);
	await alice.until('20x5 is too small');
	alice.resize(80, 24);
	await alice.until(asked);
	alice.press(key);
	expect(await alice.exit).toMatchObject({code: 0});
	expect(alice.modes).toEqual(untouched);
});

test('a configuration file with mistakes is complained of in the room, and what is right in it counts', async () => {
	await using server = await startServer();
	const file = join(newState(), 'config.toml');
	writeFileSync(file, '# mine\ntheme = "drak"\n[sidebar]\nside = "right"\n');
	const args = ['--connect', `127.0.0.1:${server.port}`, '--id', 'Alice', '--config', file];
	await using alice = openChat(args, {columns: 120});
	await alice.until(/line 2: theme has to be auto, dark/);
	await alice.until(/│ ● Alice {2}you *$/m);
	alice.type('/set sidebar.side left');
	alice.press('enter');
	await alice.until(/● Alice {2}you +│/);
	alice.type('/theme light');
	alice.press('enter');
	await alice.until('theme is light now.');
	alice.type('/quit');
	alice.press('enter');
	expect(await alice.exit).toMatchObject({code: 0});
	expect(readFileSync(file, 'utf8')).toBe('# mine\ntheme = "light"\n[sidebar]\nside = "left"\n');
});
