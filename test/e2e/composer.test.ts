import {chmodSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {joinChat, startServer} from '../helpers/programs.ts';
import {newFolder} from '../helpers/test-folder.ts';
import {joinWire} from '../helpers/wire.ts';

/** An editor that shows what it was given, waits for a line, and puts that in place of it. */
const editor = (): string => {
	const path = join(newFolder(), 'edit');
	writeFileSync(
		path,
		'#!/bin/sh\nprintf "\\033[2J\\033[H"; cat "$1"; echo "in the editor"; read line\necho "$line" > "$1"\n',
	);
	chmodSync(path, 0o755);
	return path;
};

/** All that a client has written down. */
const readState = (folder: string): string =>
	readdirSync(folder)
		.filter(name => name.endsWith('.jsonl'))
		.map(name => readFileSync(join(folder, name), 'utf8'))
		.join('');

test('what is written in an editor comes back to a whole screen, with what was said meanwhile', async () => {
	await using server = await startServer();
	await using bob = await joinWire(server.port, 'Bob');
	await using alice = joinChat(server.port, 'Alice', {env: {EDITOR: editor()}});
	await alice.until(/●.Bob/);
	alice.type('half written');
	await alice.until('› half written');
	alice.press('ctrl+g');
	await alice.until(/^half written\nin the editor$/m);
	expect(alice.modes).toMatchObject({bracketedPaste: false, focusReports: false, mouse: 'none'});
	bob.send({type: 'say', room: 'general', msg: 'said meanwhile', nonce: 'n1'});
	await bob.until(/"msg":"said meanwhile"/);
	alice.resize(80, 20);
	alice.type('written elsewhere\r');
	await alice.until('› written elsewhere');
	const screen = await alice.until('Bob  said meanwhile');
	expect(screen).toHaveLength(20);
	expect(screen.join('\n')).not.toContain('in the editor');
	expect(alice.modes).toMatchObject({alternateScreen: true, autowrap: false, bracketedPaste: true});
	alice.press('enter');
	await bob.until(/"msg":"written elsewhere"/);
});

test('keys that come with the one that opens the editor open no other one, and stop nothing', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice', {env: {EDITOR: editor()}});
	await alice.until('● Alice  you');
	alice.type('half\u0007\u0007\u001a');
	await alice.until(/^half\nin the editor$/m);
	alice.type('written once\r');
	await alice.until('› written once');
	alice.type(' and on');
	await alice.until('› written once and on');
});

test('a program that is killed leaves drafts and what was sent to the next one', async () => {
	await using server = await startServer();
	const state = newFolder();
	const args = ['--state', state];
	await using first = joinChat(server.port, 'Alice', {args});
	await first.until('● Alice  you');
	first.type('said before\r');
	await first.until(/Alice {2}said before/);
	first.type('half');
	await first.until('› half');
	await expect.poll(() => readState(state), {timeout: 30_000}).toContain('"half"');
	first.kill('SIGKILL');
	await first.exit;
	await using second = joinChat(server.port, 'Alice', {args});
	await second.until('› half');
	second.press('ctrl+r');
	second.type('BEF');
	await second.until(/sent before[\s\S]*› said before/);
	second.press('enter');
	await second.until('› said before');
});

test('what a terminal pastes in lines is asked about, and sent as one block of code', async () => {
	await using server = await startServer();
	await using bob = await joinWire(server.port, 'Bob');
	await using alice = joinChat(server.port, 'Alice', {columns: 40, rows: 10});
	await alice.until('●');
	alice.paste('if a:\n\tb()\n');
	await alice.until(/2 lines pasted[\s\S]*› c {2}send it as one code block/);
	alice.press('enter');
	await bob.until(/"msg":"```\\nif a:\\n {4}b\(\)\\n```"/);
});
