/** Who may come in, and to whom one speaks: clients and servers over real sockets, and others in between. */
import {copyFileSync, mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeAll, describe, expect, test} from 'vitest';
import {type Client, type ClientOptions, createClient} from '../../source/client/client.ts';
import {identityFileName} from '../../source/client/identity.ts';
import type {Link} from '../../source/client/state.ts';
import {MemoryJournal} from '../../source/journal/memory.ts';
import {showInvitation} from '../../source/protocol/invitation.ts';
import {openServerKey, type TlsIdentity} from '../../source/server/front/keys.ts';
import {type ChatServer, createServer, type ServerOptions} from '../../source/server/server.ts';
import {openFolder} from '../helpers/folder.ts';
import {Middle} from '../helpers/middle.ts';
import {newFolder} from '../helpers/test-folder.ts';

let ours: TlsIdentity;
let theirs: TlsIdentity;
beforeAll(async () => {
	using folder = openFolder();
	ours = await openServerKey(join(folder.path, 'ours'));
	theirs = await openServerKey(join(folder.path, 'theirs'));
});

const closing: Array<() => Promise<unknown>> = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

type Place = {server: ChatServer; port: number};

const openServer = async (options: ServerOptions = {}): Promise<Place> => {
	const server = createServer({port: 0, tls: ours, ...options});
	closing.push(() => server.close());
	const {port} = await server.listen();
	return {server, port};
};

const inBetween = async (options: ConstructorParameters<typeof Middle>[0]): Promise<Middle> => {
	const middle = await Middle.start(options);
	closing.push(() => middle[Symbol.asyncDispose]());
	return middle;
};

const clientOf = (port: number, options: Partial<ClientOptions> = {}): Client => {
	// The shortest pauses before another attempt.
	const client = createClient({id: 'Alice', port, random: () => 0, ...options});
	closing.push(() => client.quit());
	return client;
};

const joined = async (port: number, options?: Partial<ClientOptions>): Promise<Client> => {
	const client = clientOf(port, options);
	await client.connect();
	return client;
};

const linked = <Type extends Link['type']>(client: Client, type: Type): Promise<Link & {type: Type}> =>
	new Promise(resolve => {
		const look = (): void => {
			const {link} = client.state;
			if (link.type !== type) return;
			end();
			resolve(link as Link & {type: Type});
		};
		const end = client.subscribe(look);
		look();
	});

const refusal = (code: string, details: object = {}): object => ({
	code,
	details: expect.objectContaining(details),
});

