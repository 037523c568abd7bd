/** Answers, edits, deletions and signs: who may, who hears of it, and what is left. */
import {describe, expect, test} from 'vitest';
import {type Peer, startServer, turns} from '../helpers/peer.ts';

/** Sends a request, and gives its acknowledgement or the error. */
let asked = 0;
const ask = async (peer: Peer, request: object): Promise<object> => {
	const nonce = `ask-${++asked}`;
	peer.send({...request, nonce});
	const isMine = (event: {nonce?: string | undefined}): boolean => event.nonce === nonce;
	return await Promise.race([peer.next('ack', isMine), peer.next('error', isMine)]);
};

const drop = async (peer: Peer): Promise<void> => {
	peer.reset();
	await turns();
};

describe('in a room', () => {
	test('each of them is an entry of its own, acknowledged and told to everybody', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		const ts = server.clock.now();
		const at = {room: 'general', ref: 1};
		await alice.say('general', 'Lunch?');
		await bob.next('message');
		expect(await ask(bob, {type: 'say', room: 'general', msg: 'Gladly', ref: 1})).toMatchObject({seq: 2});
		expect(await alice.next('message', ({seq}) => seq === 2)).toMatchObject({
			ref: 1,
			quote: {id: 'Alice', msg: 'Lunch?'},
		});
		expect(await ask(alice, {type: 'edit', ...at, msg: 'Dinner?'})).toMatchObject({seq: 3});
		expect(await bob.next('edit')).toMatchObject({...at, seq: 3, id: 'Alice', msg: 'Dinner?', ts});
		expect(await ask(bob, {type: 'react', ...at, emoji: '👍'})).toMatchObject({seq: 4});
		expect(await alice.next('react')).toMatchObject({...at, seq: 4, id: 'Bob', emoji: '👍', ts});
		expect(await ask(bob, {type: 'react', ...at, emoji: '👍', off: true})).toMatchObject({seq: 5});
		expect(await alice.next('react')).toMatchObject({seq: 5, off: true});
		expect(await ask(alice, {type: 'delete', ...at})).toMatchObject({seq: 6});
		expect(await bob.next('delete')).toMatchObject({...at, seq: 6, id: 'Alice', ts});
	});

	test('whoever comes later gets them in order, and no text that was taken back', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		for (const msg of ['first draft', 'take back', 'stays']) await alice.say('general', msg);
		await ask(alice, {type: 'edit', room: 'general', ref: 1, msg: 'final'});
		await ask(alice, {type: 'say', room: 'general', ref: 2, msg: 'about it'});
		await ask(alice, {type: 'delete', room: 'general', ref: 2});
		const bob = await server.join('Bob');
		expect(bob.text).not.toMatch(/first draft|take back/);
		const told = bob.text
			.trim()
			.split('\n')
			.map(line => JSON.parse(line))
			.filter(({seq, type}) => seq !== undefined && type !== 'live');
		expect(told).toMatchObject([
			{type: 'message', seq: 1, msg: 'final'},
			{type: 'message', seq: 2, msg: '', deleted: true},
			{type: 'message', seq: 3, msg: 'stays'},
			{type: 'edit', seq: 4, ref: 1, msg: 'final'},
			{type: 'message', seq: 5, msg: 'about it', ref: 2},
			{type: 'delete', seq: 6, ref: 2},
		]);
		expect(told[4].quote).toBeUndefined();
	});

	test('sent again with their nonce they are acknowledged again and told once', async () => {
		await using server = startServer();
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		await alice.say('general', 'x');
		const edit = {type: 'edit', room: 'general', ref: 1, msg: 'y', nonce: 'once'};
		alice.send(edit);
		const first = await alice.next('ack', ({nonce}) => nonce === 'once');
		alice.send(edit);
		expect(await alice.next('ack', ({nonce}) => nonce === 'once')).toEqual(first);
		expect((await bob.sync()).filter(({type}) => type === 'edit')).toHaveLength(1);
	});

	test('one may change what is one’s own; an operator may delete anything, and edit nothing', async () => {
		await using server = startServer();
		const root = await server.operator('Root');
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		await alice.say('general', 'hers');
		const at = {room: 'general', ref: 1};
		for (const peer of [bob, root])
			expect(await ask(peer, {type: 'edit', ...at, msg: 'x'})).toMatchObject({
				code: 'NOT_YOURS',
				room: 'general',
			});
		expect(await ask(bob, {type: 'delete', ...at})).toMatchObject({code: 'NOT_YOURS'});
		expect(await ask(root, {type: 'delete', ...at})).toMatchObject({type: 'ack'});
		expect(await alice.next('delete')).toMatchObject({id: 'Root'});
	});

	test('what was said by an earlier holder of the name is not one’s own; with the token it is', async () => {
		await using server = startServer();
		const alice = server.peer();
		alice.send({type: 'hello', v: 1, id: 'Alice'});
		const {token} = await alice.next('welcome');
		await alice.say('general', 'by the first');
		await drop(alice);
		server.clock.advance(1);
		const second = await server.join('Alice');
		const edit = {type: 'edit', room: 'general', ref: 1, msg: 'forged'};
		expect(await ask(second, edit)).toMatchObject({code: 'NOT_YOURS'});
		await drop(second);
		const first = server.peer();
		first.send({type: 'hello', v: 1, id: 'Alice', token});
		expect(await ask(first, {...edit, msg: 'corrected'})).toMatchObject({type: 'ack'});
	});

	test.each([
		['that was never said', 99],
		['that was deleted', 1],
		['that is none', 3],
	])('about a message %s there is nothing to say', async (_, ref) => {
		await using server = startServer();
		const alice = await server.join('Alice');
		await alice.say('general', 'gone');
		await alice.say('general', 'here');
		await ask(alice, {type: 'react', room: 'general', ref: 2, emoji: '🎉'});
		await ask(alice, {type: 'delete', room: 'general', ref: 1});
		for (const request of [
			{type: 'say', msg: 'x'},
			{type: 'edit', msg: 'x'},
			{type: 'delete'},
			{type: 'react', emoji: '🎉'},
		])
			expect(await ask(alice, {...request, room: 'general', ref})).toMatchObject({code: 'NO_SUCH_MESSAGE'});
	});

	test('need membership, and nothing of it works in the log', async () => {
		await using server = startServer();
		const root = await server.operator('Root', ['general', 'log']);
		for (const request of [
			{type: 'say', msg: 'x', ref: 1},
			{type: 'edit', msg: 'x', ref: 1},
			{type: 'delete', ref: 1},
			{type: 'react', emoji: '🎉', ref: 1},
		]) {
			expect(await ask(root, {...request, room: 'ops'})).toMatchObject({code: 'NOT_IN_ROOM', room: 'ops'});
			expect(await ask(root, {...request, room: 'log'})).toMatchObject({code: 'READ_ONLY', room: 'log'});
		}
	});

	test('are logged without the words', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		await alice.say('general', 'x');
		await ask(alice, {type: 'edit', room: 'general', ref: 1, msg: 'unlogged'});
		expect(server.log.at(-1)).toMatchObject({
			event: 'amended',
			id: 'Alice',
			room: 'general',
			kind: 'edit',
			ref: 1,
		});
		expect(JSON.stringify(server.log)).not.toContain('unlogged');
	});
});

