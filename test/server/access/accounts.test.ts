/** What is kept of accounts, whatever the disk does. */
import {describe, expect, test} from 'vitest';
import type {Fact} from '../../../source/journal/journal.ts';
import {MemoryJournal} from '../../../source/journal/memory.ts';
import {ChatError} from '../../../source/protocol/errors.ts';
import {Accounts} from '../../../source/server/access/accounts.ts';
import type {Device} from '../../../source/server/access/records.ts';
import {FakeClock} from '../../helpers/clock.ts';
import {ask, comeIn, knock, makeKey} from '../../helpers/owner.ts';
import {startServer, turns} from '../../helpers/peer.ts';

/** Accounts in a journal that can be told to take nothing. */
const open = (journal = new MemoryJournal()) => {
	const clock = new FakeClock();
	const disk = {isFull: false};
	const revoked: Device[] = [];
	const roles: string[] = [];
	const accounts = new Accounts({
		journal,
		note: (fact: Fact) => (disk.isFull ? Promise.reject(new ChatError('NOT_STORED')) : journal.note(fact)),
		clock,
		bounds: () => ({accounts: 100, devices: 4}),
		onRevoked: device => revoked.push(device),
		onRole: ({id, role}) => roles.push(`${id} ${role}`),
	});
	return {accounts, journal, clock, disk, revoked, roles};
};

const first = (secret: string) => ({sort: 'key', secret, label: ''}) as const;
const [one, other] = [makeKey(), makeKey()];

test('an account is the same after a restart: role, password, since, devices, what it looks like', async () => {
	const {accounts, journal, clock} = open();
	const {account, device} = await accounts.make({id: 'Alice', role: 'member', since: 1}, first(one.key));
	await accounts.setRole('alice', 'operator');
	await accounts.setPassword('alice', 'PHC');
	clock.advance(5);
	accounts.devices.see(device!);
	await turns();
	const again = open(journal).accounts;
	expect(again.get('alice')).toEqual({...account, role: 'operator', password: 'PHC'});
	expect(again.devices.of('alice')).toEqual([{...device, seen: clock.now()}]);
	expect(again.devices.byKey('alice', one.key)?.id).toBe(device!.id);
	expect(again.lookAlike('A1ice')?.id).toBe('Alice');
	expect(again.fingerprintsOf('alice')).toEqual([one.fingerprint]);
	expect(again.byFingerprint(one.fingerprint)?.id).toBe('Alice');
	expect(again.byFingerprint(other.fingerprint)).toBeUndefined();
});

test('there is an owner once one can come in from elsewhere', async () => {
	const {accounts} = open();
	await accounts.make({id: 'Root', role: 'owner', since: 1}, undefined);
	expect(accounts.hasOwner()).toBe(false);
	await accounts.setPassword('root', 'PHC');
	expect(accounts.hasOwner()).toBe(true);
	await accounts.setRole('root', 'operator');
	expect(accounts.hasOwner()).toBe(false);
	await accounts.make({id: 'Alice', role: 'owner', since: 1}, first(one.key));
	expect(accounts.hasOwner()).toBe(true);
});

