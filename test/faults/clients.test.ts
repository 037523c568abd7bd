import {readdirSync, readFileSync, watch} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openFolder} from '../helpers/folder.ts';
import {openChat, type Program, startProgram} from '../helpers/programs.ts';
import {joinWire} from '../helpers/wire.ts';
import {DurableServer} from './server-process.ts';
import {readAll} from './talker.ts';

/** Everything in a folder's files. */
const textsIn = (folder: string): string =>
	readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(({parentPath, name}) => readFileSync(join(parentPath, name), 'utf8'))
		.join('\n');

/** Resolves once a text is in one of a folder's files, however its program ends after that. */
const untilKept = (folder: string, text: string): Promise<void> =>
	new Promise(resolve => {
		const look = (): void => {
			if (!textsIn(folder).includes(text)) return;
			watcher.close();
			resolve();
		};
		const watcher = watch(folder, {recursive: true}, look);
		look();
	});

const texts = async (server: DurableServer): Promise<string[]> =>
	(await readAll(server.port, ['general'])).messages.map(({msg}) => msg);

test('a pipe that is killed goes on with what it had not sent, and prints nothing twice', async () => {
	using folder = openFolder();
	await using server = new DurableServer(join(folder.path, 'server'));
	await server.start();
	const state = join(folder.path, 'state');
	const startPipe = (): Program =>
		startProgram(['--connect', `127.0.0.1:${server.port}`, '--id', 'bot', '--resume', '--state', state]);
	await using first = startPipe();
	first.write('sent\n');
	await first.until(/^\[bot\] sent$/m);
	await server.kill();
	first.write('left over\n');
	await untilKept(state, 'left over');
	first.kill('SIGKILL');
	await first.exit;
	await server.start();
	await using alice = await joinWire(server.port, 'Alice');
	alice.send({type: 'say', room: 'general', msg: 'meanwhile', nonce: 'm'});
	await alice.until(/"type":"ack"/);
	await using second = startPipe();
	await second.until(/^\[Alice\] meanwhile$/m);
	await second.until(/^\[bot\] left over$/m);
	second.end();
	expect(await second.exit).toEqual({code: 0, signal: null});
	// At worst the last line of a killed run again: it was printed before that could be noted.
	expect(second.output.replace(/^\[bot\] sent\n/, '')).toBe('[Alice] meanwhile\n[bot] left over\n');
	await using third = startPipe();
	third.end('more\n');
	expect(await third.exit).toEqual({code: 0, signal: null});
	expect(await texts(server)).toEqual(['sent', 'meanwhile', 'left over', 'more']);
	expect(third.output).not.toMatch(/sent|left over|meanwhile/);
});

test('a screen that is killed with unsent lines shows and sends them when it is back', async () => {
	using folder = openFolder();
	await using server = new DurableServer(join(folder.path, 'server'));
	await server.start();
	const state = join(folder.path, 'state');
	const open = () =>
		openChat(['--connect', `127.0.0.1:${server.port}`, '--id', 'Alice'], {env: {TUI_CHAT_STATE: state}});
	await using first = open();
	await first.until('● Alice  you');
	first.type('sent');
	first.press('enter');
	await first.until(/\d\d:\d\d +Alice +sent/);
	await server.kill();
	await first.until(/◌ reconnecting/);
	for (const line of ['one', 'two']) {
		first.type(`unsent ${line}`);
		first.press('enter');
	}
	await first.until(/offline: 2 unsent/);
	await untilKept(state, 'unsent two');
	first.kill('SIGKILL');
	await first.exit;
	await server.start();
	await using second = open();
	await second.until('● Alice  you');
	await second.until(/\d\d:\d\d +Alice +sent\n.* unsent one\n.* unsent two\n/);
	expect(second.text().match(/unsent/g)).toHaveLength(2);
	expect(await texts(server)).toEqual(['sent', 'unsent one', 'unsent two']);
});