describe('somebody in the middle', () => {
	test('with another key is told nothing at the first connection, by an invitation', async () => {
		const {port} = await openServer();
		const middle = await inBetween({to: port, identity: theirs});
		const link = showInvitation({
			host: '127.0.0.1',
			port: middle.port,
			fingerprint: ours.fingerprint,
			token: 'secret',
		});
		await expect(joined(0, {keys: newFolder(), link})).rejects.toMatchObject(
			refusal('KEY_WRONG', {keys: {held: ours.fingerprint, shown: theirs.fingerprint}}),
		);
		expect(middle).toMatchObject({heard: '', answered: ''});
	});

	test('with another key is told nothing at a later connection, and there is no way past it', async () => {
		const {server, port} = await openServer();
		const keys = newFolder();
		await (await joined(port, {keys})).quit();
		await server.close();
		const hidden = await openServer();
		const middle = await inBetween({to: hidden.port, identity: theirs, port});
		const client = clientOf(port, {keys});
		for (let tries = 0; tries < 2; tries++) {
			await expect(client.connect()).rejects.toMatchObject(
				refusal('KEY_CHANGED', {keys: {held: ours.fingerprint, shown: theirs.fingerprint}}),
			);
		}
		await expect(client.login({password: 'correct horse'})).rejects.toMatchObject(refusal('KEY_CHANGED'));
		expect(middle).toMatchObject({heard: '', answered: ''});
	});

	test('with another key is told nothing by a client whose connection it cut', async () => {
		const {server, port} = await openServer();
		// Nothing is kept on disk here: a client knows its server for as long as it runs.
		const client = await joined(port);
		await server.close();
		await linked(client, 'offline');
		const hidden = await openServer();
		const middle = await inBetween({to: hidden.port, identity: theirs, port});
		client.reconnect();
		expect((await linked(client, 'refused')).error).toMatchObject(refusal('KEY_CHANGED'));
		expect(middle).toMatchObject({heard: '', answered: ''});
	});

	test('who is taken for a new server cannot use what it hears elsewhere', async () => {
		const {port} = await openServer();
		const middle = await inBetween({to: port, identity: theirs});
		await expect(joined(middle.port, {keys: newFolder()})).rejects.toMatchObject({code: 'PROOF_BAD'});
		expect(middle.heard).toContain('"proof"');
		// The name is still free: the proof was worth nothing on the other channel.
		expect((await joined(port, {keys: newFolder()})).state.role).toBe('member');
	});

	test('who says the same proof for another name is refused', async () => {
		const {port} = await openServer();
		const instead = (heard: string): string => heard.replace('"id":"Alice"', '"id":"Mallory"');
		const middle = await inBetween({to: port, identity: theirs, instead});
		await expect(joined(middle.port, {keys: newFolder()})).rejects.toMatchObject({code: 'PROOF_BAD'});
	});

	test.each([
		['at the first connection', false],
		['at a later one', true],
	])('who does not encrypt is told nothing %s', async (_, isLater) => {
		const {server, port} = await openServer();
		const folder = newFolder();
		const options = {keys: folder, state: folder};
		if (isLater) await (await joined(port, options)).quit();
		await server.close();
		const hidden = await openServer();
		const middle = await inBetween({to: hidden.port, port, instead: () => '{"type":"ping","nonce":"p"}\n'});
		const client = clientOf(port, options);
		client.connect().catch(() => {});
		// A server that was there once may come back; nobody else is spoken to meanwhile.
		const {error} = await linked(client, isLater ? 'offline' : 'refused');
		expect(error.code).toBe('NO_TLS');
		expect(middle.heard).not.toMatch(/hello|Alice/);
	});
});

describe('a name', () => {
	test('belongs to the first key that used it, on every server run of the same journal', async () => {
		const {port} = await openServer();
		const [mine, others] = [newFolder(), newFolder()];
		const alice = await joined(port, {keys: mine});
		expect(alice.state.role).toBe('member');
		await alice.quit();
		await expect(joined(port, {keys: others})).rejects.toMatchObject(refusal('ID_USED', {owned: true}));
		await expect(joined(port, {plaintext: true})).rejects.toMatchObject(refusal('ID_USED', {owned: true}));
		await expect(joined(port, {id: 'AIice', keys: others})).rejects.toMatchObject({code: 'ID_USED'});
		await (await joined(port, {keys: mine})).quit();
	});

	test('is used from another device by its password once, and by that device’s key from then on', async () => {
		const {port} = await openServer();
		const [desk, laptop] = [newFolder(), newFolder()];
		const first = await joined(port, {keys: desk});
		await first.register('correct horse');
		await first.quit();
		const second = clientOf(port, {keys: laptop});
		await expect(second.connect()).rejects.toMatchObject(refusal('ID_USED', {owned: true}));
		await expect(second.login({password: 'battery staple'})).rejects.toMatchObject({code: 'PASSWORD_WRONG'});
		await second.login({password: 'correct horse'});
		expect((await second.devices()).list.map(({sort}) => sort)).toEqual(['key', 'key']);
		await second.quit();
		await (await joined(port, {keys: laptop})).quit();
		await (await joined(port, {keys: desk})).quit();
	});

	test('goes from one device to the other when a person says so, and not by itself', async () => {
		const {port} = await openServer();
		const [desk, laptop] = [newFolder(), newFolder()];
		const first = await joined(port, {keys: desk});
		await first.register('correct horse');
		const second = clientOf(port, {keys: laptop});
		await expect(second.connect()).rejects.toMatchObject(refusal('ID_USED', {owned: true}));
		await expect(second.login({password: 'correct horse'})).rejects.toMatchObject(
			refusal('ID_USED', {here: true}),
		);
		await second.login({takeover: true});
		expect((await linked(first, 'refused')).error.code).toBe('REPLACED');
		expect(second.state.link.type).toBe('online');
	});

	test('is not had by who stole the files of a client without its key', async () => {
		const {port} = await openServer();
		const [mine, stolen] = [join(newFolder(), 'mine'), newFolder()];
		const alice = await joined(port, {state: mine});
		await alice.say('general', 'hello');
		await alice.quit();
		copyState(mine, stolen);
		await expect(joined(port, {state: stolen})).rejects.toMatchObject(refusal('ID_USED', {owned: true}));
	});

	test('is not had by a device that was taken away, by its key or its token', async () => {
		const {port} = await openServer();
		const [desk, laptop] = [newFolder(), newFolder()];
		const first = await joined(port, {keys: desk});
		await first.register('correct horse');
		await first.quit();
		const second = clientOf(port, {state: laptop});
		await second.connect().catch(() => {});
		await second.login({password: 'correct horse'});
		const {list} = await second.devices();
		const other = list.find(({current}) => current)!;
		const third = clientOf(port, {keys: desk});
		await third.login({takeover: true});
		expect((await linked(second, 'refused')).error.code).toBe('REPLACED');
		await third.revoke(other.device);
		await third.quit();
		await expect(second.connect()).rejects.toMatchObject(refusal('ID_USED', {owned: true}));
		await expect(joined(port, {state: laptop})).rejects.toMatchObject(refusal('ID_USED', {owned: true}));
	});

	test('is used by a program with an access token, until that is taken away', async () => {
		const {port} = await openServer();
		const keys = newFolder();
		const alice = await joined(port, {keys});
		const {token: access, device} = await alice.makeToken('build');
		await alice.quit();
		const bot = await joined(port, {access});
		expect(bot.state.role).toBe('member');
		await bot.quit();
		const owner = await joined(port, {keys});
		await owner.revoke(device);
		await owner.quit();
		await expect(joined(port, {access})).rejects.toMatchObject({code: 'ACCESS_BAD'});
	});
});

