import {describe, expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {startServer} from '../helpers/peer.ts';

describe('hello', () => {
	test('is answered with a welcome, and then the room: members, history, live', async () => {
		await using server = startServer({motd: 'Be kind.'});
		const alice = await server.join('Alice');
		await alice.say('general', 'first');
		const bob = server.peer();
		bob.send({type: 'hello', v: 1, id: 'Bob', nonce: 'h'});
		await bob.next('live');
		const types = bob.text
			.trim()
			.split('\n')
			.map(line => JSON.parse(line).type);
		expect(types).toEqual(['welcome', 'room', 'members', 'message', 'live']);
		expect(JSON.parse(bob.text.split('\n')[0]!)).toMatchObject({
			v: 1,
			id: 'Bob',
			motd: 'Be kind.',
			nonce: 'h',
			time: server.clock.now(),
			limits: {lineBytes: limits.lineBytes, heartbeatMs: limits.heartbeatMs},
		});
	});
});
