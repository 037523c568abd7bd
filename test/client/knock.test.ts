import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {Knock} from '../../source/client/knock.ts';

const listening = async (): Promise<{
	port: number;
	next: () => Promise<Socket>;
	stop: () => Promise<void>;
}> => {
	const server = createServer();
	const sockets = new Set<Socket>();
	server.on('connection', socket => sockets.add(socket.on('error', () => {})));
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const stop = async (): Promise<void> => {
		for (const socket of sockets) socket.destroy();
		await new Promise(resolve => server.close(resolve));
	};
	onTestFinished(stop);
	const next = async (): Promise<Socket> => (await once(server, 'connection'))[0] as Socket;
	return {port: (server.address() as AddressInfo).port, next, stop};
};

const never = new Promise<void>(() => {});

test('where nobody is, that is told at once', async () => {
	const {port, stop} = await listening();
	await stop();
	const knock = new Knock({host: '127.0.0.1', port});
	await expect(knock.wait(never)).rejects.toMatchObject({code: 'REFUSED'});
	expect(knock.take()).toBeUndefined();
});

test('where somebody is, it goes on when there is time, by the same connection, once', async () => {
	const {port, next} = await listening();
	const came = next();
	const knock = new Knock({host: '127.0.0.1', port});
	onTestFinished(() => void knock.take()?.destroy());
	const order: string[] = [];
	const {promise: drawn, resolve: draw} = Promise.withResolvers<void>();
	const waited = knock.wait(drawn).then(() => order.push('on'));
	const far = await came;
	await new Promise(resolve => setImmediate(resolve));
	order.push('drawn');
	draw();
	await waited;
	expect(order).toEqual(['drawn', 'on']);
	const socket = knock.take()!;
	expect(socket.localPort).toBe(far.remotePort);
	expect(knock.take()).toBeUndefined();
	knock.close();
	expect(socket.destroyed).toBe(false);
	socket.destroy();
});

test('a connection that nobody wants is closed, and is none then', async () => {
	const {port, next} = await listening();
	const came = next();
	const knock = new Knock({host: '127.0.0.1', port});
	await knock.wait(Promise.resolve());
	const closed = once((await came).resume(), 'close');
	knock.close();
	await closed;
	expect(knock.take()).toBeUndefined();
});
