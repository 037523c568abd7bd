import {join} from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {joinChat, startProgram, startServer} from '../helpers/programs.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {joinWire, type Wire} from '../helpers/wire.ts';

let folder: string;
beforeEach(() => {
	folder = newFolder();
});

const onDisk = {TUI_CHAT_MEMORY: ''};

const sayAll = async (wire: Wire, texts: readonly string[]): Promise<void> => {
	for (const [index, msg] of texts.entries())
		wire.send({type: 'say', room: 'general', msg, nonce: `say-${index}`});
	await wire.until(new RegExp(`"type":"ack","nonce":"say-${texts.length - 1}"`));
};

test('who comes back finds the line where reading stopped, and what was said to them alone', async () => {
	await using server = await startServer();
	const env = {TUI_CHAT_STATE: folder};
	await using bob = await joinWire(server.port, 'Bob');
	{
		await using first = joinChat(server.port, 'Alice', {env});
		await first.until(/●.Bob/);
		bob.send({type: 'say', room: 'general', msg: 'seen'});
		await first.until('seen');
		first.type('/quit');
		first.press('enter');
		expect(await first.exit).toEqual({code: 0, signal: undefined});
	}
	bob.send({type: 'say', room: 'general', msg: 'unseen'});
	bob.send({type: 'say', room: '@Alice', msg: 'just for you', nonce: 'direct'});
	await bob.until(/"type":"ack","nonce":"direct"/);
	await using second = joinChat(server.port, 'Alice', {env});
	await second.until(/seen\n.*─ new ─.*\n.*unseen/);
	await second.until(/@Bob +1!/);
	second.press('alt+a');
	await second.until('just for you');
});

test('somebody else of that name reads nothing of it', async () => {
	await using server = await startServer();
	await using bob = await joinWire(server.port, 'Bob');
	{
		await using alice = await joinWire(server.port, 'Alice');
		await alice.until(/"type":"live"/);
	}
	bob.send({type: 'say', room: '@Alice', msg: 'just for you', nonce: 'direct'});
	await bob.until(/"type":"ack","nonce":"direct"/);
	await using other = joinChat(server.port, 'Alice');
	await other.until(/●.Bob/);
	bob.send({type: 'say', room: '@Alice', msg: 'and who are you?'});
	await other.until(/@Bob +1!/);
	other.press('alt+a');
	const screen = await other.until('and who are you?');
	expect(screen.join('\n')).not.toContain('just for you');
});

test('a message is picked, changed and taken away before everybody’s eyes', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	await alice.until('● Alice  you');
	await using bob = joinChat(server.port, 'Bob');
	await alice.until(/●.Bob/);
	alice.type('Lunch at tvelve?');
	alice.press('enter');
	await bob.until('Lunch at tvelve?');

	alice.press('alt+up');
	await alice.until('e edit');
	alice.type('e');
	await alice.until('✎ editing');
	alice.press('ctrl+u');
	alice.type('Lunch at twelve?');
	alice.press('enter');
	await bob.until(/Lunch at twelve\? \(edited\)/);

	bob.type('/reply Gladly');
	bob.press('enter');
	await alice.until(/↳ Alice: Lunch at twelve\?\n.*Gladly/);
	alice.type('/react 👍');
	alice.press('enter');
	await bob.until(/👍 1/);
	bob.type('/delete');
	bob.press('enter');
	const screen = await alice.until(/deleted/);
	expect(screen.join('\n')).not.toContain('Gladly');
});

test('scrolling up comes to the first message ever, and a search to any, and back', async () => {
	await using server = await startServer(['--data', join(folder, 'server')], 0, onDisk);
	await using bob = await joinWire(server.port, 'Bob');
	const texts = Array.from({length: 700}, (_, index) => `message ${index + 1}`);
	texts[123] = 'the needle is here';
	await sayAll(bob, texts);
	await using alice = joinChat(server.port, 'Alice');
	await alice.until('message 700');

	alice.press('ctrl+f');
	await alice.until('Find:');
	alice.type('NEED');
	await alice.until('the needle is here');
	alice.press('enter');
	await alice.until(/message 123\n.*the needle is here\n.*message 125/);
	alice.press('escape');
	await alice.until('message 700');

	alice.press('pageup');
	await alice.until(screen => !screen.some(row => row.includes('message 700')));
	const begins = 'This is where #general begins.';
	for (let top = ''; !top.includes(begins); ) {
		alice.press('pageup');
		const before = top;
		const screen = await alice.until(rows => rows[2] !== before && !rows[2]!.includes('loading'));
		top = screen[2]!;
	}
	await alice.until(/This is where #general begins\.\n.*\n.*message 1\n/);
});

test('a journal goes to another machine by export and import, and people with it', async () => {
	const [from, to, file] = ['from', 'to', 'journal.jsonl'].map(name => join(folder, name));
	const state = {TUI_CHAT_STATE: join(folder, 'state')};
	let port: number;
	{
		await using server = await startServer(['--data', from!], 0, onDisk);
		port = server.port;
		await using alice = joinChat(port, 'Alice', {env: state, args: ['--plaintext']});
		await alice.until(/●.Alice {2}you/);
		alice.type('/join #ops');
		alice.press('enter');
		await alice.until(/^ #ops/);
		alice.type('it is all here');
		alice.press('enter');
		await alice.until(/\d\d:\d\d +Alice +it is all here/);
		await using exporting = startProgram(['--export', file!, '--data', from!]);
		expect(await exporting.exit).toEqual({code: 0, signal: null});
		server.kill('SIGTERM');
		expect(await server.exit).toEqual({code: 0, signal: null});
	}
	await using importing = startProgram(['--import', file!, '--data', to!]);
	expect(await importing.exit).toEqual({code: 0, signal: null});
	await using server = await startServer(['--data', to!], port, onDisk);
	await using alice = joinChat(server.port, 'Alice', {env: state, args: ['--plaintext']});
	await alice.until(/^ #ops/);
	await alice.until('it is all here');
});
