/** Passwords and access tokens: who comes in by them, and who does not. */
import {describe, expect, test} from 'vitest';
import {MemoryJournal} from '../../../source/journal/memory.ts';
import type {Clock} from '../../../source/protocol/clock.ts';
import {FakeClock} from '../../helpers/clock.ts';
import {ask, comeIn, knock, makeKey} from '../../helpers/owner.ts';
import {type Peer, startServer, type TestServer, turns} from '../../helpers/peer.ts';

const hello = (server: TestServer, id: string, fields: object = {}, about: object = {}): Peer => {
	const peer = server.peer(about);
	peer.send({type: 'hello', v: 1, id, rooms: [], nonce: 'h', ...fields});
	return peer;
};

const drop = async (peer: Peer): Promise<void> => {
	peer.reset();
	await turns();
};

const password = 'correct horse battery';

/** Alice, with a password, who is not here. */
const alice = async (server: TestServer, key = makeKey()): Promise<void> => {
	const peer = await comeIn(server, 'Alice', {key, rooms: []});
	expect(await ask(peer, {type: 'register', password})).toMatchObject({type: 'done'});
	await drop(peer);
};

describe('a password', () => {
	test('adds a proved key to the devices of its account', async () => {
		await using server = startServer();
		await alice(server);
		const key = makeKey();
		await drop(await comeIn(server, 'Alice', {key, password, rooms: []}));
		expect(await knock(server, 'Alice', {key}).next('welcome')).toMatchObject({role: 'member'});
	});

	test('is enough to take over from another device, which then needs it no more', async () => {
		await using server = startServer();
		const first = makeKey();
		await alice(server, first);
		const here = await comeIn(server, 'Alice', {key: first, rooms: []});
		const second = makeKey();
		const refused = knock(server, 'Alice', {key: second, password});
		expect(await refused.next('error')).toMatchObject({code: 'ID_USED', here: true});
		await knock(server, 'Alice', {key: second, takeover: true}).next('welcome');
		expect(await here.next('error')).toMatchObject({code: 'REPLACED'});
	});

	test('without a key makes a session that comes back by its token, after a restart too', async () => {
		const journal = new MemoryJournal();
		let token: string;
		{
			await using server = startServer({journal});
			await alice(server);
			const session = hello(server, 'Alice', {password});
			token = (await session.next('welcome')).token;
			// In the place of its own older connection, and without another hash.
			expect(await hello(server, 'Alice', {token}).next('welcome')).toMatchObject({token, role: 'member'});
			expect(await session.next('error')).toMatchObject({code: 'REPLACED'});
		}
		await using server = startServer({journal});
		expect(await hello(server, 'Alice', {token}).next('welcome')).toMatchObject({token});
	});

	test('is the same one in every form that Unicode gives it', async () => {
		await using server = startServer();
		const peer = await comeIn(server, 'Alice', {rooms: []});
		await ask(peer, {type: 'register', password: 'caf\u00e9 ﬁnd ｆｕｌｌ'});
		await drop(peer);
		await hello(server, 'Alice', {password: 'cafe\u0301 find full'}).next('welcome');
	});

	test('of 256 astral characters is too long for a hello, one of 128 is not', async () => {
		await using server = startServer();
		const [longest, longer] = ['𝕒'.repeat(128), '𝕒'.repeat(256)];
		const peer = await comeIn(server, 'Alice', {rooms: []});
		expect(await ask(peer, {type: 'register', password: longer})).toMatchObject({code: 'BAD_REQUEST'});
		expect(await ask(peer, {type: 'register', password: longest})).toMatchObject({type: 'done'});
		await drop(peer);
		await hello(server, 'Alice', {password: longest}).next('welcome');
	});

	test.each([
		['wrong, at a name that somebody owns', 'Alice'],
		['at a name that nobody owns', 'Bob'],
	])('%s is refused in the same words', async (_, id) => {
		await using server = startServer();
		await alice(server);
		for (const peer of [hello(server, id, {password: 'wrong'}), knock(server, id, {password: 'wrong'})]) {
			expect(await peer.next('error')).toMatchObject({
				code: 'PASSWORD_WRONG',
				text: 'That name and that password do not belong together.',
			});
			await peer.closed;
		}
	});

	test('of an account that has none is wrong', async () => {
		await using server = startServer();
		await drop(await comeIn(server, 'Alice', {rooms: []}));
		expect(await hello(server, 'Alice', {password}).next('error')).toMatchObject({code: 'PASSWORD_WRONG'});
	});

	test.each(['password', 'access', 'entry', 'invite'])(
		'%s is not taken where others can read it',
		async field => {
			await using server = startServer();
			const peer = hello(server, 'Alice', {[field]: 'secret'}, {secure: false});
			expect(await peer.next('error')).toMatchObject({code: 'NOT_SECURE', nonce: 'h'});
			await peer.closed;
		},
	);

	test('nor is the token of a session', async () => {
		await using server = startServer();
		await alice(server);
		const {token} = await hello(server, 'Alice', {password}).next('welcome');
		expect(await hello(server, 'Alice', {token}, {secure: false}).next('error')).toMatchObject({
			code: 'NOT_SECURE',
		});
	});

	test('checked for somebody who is gone by then makes nothing', async () => {
		await using server = startServer();
		await alice(server);
		const gone = hello(server, 'Alice', {password});
		await turns(2);
		gone.reset();
		const other = await comeIn(server, 'Alice', {password, rooms: []});
		const {list} = await ask<{list: object[]}>(other, {type: 'devices'});
		expect(list).toMatchObject([{sort: 'key'}, {sort: 'key', current: true}]);
	});
});