describe('in a direct conversation', () => {
	test('they reach both, under the name of their receiver', async () => {
		await using server = startServer();
		const [alice, dana] = [await server.join('Alice'), await server.join('Dana')];
		await alice.say('@Dana', 'psst');
		await ask(dana, {type: 'react', room: '@alice', ref: 1, emoji: '👂'});
		for (const peer of [alice, dana])
			expect(await peer.next('react')).toMatchObject({room: '@Alice', seq: 2, ref: 1, id: 'Dana'});
		await ask(alice, {type: 'edit', room: '@Dana', ref: 1, msg: 'psst!'});
		for (const peer of [alice, dana])
			expect(await peer.next('edit')).toMatchObject({room: '@Dana', seq: 3, ref: 1, msg: 'psst!'});
	});

	test('about what the last holder of a name was told, the next one hears nothing', async () => {
		await using server = startServer();
		const [alice, dana] = [await server.join('Alice'), await server.join('Dana')];
		await alice.say('@Dana', 'the key is 1234');
		await drop(dana);
		server.clock.advance(1);
		const next = await server.join('Dana');
		await ask(alice, {type: 'edit', room: '@Dana', ref: 1, msg: 'the key is 5678'});
		await ask(alice, {type: 'react', room: '@Dana', ref: 1, emoji: '🔑'});
		await ask(alice, {type: 'say', room: '@Dana', ref: 1, msg: 'as I said'});
		const message = await next.next('message');
		expect(message).toMatchObject({msg: 'as I said'});
		expect(message.quote).toBeUndefined();
		next.send({type: 'join', room: '@Alice'}, {type: 'history', room: '@Alice', before: 100});
		expect((await next.next('page')).list).toHaveLength(1);
		await next.sync();
		expect(next.text).not.toMatch(/1234|5678|🔑/u);
		expect(await alice.next('message', ({seq}) => seq === 4)).toMatchObject({
			quote: {msg: 'the key is 5678'},
		});
	});
});

