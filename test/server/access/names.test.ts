/** Names belong to whoever used them first with a key. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Fact} from '../../../source/journal/journal.ts';
import {MemoryJournal} from '../../../source/journal/memory.ts';
import {ChatError} from '../../../source/protocol/errors.ts';
import {ask, comeIn, knock, makeBinding, makeKey} from '../../helpers/owner.ts';
import {type Peer, startServer, type TestServer, turns} from '../../helpers/peer.ts';

/** A hello without rooms, by whatever way. */
const hello = (server: TestServer, id: string, fields: object = {}, about: object = {}): Peer => {
	const peer = server.peer(about);
	peer.send({type: 'hello', v: 1, id, rooms: [], nonce: 'h', ...fields});
	return peer;
};

const drop = async (server: TestServer, peer: Peer): Promise<void> => {
	peer.reset();
	await turns();
	server.clock.advance(1);
};

describe('a key', () => {
	test('makes a free name one’s own, and opens it ever after, whatever became of the token', async () => {
		await using server = startServer();
		const key = makeKey();
		const first = knock(server, 'Alice', {key});
		expect(await first.next('welcome')).toMatchObject({id: 'Alice', owned: true, role: 'member'});
		await drop(server, first);
		const again = await knock(server, 'alice', {key}).next('welcome');
		expect(again).toMatchObject({id: 'alice', role: 'member'});
		expect(again.owned).toBeUndefined();
	});

	test('opens it after a restart too', async () => {
		const journal = new MemoryJournal();
		const key = makeKey();
		{
			await using server = startServer({journal});
			await comeIn(server, 'Alice', {key});
		}
		await using server = startServer({journal});
		expect(await hello(server, 'Alice').next('error')).toMatchObject({code: 'ID_USED', owned: true});
		expect((await knock(server, 'Alice', {key}).next('welcome')).owned).toBeUndefined();
	});

	test('may own several names', async () => {
		await using server = startServer();
		const key = makeKey();
		for (const id of ['Alice', 'Bob'])
			expect((await knock(server, id, {key}).next('welcome')).owned).toBe(true);
	});

	test('that is another one, or none, is refused with a word on what may help', async () => {
		await using server = startServer();
		await drop(server, await comeIn(server, 'Alice'));
		for (const peer of [knock(server, 'Alice'), hello(server, 'ALICE'), hello(server, 'Ａｌｉｃｅ')]) {
			expect(await peer.next('error')).toMatchObject({code: 'ID_USED', owned: true});
			await peer.closed;
		}
		const netcat = server.bytes();
		netcat.write('Alice\n');
		await netcat.until(/belongs to somebody/);
	});

	test('whose name is held by a guest waits until that one has gone', async () => {
		await using server = startServer();
		const guest = await server.join('Alice');
		const error = await knock(server, 'Alice').next('error');
		expect(error).toMatchObject({code: 'ID_USED'});
		expect(error.owned).toBeUndefined();
		await drop(server, guest);
		expect((await knock(server, 'Alice').next('welcome')).owned).toBe(true);
	});
});

describe('a proof', () => {
	const cases: Record<string, (key: ReturnType<typeof makeKey>, binding: Uint8Array) => object> = {
		'made for another channel': key => ({proof: key.prove('Alice', makeBinding())}),
		'made for another id': (key, binding) => ({proof: key.prove('Bob', binding)}),
		'made by another key': (_, binding) => ({proof: makeKey().prove('Alice', binding)}),
		'left out': () => ({}),
		'of zeros': () => ({proof: 'A'.repeat(86)}),
	};

	test.each(Object.entries(cases))('%s is refused, and the name stays free', async (_, wrong) => {
		await using server = startServer();
		const [key, binding] = [makeKey(), makeBinding()];
		const peer = hello(server, 'Alice', {key: key.key, ...wrong(key, binding)}, {binding});
		expect(await peer.next('error')).toMatchObject({code: 'PROOF_BAD', nonce: 'h'});
		await peer.closed;
		expect((await knock(server, 'Alice').next('welcome')).owned).toBe(true);
	});

	test('on a link that has no binding counts for nothing', async () => {
		await using server = startServer();
		const key = makeKey();
		const proof = key.prove('Alice', new Uint8Array());
		const peer = hello(server, 'Alice', {key: key.key, proof});
		expect(await peer.next('welcome')).toMatchObject({role: 'guest'});
		await drop(server, peer);
		await drop(server, await comeIn(server, 'Alice', {key}));
		const again = hello(server, 'Alice', {key: key.key, proof});
		expect(await again.next('error')).toMatchObject({code: 'ID_USED', owned: true});
	});

	test('is of one key, however its last letter is written', async () => {
		await using server = startServer();
		const [key, binding] = [makeKey(), makeBinding()];
		await drop(server, await comeIn(server, 'Alice', {key}));
		// The 43rd letter of base64url holds two bits that no byte has.
		const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
		const last = letters[letters.indexOf(key.key.at(-1)!) + 1]!;
		const other = key.key.slice(0, -1) + last;
		expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(key.key, 'base64url'));
		const peer = hello(server, 'Alice', {key: other, proof: key.prove('Alice', binding)}, {binding});
		expect(await peer.next('welcome')).toMatchObject({role: 'member'});
	});
});

