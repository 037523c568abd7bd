import {once} from 'node:events';
import {type AddressInfo, createServer as listenOn, type Socket} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {ChatError, errorTable} from '../../../source/protocol/errors.ts';
import {limits} from '../../../source/protocol/limits.ts';
import type {About} from '../../../source/server/about.ts';
import {type Bounds, usualBounds} from '../../../source/server/bounds.ts';
import {rangesOf} from '../../../source/server/front/addresses.ts';
import {Front} from '../../../source/server/front/front.ts';
import {makeServerKey} from '../../../source/server/front/keys.ts';
import type {LogReport} from '../../../source/server/log.ts';
import {FakeClock} from '../../helpers/clock.ts';
import {BytePeer} from '../../helpers/peer.ts';
import {bindingOf, clientHello, openChannel, openSocket} from '../../helpers/secure.ts';

type Setting = {
	/** where each connection seems to come from */
	ip?: string;
	tls?: boolean;
	allowPlaintext?: boolean;
	exempt?: readonly string[];
	bounds?: Partial<Bounds>;
	banned?: ChatError;
};

const stranger = '203.0.113.9';

/** A front whose peers hear back what they say, after an `<` that tells that they were let through. */
const build = async ({
	ip,
	tls = true,
	allowPlaintext = false,
	exempt = [],
	bounds = {},
	banned,
}: Setting = {}) => {
	const clock = new FakeClock();
	const abouts: About[] = [];
	const reports: LogReport[] = [];
	const cuts: string[] = [];
	const closed: Array<Promise<unknown>> = [];
	const front = new Front({
		clock,
		bounds: () => ({...usualBounds, ...bounds}),
		settings: () => ({allowPlaintext, exempt: rangesOf(exempt)}),
		identity: tls ? makeServerKey(clock.now()) : undefined,
		gatekeeper: () => ({forAddress: () => banned}),
		report: row => reports.push(row),
		onPeer: (duplex, about) => {
			abouts.push(about);
			duplex.on('error', () => {});
			const hear = (chunk: Uint8Array) => void duplex.write(`<${chunk}`);
			duplex.on('data', hear);
			duplex.on('end', () => duplex.end('>'));
			return {cut: ({code}) => void cuts.push(code), hear};
		},
	});
	const server = listenOn({allowHalfOpen: true, noDelay: true}, (socket: Socket) => {
		closed.push(once(socket, 'close'));
		if (ip !== undefined) Object.defineProperty(socket, 'remoteAddress', {value: ip});
		front.accept(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		front.close();
		server.close();
	});
	const {port} = server.address() as AddressInfo;
	/** What somebody gets who says that and waits for the end. */
	const answerTo = async (said: string | Uint8Array): Promise<string> => {
		const peer = new BytePeer(await openSocket(port));
		peer.write(said);
		await peer.closed;
		return peer.text;
	};
	/** Resolves once so many connections are over at the server too. */
	const over = async (count: number): Promise<void> => {
		while (closed.length < count) await new Promise(resolve => setImmediate(resolve));
		await Promise.all(closed);
	};
	return {clock, port, front, abouts, reports, cuts, answerTo, over};
};

describe('the first byte tells what a peer speaks', () => {
	test('TLS is taken off, and what names the channel is the same at both ends', async () => {
		const {port, abouts} = await build();
		const channel = await openChannel(port);
		const peer = new BytePeer(channel);
		peer.write('hello');
		await peer.until(/<hello/);
		expect(channel.getProtocol()).toBe('TLSv1.3');
		const [about] = abouts;
		expect(about).toMatchObject({secure: true, ip: '127.0.0.1'});
		expect(Buffer.from(about!.binding!)).toEqual(bindingOf(channel));
		peer.reset();
	});

	test('two channels have two names', async () => {
		const {port} = await build();
		const [one, two] = [await openChannel(port), await openChannel(port)];
		expect(bindingOf(one)).not.toEqual(bindingOf(two));
		one.destroy();
		two.destroy();
	});

	test('plaintext of this machine is taken, secure, and without a channel that has a name', async () => {
		const {port, abouts} = await build();
		const peer = new BytePeer(await openSocket(port));
		peer.write('hello');
		await peer.until(/<hello/);
		expect(abouts[0]).toMatchObject({secure: true, ip: '127.0.0.1'});
		expect(abouts[0]!.binding).toBeUndefined();
		peer.reset();
	});

	test('a first byte by itself is enough, whichever it is', async () => {
		const {port, over} = await build();
		const channel = await openChannel(port);
		const [plain, secure] = [new BytePeer(await openSocket(port)), new BytePeer(channel)];
		plain.write('h');
		await plain.until(/<h/);
		plain.write('i');
		await plain.until(/<h<i/);
		secure.write('h');
		await secure.until(/<h/);
		plain.reset();
		secure.reset();
		await over(2);
	});

	test('a hello of TLS that comes byte by byte is one all the same', async () => {
		const {port, abouts} = await build();
		const socket = await openSocket(port);
		const chunks: Buffer[] = [];
		socket.on('data', chunk => chunks.push(chunk));
		for (const byte of await clientHello()) {
			socket.write(Buffer.of(byte));
			await new Promise(resolve => setImmediate(resolve));
		}
		await once(socket, 'data');
		// The server's hello is a handshake record of TLS (RFC 8446, section 5.1).
		expect(chunks[0]!.subarray(0, 2)).toEqual(Buffer.of(0x16, 0x03));
		expect(abouts).toEqual([]);
		socket.destroy();
	});

	test('older versions of TLS are not spoken', async () => {
		const {port, reports, over} = await build();
		const refused = openChannel(port, {maxVersion: 'TLSv1.2'});
		await expect(refused).rejects.toMatchObject({code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'});
		await over(1);
		expect(reports).toMatchObject([{event: 'handshake', from: '127.0.0.1'}]);
	});

	test('garbage after the first byte of TLS ends that connection, with one line in the log', async () => {
		const {reports, over, answerTo, front} = await build();
		await answerTo(Buffer.concat([Buffer.of(0x16), Buffer.alloc(5000, 0x16)]));
		await over(1);
		expect(reports.map(({event}) => event)).toEqual(['handshake']);
		expect(front.newcomers.size).toBe(0);
	});

	test('a server without a key says that it does not encrypt', async () => {
		const {answerTo} = await build({tls: false});
		expect(await answerTo(await clientHello())).toBe(`! ${errorTable.NO_TLS.text}\n`);
	});
});

describe('the end of a channel', () => {
	test('whoever sends its last still gets the answer, encrypted or not', async () => {
		const {port, over} = await build();
		for (const duplex of [await openChannel(port), await openSocket(port)]) {
			const peer = new BytePeer(duplex);
			peer.write('last words');
			peer.end();
			await peer.closed;
			expect(peer.text).toBe('<last words>');
		}
		await over(2);
	});

	test('a channel that breaks off is over here too, and counts no more', async () => {
		const {port, over} = await build({bounds: {connections: 1}});
		for (let time = 0; time < 3; time++) {
			const channel = await openChannel(port);
			channel.destroy();
			await over(time + 1);
		}
	});

	test('whoever ends amid the handshake is gone at once', async () => {
		const {port, over, front} = await build();
		const peer = new BytePeer(await openSocket(port));
		peer.write((await clientHello()).subarray(0, 40));
		peer.end();
		await peer.closed;
		await over(1);
		expect(front.newcomers.size).toBe(0);
	});

	test('whoever says nothing and ends is let go', async () => {
		const {port, over, front} = await build();
		const peer = new BytePeer(await openSocket(port));
		peer.end();
		await peer.closed;
		await over(1);
		expect(front.newcomers.size).toBe(0);
	});
});

describe('plaintext from another machine', () => {
	test('is refused before anything of it is understood, in the way it began', async () => {
		const {answerTo, abouts} = await build({ip: stranger});
		const {text} = errorTable.NOT_SECURE;
		expect(JSON.parse(await answerTo('{"type":"hello","v":1,"id":"Alice"}\n'))).toMatchObject({
			type: 'error',
			code: 'NOT_SECURE',
			text,
		});
		expect(await answerTo('Alice\n')).toBe(`! ${text}\n`);
		expect(abouts).toEqual([]);
	});

	test('is taken where its operator allows it, and is not secure', async () => {
		const {port, abouts} = await build({ip: stranger, allowPlaintext: true});
		const peer = new BytePeer(await openSocket(port));
		peer.write('hello');
		await peer.until(/<hello/);
		expect(abouts[0]).toMatchObject({secure: false, ip: stranger});
		peer.reset();
	});
});

describe('too many of one address', () => {
	const denied = '\u0015\u0003\u0003\u0000\u0002\u00021';

	test('the next one is told so, as it began; with TLS by an alert', async () => {
		const {port, answerTo, over, reports} = await build({bounds: {connections: 2}});
		const [one, two] = [new BytePeer(await openSocket(port)), new BytePeer(await openSocket(port))];
		one.write('one');
		await one.until(/<one/);
		const {text} = errorTable.TOO_MANY;
		expect(await answerTo('Alice\n')).toBe(`! ${text}\n`);
		expect(JSON.parse(await answerTo('{"type":'))).toMatchObject({code: 'TOO_MANY'});
		expect(await answerTo(await clientHello())).toBe(denied);
		await expect(openChannel(port)).rejects.toMatchObject({code: 'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED'});
		expect(reports).toHaveLength(4);
		expect(reports[0]).toMatchObject({event: 'refused', code: 'TOO_MANY'});
		two.reset();
		one.reset();
		await over(6);
		const three = new BytePeer(await openSocket(port));
		three.write('three');
		await three.until(/<three/);
		three.reset();
	});

	test('after 16 of them they are closed without a word, and without a line in the log', async () => {
		const {answerTo, reports} = await build({bounds: {connections: 0}});
		for (let time = 0; time < 16; time++) expect(await answerTo('Alice\n')).not.toBe('');
		for (let time = 0; time < 5; time++) expect(await answerTo('Alice\n')).toBe('');
		expect(reports).toHaveLength(16);
	});

	test('where its operator says so there is no limit', async () => {
		const {port} = await build({bounds: {connections: 0}, exempt: ['127.0.0.0/8']});
		const peer = new BytePeer(await openSocket(port));
		peer.write('hello');
		await peer.until(/<hello/);
		peer.reset();
	});
});

test('a banned address is told so before it is served, and takes no place', async () => {
	const {answerTo, abouts} = await build({banned: new ChatError('BANNED', 'Banned until Monday.')});
	expect(await answerTo('Alice\n')).toBe('! Banned until Monday.\n');
	expect(abouts).toEqual([]);
});

describe('whoever has not said who they are in time', () => {
	test('silent: is told, and closed', async () => {
		const {port, clock, front} = await build();
		const peer = new BytePeer(await openSocket(port));
		while (front.newcomers.size < 1) await new Promise(resolve => setImmediate(resolve));
		clock.advance(limits.helloMs - 1);
		expect(front.newcomers.size).toBe(1);
		clock.advance(1);
		await peer.closed;
		expect(peer.text).toBe(`! ${errorTable.HELLO_LATE.text}\n`);
	});

	test('amid the handshake: is closed', async () => {
		const {port, clock, front, over} = await build();
		const peer = new BytePeer(await openSocket(port));
		peer.write((await clientHello()).subarray(0, 40));
		while (front.newcomers.size < 1) await new Promise(resolve => setImmediate(resolve));
		clock.advance(limits.helloMs);
		await peer.closed;
		await over(1);
		expect(front.newcomers.size).toBe(0);
	});

	test('served: is cut by whoever serves it, and gone half a second later whatever it does', async () => {
		const {port, clock, cuts, over} = await build();
		const peer = new BytePeer(await openSocket(port));
		peer.write('{');
		await peer.until(/</);
		clock.advance(limits.helloMs);
		expect(cuts).toEqual(['HELLO_LATE']);
		clock.advance(500);
		await peer.closed;
		await over(1);
	});

	test('named in time: stays', async () => {
		const {port, clock, cuts, abouts} = await build();
		const peer = new BytePeer(await openSocket(port));
		peer.write('hello');
		await peer.until(/</);
		abouts[0]!.onNamed!();
		clock.advance(limits.helloMs * 10);
		expect(cuts).toEqual([]);
		peer.write('more');
		await peer.until(/<more/);
		peer.reset();
	});
});

test('at the end those who are at the door go, and those who are served stay to be told', async () => {
	const {port, front, cuts} = await build();
	const [silent, served] = [new BytePeer(await openSocket(port)), new BytePeer(await openSocket(port))];
	served.write('x');
	await served.until(/<x/);
	while (front.newcomers.size < 2) await new Promise(resolve => setImmediate(resolve));
	front.close();
	await silent.closed;
	expect(cuts).toEqual([]);
	served.write('y');
	await served.until(/<y/);
	served.reset();
});
