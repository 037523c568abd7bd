import {describe, expect, test} from 'vitest';
import {joinChat, startServer} from '../helpers/programs.ts';
import {joinWire} from '../helpers/wire.ts';

test('two people talk full screen', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	await alice.until('● Alice  you');
	await using bob = joinChat(server.port, 'Bob');
	await alice.until(/●.Bob/);
	await bob.until(/●.Alice/);

	alice.type('Hello Bob!');
	alice.press('enter');
	await bob.until(/\d\d:\d\d +Alice» +Hello Bob!/);
	bob.type('Cześć, 李雷 👋🏽 and 👩‍👩‍👧');
	bob.press('enter');
	await alice.until(/\d\d:\d\d +Bob +Cześć, 李雷 👋🏽 and 👩‍👩‍👧/);

	alice.type('one');
	alice.press('alt+enter');
	alice.type('two');
	await alice.until(/› one\n +two/);
	alice.press('enter');
	await bob.until(/Alice +one\n[^\n]* {3}two/);

	bob.type('/quit');
	bob.press('enter');
	expect(await bob.exit).toEqual({code: 0, signal: undefined});
	await alice.until('Bob left');
	await server.until(/^Client disconnected: Bob/m);
});

test('rooms, direct messages and mentions are counted until they are read', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	await alice.until('● Alice  you');
	alice.type('/join #ops');
	alice.press('enter');
	await alice.until(/^ #ops/);
	alice.press('ctrl+p');
	await alice.until(/^ #general/);
	await using bob = await joinWire(server.port, 'Bob', ['general', 'ops']);
	bob.send({type: 'say', room: 'ops', msg: 'a disk is full'});
	await alice.until(/#ops +1 /);
	bob.send({type: 'say', room: 'ops', msg: 'Alice, can you look?'});
	await alice.until(/#ops +\d!/);
	bob.send({type: 'say', room: '@Alice', msg: 'just for you'});
	await alice.until(/@Bob +1!/);

	alice.press('alt+a');
	await alice.until(/^ (#ops|@Bob)/);
	alice.press('alt+a');
	await alice.until(screen => !screen.some(row => / \d!? *│/.test(row)));
	alice.type('/msg Bob thanks');
	alice.press('enter');
	await bob.until(/"room":"@Bob".*"msg":"thanks"/);
});

test('what arrives never moves what is being typed', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	await alice.until('● Alice  you');
	await using bob = await joinWire(server.port, 'Bob');
	alice.type('half a sent');
	await alice.until('› half a sent');
	const {row, column} = alice.cursor;
	bob.send({type: 'say', room: 'general', msg: 'boo'});
	await alice.until(/Bob +boo/);
	expect(alice.row(row)).toBe(' › half a sent');
	expect(alice.cursor).toEqual({row, column, visible: true});
});

test('a flood of 2,000 messages loses nothing that is typed, and keeps its order', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice', {columns: 100, rows: 30});
	await alice.until('● Alice  you');
	// Each of them stays within what the server lets one client send at once.
	const floods = await Promise.all(
		Array.from({length: 5}, (_, index) => joinWire(server.port, `flood${index}`)),
	);
	try {
		const text = 'The quick brown fox jumps over the lazy dog. 0123456789';
		let typed = 0;
		for (let number = 0; number < 400; number++) {
			for (const [index, flood] of floods.entries())
				flood.send({type: 'say', room: 'general', msg: `flood ${index}.${number}`, nonce: `n${number}`});
			if (number % 7 === 0 && typed < text.length) alice.type(text[typed++]!);
		}
		alice.type(text.slice(typed));
		await Promise.all(floods.map(flood => flood.until(/"type":"ack","nonce":"n399"/)));
		await alice.until(`› ${text}`);
		alice.press('enter');
		await floods[0]!.until(/"msg":"The quick[^"]*"/);
		const journal = [...floods[0]!.text.matchAll(/"msg":"(flood [\d.]+|The quick[^"]*)"/g)].map(
			([, said]) => said!,
		);
		expect(journal).toHaveLength(2001);
		expect(journal.at(-1)).toBe(text);
		// The newest of them, without a gap, in the one order that everybody sees.
		const drawn = (screen: readonly string[]): string[] =>
			[...screen.join('\n').matchAll(/flood \d\.\d+|(?<=Alice +)The quick.*/g)].map(([said]) => said);
		await alice.until(screen => {
			const shown = drawn(screen);
			return shown.length > 15 && shown.join() === journal.slice(-shown.length).join();
		});
	} finally {
		for (const flood of floods) await flood[Symbol.asyncDispose]();
	}
});

describe('in a terminal with the kitty keyboard protocol', () => {
	test('Shift+Enter makes a line, control and alt keys work, and the protocol is given back', async () => {
		await using server = await startServer();
		await using alice = joinChat(server.port, 'Alice', {kitty: true});
		await alice.until('● Alice  you');
		await alice.until(() => alice.modes.kitty > 0);
		alice.type('first');
		alice.press('shift+enter');
		alice.type('second line');
		await alice.until(/› first\n +second line/);
		alice.press('ctrl+w');
		alice.type('row');
		await alice.until(/› first\n +second row/);
		alice.press('enter');
		await alice.until(/Alice +first\n[^\n]* {3}second row/);
		alice.type('/quit');
		alice.press('enter');
		expect(await alice.exit).toMatchObject({code: 0});
		expect(alice.modes.kitty).toBe(0);
	});
});

test('a paste of many lines asks what to do with it, and is sent as nothing else', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	await alice.until('● Alice  you');
	alice.paste('Traceback:\n\tline 1\n\tline 2\nError: no');
	await alice.until('4 lines pasted');
	alice.type('e');
	await alice.until(/› Traceback:\n +line 1\n +line 2\n +Error: no/);
	expect(server.output).not.toContain('Traceback');
	alice.press('enter');
	await server.until(/Received from Alice: Traceback/);
	await alice.until(/Alice +Traceback:/);
});
