/** The port itself, over real sockets: beginnings of TLS that were spoiled, and whatever else begins a connection. */
import {once} from 'node:events';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {LogEvent} from '../../source/server/log.ts';
import {createServer} from '../../source/server/server.ts';
import {Peer} from '../helpers/peer.ts';
import {clientHello, openChannel, openSocket} from '../helpers/secure.ts';
import {inputsFor} from './inputs.ts';
import {cutAt} from './invariants.ts';
import {targets} from './targets.ts';

const numRuns = Math.ceil(Number(process.env.TUI_CHAT_HOSTILE ?? 15_000) / 10);

const hello = await clientHello();

/** A real beginning with some of its bytes changed, taken out or doubled. */
const spoiled = fc
	.array(fc.tuple(fc.nat(hello.length - 1), fc.nat(255), fc.nat(3), fc.nat(20)), {maxLength: 4})
	.map(changes =>
		changes.reduce<Buffer>((bytes, [at, byte, way, length]) => {
			const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at + length)];
			if (way === 0) return Buffer.concat([head, tail]);
			if (way === 1) return Buffer.concat([head, bytes.subarray(at, at + length), bytes.subarray(at)]);
			if (way === 2) return head.length === 0 ? bytes : Buffer.from(head);
			return Buffer.from(bytes.map((one, index) => (index === at ? byte : one)));
		}, hello),
	);

const anything = fc.oneof(
	{weight: 3, arbitrary: spoiled},
	{weight: 1, arbitrary: inputsFor(targets.sniff)},
	{weight: 1, arbitrary: inputsFor(targets.sniff).map(bytes => Buffer.concat([Buffer.of(0x16), bytes]))},
);

test('whatever begins a connection ends that one at most, and leaves nothing behind', async () => {
	const log: LogEvent[] = [];
	const server = createServer({port: 0, log: event => log.push(event)});
	const {port} = await server.listen();
	const alice = new Peer(await openChannel(port));
	alice.send({type: 'hello', v: 1, id: 'Alice', rooms: []});
	await alice.next('welcome');
	await fc.assert(
		fc.asyncProperty(anything, fc.nat(1000), async (bytes, part) => {
			const socket = await openSocket(port);
			socket.on('error', () => {}).resume();
			const closed = once(socket, 'close');
			for (const piece of cutAt(bytes, [Math.floor((bytes.length * part) / 1000)])) socket.write(piece);
			socket.end();
			await closed;
		}),
		{numRuns},
	);
	// Who was there is, and whoever comes is served.
	await alice.sync();
	const bob = new Peer(await openChannel(port));
	bob.send({type: 'hello', v: 1, id: 'Bob', rooms: []});
	await bob.next('welcome');
	expect(log.filter(({event}) => event === 'failed')).toEqual([]);
	expect(log.filter(({event}) => event === 'handshake').length).toBeGreaterThan(0);
	for (const row of log.filter(({event}) => event === 'handshake'))
		expect(JSON.stringify(row).length).toBeLessThan(500);
	await server.close();
});
