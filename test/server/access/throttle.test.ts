import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {ChatError} from '../../../source/protocol/errors.ts';
import {Tally, Throttle} from '../../../source/server/access/throttle.ts';
import {FakeClock} from '../../helpers/clock.ts';
import {ask, comeIn, knock, makeKey} from '../../helpers/owner.ts';
import {type Peer, startServer, type TestServer, turns} from '../../helpers/peer.ts';

const bounds = {loginsPerAddress: 10, loginsPerAccount: 20, loginWindowMs: 600_000};
const throttleOf = (clock: FakeClock): Throttle => new Throttle({clock, bounds: () => bounds});

/** How many of so many tries are looked at. */
const tried = (throttle: Throttle, tries: ReadonlyArray<[ip: string | undefined, name?: string]>): number => {
	let count = 0;
	for (const [ip, name] of tries) {
		try {
			throttle.attempt(ip, name);
			count++;
		} catch (error) {
			expect(error).toMatchObject({code: 'TRY_LATER'});
		}
	}
	return count;
};

const times = <Item>(count: number, make: (n: number) => Item): Item[] =>
	Array.from({length: count}, (_, n) => make(n));

describe('wrong secrets', () => {
	test('of one address are ten in ten minutes, whatever the names', () => {
		expect(
			tried(
				throttleOf(new FakeClock()),
				times(30, n => ['192.0.2.1', `name${n}`]),
			),
		).toBe(10);
	});

	test.each([
		['one /64', '2001:db8::', 10],
		['many of them', '2001:db8:0:', 20],
	])('of IPv6 are counted by the network: %s', (_, prefix, most) => {
		const clock = new FakeClock();
		const tries = times(40, n => [
			`${prefix}${(n + 1).toString(16)}::`.replace(/::.*::$/, `::${n + 1}`),
			'alice',
		]);
		expect(tried(throttleOf(clock), tries as Array<[string, string]>)).toBe(most);
	});

	test('of an IPv4 address are the same over IPv6', () => {
		const throttle = throttleOf(new FakeClock());
		const tries = times(30, n => [n % 2 ? '192.0.2.1' : '::ffff:192.0.2.1'] as [string]);
		expect(tried(throttle, tries)).toBe(10);
	});

	test('at one name are twenty from all addresses', () => {
		expect(
			tried(
				throttleOf(new FakeClock()),
				times(100, n => [`192.0.2.${n}`, 'alice']),
			),
		).toBe(20);
	});

	test('that come by no network come from one place', () => {
		expect(
			tried(
				throttleOf(new FakeClock()),
				times(30, n => [undefined, `name${n}`]),
			),
		).toBe(10);
	});

	test('many at a time are no more', () => {
		const throttle = throttleOf(new FakeClock());
		// None of them has been found wrong yet.
		const takeBacks = times(10, () => throttle.attempt('192.0.2.1', 'alice'));
		expect(() => throttle.attempt('192.0.2.1', 'alice')).toThrow(ChatError);
		takeBacks[3]!();
		throttle.attempt('192.0.2.1', 'alice');
		// A right one is taken back once.
		takeBacks[3]!();
		expect(() => throttle.attempt('192.0.2.1', 'alice')).toThrow(ChatError);
	});

	test('are told when it may be tried again, and then it may', () => {
		const clock = new FakeClock();
		const throttle = throttleOf(clock);
		throttle.attempt('192.0.2.1');
		clock.advance(60_000);
		tried(
			throttle,
			times(9, () => ['192.0.2.1']),
		);
		let error: ChatError | undefined;
		try {
			throttle.attempt('192.0.2.1');
		} catch (cause) {
			error = cause as ChatError;
		}
		expect(error?.message).toBe('There were too many tries. Try again in 9 minutes.');
		expect(error?.details).toMatchObject({wait: 540_000});
		clock.advance(539_999);
		expect(tried(throttle, [['192.0.2.1']])).toBe(0);
		clock.advance(1);
		expect(tried(throttle, [['192.0.2.1'], ['192.0.2.1']])).toBe(1);
	});
});

test('property: no stretch of time holds more than is allowed, and waiting as long as it says is enough', () => {
	const allowance = {most: 3, windowMs: 1000};
	fc.assert(
		fc.property(fc.array(fc.integer({min: 0, max: 700}), {maxLength: 60}), pauses => {
			const clock = new FakeClock();
			const tally = new Tally(clock);
			const happened: number[] = [];
			for (const pause of pauses) {
				clock.advance(pause);
				const wait = tally.wait('a', allowance);
				if (wait > 0) {
					clock.advance(wait - 1);
					expect(tally.wait('a', allowance)).toBe(1);
					clock.advance(1);
					expect(tally.wait('a', allowance)).toBe(0);
				}
				tally.count('a', allowance);
				happened.push(clock.elapsed());
				const lately = happened.filter(at => at > clock.elapsed() - allowance.windowMs);
				expect(lately.length).toBeLessThanOrEqual(allowance.most);
			}
		}),
	);
});

