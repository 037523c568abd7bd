import {expect, test} from 'vitest';
import {joinChat, startServer} from '../helpers/programs.ts';
import {joinWire} from '../helpers/wire.ts';

test('what is typed while the program starts is there once it has started', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	alice.type('early');
	await alice.until('› early');
	// Once in the line, and nowhere as an echo.
	expect(alice.text().match(/early/g)).toHaveLength(1);
});

test('a mention rings at once, and raises a notification while nobody looks', async () => {
	await using server = await startServer();
	await using bob = await joinWire(server.port, 'Bob');
	await using alice = joinChat(server.port, 'Alice');
	await alice.until(/●.Bob/);
	alice.type('\u001b[O');
	// Once this is drawn, what the terminal said before it was sent is read, too.
	bob.send({type: 'say', room: 'general', msg: 'hm', nonce: 'n0'});
	await alice.until('Bob  hm');
	bob.send({type: 'say', room: 'general', msg: 'Alice; look', nonce: 'n1'});
	await alice.until('» Alice; look');
	await alice.until(() => /^\(\d+\) /.test(alice.title));
	expect(alice.bells).toBe(1);
	expect(alice.output.toString()).toContain('\u001b]777;notify;Bob in #general;Alice, look');
	alice.type('\u001b[I');
	await alice.until(/─ new ─/);
	await alice.until(() => !alice.title.startsWith('('));
});

test('a click goes where it points, and F8 gives the mouse back', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	await alice.until('● Alice  you');
	alice.type('/join ops\r');
	await alice.until('› #ops');
	const row = alice.screen().findIndex(text => text.includes('#general'));
	alice.type(`\u001b[<0;6;${row + 1}M\u001b[<0;6;${row + 1}m`);
	await alice.until('› #general');
	alice.press('f8');
	await alice.until('The mouse is the terminal’s');
	expect(alice.modes).toMatchObject({mouse: 'none', mouseDigits: false});
	alice.press('f8');
	await alice.until('Wheel and clicks work here');
	expect(alice.modes).toMatchObject({mouse: 'vt200', mouseDigits: true});
});

test('columns are straight in a terminal that draws emoji otherwise', async () => {
	await using server = await startServer();
	await using bob = await joinWire(server.port, 'Bob');
	await using alice = joinChat(server.port, 'Alice', {oldWidths: true});
	await alice.until(/●.Bob/);
	const texts = ['❤️|', '1️⃣|', '👍🏽|', '👩‍🔬|', '👨‍👩‍👧|', '🏳️‍🌈|', '🇵🇱|', '🎉|', '李|', 'ab|'];
	for (const [index, msg] of texts.entries())
		bob.send({type: 'say', room: 'general', msg, nonce: `n${index}`});
	const screen = await alice.until(/ab\|/);
	const rows = screen.flatMap((text, row) => (text.endsWith('|') ? [row] : []));
	const ends = rows.map(row =>
		Array.from({length: alice.columns}, (_, column) => column).findLast(
			column => alice.cell(row, column).text === '|',
		),
	);
	expect(ends).toHaveLength(texts.length);
	expect(new Set(ends).size).toBe(1);
});
