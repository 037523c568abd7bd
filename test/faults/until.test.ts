import {expect, test} from 'vitest';
import {Bench} from '../client/scripted-server.ts';
import {turns} from '../helpers/peer.ts';
import {until} from './until.ts';

test('an acknowledgement is noticed of what a replay has brought back already', async () => {
	const bench = new Bench();
	const {client} = bench;
	const first = await bench.online();
	const said = client.say('general', 'hello');
	const {nonce} = await first.next('say');
	client.reconnect();
	const second = await bench.peer();
	await second.welcome();
	second.send({type: 'message', room: 'general', seq: 1, id: 'Alice', msg: 'hello', ts: 1, nonce: nonce!});
	await bench.until(({rooms}) => rooms.get('general')!.pending.length === 0);
	await turns();
	const before = client.state;
	let isNoticed = false;
	void until(client, () => client.unacknowledged === 0).then(() => {
		isNoticed = true;
	});
	expect(client.unacknowledged).toBe(1);
	await second.next('say');
	second.send({type: 'ack', nonce: nonce!, room: 'general', seq: 1, ts: 1});
	await said;
	await turns();
	expect(client.state).toBe(before);
	expect(isNoticed).toBe(true);
	await client.quit();
});