describe('at a help desk', () => {
	test('a guest answers and signs what it may read, and only the operators hear of it', async () => {
		await using server = startServer({desk: 'help'});
		const root = await server.operator('Root', ['help']);
		const [alice, bob] = [await server.join('Alice', ['help']), await server.join('Bob', ['help'])];
		await alice.say('help', 'from alice');
		await root.say('help', 'to all');
		await Promise.all([alice.sync(), bob.sync(), root.sync()]);
		await ask(alice, {type: 'react', room: 'help', ref: 2, emoji: '👍'});
		await ask(alice, {type: 'say', room: 'help', ref: 2, msg: 'thanks'});
		await ask(alice, {type: 'edit', room: 'help', ref: 1, msg: 'from Alice'});
		expect(await root.next('react')).toMatchObject({id: 'Alice', to: 'Alice'});
		expect(await root.next('message')).toMatchObject({msg: 'thanks', to: 'Alice', ref: 2});
		expect(await root.next('edit')).toMatchObject({msg: 'from Alice', to: 'Alice'});
		expect(await bob.sync()).toEqual([]);
		for (const request of [
			{type: 'say', msg: 'x'},
			{type: 'react', emoji: '🎉'},
			{type: 'edit', msg: 'x'},
			{type: 'delete'},
		])
			expect(await ask(bob, {...request, room: 'help', ref: 1})).toMatchObject({code: 'NO_SUCH_MESSAGE'});
		expect(await root.sync()).toEqual([]);
	});

	test('what an operator does to a message goes to whoever may read that one', async () => {
		await using server = startServer({desk: 'help'});
		const root = await server.operator('Root', ['help']);
		const [alice, bob] = [await server.join('Alice', ['help']), await server.join('Bob', ['help'])];
		await alice.say('help', 'from alice');
		await root.say('help', 'to all');
		await Promise.all([alice.sync(), bob.sync()]);
		await ask(root, {type: 'say', room: 'help', ref: 1, msg: 'yes'});
		expect(await alice.next('message')).toMatchObject({msg: 'yes', to: 'Alice', quote: {msg: 'from alice'}});
		await ask(root, {type: 'delete', room: 'help', ref: 1});
		expect(await alice.next('delete')).toMatchObject({ref: 1, to: 'Alice'});
		expect(await bob.sync()).toEqual([]);
		await ask(root, {type: 'edit', room: 'help', ref: 2, msg: 'to everybody'});
		for (const peer of [alice, bob]) expect(await peer.next('edit')).toMatchObject({msg: 'to everybody'});
		await ask(root, {type: 'say', room: 'help', ref: 2, msg: '@Alice: but for you'});
		expect(await alice.next('message')).toMatchObject({to: 'Alice'});
		expect(await bob.sync()).toEqual([]);
	});

	test('a newcomer signs what was said to all before it came, and sees that', async () => {
		await using server = startServer({desk: 'help'});
		const root = await server.operator('Root', ['help']);
		await root.say('help', 'welcome to the desk');
		server.clock.advance(1);
		const [alice, bob] = [await server.join('Alice', ['help']), await server.join('Bob', ['help'])];
		await ask(alice, {type: 'react', room: 'help', ref: 1, emoji: '👋'});
		for (const peer of [alice, root])
			expect(await peer.next('react')).toMatchObject({id: 'Alice', to: 'Alice'});
		expect((await bob.sync()).filter(({type}) => type === 'react')).toEqual([]);
	});

	test('what is asked behind such an answer waits for it: the order is the sender’s', async () => {
		await using server = startServer({desk: 'help'});
		const root = await server.operator('Root', ['help']);
		await root.say('help', 'one');
		root.send(
			{type: 'say', room: 'help', ref: 1, msg: 'two'},
			{type: 'say', room: 'help', msg: 'three'},
			{type: 'say', room: 'help', ref: 1, msg: 'four'},
			{type: 'quit'},
		);
		await root.next('bye');
		const {text} = root;
		expect([...text.matchAll(/"msg":"(two|three|four)","ts"/g)].map(([, msg]) => msg)).toEqual([
			'two',
			'three',
			'four',
		]);
	});
});

describe('for others than our own clients', () => {
	test('a person at netcat reads them in words, a raw client not at all', async () => {
		await using server = startServer();
		const alice = await server.join('Alice');
		const netcat = server.bytes();
		netcat.write('Carol\n');
		await netcat.until(/You are in/);
		const raw = server.bytes();
		raw.write('Dana');
		await turns();
		server.clock.advance(30);
		await alice.next('presence', ({joined}) => joined[0]?.id === 'Dana');
		await alice.say('general', 'x');
		await ask(alice, {type: 'edit', room: 'general', ref: 1, msg: 'two\nlines'});
		await ask(alice, {type: 'react', room: 'general', ref: 1, emoji: '🎉'});
		await ask(alice, {type: 'delete', room: 'general', ref: 1});
		await alice.say('general', 'end');
		await netcat.until(/end/);
		await raw.until(/end/);
		expect(netcat.text).toContain(
			'[Alice] x\n[Alice] (edited) two\n  lines\n[Alice] (reacted with 🎉)\n[Alice] (deleted a message)\n[Alice] end\n',
		);
		expect(raw.text).toBe('{"id": "Alice", "msg": "x"}{"id": "Alice", "msg": "end"}');
	});
});