test('property: whatever a stranger shows, a name that is owned stays shut, and its owner in', async () => {
	const unlimited = {loginsPerAddress: 1e9, loginsPerAccount: 1e9};
	await using server = startServer({bounds: unlimited});
	const [owner, stranger, heard] = [makeKey(), makeKey(), makeBinding()];
	const alice = knock(server, 'Alice', {key: owner});
	const {token} = await alice.next('welcome');
	const {token: own} = await knock(server, 'Mallory', {key: stranger}).next('welcome');
	await alice.next('presence');
	await alice.sync();
	const shown = (binding: Uint8Array): fc.Arbitrary<object> => {
		const maybe = (...values: string[]) => fc.option(fc.constantFrom(...values), {nil: undefined});
		const proofs = [
			owner.prove('Alice', heard),
			stranger.prove('Alice', binding),
			stranger.prove('Mallory', binding),
			'A'.repeat(86),
		];
		return fc.record({
			key: maybe(owner.key, stranger.key),
			proof: maybe(...proofs),
			token: maybe(token, own, '0'.repeat(32), ''),
			access: maybe(token, `tct_${'A'.repeat(43)}`, owner.key),
			password: maybe('guess', token),
			invite: maybe(token),
			entry: maybe('guess'),
			takeover: fc.constantFrom(true, undefined),
			resume: fc.constantFrom(true, undefined),
			id: fc.constantFrom('Alice', 'ALICE', 'Ａｌｉｃｅ', 'A1ice', 'Аliсе'),
		});
	};
	await fc.assert(
		fc.asyncProperty(
			fc
				.constant(null)
				.map(makeBinding)
				.chain(binding => shown(binding).map(fields => ({binding, fields}))),
			async ({binding, fields}) => {
				const peer = hello(server, 'Alice', fields, {binding, ip: '192.0.2.1'});
				expect((await peer.next('error')).code).not.toBe('REPLACED');
				await peer.closed;
				expect(await alice.sync()).toEqual([]);
			},
		),
		{numRuns: 150},
	);
});

describe('one who is here already', () => {
	test('is told so, and takes over when asked to', async () => {
		await using server = startServer();
		const key = makeKey();
		const older = await comeIn(server, 'Alice', {key});
		const error = await knock(server, 'Alice', {key}).next('error');
		expect(error).toMatchObject({code: 'ID_USED', here: true});
		expect(error.owned).toBeUndefined();
		await knock(server, 'Alice', {key, takeover: true}).next('welcome');
		expect(await older.next('error')).toMatchObject({code: 'REPLACED'});
		await older.closed;
	});

	test('is replaced by its own next connection, also when the welcome of one was lost', async () => {
		await using server = startServer();
		const key = makeKey();
		const first = knock(server, 'Alice', {key});
		const {token} = await first.next('welcome');
		await drop(server, first);
		// The server knows nobody by this token any more, and the client never read the next one.
		await comeIn(server, 'Alice', {key, token});
		await knock(server, 'Alice', {key, token}).next('welcome');
	});

	test('is not replaced by anybody who has its token alone', async () => {
		await using server = startServer();
		const key = makeKey();
		const {token} = await knock(server, 'Alice', {key}).next('welcome');
		for (const peer of [hello(server, 'Alice', {token}), knock(server, 'Alice', {token, takeover: true})])
			expect(await peer.next('error')).toMatchObject({code: 'ID_USED', owned: true});
	});

	test('has its name also in the queue of a full server, and may come again there', async () => {
		await using server = startServer({maxClients: 1});
		const bob = await server.join('Bob');
		const key = makeKey();
		const older = knock(server, 'Alice', {key});
		await older.next('waiting');
		expect(await knock(server, 'Alice').next('error')).toMatchObject({code: 'ID_USED'});
		bob.reset();
		const {token} = await older.next('welcome');
		expect(await knock(server, 'Alice', {key, token}).next('welcome')).toMatchObject({token});
	});
});