describe('a closed server', () => {
	const closed = (): Promise<Place> =>
		openServer({closed: true, entry: 'open sesame', journal: new MemoryJournal()});

	test('lets nobody in, but who has an invitation, and whom it knows from then on', async () => {
		const {server, port} = await closed();
		await expect(joined(port, {keys: newFolder()})).rejects.toMatchObject({code: 'INVITE_NEEDED'});
		const {join: link} = server.links();
		expect(link).toContain(ours.fingerprint);
		const keys = newFolder();
		const alice = await joined(0, {keys, link});
		expect(alice.state.role).toBe('member');
		await alice.quit();
		await (await joined(port, {keys})).quit();
	});

	test('asks for its join password, and takes it from then on as long as the client runs', async () => {
		const {port} = await closed();
		const client = clientOf(port, {keys: newFolder()});
		await expect(client.connect()).rejects.toMatchObject({code: 'INVITE_NEEDED'});
		await expect(client.login({entry: 'open wheat'})).rejects.toMatchObject({code: 'ENTRY_WRONG'});
		await client.login({entry: 'open sesame'});
		await expect(joined(port, {id: 'Bob', keys: newFolder(), entry: 'open sesame'})).resolves.toBeDefined();
	});

	test('is entered under another name by the same invitation', async () => {
		const {server} = await closed();
		const {join: link} = server.links();
		await (await joined(0, {keys: newFolder(), link})).quit();
		const other = clientOf(0, {keys: newFolder(), link});
		await expect(other.connect()).rejects.toMatchObject(refusal('ID_USED', {owned: true}));
		other.rename('Bob');
		await linked(other, 'online');
	});
});

test('what is kept of a server and of oneself is in two files, and says no secrets of others', async () => {
	const {port} = await openServer();
	const keys = newFolder();
	await joined(port, {keys});
	expect(readFileSync(join(keys, 'known_servers'), 'utf8')).toContain(ours.fingerprint);
	expect(JSON.parse(readFileSync(join(keys, identityFileName), 'utf8'))).toMatchObject({crv: 'Ed25519'});
});

/** All that a client kept, but its key. */
const copyState = (from: string, to: string): void => {
	mkdirSync(to, {recursive: true});
	for (const name of readdirSync(from)) {
		if (name !== identityFileName) copyFileSync(join(from, name), join(to, name));
	}
};