test('a hello of a hundred fields is a hello', async () => {
	await using server = startServer();
	const fields = Object.fromEntries(Array.from({length: 100}, (_, n) => [`field${n}`, n]));
	const peer = hello(server, 'Alice', {
		...fields,
		role: 'owner',
		operator: true,
		owned: true,
		account: 'root',
	});
	expect(await peer.next('welcome')).toMatchObject({role: 'guest'});
});

test('a clock of the machine that goes backwards gives no secret more time, and no guess', async () => {
	const clock = new FakeClock();
	let back = 0;
	const wall: Clock = {
		now: () => clock.now() - back,
		elapsed: () => clock.elapsed(),
		setTimeout: (run, ms) => clock.setTimeout(run, ms),
		setInterval: (run, ms) => clock.setInterval(run, ms),
		clearTimeout: timer => clock.clearTimeout(timer),
		clearInterval: timer => clock.clearInterval(timer),
	};
	await using server = startServer({clock: wall, bounds: {loginsPerAddress: 1}});
	const peer = await comeIn(server, 'Alice', {rooms: []});
	const {token: access} = await ask<{
		token: string;
	}>(peer, {type: 'token', label: 'x', ms: 60_000});
	await drop(peer);
	expect(await hello(server, 'Bob', {password}).next('error')).toMatchObject({code: 'PASSWORD_WRONG'});
	back = 3_600_000;
	expect(await hello(server, 'Bob', {password}).next('error')).toMatchObject({code: 'TRY_LATER'});
	await drop(hello(server, 'Alice', {access}));
	back = 0;
	clock.advance(60_000);
	expect(await hello(server, 'Alice', {access}, {ip: '192.0.2.1'}).next('error')).toMatchObject({
		code: 'ACCESS_BAD',
	});
});

