/**
 * Each thing that a broken or hostile peer may send: it ends in a coded error or a closed connection, and
 * whoever else is there talks on.
 */
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {describe, expect, test, vi} from 'vitest';
import {errorTable} from '../../source/protocol/errors.ts';
import {limits} from '../../source/protocol/limits.ts';
import {usualBounds} from '../../source/server/bounds.ts';
import {createServer} from '../../source/server/server.ts';
import {FakeClock} from '../helpers/clock.ts';
import {BytePeer, Peer, startServer, type TestServer, turns} from '../helpers/peer.ts';

/** Two who talk, so that harm to others shows. */
const watch = async (server: TestServer): Promise<{unharmed: () => Promise<void>}> => {
	const [anna, otto] = [await server.join('Anna'), await server.join('Otto')];
	return {
		unharmed: async () => {
			const {seq} = await anna.say('general', 'still well?');
			expect(await otto.next('message', message => message.seq === seq)).toMatchObject({msg: 'still well?'});
			expect(anna.text + otto.text).not.toContain('"type":"error"');
		},
	};
};

describe('after the hello a bad line is answered with its code, and the connection goes on', () => {
	const bytes = (...parts: Array<string | number[]>): Buffer =>
		Buffer.concat(parts.map(part => Buffer.from(part as string)));
	const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

	test.each<[string, string | Buffer, string]>([
		['not UTF-8', bytes('{"type":"say","room":"general","msg":"', [0xff, 0xfe], '"}'), 'NOT_UTF8'],
		['half a character', bytes('{"type":"say","room":"general","msg":"', [0xe2, 0x82], '"}'), 'NOT_UTF8'],
		['no JSON', 'hello?', 'NOT_JSON'],
		['an array', '[]', 'NOT_JSON'],
		['null', 'null', 'NOT_JSON'],
		['a number', '7', 'NOT_JSON'],
		['no type', '{}', 'BAD_REQUEST'],
		['a type that is no string', '{"type":["say"]}', 'BAD_REQUEST'],
		['an unknown type', '{"type":"sudo"}', 'BAD_REQUEST'],
		['__proto__ as a type', '{"type":"__proto__"}', 'BAD_REQUEST'],
		['constructor as a type', '{"type":"constructor"}', 'BAD_REQUEST'],
		['a field of the wrong shape', '{"type":"say","room":7,"msg":"x"}', 'BAD_REQUEST'],
		['a missing field', '{"type":"say","room":"general"}', 'BAD_REQUEST'],
		['an empty message', '{"type":"say","room":"general","msg":""}', 'BAD_REQUEST'],
		['a message of spaces', '{"type":"say","room":"general","msg":" \\n "}', 'BAD_REQUEST'],
		['deep nesting', nested(8000), 'NOT_JSON'],
		['deep nesting in a field', `{"type":"say","room":"general","msg":${nested(5000)}}`, 'BAD_REQUEST'],
		['control characters', '{"type":"say","room":"general","msg":"\\u001b[31mred"}', 'BAD_TEXT'],
		['half a surrogate pair', '{"type":"say","room":"general","msg":"\\ud800"}', 'BAD_TEXT'],
		['a room name that cannot be', '{"type":"join","room":"no spaces"}', 'ROOM_BAD'],
		['an id that cannot be', '{"type":"say","room":"@\\u0007","msg":"x"}', 'NO_SUCH_ID'],
		['a room never joined', '{"type":"say","room":"ops","msg":"x"}', 'NOT_IN_ROOM'],
		['a hello twice', '{"type":"hello","v":1,"id":"Eve"}', 'HELLO_TWICE'],
		['a hello of another version', '{"type":"hello","v":2,"id":"Eve"}', 'VERSION'],
	])('%s', async (_, line, code) => {
		await using server = startServer();
		const others = await watch(server);
		const eve = await server.join('Eve');
		eve.write(line);
		eve.write('\n');
		expect(await eve.next('error')).toMatchObject({code});
		await eve.sync();
		await eve.say('general', 'I am still here');
		await others.unharmed();
	});

	test('the error carries the nonce of what it answers', async () => {
		await using server = startServer();
		const eve = await server.join('Eve');
		eve.write('{"type":"say","room":"general","msg":7,"nonce":"n7"}\n');
		expect(await eve.next('error')).toMatchObject({code: 'BAD_REQUEST', nonce: 'n7'});
	});

	test('__proto__ as a field changes nothing for anybody', async () => {
		await using server = startServer();
		const others = await watch(server);
		const eve = await server.join('Eve');
		eve.write(
			'{"type":"say","room":"general","msg":"x","__proto__":{"kind":"me","operator":true},"nonce":"n"}\n',
		);
		await eve.next('ack');
		expect((await eve.next('message')).kind).toBeUndefined();
		expect(({} as {operator?: boolean}).operator).toBeUndefined();
		await others.unharmed();
	});
});

