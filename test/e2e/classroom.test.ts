import {expect, test} from 'vitest';
import {classroomMessage, startClassroomServer} from '../fixtures/classroom-server.ts';
import {joinChat, startServer} from '../helpers/programs.ts';
import {openWire, type Wire} from '../helpers/wire.ts';

test('a classroom client reads our server: a raw id in, one object a read out', async () => {
	await using server = await startServer();
	await using alice = openWire(server.port);
	alice.write('Alice');
	await server.until(/Client connected: Alice/);
	await using bob = openWire(server.port);
	bob.write('Bob');
	await server.until(/Client connected: Bob/);

	alice.write('Hello everyone!');
	await bob.until(/Hello everyone!/);
	bob.write('Cześć, 李雷 👋');
	await alice.until(/👋/);
	await bob.until(/👋/);

	const expected = [
		{id: 'Alice', msg: 'Hello everyone!'},
		{id: 'Bob', msg: 'Cześć, 李雷 👋'},
	];
	expect(messagesOf(alice)).toEqual(expected);
	expect(messagesOf(bob)).toEqual(expected);
	await server.until(/^Received from Alice: Hello everyone!$/m);
});

/** What such a client makes of its reads: one that is no object is printed as it is. */
const messagesOf = ({reads}: Wire): unknown[] =>
	reads.flatMap(read => {
		try {
			return [JSON.parse(read)];
		} catch {
			return [];
		}
	});

test('a classroom client with an id in use reads ID_USED and nothing else; the holder stays', async () => {
	await using server = await startServer();
	await using first = openWire(server.port);
	first.write('Alice');
	await server.until(/Client connected: Alice/);
	await using second = openWire(server.port);
	second.write('Alice');
	await second.closed;
	expect(second.text).toBe('ID_USED');
	first.write('still here');
	await first.until(/\{"id": "Alice", "msg": "still here"\}/);
});

test('classroom client, netcat and full screen talk in one room', async () => {
	await using server = await startServer();
	await using alice = joinChat(server.port, 'Alice');
	await alice.until(/●.Alice/);
	await using netcat = openWire(server.port);
	netcat.write('Bob\n');
	await netcat.until(/Welcome, Bob/);
	await using raw = openWire(server.port);
	raw.write('Carol');
	await alice.until(/●.Carol/);

	alice.type('Hi both');
	alice.press('enter');
	await netcat.until(/^\[Alice\] Hi both$/m);
	await raw.until(/\{"id": "Alice", "msg": "Hi both"\}/);
	netcat.write('Hi Alice\r\n');
	raw.write('Hi from raw');
	await alice.until(/Bob» +Hi Alice/);
	await alice.until(/Carol +Hi from raw/);
	netcat.write('exit\n');
	await netcat.closed;
	await alice.until(screen => !screen.some(row => /●.Bob/.test(row)));
});

test('the full screen joins a classroom server with --plain', async () => {
	await using server = await startClassroomServer();
	await using alice = joinChat(server.port, 'Alice', {args: ['--plain']});
	await alice.until(/●.Alice/);
	alice.type('first');
	alice.press('enter');
	alice.type('second');
	alice.press('enter');
	// Each message is a read of its own there.
	await server.hear('Alice: first');
	await server.hear('Alice: second');
	await alice.until(/Alice +first\n.* +second/);

	await server.write(Buffer.concat([classroomMessage('Bob', 'one'), classroomMessage('Bob', 'two {"}')]));
	await alice.until(/Bob +one\n.* +two \{"\}/);

	const message = classroomMessage('Bob', 'smile 😀 and go');
	const inside = message.indexOf(Buffer.from('😀')) + 2;
	await server.write(message.subarray(0, inside), message.subarray(inside));
	await alice.until('smile 😀 and go');
});

test('an id in use at a classroom server can be chosen again in place', async () => {
	await using server = await startClassroomServer();
	await using first = joinChat(server.port, 'Alice', {args: ['--plain']});
	await first.until(/●.Alice/);
	first.type('here');
	first.press('enter');
	await server.hear('Alice: here');
	await using second = joinChat(server.port, 'Alice', {args: ['--plain']});
	await second.until('Another name:');
	// In one read, as fast typists and pastes on a busy machine come.
	second.type('2\r');
	await second.until(/●.Alice2/);
	second.type('me too');
	second.press('enter');
	await first.until(/Alice2 +me too/);
});
