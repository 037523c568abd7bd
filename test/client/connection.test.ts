import {describe, expect, test} from 'vitest';
import {retryDelay} from '../../source/client/backoff.ts';
import {networkError} from '../../source/client/dial.ts';
import type {Link} from '../../source/client/state.ts';
import type {ErrorCode} from '../../source/protocol/errors.ts';
import {limits} from '../../source/protocol/limits.ts';
import type {Event} from '../../source/protocol/messages.ts';
import {Bench, refusedPort, type ScriptedPeer} from './scripted-server.ts';

const fatal = (code: ErrorCode): Event => ({type: 'error', code, text: `Because ${code}.`});

describe('the first attempt', () => {
	test('is not repeated when nobody listens', async () => {
		const bench = new Bench();
		bench.failures.push(refusedPort());
		await expect(bench.client.connect()).rejects.toMatchObject({code: 'REFUSED'});
		expect(bench.client.state.link).toMatchObject({type: 'refused', error: {code: 'REFUSED'}});
		expect(bench.clock.timers).toBe(0);
	});

	test.each<[string, number, string, ErrorCode, string]>([
		[
			'ECONNREFUSED',
			8082,
			'127.0.0.1',
			'REFUSED',
			'Nobody is listening on 127.0.0.1:8082. Start a server with: tui-chat --serve',
		],
		[
			'ECONNREFUSED',
			9,
			'::1',
			'REFUSED',
			'Nobody is listening on [::1]:9. Start a server with: tui-chat --serve --port 9',
		],
		['ENOTFOUND', 8082, 'nowhere', 'UNREACHABLE', 'There is no host "nowhere". Check its name.'],
		['EHOSTUNREACH', 8082, 'far', 'UNREACHABLE', 'far:8082 cannot be reached (EHOSTUNREACH).'],
		[
			'ERR_SOCKET_BAD_PORT',
			99999,
			'host',
			'UNREACHABLE',
			'host:99999 cannot be reached (ERR_SOCKET_BAD_PORT).',
		],
		['ECONNRESET', 8082, 'host', 'LOST', 'The connection was lost (ECONNRESET).'],
	])('after %s on port %i of %s says what to do', (code, port, host, expected, sentence) => {
		const error = networkError(Object.assign(new Error('no'), {code}), {host, port});
		expect(error).toMatchObject({code: expected, message: sentence});
	});

	test('fails when dialling itself throws', async () => {
		const bench = new Bench({
			dial: () => {
				throw Object.assign(new RangeError('bad port'), {code: 'ERR_SOCKET_BAD_PORT'});
			},
		});
		await expect(bench.client.connect()).rejects.toMatchObject({code: 'UNREACHABLE'});
	});

	test('fails when the connection is closed without an answer', async () => {
		const bench = new Bench();
		const connected = bench.client.connect();
		const peer = await bench.peer();
		await peer.next('hello');
		peer.stream.end();
		await expect(connected).rejects.toMatchObject({code: 'NOT_A_SERVER'});
	});

	test('fails after 10 seconds without an answer', async () => {
		const bench = new Bench();
		const connected = bench.client.connect();
		const peer = await bench.peer();
		await peer.next('hello');
		bench.clock.advance(9_999);
		expect(bench.client.state.link.type).toBe('connecting');
		bench.clock.advance(1);
		await expect(connected).rejects.toMatchObject({code: 'NOT_A_SERVER'});
	});

	test.each([
		['a web server', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
		['an SSH server', 'SSH-2.0-OpenSSH_9.9\r\n'],
		['a simple server', '{"id": "Bob", "msg": "hello"}\n'],
		['a line without end', '{'.padEnd(200_000)],
		['bytes', Buffer.from([0xff, 0xfe, 0x0a])],
		['no object', '42\n'],
		['an event of the wrong shape', '{"type":"welcome","id":7}\n'],
	])('recognises %s as none of ours', async (_, bytes) => {
		const bench = new Bench();
		const connected = bench.client.connect();
		const peer = await bench.peer();
		peer.stream.write(bytes);
		await expect(connected).rejects.toMatchObject({code: 'NOT_A_SERVER'});
		await peer.closed;
		expect(bench.clock.timers).toBe(0);
	});

	test('waits in the queue of a full server for as long as it takes', async () => {
		const bench = new Bench();
		const connected = bench.client.connect();
		const peer = await bench.peer();
		const hello = await peer.next('hello');
		peer.send({type: 'waiting', place: 2});
		await bench.linked('waiting');
		bench.clock.advance(29_999);
		peer.send({type: 'waiting', place: 1});
		await bench.until(({link}) => link.type === 'waiting' && link.place === 1);
		bench.clock.advance(29_999);
		expect(bench.client.state.link).toEqual({type: 'waiting', place: 1});
		peer.send({
			type: 'welcome',
			v: 1,
			id: hello.id,
			server: '',
			journal: 'j',
			token: '',
			time: 0,
			limits: {},
		});
		await connected;
	});

	test('ignores events of newer servers', async () => {
		const bench = new Bench();
		const connected = bench.client.connect();
		const peer = await bench.peer();
		peer.stream.write('{"type":"weather","sunny":true}\n\n');
		await peer.welcome();
		await connected;
	});
});

describe('a lost link', () => {
	test('comes back with the token, the journal and what is held of each room', async () => {
		const bench = new Bench({rooms: ['general', 'ops'], history: 10, program: 'test/1'});
		const connected = bench.client.connect();
		const first = await bench.peer();
		expect(await first.welcome({token: 'secret'})).toEqual({
			type: 'hello',
			v: 1,
			id: 'Alice',
			rooms: [
				{room: 'general', after: 0},
				{room: 'ops', after: 0},
			],
			history: 10,
			client: 'test/1',
			echo: true,
		});
		await connected;
		first.send(
			{type: 'message', room: 'ops', seq: 7, id: 'Bob', msg: 'hello', ts: 1},
			{type: 'message', room: '@Alice', seq: 3, id: 'Bob', msg: 'psst', ts: 1},
		);
		await bench.until(({rooms}) => rooms.has('@bob'));
		first.reset();
		await bench.linked('offline');
		bench.client.reconnect();
		expect(await (await bench.peer()).welcome()).toEqual({
			type: 'hello',
			v: 1,
			id: 'Alice',
			token: 'secret',
			journal: 'first',
			rooms: [
				{room: 'general', after: 0},
				{room: 'ops', after: 7},
				{room: '@Bob', after: 3},
			],
			resume: true,
			// In general nothing had been said, so all of it is news.
			history: Number.MAX_SAFE_INTEGER,
			client: 'test/1',
			echo: true,
		});
		await bench.linked('online');
	});

	test('does not ask for rooms that we are out of', async () => {
		const bench = new Bench({rooms: ['general', 'ops']});
		const peer = await bench.online();
		peer.send({type: 'gone', room: 'ops', why: 'kicked'});
		await bench.until(({rooms}) => rooms.get('ops')!.gone);
		peer.reset();
		await bench.linked('offline');
		bench.client.reconnect();
		expect((await (await bench.peer()).next('hello')).rooms).toEqual([{room: 'general', after: 0}]);
	});

	test('asks for no more rooms than the server takes', async () => {
		const bench = new Bench();
		const peer = await bench.online({limits: {roomsPerClient: 2}});
		for (const id of ['Bob', 'Carol'])
			peer.send({type: 'message', room: '@Alice', seq: 1, id, msg: 'psst', ts: 1});
		await bench.until(({rooms}) => rooms.size === 3);
		peer.reset();
		await bench.linked('offline');
		bench.client.reconnect();
		const {rooms} = await (await bench.peer()).next('hello');
		expect(rooms?.map(({room}) => room)).toEqual(['general', '@Bob']);
	});

	test('is tried again later and later, and at once when somebody asks', async () => {
		const bench = new Bench();
		(await bench.online()).reset();
		const delays: number[] = [];
		for (let tries = 0; tries < 8; tries++) {
			const {retryAt} = await bench.linked('offline');
			delays.push(retryAt - bench.clock.now());
			bench.failures.push(refusedPort());
			bench.clock.advance(delays.at(-1)! - 1);
			expect(bench.client.state.link).toMatchObject({type: 'offline', retryAt});
			bench.clock.advance(1);
			await bench.until(({link}) => link.type === 'offline' && link.retryAt !== retryAt);
		}
		expect(delays).toEqual([375, 625, 1_125, 2_125, 4_125, 8_125, 15_125, 15_125]);
		bench.client.reconnect();
		expect(bench.client.state.link.type).toBe('connecting');
		await (await bench.peer()).welcome();
		await bench.linked('online');
		// Down to the heartbeat of the new link.
		expect(bench.clock.timers).toBe(1);
	});

	test('starts counting anew after 10 seconds of being there', async () => {
		const bench = new Bench();
		const delayAfter = async (heldMs: number): Promise<number> => {
			const peer = await bench.peer();
			await peer.welcome();
			await bench.linked('online');
			bench.clock.advance(heldMs);
			peer.reset();
			const {retryAt} = await bench.linked('offline');
			const delay = retryAt - bench.clock.now();
			bench.clock.advance(delay);
			return delay;
		};
		void bench.client.connect();
		expect(await delayAfter(0)).toBe(375);
		expect(await delayAfter(9_999)).toBe(625);
		expect(await delayAfter(10_000)).toBe(375);
	});

	test('waits by chance, within bounds', () => {
		for (let tries = 0; tries < 40; tries++) {
			expect(retryDelay(tries, 0)).toBe(250);
			expect(retryDelay(tries, 0.999_999)).toBeLessThanOrEqual(30_000);
		}
		expect(retryDelay(39, 0.999_999)).toBeGreaterThan(29_000);
	});

	test.each<ErrorCode>(['CLOSING', 'TOO_SLOW', 'SILENT', 'FULL'])('after %s is tried again', async code => {
		const bench = new Bench();
		(await bench.online()).send(fatal(code));
		expect((await bench.linked('offline')).error).toMatchObject({code, message: `Because ${code}.`});
	});

	test('after a goodbye is tried again', async () => {
		const bench = new Bench();
		(await bench.online()).send({type: 'bye', code: 'CLOSING', text: 'Goodbye!'});
		expect((await bench.linked('offline')).error).toMatchObject({code: 'CLOSING', message: 'Goodbye!'});
	});

	test.each<ErrorCode>(['KICKED', 'REPLACED', 'VERSION', 'HELLO_LATE', 'LINE_TOO_LONG', 'ID_BAD'])(
		'after %s is not',
		async code => {
			const bench = new Bench();
			const peer = await bench.online();
			peer.send(fatal(code));
			expect((await bench.linked('refused')).error.code).toBe(code);
			await peer.closed;
			expect(bench.clock.timers).toBe(0);
		},
	);

	test('can be taken up by hand after a refusal', async () => {
		const bench = new Bench();
		(await bench.online()).send(fatal('KICKED'));
		await bench.linked('refused');
		bench.client.reconnect();
		await (await bench.peer()).welcome();
		await bench.linked('online');
	});

	test('that is taken up by hand while it holds is another one', async () => {
		const bench = new Bench();
		const first = await bench.online();
		bench.client.reconnect();
		await first.closed;
		await (await bench.peer()).welcome();
		await bench.linked('online');
	});
});

describe('an id in use', () => {
	test('is refused at first, and another one can be chosen in place', async () => {
		const bench = new Bench();
		const connected = bench.client.connect();
		const first = await bench.peer();
		await first.next('hello');
		first.send(fatal('ID_USED'));
		await expect(connected).rejects.toMatchObject({code: 'ID_USED'});
		expect(() => bench.client.rename('not allowed')).toThrow('space');
		bench.client.rename('Alice2');
		const hello = await (await bench.peer()).welcome();
		expect(hello).toMatchObject({id: 'Alice2'});
		expect(hello).not.toHaveProperty('token');
		await bench.linked('online');
		expect(bench.client.id).toBe('Alice2');
	});

	test('is one’s own ghost after a loss, for as long as a server can take to notice', async () => {
		const bench = new Bench();
		(await bench.online()).reset();
		const since = bench.clock.elapsed();
		for (;;) {
			const link = await bench.until(({link: {type}}) => type === 'offline' || type === 'refused');
			if (link.link.type === 'refused') break;
			bench.client.reconnect();
			const peer = await bench.peer();
			expect(await peer.next('hello')).toMatchObject({id: 'Alice', token: 'token'});
			bench.clock.advance(5_000);
			peer.send(fatal('ID_USED'));
			await bench.until(({link: {type}}) => type !== 'connecting');
		}
		expect(bench.client.state.link).toMatchObject({type: 'refused', error: {code: 'ID_USED'}});
		expect(bench.clock.elapsed() - since).toBe(65_000);
	});

	test('may be one’s own also while one waits', async () => {
		const bench = new Bench();
		void bench.client.connect();
		const first = await bench.peer();
		await first.next('hello');
		first.send({type: 'waiting', place: 1});
		await bench.linked('waiting');
		first.reset();
		await bench.linked('offline');
		bench.client.reconnect();
		(await bench.peer()).send(fatal('ID_USED'));
		await bench.linked('offline');
	});
});

describe('one’s own connection that comes late', () => {
	/** Gets in, and loses its place to another one. */
	const replaced = async (bench: Bench, heldMs = 0): Promise<Link> => {
		bench.client.reconnect();
		const peer = await bench.peer();
		await peer.welcome();
		await bench.linked('online');
		await hold(bench, peer, heldMs);
		peer.send(fatal('REPLACED'));
		return (await bench.until(({link: {type}}) => type === 'offline' || type === 'refused')).link;
	};

	const hold = async (bench: Bench, peer: ScriptedPeer, ms: number): Promise<void> => {
		for (let left = ms; left > 0; left -= limits.heartbeatMs) {
			bench.clock.advance(Math.min(left, limits.heartbeatMs));
			const before = bench.client.state.rooms.get('general')!.log.end;
			peer.send({type: 'notice', id: 'Root', msg: 'here', ts: 0});
			await bench.until(({rooms}) => rooms.get('general')!.log.end > before);
		}
	};

	/** A link that breaks after its hello. */
	const broken = async (bench: Bench): Promise<void> => {
		bench.client.reconnect();
		const ghost = await bench.peer();
		await ghost.next('hello');
		ghost.reset();
		await bench.linked('offline');
	};

	test.each([0, 1, 2])('takes the place of a newer one: %i of them, as many times', async ghosts => {
		const bench = new Bench();
		await bench.lost();
		for (let count = 0; count < ghosts; count++) await broken(bench);
		for (let count = 0; count < ghosts; count++)
			expect(await replaced(bench)).toMatchObject({type: 'offline', error: {code: 'REPLACED'}});
		expect(await replaced(bench)).toMatchObject({type: 'refused', error: {code: 'REPLACED'}});
	});

	test('is one that was given up by hand, too', async () => {
		const bench = new Bench();
		await bench.lost();
		bench.client.reconnect();
		await bench.peer().then(ghost => ghost.next('hello'));
		expect(await replaced(bench)).toMatchObject({type: 'offline', error: {code: 'REPLACED'}});
	});

	test.each([
		[limits.deadMs - 1, 'offline'],
		[limits.deadMs, 'refused'],
	])('counts for as long as a connection can be dead: after %i ms the link is %s', async (ms, type) => {
		const bench = new Bench();
		await bench.lost();
		await broken(bench);
		expect(await replaced(bench, ms)).toMatchObject({type, error: {code: 'REPLACED'}});
	});

	test('is none under another id', async () => {
		const bench = new Bench();
		await bench.lost();
		await broken(bench);
		bench.client.rename('Alice2');
		await bench.peer().then(peer => peer.welcome());
		expect(await replaced(bench)).toMatchObject({type: 'refused', error: {code: 'REPLACED'}});
	});
});

describe('the heartbeat', () => {
	test('asks after 30 seconds of silence, and gives up after 60', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		bench.clock.advance(29_999);
		expect(peer.unheard).toEqual([]);
		bench.clock.advance(1);
		await peer.next('ping');
		bench.clock.advance(29_999);
		expect(bench.client.state.link.type).toBe('online');
		bench.clock.advance(1);
		expect((await bench.linked('offline')).error.code).toBe('LOST');
		await peer.closed;
	});

	test('takes whatever is heard for life', async () => {
		const bench = new Bench();
		const peer = await bench.online();
		for (let rounds = 0; rounds < 5; rounds++) {
			bench.clock.advance(30_000);
			await peer.next('ping');
			bench.clock.advance(29_999);
			peer.send({type: 'pong'}, {type: 'notice', id: 'Root', msg: `round ${rounds}`, ts: 0});
			await bench.until(({rooms}) => rooms.get('general')!.log.end === rounds + 1);
		}
		expect(bench.client.state.link.type).toBe('online');
	});

	test('answers the server’s', async () => {
		const peer = await new Bench().online();
		peer.send({type: 'ping', nonce: 'p1'});
		expect(await peer.next('pong')).toEqual({type: 'pong', nonce: 'p1'});
	});
});