describe('a change that cannot be stored', () => {
	test('leaves the role as it was, and tells so', async () => {
		const {accounts, disk, roles} = open();
		await accounts.make({id: 'Alice', role: 'member', since: 1}, first(one.key));
		disk.isFull = true;
		await expect(accounts.setRole('alice', 'owner')).rejects.toMatchObject({code: 'NOT_STORED'});
		expect(accounts.get('alice')?.role).toBe('member');
		expect(roles).toEqual(['Alice owner', 'Alice member']);
	});

	test('that was changed once more meanwhile is left to that one', async () => {
		const {accounts, disk} = open();
		await accounts.make({id: 'Alice', role: 'member', since: 1}, first(one.key));
		disk.isFull = true;
		const failing = expect(accounts.setRole('alice', 'owner')).rejects.toThrow();
		disk.isFull = false;
		await accounts.setRole('alice', 'operator');
		await failing;
		expect(accounts.get('alice')?.role).toBe('operator');
	});

	test('two at once are both kept', async () => {
		const {accounts, journal} = open();
		await accounts.make({id: 'Alice', role: 'member', since: 1}, first(one.key));
		await Promise.all([accounts.setPassword('alice', 'PHC'), accounts.setRole('alice', 'operator')]);
		expect(open(journal).accounts.get('alice')).toMatchObject({role: 'operator', password: 'PHC'});
	});

	test('nobody’s role cannot be changed', async () => {
		await expect(open().accounts.setRole('alice', 'owner')).rejects.toMatchObject({code: 'NO_SUCH_ACCOUNT'});
	});

	test('a device that is taken away opens nothing, and can be taken away again', async () => {
		const {accounts, journal, disk, revoked} = open();
		const {device} = await accounts.make({id: 'Alice', role: 'member', since: 1}, first(one.key));
		disk.isFull = true;
		await expect(accounts.devices.revoke(device!)).rejects.toMatchObject({code: 'NOT_STORED'});
		expect(revoked).toEqual([device]);
		expect(accounts.devices.byKey('alice', one.key)).toBeUndefined();
		expect(accounts.devices.get(device!.id)).toBeUndefined();
		expect(accounts.devices.of('alice')).toEqual([device]);
		disk.isFull = false;
		accounts.devices.retry();
		await turns();
		expect(accounts.devices.of('alice')).toEqual([]);
		expect([...journal.records('device')]).toEqual([]);
	});

	test('a device that comes in while it is taken away is not kept by that', async () => {
		const {accounts, journal} = open();
		const {device} = await accounts.make({id: 'Alice', role: 'member', since: 1}, first(one.key));
		await accounts.devices.revoke(device!);
		accounts.devices.see(device!);
		await turns();
		expect([...journal.records('device')]).toEqual([]);
	});
});

test('one key is one device of an account, though it comes twice at once', async () => {
	const {accounts} = open();
	await accounts.make({id: 'Alice', role: 'member', since: 1}, first(one.key));
	const [a, b] = await Promise.all([
		accounts.devices.add('alice', first(other.key)),
		accounts.devices.add('alice', first(other.key)),
	]);
	expect(a).toBe(b);
	await accounts.devices.revoke(a);
	expect(accounts.devices.byKey('alice', other.key)).toBeUndefined();
});

test('devices of nobody, of an account that was never stored, are forgotten', async () => {
	const journal = new MemoryJournal();
	const {accounts} = open(journal);
	const {account} = await accounts.make({id: 'Alice', role: 'member', since: 1}, first(one.key));
	await journal.note({type: 'record', kind: 'account', key: account.key, value: null});
	const again = open(journal).accounts;
	await turns();
	expect(again.byFingerprint(one.fingerprint)).toBeUndefined();
	expect([...journal.records('device')]).toEqual([]);
});

test.each([
	['account', 'not JSON'],
	['account', 'null'],
	['account', '{"id":"Alice","role":"king","since":1}'],
	['account', '{"id":"Alice","role":"member"}'],
	['account', '{"id":"Alice","role":"member","since":1,"password":5}'],
	['device', '{"sort":"iris","account":"alice","secret":"x","label":"","since":1,"seen":1}'],
	['device', '[]'],
])(
	'a record of %s that is broken (%s) stops the server, as its name would be free else',
	async (kind, value) => {
		const journal = new MemoryJournal();
		await journal.note({type: 'record', kind, key: 'alice', value});
		expect(() => open(journal)).toThrow(ChatError);
		expect(() => open(journal)).toThrow(/^The journal’s record of the/);
	},
);

test('a role that is changed holds at once for who is here', async () => {
	await using server = startServer();
	const [root, key] = [await server.operator('Root', []), makeKey()];
	const alice = await comeIn(server, 'Alice', {key});
	expect(await ask(root, {type: 'role', id: 'Alice', role: 'operator'})).toMatchObject({type: 'done'});
	expect(await ask(alice, {type: 'announce', msg: 'hello'})).toMatchObject({type: 'done'});
	alice.reset();
	await turns();
	expect(await knock(server, 'Alice', {key}).next('welcome')).toMatchObject({
		role: 'operator',
		operator: true,
	});
});
