import {argon2Sync} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {Passwords, usualCost} from '../../../source/server/access/passwords.ts';

/** Cheap enough to be tried often. */
const cheap = {memory: 64, passes: 1, parallelism: 1};
const passwords = (bounds = {hashes: 2, hashesWaiting: 64}, cost = cheap): Passwords =>
	new Passwords({bounds: () => bounds, cost});

describe('a hash', () => {
	test('is a PHC string of argon2id at the usual cost, with 16 bytes of salt', async () => {
		const hash = await passwords(undefined, usualCost).hash('correct horse');
		const [, kind, version, cost, salt, derived] = hash.split('$');
		expect([kind, version, cost]).toEqual(['argon2id', 'v=19', 'm=19456,t=2,p=1']);
		const nonce = Buffer.from(salt!, 'base64');
		expect(nonce).toHaveLength(16);
		const again = argon2Sync('argon2id', {
			message: 'correct horse',
			nonce,
			memory: 19_456,
			passes: 2,
			parallelism: 1,
			tagLength: 32,
		});
		expect(derived).toBe(again.toString('base64').replaceAll('=', ''));
	});

	test('of the same password is another one each time', async () => {
		const all = passwords();
		expect(await all.hash('same')).not.toBe(await all.hash('same'));
	});

	test('is of the password alone, by any cost, and tells when it was another cost', async () => {
		const hash = await passwords(undefined, {memory: 128, passes: 2, parallelism: 2}).hash('correct horse');
		const all = passwords();
		expect(await all.verify('correct horse', hash)).toEqual({right: true, stale: true});
		expect(await all.verify('Correct horse', hash)).toEqual({right: false, stale: true});
		expect(await all.verify('correct horse', await all.hash('correct horse'))).toEqual({
			right: true,
			stale: false,
		});
	});

	test.each([
		undefined,
		'',
		'$argon2id$v=19$m=64,t=1,p=1$$',
		'$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
		// More than any server should be made to pay.
		'$argon2id$v=19$m=99999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
		'$argon2id$v=19$m=64,t=99999,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
		'$argon2id$v=19$m=4,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
	])('that is none (%s) is no password’s', async stored => {
		expect(await passwords().verify('', stored)).toMatchObject({right: false});
		expect(await passwords().verify('x', stored)).toMatchObject({right: false});
	});
});

describe('the queue', () => {
	test.each([1, 2])('hashes %i at a time, in their order, and turns away what is too much', async hashes => {
		const all = passwords({hashes, hashesWaiting: 3});
		const done: number[] = [];
		let most = 0;
		const results = await Promise.allSettled(
			Array.from({length: 8}, async (_, n) => {
				const hashed = all.hash('x');
				most = Math.max(most, all.running);
				await hashed;
				most = Math.max(most, all.running);
				done.push(n);
			}),
		);
		const statuses = results.map(({status}) => status);
		const taken = hashes + 3;
		expect(statuses).toEqual([...Array(taken).fill('fulfilled'), ...Array(8 - taken).fill('rejected')]);
		expect(results.at(-1)).toMatchObject({reason: {code: 'BUSY'}});
		expect(most).toBe(hashes);
		// Two that are hashed at the same time may be done in any order.
		expect(hashes === 1 ? done : done.toSorted()).toEqual(Array.from({length: taken}, (_, n) => n));
		expect(all.running).toBe(0);
	});

	test('lets nobody pass who comes while a place is handed on', async () => {
		const all = passwords({hashes: 1, hashesWaiting: 1});
		const first = all.hash('x');
		const second = all.hash('x');
		await first;
		// The second has the place by now, so this one waits.
		const third = all.hash('x');
		expect(all.running).toBe(1);
		await Promise.all([second, third]);
		expect(all.running).toBe(0);
	});
});