describe('register', () => {
	test('wants eight characters', async () => {
		await using server = startServer();
		const peer = await comeIn(server, 'Alice', {rooms: []});
		expect(await ask(peer, {type: 'register', password: '𝕒𝕒𝕒𝕒𝕒𝕒𝕒'})).toMatchObject({code: 'PASSWORD_WEAK'});
		expect(await ask(peer, {type: 'register', password: '𝕒𝕒𝕒𝕒𝕒𝕒𝕒𝕒'})).toMatchObject({type: 'done'});
	});

	test('wants the present one of whoever came in by it, and ends the other sessions', async () => {
		await using server = startServer();
		const key = makeKey();
		await alice(server, key);
		const lost = hello(server, 'Alice', {password});
		const {token} = await lost.next('welcome');
		await drop(lost);
		const session = hello(server, 'Alice', {password});
		await session.next('welcome');
		for (const old of [undefined, 'wrong one'])
			expect(await ask(session, {type: 'register', password: 'another one', old})).toMatchObject({
				code: 'PASSWORD_OLD',
			});
		const changed = await ask(session, {type: 'register', password: 'another one', old: password});
		expect(changed).toMatchObject({type: 'done'});
		expect(await ask(session, {type: 'devices'})).toMatchObject({
			list: [{sort: 'key'}, {sort: 'session', current: true}],
			password: true,
		});
		await drop(session);
		expect(await hello(server, 'Alice', {token}).next('error')).toMatchObject({code: 'ID_USED', owned: true});
		expect(await hello(server, 'Alice', {password}).next('error')).toMatchObject({code: 'PASSWORD_WRONG'});
		await hello(server, 'Alice', {password: 'another one'}).next('welcome');
	});

	test('is for owners of a name, on links that nobody else reads', async () => {
		await using server = startServer();
		const guest = await server.join('Bob');
		const key = makeKey();
		const open = knock(server, 'Alice', {key, about: {secure: false}});
		await open.next('welcome');
		for (const request of [
			{type: 'register', password},
			{type: 'devices'},
			{type: 'revoke', device: 'x'},
			{type: 'token', label: 'bot'},
		]) {
			expect(await ask(guest, request)).toMatchObject({code: 'NO_ACCOUNT'});
			expect(await ask(open, request)).toMatchObject({code: 'NOT_SECURE'});
		}
	});
});

describe('an access token', () => {
	const tokenOf = async (server: TestServer, key: ReturnType<typeof makeKey>, ms?: number) => {
		const peer = await comeIn(server, 'Alice', {key, rooms: []});
		const {token, device} = await ask<{
			token: string;
			device: string;
		}>(peer, {type: 'token', label: 'build bot', ms});
		await drop(peer);
		return {token, device};
	};

	test('lets a program in as its maker, and is kept as a hash only', async () => {
		const journal = new MemoryJournal();
		await using server = startServer({journal});
		const {token} = await tokenOf(server, makeKey());
		expect(token).toMatch(/^tct_[\w-]{43}$/);
		expect(await hello(server, 'Alice', {access: token}).next('welcome')).toMatchObject({role: 'member'});
		const kept = JSON.stringify([...journal.records('device'), ...journal.records('account')]);
		expect(kept).not.toContain(token.slice(4));
	});

	test('may be nothing but itself: it makes no tokens, sets no password, takes nothing away', async () => {
		await using server = startServer();
		const {token} = await tokenOf(server, makeKey());
		const bot = hello(server, 'Alice', {access: token});
		await bot.next('welcome');
		for (const request of [{type: 'register', password}, {type: 'token', label: 'x'}, {type: 'devices'}])
			expect(await ask(bot, request)).toMatchObject({code: 'NOT_ALLOWED'});
	});

	test('ends when it was said to, by the clock of the wall', async () => {
		await using server = startServer();
		const {token} = await tokenOf(server, makeKey(), 60_000);
		await drop(hello(server, 'Alice', {access: token}));
		server.clock.advance(60_000);
		expect(await hello(server, 'Alice', {access: token}).next('error')).toMatchObject({code: 'ACCESS_BAD'});
	});

	test('of another name, or made up, is refused', async () => {
		await using server = startServer();
		const {token} = await tokenOf(server, makeKey());
		await drop(await comeIn(server, 'Bob', {rooms: []}));
		for (const [id, access] of [
			['Bob', token],
			['Carol', token],
			['Alice', `tct_${'A'.repeat(43)}`],
			['Alice', ''],
		] as const)
			expect(await hello(server, id, {access}).next('error')).toMatchObject({code: 'ACCESS_BAD'});
	});
});