test('what is counted is bounded, and goes when it is old', () => {
	const clock = new FakeClock();
	const tally = new Tally(clock);
	const allowance = {most: 3, windowMs: 1000};
	for (let n = 0; n < 60_000; n++) tally.count(`key ${n}`, allowance);
	expect(tally.size).toBe(50_000);
	clock.advance(1000);
	expect(tally.wait('key 59999', allowance)).toBe(0);
	expect(tally.size).toBe(49_999);
});

describe('on a server', () => {
	const hello = (server: TestServer, id: string, fields: object, about: object = {}): Peer => {
		const peer = server.peer(about);
		peer.send({type: 'hello', v: 1, id, rooms: [], ...fields});
		return peer;
	};
	const codeOf = async (peer: Peer): Promise<string> => (await peer.next('error')).code;
	const small = {bounds: {loginsPerAddress: 2, loginsPerAccount: 3}};

	test('a password under attack waits, and the owner’s key and access token still open the name', async () => {
		await using server = startServer(small);
		const key = makeKey();
		const alice = await comeIn(server, 'Alice', {key, rooms: []});
		await ask(alice, {type: 'register', password: 'correct horse'});
		const {token: access} = await ask<{token: string}>(alice, {type: 'token', label: 'bot'});
		alice.reset();
		await turns();
		const codes: string[] = [];
		for (let n = 0; n < 6; n++)
			codes.push(await codeOf(hello(server, 'Alice', {password: `guess ${n}`}, {ip: `192.0.2.${n}`})));
		expect(codes).toEqual([...Array(3).fill('PASSWORD_WRONG'), ...Array(3).fill('TRY_LATER')]);
		// Also the right one waits, or it could be told by that.
		expect(await codeOf(hello(server, 'Alice', {password: 'correct horse'}, {ip: '192.0.2.9'}))).toBe(
			'TRY_LATER',
		);
		const owner = knock(server, 'Alice', {key});
		await owner.next('welcome');
		owner.reset();
		await turns();
		await hello(server, 'Alice', {access}).next('welcome');
	});

	test('an address that guesses waits at every name, and for every kind of secret that can be guessed', async () => {
		await using server = startServer({...small, closed: true, entry: 'open sesame'});
		const about = {ip: '192.0.2.1'};
		expect(await codeOf(hello(server, 'A', {entry: 'x'}, about))).toBe('ENTRY_WRONG');
		expect(await codeOf(hello(server, 'B', {access: 'x'}, about))).toBe('ACCESS_BAD');
		for (const secret of [{entry: 'open sesame'}, {password: 'x'}, {access: 'x'}, {invite: 'x'}])
			expect(await codeOf(hello(server, 'C', secret, about))).toBe('TRY_LATER');
		await hello(server, 'C', {entry: 'open sesame'}, {ip: '192.0.2.2'}).next('welcome');
	});

	test('a right password elsewhere gives an address no more guesses', async () => {
		await using server = startServer(small);
		const own = await comeIn(server, 'Mallory', {rooms: []});
		await ask(own, {type: 'register', password: 'correct horse'});
		own.reset();
		await turns();
		const about = {ip: '192.0.2.1'};
		const codes: string[] = [];
		for (let n = 0; n < 4; n++) {
			const mine = hello(server, 'Mallory', {password: 'correct horse', takeover: true}, about);
			await Promise.race([mine.next('welcome').catch(() => {}), mine.closed]);
			mine.reset();
			await turns();
			codes.push(await codeOf(hello(server, 'Alice', {password: 'guess'}, about)));
		}
		expect(codes).toEqual(['PASSWORD_WRONG', 'PASSWORD_WRONG', 'TRY_LATER', 'TRY_LATER']);
	});

	test('guessing at the present password of a session counts too', async () => {
		await using server = startServer(small);
		const own = await comeIn(server, 'Alice', {rooms: []});
		await ask(own, {type: 'register', password: 'correct horse'});
		own.reset();
		await turns();
		const session = hello(server, 'Alice', {password: 'correct horse'});
		await session.next('welcome');
		const codes: unknown[] = [];
		for (let n = 0; n < 4; n++)
			codes.push((await ask(session, {type: 'register', password: 'another one', old: 'guess'})).code);
		expect(codes).toEqual(['PASSWORD_OLD', 'PASSWORD_OLD', 'TRY_LATER', 'TRY_LATER']);
	});

	test('more passwords than may wait are turned away, and count as no guess', async () => {
		await using server = startServer({bounds: {hashes: 1, hashesWaiting: 1, loginsPerAddress: 4}});
		const codes = await Promise.all(
			['A', 'B', 'C', 'D'].map(id => codeOf(hello(server, id, {password: 'guess'}))),
		);
		expect(codes.sort()).toEqual(['BUSY', 'BUSY', 'PASSWORD_WRONG', 'PASSWORD_WRONG']);
		for (const code of ['PASSWORD_WRONG', 'PASSWORD_WRONG', 'TRY_LATER'])
			expect(await codeOf(hello(server, 'E', {password: 'guess'}))).toBe(code);
	});
});