describe('before the hello everything but a hello ends the connection', () => {
	test.each<[string, string, string]>([
		['a say before hello', '{"type":"say","room":"general","msg":"x"}\n', 'HELLO_FIRST'],
		['no JSON', '{nope\n', 'NOT_JSON'],
		['a hello without an id', '{"type":"hello","v":1}\n', 'BAD_REQUEST'],
		['a hello of another version', '{"type":"hello","v":2,"id":"Eve"}\n', 'VERSION'],
		['an id of control characters', '{"type":"hello","v":1,"id":"\\u0000\\u0007"}\n', 'ID_BAD'],
		['an empty id', '{"type":"hello","v":1,"id":""}\n', 'ID_BAD'],
		["the server's own id", '{"type":"hello","v":1,"id":"Server"}\n', 'ID_BAD'],
		[
			'a line above 4 KiB',
			`{"type":"hello","v":1,"id":"${'x'.repeat(limits.helloBytes)}"}\n`,
			'LINE_TOO_LONG',
		],
		['4 KiB and more without a newline', `{${'x'.repeat(limits.helloBytes)}`, 'LINE_TOO_LONG'],
	])('%s', async (_, bytes, code) => {
		await using server = startServer();
		const others = await watch(server);
		const eve = server.peer();
		eve.write(bytes);
		expect(await eve.next('error')).toMatchObject({code});
		await eve.closed;
		expect(server.log.at(-1)).toMatchObject({event: 'refused', code});
		await others.unharmed();
	});

	test.each([
		['an empty line', '\n'],
		['control characters', '\u0007\u001b[2J\n'],
		['a script mixture', 'Аlice\n'],
		['an HTTP request', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
	])('at netcat: %s', async (_, bytes) => {
		await using server = startServer();
		const others = await watch(server);
		const eve = server.bytes();
		eve.write(bytes);
		await eve.closed;
		expect(eve.text).toMatch(/^! That id .*\.\n$/);
		await others.unharmed();
	});

	test('4 KiB and more that are no JSON are told so in words', async () => {
		await using server = startServer();
		const others = await watch(server);
		const eve = server.bytes();
		eve.write('x'.repeat(limits.helloBytes + 1));
		await eve.closed;
		expect(eve.text).toBe('! A line is longer than 4096 bytes. Send it in parts.\n');
		expect(server.log.at(-1)).toMatchObject({event: 'refused', code: 'LINE_TOO_LONG'});
		await others.unharmed();
	});

	test('half a request and then silence is cut in time', async () => {
		await using server = startServer();
		const others = await watch(server);
		const eve = server.peer();
		eve.write('{"type":"hello","v":1,');
		await turns();
		server.clock.advance(limits.helloMs);
		expect(await eve.next('error')).toMatchObject({code: 'HELLO_LATE'});
		await eve.closed;
		await others.unharmed();
	});
});

describe('lines that are too long', () => {
	test.each([
		['17 KiB with a newline', `${'x'.repeat(17 * 1024)}\n`],
		['no newline for ever', 'x'.repeat(limits.lineBytes + 1)],
	])('%s end the connection, after what came before was done', async (_, bytes) => {
		await using server = startServer();
		const others = await watch(server);
		const eve = await server.join('Eve');
		eve.write(`{"type":"ping","nonce":"before"}\n${bytes}`);
		await eve.next('pong', ({nonce}) => nonce === 'before');
		expect(await eve.next('error')).toMatchObject({code: 'LINE_TOO_LONG'});
		await eve.closed;
		await others.unharmed();
	});

	test('an endless line costs its sender the connection and us no memory', async () => {
		await using server = startServer();
		const others = await watch(server);
		const eve = await server.join('Eve');
		let taken = 0;
		const chunk = Buffer.alloc(16 * 1024, 'x');
		while (!eve.duplex.destroyed && taken < 1000) {
			eve.duplex.write(chunk);
			taken++;
			await turns(2);
		}
		await eve.closed;
		expect(taken).toBeLessThan(100);
		await others.unharmed();
	});

	test('the longest line that is allowed is fine', async () => {
		await using server = startServer();
		const eve = await server.join('Eve');
		const empty = JSON.stringify({type: 'say', room: 'general', msg: '', nonce: 'n'});
		eve.send({type: 'say', room: 'general', msg: 'x'.repeat(limits.lineBytes - empty.length), nonce: 'n'});
		await eve.next('ack');
	});
});

describe('a peer that does not read', () => {
	const tooSlow = expect.objectContaining({event: 'disconnected', id: 'Eve', reason: 'too slow'});

	/** Fills what a peer's buffers hold, so that what follows waits in its outbox. */
	const flood = async (anna: Peer, messages: number): Promise<void> => {
		const msg = 'x'.repeat(15_000);
		for (let sent = 0; sent < messages; sent += 10) {
			anna.send(...Array.from({length: 10}, () => ({type: 'say', room: 'general', msg})));
			await turns();
		}
	};

	test('is cut with TOO_SLOW within 10 s; the others notice nothing', async () => {
		await using server = startServer({rate: false});
		const others = await watch(server);
		const anna = await server.join('Talker');
		const eve = await server.join('Eve');
		eve.duplex.pause();
		await flood(anna, 20);
		for (let second = 0; second < 9; second++) {
			server.clock.advance(1000);
			await others.unharmed();
		}
		expect(server.log).toContainEqual(tooSlow);
		server.clock.advance(1000);
		await eve.closed;
		await others.unharmed();
	});

	test('is told why, if it reads in time', async () => {
		await using server = startServer({rate: false});
		const anna = await server.join('Talker');
		const eve = await server.join('Eve');
		eve.duplex.pause();
		await flood(anna, 20);
		server.clock.advance(usualBounds.stallMs);
		eve.duplex.resume();
		expect(await eve.next('error')).toMatchObject({code: 'TOO_SLOW'});
		await eve.closed;
		expect(eve.text.match(/"type":"message"/g)!.length).toBeLessThan(15);
		const back = await server.join('Eve');
		expect(back.text.match(/"type":"message"/g)).toHaveLength(20);
	});

	test('is cut at once when more than 256 KiB wait for it', async () => {
		await using server = startServer({rate: false});
		const others = await watch(server);
		const anna = await server.join('Talker');
		const eve = await server.join('Eve');
		eve.duplex.pause();
		await flood(anna, 30);
		expect(server.log).toContainEqual(tooSlow);
		await others.unharmed();
		server.clock.advance(1000);
		await eve.closed;
	});

	test('but a slow reader that goes on reading is not cut', async () => {
		await using server = startServer({rate: false});
		const anna = await server.join('Talker');
		const slow = await server.join('Slow');
		slow.duplex.pause();
		await flood(anna, 20);
		for (let second = 0; second < 20; second++) {
			server.clock.advance(1000);
			slow.duplex.resume();
			await turns(1);
			slow.duplex.pause();
			await turns(1);
		}
		slow.duplex.resume();
		await slow.next('message', ({seq}) => seq === 20);
		await slow.sync();
	});
});

describe('too many requests', () => {
	test('are read slower: none is lost, and the others notice nothing', async () => {
		await using server = startServer({rate: {perSecond: 10, burst: 7}});
		const others = await watch(server);
		const eve = await server.join('Eve');
		eve.send(
			...Array.from({length: 20}, (_, n) => ({type: 'say', room: 'general', msg: `<${n}>`, nonce: `n${n}`})),
		);
		await turns();
		const acks = (): number => eve.text.match(/"type":"ack"/g)?.length ?? 0;
		expect(acks()).toBe(5);
		await others.unharmed();
		server.clock.advance(500);
		await turns();
		expect(acks()).toBe(10);
		server.clock.advance(1000);
		await eve.next('ack', ({nonce}) => nonce === 'n19');
		expect(eve.text.match(/<\d+>/g)).toEqual(Array.from({length: 20}, (_, n) => `<${n}>`));
	});

	test('wait at their sender, not here', async () => {
		await using server = startServer({rate: {perSecond: 1, burst: 2}});
		const eve = await server.join('Eve');
		const chunk = '{"type":"rooms"}\n'.repeat(1000);
		let taken = 0;
		while (eve.duplex.write(chunk) && taken < 1000) {
			taken++;
			await turns(2);
		}
		await turns();
		expect(eve.duplex.writableNeedDrain).toBe(true);
		expect(taken * chunk.length).toBeLessThan(512 * 1024);
	});

	test('junk counts too, and long lines count more', async () => {
		await using server = startServer({rate: {perSecond: 10, burst: 22}});
		const eve = await server.join('Eve');
		eve.write('junk\n'.repeat(30));
		await turns();
		expect(eve.text.match(/NOT_JSON/g)).toHaveLength(20);
		server.clock.advance(3000);
		await turns();
		eve.send({type: 'say', room: 'general', msg: 'x'.repeat(10 * 1024)}, {type: 'rooms', nonce: 'r'});
		await turns();
		expect(eve.text.match(/"type":"rooms"/g)?.length ?? 0).toBe(1);
		eve.send(...Array.from({length: 20}, () => ({type: 'rooms'})));
		await turns();
		expect(eve.text.match(/"type":"rooms"/g)!.length).toBeLessThan(12);
	});

	test('of what keeps a connection alive count too', async () => {
		await using server = startServer({rate: {perSecond: 10, burst: 7}});
		const eve = await server.join('Eve');
		const before = eve.text.match(/"type":"pong"/g)!.length;
		eve.write('{"type":"ping"}\n'.repeat(30));
		await turns();
		expect(eve.text.match(/"type":"pong"/g)!.length - before).toBe(5);
	});

	test.each([
		['before the hello', '{}\n', 0],
		['after it', '{"type":"hello","v":1,"id":"Eve"}\n', 4],
	])('junk %s is not understood before its turn', async (_, first, times) => {
		await using server = startServer({rate: {perSecond: 10, burst: 5}});
		const eve = server.bytes();
		using parse = vi.spyOn(JSON, 'parse');
		eve.write(first + '[junk\n'.repeat(5000));
		await eve.until(/"error"/);
		await turns();
		expect(parse.mock.calls.filter(([text]) => text === '[junk')).toHaveLength(times);
	});

	test('wait while their answers are not read, and none is lost', async () => {
		await using server = startServer({rate: false});
		const anna = await server.join('Anna');
		for (let n = 0; n < 40; n++)
			anna.send({type: 'join', room: `r${n}`}, {type: 'topic', room: `r${n}`, topic: 'x'.repeat(300)});
		await anna.sync();
		const eve = await server.join('Eve');
		eve.duplex.pause();
		eve.write('{"type":"rooms","nonce":"r"}\n'.repeat(200));
		await turns();
		await anna.say('general', 'Eve is told this too');
		await turns();
		eve.duplex.resume();
		await eve.next('message');
		await eve.sync();
		expect(eve.text.match(/"type":"rooms"/g)).toHaveLength(200);
	});

	test('a peer that is read slower is not taken for silent, and its reset frees its name', async () => {
		await using server = startServer({rate: {perSecond: 1, burst: 2}});
		const eve = await server.join('Eve');
		eve.send(...Array.from({length: 200}, () => ({type: 'rooms'})));
		await turns();
		for (let second = 0; second < 100; second++) {
			server.clock.advance(1000);
			await turns(1);
		}
		expect(eve.text).not.toContain('SILENT');
		eve.reset();
		await turns();
		await server.join('Eve');
	});
});

test('a socket that is reset in the middle of a broadcast', async () => {
	const server = createServer({port: 0, rate: false});
	const {port} = await server.listen();
	const join = async (id: string): Promise<Peer> => {
		const peer = new Peer(connect({port, host: '127.0.0.1', noDelay: true}));
		peer.send({type: 'hello', v: 1, id});
		await peer.next('live');
		return peer;
	};
	const [anna, otto] = [await join('Anna'), await join('Otto')];
	const victims = await Promise.all(Array.from({length: 20}, (_, n) => join(`v${n}`)));
	for (let round = 0; round < victims.length; round++) {
		anna.send(...Array.from({length: 20}, () => ({type: 'say', room: 'general', msg: 'x'.repeat(5000)})));
		(victims[round]!.duplex as Socket).resetAndDestroy();
		await otto.next('message', ({seq}) => seq === (round + 1) * 20);
	}
	await otto.next('presence', ({left}) => left.some(({id}) => id === 'v19'));
	expect(otto.text.match(/"type":"message"/g)).toHaveLength(400);
	await server.close();
});

test('2,000 silent sockets are closed in time; whoever is in notices nothing', async () => {
	const clock = new FakeClock();
	const server = createServer({port: 0, clock, bounds: {unauthenticated: 3000}});
	const {port} = await server.listen();
	const join = async (id: string): Promise<Peer> => {
		const peer = new Peer(connect({port, host: '127.0.0.1'}));
		peer.send({type: 'hello', v: 1, id});
		await peer.next('live');
		return peer;
	};
	const anna = await join('Anna');
	const silent: BytePeer[] = [];
	while (silent.length < 2000) {
		const some = Array.from({length: 200}, () => new BytePeer(connect({port, host: '127.0.0.1'})));
		silent.push(...some);
		await Promise.all(some.map(({duplex}) => once(duplex, 'connect')));
		// As long as they fit the backlog, connections are accepted in their order: once this one is, all are.
		await join(`witness${silent.length}`);
	}
	const otto = await join('Otto');
	clock.advance(limits.helloMs - 1000);
	await anna.say('general', 'quiet here');
	expect(silent.every(({text}) => text === '')).toBe(true);
	// Some at a time, or the others would wait while all of them are cut: by 10 s the last one is gone.
	clock.advance(1990);
	await Promise.all(silent.map(({closed}) => closed));
	expect(new Set(silent.map(({text}) => text))).toEqual(new Set([`! ${errorTable.HELLO_LATE.text}\n`]));
	const {seq} = await anna.say('general', 'and still');
	await otto.next('message', message => message.seq === seq);
	await server.close();
});

test('what breaks in our own code ends that peer alone', async () => {
	let calls = 0;
	const random = (bytes: number): Uint8Array => {
		if (++calls === 3) throw new TypeError('no entropy');
		return Buffer.alloc(bytes, calls);
	};
	await using server = startServer({random});
	const others = await watch(server);
	const eve = server.peer();
	eve.send({type: 'hello', v: 1, id: 'Eve'});
	expect(await eve.next('error')).toMatchObject({code: 'LOST'});
	await eve.closed;
	expect(server.log).toContainEqual(
		expect.objectContaining({event: 'failed', error: 'TypeError: no entropy'}),
	);
	await others.unharmed();
	await server.join('Eve');
});