describe('guests', () => {
	test('keep a name that nobody owns, by their token', async () => {
		await using server = startServer();
		const {token} = await hello(server, 'Alice').next('welcome');
		expect(await hello(server, 'Alice', {token}).next('welcome')).toMatchObject({token, role: 'guest'});
	});

	test('that come with a key later are the same person', async () => {
		await using server = startServer();
		const guest = server.peer();
		guest.send({type: 'hello', v: 1, id: 'Alice', rooms: [{room: 'ops', after: 0}]});
		const {token} = await guest.next('welcome');
		const bob = await server.join('Bob', []);
		bob.send({type: 'say', room: '@Alice', msg: 'for you', nonce: 's'});
		await bob.next('ack');
		await drop(server, guest);
		server.clock.advance(1000);
		const owner = knock(server, 'Alice', {token, resume: true});
		expect((await owner.next('welcome')).owned).toBe(true);
		expect((await owner.next('room')).room).toBe('ops');
		expect(await owner.next('message')).toMatchObject({msg: 'for you'});
		await drop(server, owner);
		expect(await hello(server, 'Alice', {token}).next('error')).toMatchObject({owned: true});
	});

	test('that come with a key while their last link is still there take its place', async () => {
		await using server = startServer();
		const guest = hello(server, 'Alice');
		const {token} = await guest.next('welcome');
		expect((await knock(server, 'Alice', {token}).next('welcome')).owned).toBe(true);
		expect(await guest.next('error')).toMatchObject({code: 'REPLACED'});
		await guest.closed;
		server.clock.advance(1000);
		expect(await hello(server, 'Alice', {token}).next('error')).toMatchObject({owned: true});
	});

	test('leave nothing to whoever owns the name afterwards', async () => {
		await using server = startServer();
		const [guest, bob] = [await server.join('Alice'), await server.join('Bob')];
		bob.send({type: 'say', room: '@Alice', msg: 'for the guest', nonce: 's'});
		await bob.next('ack');
		await drop(server, guest);
		server.clock.advance(1000);
		const owner = await comeIn(server, 'Alice');
		owner.send({type: 'history', room: '@Bob', nonce: 'q'});
		expect(JSON.stringify(await owner.sync())).not.toContain('for the guest');
	});
});

describe('an account', () => {
	test('is the same person by every device: rooms and what was read', async () => {
		await using server = startServer();
		const key = makeKey();
		const alice = await comeIn(server, 'Alice', {key, rooms: ['ops']});
		await alice.say('ops', 'one');
		alice.send({type: 'read', room: 'ops', seq: 1, nonce: 'r'});
		await alice.next('done');
		await drop(server, alice);
		const again = knock(server, 'Alice', {key, resume: true});
		expect(await again.next('room')).toMatchObject({room: 'ops', read: 1});
	});

	test('is stored before its owner is told so', async () => {
		const stored: string[] = [];
		const journal = new MemoryJournal();
		const note = journal.note.bind(journal);
		const waiting: Array<() => void> = [];
		journal.note = async (fact: Fact): Promise<void> => {
			if (fact.type === 'record' && ['account', 'device'].includes(fact.kind))
				await new Promise<void>(resolve => waiting.push(resolve));
			await note(fact);
			if (fact.type === 'record') stored.push(fact.kind);
		};
		await using server = startServer({journal});
		const peer = knock(server, 'Alice');
		await turns();
		expect(peer.text).toBe('');
		for (const kind of ['device', 'account']) {
			expect(peer.text).toBe('');
			waiting.shift()!();
			await turns();
			expect(stored.at(-1)).toBe(kind);
		}
		expect(await peer.next('welcome')).toMatchObject({owned: true});
	});

	test('that cannot be stored is none: the hello is refused, and the name free', async () => {
		let isFull = true;
		const journal = new MemoryJournal();
		const note = journal.note.bind(journal);
		journal.note = async (fact: Fact): Promise<void> => {
			if (isFull) throw new ChatError('NOT_STORED');
			await note(fact);
		};
		await using server = startServer({journal});
		const peer = knock(server, 'Alice', {nonce: 'h'});
		expect(await peer.next('error')).toMatchObject({code: 'NOT_STORED', nonce: 'h'});
		await peer.closed;
		isFull = false;
		expect((await knock(server, 'Alice').next('welcome')).owned).toBe(true);
	});

	test('of a connection that goes away meanwhile leaves nothing behind', async () => {
		const journal = new MemoryJournal();
		const note = journal.note.bind(journal);
		const gate = Promise.withResolvers<void>();
		journal.note = async (fact: Fact): Promise<void> => {
			await gate.promise;
			await note(fact);
		};
		await using server = startServer({journal});
		const gone = knock(server, 'Alice');
		await turns();
		gone.reset();
		await turns();
		gate.resolve();
		await turns();
		expect([...journal.records('account'), ...journal.records('device')]).toEqual([]);
		expect((await knock(server, 'Alice').next('welcome')).owned).toBe(true);
	});

	test('goes to one of two who race for it, and the other is told whose it is', async () => {
		await using server = startServer();
		const peers = [knock(server, 'Alice'), knock(server, 'alice'), hello(server, 'Alice')];
		await turns();
		const firsts = peers.map(({text}) => JSON.parse(text.split('\n')[0]!));
		expect(firsts.filter(({type, owned}) => type === 'welcome' && owned === true)).toHaveLength(1);
		expect(firsts.filter(({code, owned}) => code === 'ID_USED' && owned === true)).toHaveLength(2);
	});

	test('is made once for one key that comes twice at once: the second takes its place if it is the same', async () => {
		await using server = startServer();
		const key = makeKey();
		const [first, second] = [knock(server, 'Alice', {key}), knock(server, 'Alice', {key, takeover: true})];
		await first.next('welcome');
		expect(await second.next('welcome')).toMatchObject({role: 'member'});
		expect(await first.next('error')).toMatchObject({code: 'REPLACED'});
	});
});

