/** How fast people may ask: what is above it waits, and nothing of it is lost. */
import {describe, expect, test} from 'vitest';
import {usualBounds} from '../../../source/server/bounds.ts';
import {comeIn} from '../../helpers/owner.ts';
import {type Peer, startServer, type TestServer, turns} from '../../helpers/peer.ts';

const {messagesBurst, joinsBurst, searchesBurst, pagesBurst, typingBurst} = usualBounds;
const bounds = {messagesBurst, joinsBurst, searchesBurst, pagesBurst, typingBurst};

const count = async (peer: Peer, type: string): Promise<number> => {
	await turns();
	const lines = peer.text.split('\n').filter(line => line !== '');
	return lines.filter(line => JSON.parse(line).type === type).length;
};

const sayMany = (peer: Peer, many: number): void => {
	peer.send(
		...Array.from({length: many}, (_, n) => ({type: 'say', room: 'general', msg: `${n}`, nonce: `n${n}`})),
	);
};

/** Lets time pass in small steps, as what waits goes on at each. */
const pass = async (server: TestServer, ms: number): Promise<void> => {
	for (let passed = 0; passed < ms; passed += 100) {
		server.clock.advance(100);
		await turns(4);
	}
};

describe('what is said', () => {
	test.each([
		['a guest', (server: TestServer) => server.join('Alice'), 2],
		['a member', (server: TestServer) => comeIn(server, 'Alice'), 10],
		['an operator', (server: TestServer) => server.operator('Alice'), 10],
	])('by %s is ten at once, and then as much as time brings', async (_, come, perSecond) => {
		await using server = startServer({bounds});
		const alice = await come(server);
		sayMany(alice, 60);
		expect(await count(alice, 'ack')).toBe(10);
		await pass(server, 3000);
		expect(await count(alice, 'ack')).toBe(10 + 3 * perSecond);
		await pass(server, ((50 - 3 * perSecond) / perSecond) * 1000);
		expect(await count(alice, 'ack')).toBe(60);
	});

	test('is slowed whatever is done with it: edits, signs and deletions are of the same bucket', async () => {
		await using server = startServer({bounds});
		const alice = await server.join('Alice');
		await alice.say('general', 'one');
		for (let n = 0; n < 9; n++)
			alice.send(
				{type: 'edit', room: 'general', ref: 1, msg: `${n}`, nonce: `e${n}`},
				{type: 'react', room: 'general', ref: 1, emoji: '👍', nonce: `r${n}`},
			);
		expect(await count(alice, 'ack')).toBe(10);
	});

	test('waits in its order, with all that comes behind it, and the socket is paused', async () => {
		await using server = startServer({bounds});
		const alice = await server.join('Alice');
		sayMany(alice, 11);
		alice.send({type: 'ping', nonce: 'p'});
		expect(await count(alice, 'pong')).toBe(1);
		await pass(server, 500);
		await alice.next('pong', ({nonce}) => nonce === 'p');
		expect(await count(alice, 'ack')).toBe(11);
	});

	test('is of each alone: others are not slowed', async () => {
		await using server = startServer({bounds});
		const [alice, bob] = [await server.join('Alice'), await server.join('Bob')];
		sayMany(alice, 100);
		await turns();
		await bob.say('general', 'hello');
	});

	test('is as fast as it can be where there is no limit', async () => {
		await using server = startServer({bounds, rate: false});
		const alice = await server.join('Alice');
		sayMany(alice, 100);
		expect(await count(alice, 'ack')).toBe(100);
	});
});

test.each([
	['searches', 'found', {type: 'search', text: 'x'}, searchesBurst],
	['pages', 'page', {type: 'history', room: 'general', after: 0}, pagesBurst],
	['joins', 'room', {type: 'join', room: 'general'}, joinsBurst],
	['signs of writing', 'done', {type: 'typing', room: 'general'}, typingBurst],
])('%s have a pace of their own', async (_, answer, request, burst) => {
	await using server = startServer({bounds});
	const alice = await server.join('Alice');
	const before = await count(alice, answer);
	for (let n = 0; n < burst + 5; n++) {
		alice.send({...request, nonce: `n${n}`});
		await turns(4);
	}
	expect((await count(alice, answer)) - before).toBe(burst);
	await pass(server, 1000);
	expect((await count(alice, answer)) - before).toBeGreaterThan(burst);
	// What is said is not slowed by it.
	await pass(server, 5000);
	await alice.say('general', 'hello');
});
