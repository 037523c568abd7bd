import {expect, test} from 'vitest';
import {Bench} from '../client/scripted-server.ts';
import {turns} from '../helpers/peer.ts';
import {until} from './until.ts';

test('what a replay brings back is acknowledged by that, and it is noticed', async () => {
	const bench = new Bench();
	const {client} = bench;
	const first = await bench.online();
	const said = client.say('general', 'hello');
	const {nonce} = await first.next('say');
	client.reconnect();
	const second = await bench.peer();
	await second.welcome();
	let isNoticed = false;
	void until(client, () => client.unacknowledged === 0).then(() => {
		isNoticed = true;
	});
	expect(client.unacknowledged).toBe(1);
	second.send({type: 'message', room: 'general', seq: 1, id: 'Alice', msg: 'hello', ts: 1, nonce: nonce!});
	expect(await said).toMatchObject({seq: 1});
	await turns();
	expect(isNoticed).toBe(true);
	// It was sent again meanwhile, and its acknowledgement says nothing new.
	const before = client.state;
	second.send({type: 'ack', nonce: nonce!, room: 'general', seq: 1, ts: 1});
	await turns();
	expect(client.state).toBe(before);
	await client.quit();
});