describe('the bounds', () => {
	const about = (ip: string): object => ({about: {ip}});

	test('of one address: above it people are guests for now', async () => {
		await using server = startServer({bounds: {newAccounts: 2, connectionWindowMs: 60_000}});
		const roles = [];
		for (const id of ['A1', 'B2', 'C3'])
			roles.push((await knock(server, id, about('2001:db8::1')).next('welcome')).role);
		expect(roles).toEqual(['member', 'member', 'guest']);
		// The same network, another one, and the same one later.
		expect((await knock(server, 'D4', about('2001:db8::2')).next('welcome')).role).toBe('guest');
		expect((await knock(server, 'E5', about('2001:db8:0:1::1')).next('welcome')).role).toBe('member');
		server.clock.advance(60_000);
		expect((await knock(server, 'F6', about('2001:db8::1')).next('welcome')).role).toBe('member');
	});

	test('of the server', async () => {
		await using server = startServer({bounds: {accounts: 1}});
		expect((await knock(server, 'Alice').next('welcome')).role).toBe('member');
		expect((await knock(server, 'Bob').next('welcome')).role).toBe('guest');
	});
});

describe('look-alikes of owned names', () => {
	test.each(['AIice', 'Al1ce', 'A1ice', 'Αlice', 'Аliсе', 'ALlCE'])(
		'%s is refused with and without a key',
		async id => {
			await using server = startServer();
			await comeIn(server, 'Alice');
			for (const peer of [knock(server, id), hello(server, id)]) {
				const error = await peer.next('error');
				expect(['ID_USED', 'ID_BAD']).toContain(error.code);
			}
		},
	);

	test('the refusal names whom it looks like', async () => {
		await using server = startServer();
		await comeIn(server, 'Alice');
		const error = await hello(server, 'A1ice').next('error');
		expect(error.text).toMatch(/^A1ice looks like Alice,/);
		expect(error.owned).toBeUndefined();
	});

	test('of guests are nobody’s business', async () => {
		await using server = startServer();
		await server.join('Alice');
		await server.join('A1ice');
	});
});

describe('the console', () => {
	test('may be anybody, and is the owner', async () => {
		await using server = startServer();
		await drop(server, await comeIn(server, 'Alice'));
		const console = await server.operator('Alice', []);
		expect(await ask(console, {type: 'devices'})).toMatchObject({list: [{sort: 'key'}]});
		const root = hello(server, 'Root', {}, {operator: true});
		expect(await root.next('welcome')).toMatchObject({role: 'owner', operator: true});
	});

	test('keeps its name from others', async () => {
		await using server = startServer();
		await drop(server, await server.operator('Root', []));
		expect(await knock(server, 'Root').next('error')).toMatchObject({code: 'ID_USED', owned: true});
	});

	test('comes in also when nothing can be stored', async () => {
		const journal = new MemoryJournal();
		journal.note = () => Promise.reject(new ChatError('NOT_STORED'));
		await using server = startServer({journal});
		const root = hello(server, 'Root', {}, {operator: true});
		expect(await root.next('welcome')).toMatchObject({role: 'owner'});
	});
});
