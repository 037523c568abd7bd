import {expect, test} from 'vitest';
import {startServer} from '../helpers/peer.ts';

test('a greeting, a queue and bounds count from then on, and who is here stays', async () => {
	await using server = startServer({motd: 'one', maxClients: 1});
	const alice = await server.join('Alice');
	const bob = server.peer();
	bob.send({type: 'hello', v: 1, id: 'Bob'});
	await bob.next('waiting');
	server.server.reconfigure({motd: 'two', maxClients: 2});
	expect(await bob.next('welcome')).toMatchObject({motd: 'two'});
	await alice.say('general', 'still here');
	// Nothing of what was set before is left.
	server.server.reconfigure({});
	const carol = server.peer();
	carol.send({type: 'hello', v: 1, id: 'Carol'});
	expect(await carol.next('welcome')).not.toHaveProperty('motd');
});

test('a closed server can be opened, and its password be another one', async () => {
	await using server = startServer({closed: true, entry: 'old'});
	const knock = async (id: string, more: object = {}): Promise<string> => {
		const peer = server.peer({ip: '192.0.2.7', secure: true});
		peer.send({type: 'hello', v: 1, id, ...more});
		const first = await Promise.race([peer.next('welcome'), peer.next('error')]);
		return first.type === 'error' ? first.code : 'in';
	};
	expect(await knock('A')).toBe('INVITE_NEEDED');
	expect(await knock('B', {entry: 'old'})).toBe('in');
	server.server.reconfigure({closed: true, entry: 'new'});
	expect(await knock('C', {entry: 'old'})).toBe('ENTRY_WRONG');
	expect(await knock('D', {entry: 'new'})).toBe('in');
	server.server.reconfigure({closed: false});
	expect(await knock('E')).toBe('in');
});

test('what cannot be is refused, and nothing has changed', async () => {
	await using server = startServer({motd: 'one'});
	expect(() => server.server.reconfigure({motd: 'two', exempt: ['nowhere']})).toThrow(
		/no address and no range/,
	);
	const alice = server.peer();
	alice.send({type: 'hello', v: 1, id: 'Alice'});
	expect(await alice.next('welcome')).toMatchObject({motd: 'one'});
});

test('a bound that is lowered counts for the next one', async () => {
	await using server = startServer();
	server.server.reconfigure({bounds: {queue: 0, messagesBurst: 1e6}, maxClients: 1});
	await server.join('Alice');
	const bob = server.peer();
	bob.send({type: 'hello', v: 1, id: 'Bob'});
	expect((await Promise.race([bob.next('waiting'), bob.next('error')])).type).toBe('waiting');
	server.server.reconfigure({bounds: {requests: 7}, maxClients: 9});
	const carol = server.peer();
	carol.send({type: 'hello', v: 1, id: 'Carol'});
	expect((await carol.next('welcome')).limits).toMatchObject({rate: 7});
});