describe('who may come in', () => {
	test.each([
		['that the name belongs to somebody', {code: 'ID_USED', text: 'Owned.', owned: true}],
		['that one is here from another device', {code: 'ID_USED', text: 'Here.', here: true}],
		['that the password is wrong', {code: 'PASSWORD_WRONG', text: 'Wrong.'}],
		['that one is banned', {code: 'BANNED', text: 'Banned.'}],
	] as const)(
		'a server that says %s, in the middle of a talk, has answered',
		async (_, {code, text, ...more}) => {
			const bench = new Bench();
			await bench.lost();
			bench.client.reconnect();
			const next = await bench.peer();
			await next.next('hello');
			next.send({type: 'error', code, text, ...more});
			expect((await bench.linked('refused')).error).toMatchObject({code, message: text, details: more});
		},
	);

	test('a server that has no time now is asked again when it wants', async () => {
		const bench = new Bench();
		await bench.lost();
		bench.client.reconnect();
		const busy = await bench.peer();
		await busy.next('hello');
		busy.send({type: 'error', code: 'TRY_LATER', text: 'Later.', wait: 90_000});
		await busy.closed;
		const {retryAt} = await bench.linked('offline');
		expect(retryAt - bench.clock.now()).toBe(90_000);
		bench.clock.advance(90_000);
		await (await bench.peer()).welcome();
		await bench.linked('online');
	});

	test('a wait without an end is none', async () => {
		const bench = new Bench();
		await bench.lost();
		bench.client.reconnect();
		const busy = await bench.peer();
		await busy.next('hello');
		busy.send({type: 'error', code: 'TRY_LATER', text: 'Later.', wait: Number.MAX_SAFE_INTEGER});
		await busy.closed;
		const {retryAt} = await bench.linked('offline');
		expect(retryAt - bench.clock.now()).toBe(3_600_000);
	});

	test('what a person typed is said once, and its refusal is an answer, with the time of the next try', async () => {
		const bench = new Bench();
		await bench.lost();
		const entered = bench.client.login({password: 'correct horse'});
		const peer = await bench.peer();
		expect(await peer.next('hello')).toMatchObject({password: 'correct horse'});
		peer.send({type: 'error', code: 'TRY_LATER', text: 'Later.', wait: 5_000});
		await expect(entered).rejects.toMatchObject({code: 'TRY_LATER'});
		expect((await bench.linked('refused')).retryAt).toBe(bench.clock.now() + 5_000);
		bench.client.reconnect();
		expect(await (await bench.peer()).next('hello')).not.toHaveProperty('password');
	});

	test('what a person typed survives a link that breaks before the answer', async () => {
		const bench = new Bench();
		await bench.lost();
		const entered = bench.client.login({password: 'correct horse', takeover: true});
		const lost = await bench.peer();
		await lost.next('hello');
		lost.reset();
		await bench.linked('offline');
		bench.client.reconnect();
		const peer = await bench.peer();
		expect(await peer.welcome()).toMatchObject({password: 'correct horse', takeover: true});
		await entered;
		peer.reset();
		await bench.linked('offline');
		bench.client.reconnect();
		const hello = await (await bench.peer()).next('hello');
		expect(hello).not.toHaveProperty('password');
		expect(hello).not.toHaveProperty('takeover');
	});
});