describe('devices', () => {
	test('are listed with the one that asks, and what they were made by', async () => {
		await using server = startServer();
		const key = makeKey();
		const peer = await comeIn(server, 'Alice', {key, client: 'tui-chat 0.1.0', rooms: []});
		await ask(peer, {type: 'token', label: 'build bot'});
		expect(await ask(peer, {type: 'devices'})).toMatchObject({
			list: [
				{sort: 'key', label: `tui-chat 0.1.0 ${key.fingerprint}`, current: true},
				{sort: 'token', label: 'build bot'},
			],
		});
	});

	test('that are taken away end their connection, and open nothing any more', async () => {
		await using server = startServer();
		const key = makeKey();
		await alice(server, key);
		const session = hello(server, 'Alice', {password});
		const {token} = await session.next('welcome');
		await drop(session);
		const peer = await comeIn(server, 'Alice', {key, rooms: []});
		const {list} = await ask<{
			list: Array<{device: string; sort: string}>;
		}>(peer, {type: 'devices'});
		const {device} = list.find(({sort}) => sort === 'session')!;
		expect(await ask(peer, {type: 'revoke', device})).toMatchObject({type: 'done'});
		expect(await ask(peer, {type: 'revoke', device})).toMatchObject({code: 'NO_SUCH_ENTRY'});
		expect(await hello(server, 'Alice', {token}).next('error')).toMatchObject({code: 'ID_USED', owned: true});
		const own = list.find(({sort}) => sort === 'key')!.device;
		peer.send({type: 'revoke', device: own});
		expect(await peer.next('error')).toMatchObject({code: 'REVOKED'});
		await peer.closed;
		expect(await knock(server, 'Alice', {key}).next('error')).toMatchObject({code: 'ID_USED', owned: true});
	});

	test('that are over end their connection too', async () => {
		await using server = startServer();
		const peer = await comeIn(server, 'Alice', {rooms: []});
		const {token: access} = await ask<{
			token: string;
		}>(peer, {type: 'token', label: 'x', ms: 5000});
		await drop(peer);
		const bot = hello(server, 'Alice', {access});
		await bot.next('welcome');
		server.clock.advance(5000);
		expect(await bot.next('error')).toMatchObject({code: 'REVOKED'});
	});

	test('of somebody else are nobody’s to take', async () => {
		await using server = startServer();
		const [one, other] = [await comeIn(server, 'Alice'), await comeIn(server, 'Bob')];
		const {list} = await ask<{list: Array<{device: string}>}>(one, {type: 'devices'});
		expect(await ask(other, {type: 'revoke', device: list[0]!.device})).toMatchObject({
			code: 'NO_SUCH_ENTRY',
		});
	});

	test('are so many at most: of sessions the one goes that was not seen for longest', async () => {
		await using server = startServer({bounds: {devices: 2}});
		await alice(server);
		const tokens: string[] = [];
		for (let n = 0; n < 2; n++) {
			server.clock.advance(1000);
			const session = hello(server, 'Alice', {password, takeover: true});
			tokens.push((await session.next('welcome')).token);
			await drop(session);
		}
		expect(await hello(server, 'Alice', {token: tokens[0]}).next('error')).toMatchObject({owned: true});
		const last = hello(server, 'Alice', {token: tokens[1]});
		await last.next('welcome');
		// The one that asks is not the one to go.
		expect(await ask(last, {type: 'token', label: 'x'})).toMatchObject({code: 'SERVER_FULL_OF'});
	});

	test('of which none may go are too many', async () => {
		await using server = startServer({bounds: {devices: 1}});
		const peer = await comeIn(server, 'Alice');
		expect(await ask(peer, {type: 'token', label: 'x'})).toMatchObject({code: 'SERVER_FULL_OF'});
	});

	test('are in the audit trail, and no secret is', async () => {
		const journal = new MemoryJournal();
		await using server = startServer({journal});
		await alice(server);
		const {list} = await journal.audit({limit: 10});
		expect(list.map(({by, action}) => `${by} ${action}`)).toEqual(['Alice register', 'Alice own']);
		expect(JSON.stringify([list, server.log])).not.toContain(password);
	});
});
