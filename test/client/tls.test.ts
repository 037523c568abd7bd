/** Who answers is looked at before anything is said: over streams in memory, with real handshakes. */
import {
	createHash,
	createPublicKey,
	generateKeyPairSync,
	randomBytes,
	verify,
	X509Certificate,
} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Duplex} from 'node:stream';
import {
	createServer,
	getCACertificates,
	type SecureVersion,
	setDefaultCACertificates,
	type TLSSocket,
} from 'node:tls';
import fc from 'fast-check';
import {afterEach, describe, expect, test} from 'vitest';
import {Channel} from '../../source/client/channel.ts';
import {Credentials, type Secrets} from '../../source/client/credentials.ts';
import {openIdentity} from '../../source/client/identity.ts';
import {Pins, pinsFileName} from '../../source/client/pins.ts';
import {dialTls, type Peer, type TlsOptions} from '../../source/client/tls.ts';
import {JsonWire} from '../../source/client/wire.ts';
import type {ChatError} from '../../source/protocol/errors.ts';
import {limits} from '../../source/protocol/limits.ts';
import type {RequestOf} from '../../source/protocol/messages.ts';
import {bindingLabel, proofText} from '../../source/protocol/proof.ts';
import {makeCertificate} from '../../source/server/front/certificate.ts';
import {FakeClock} from '../helpers/clock.ts';
import {connectedPair} from '../helpers/duplex.ts';
import {turns} from '../helpers/peer.ts';
import {newFolder} from '../helpers/test-folder.ts';

type Key = {readonly key: string; readonly cert: string; readonly fingerprint: string};

const newKey = (): Key => {
	const {privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
	const cert = makeCertificate({key: privateKey, now: Date.now(), serial: randomBytes(16)});
	const spki = new X509Certificate(cert).publicKey.export({type: 'spki', format: 'der'});
	const fingerprint = `SHA256:${createHash('sha256').update(spki).digest('base64url')}`;
	return {key: String(privateKey.export({type: 'pkcs8', format: 'pem'})), cert, fingerprint};
};

const [ours, theirs] = [newKey(), newKey()];

/** A name that the certificates of `newKey` are made out to. */
const address = {host: 'tui-chat', port: 8082};

/** The other end of a connection, and all that came there. */
type Far = {raw: Buffer[]; heard: string[]; channel: TLSSocket | undefined; stream: Duplex};

type Answer = (far: Far) => void;

const withTls =
	({key, cert}: Key, maxVersion: SecureVersion = 'TLSv1.3'): Answer =>
	far => {
		const server = createServer({key, cert, minVersion: 'TLSv1.2', maxVersion});
		server.on('tlsClientError', () => {});
		server.on('secureConnection', channel => {
			far.channel = channel;
			channel.on('error', () => {});
			channel.on('data', (chunk: Buffer) => far.heard.push(String(chunk)));
		});
		server.emit('connection', far.stream);
	};

type Attempt = {
	clock: FakeClock;
	far: Far;
	/** resolves with the hello as the server heard it */
	said: () => Promise<RequestOf<'hello'>>;
	closed: Promise<ChatError>;
	channel: Channel;
};

const open = new Set<Attempt>();
afterEach(() => {
	for (const {channel} of open) channel.destroy();
	open.clear();
});

type Options = Partial<TlsOptions> & {folder?: string; secrets?: Secrets};

/** Connects to whoever answers. */
const attempt = (answer: Answer, {folder, secrets = {}, ...options}: Options = {}): Attempt => {
	const clock = new FakeClock();
	const [near, stream] = connectedPair();
	const far: Far = {raw: [], heard: [], channel: undefined, stream};
	stream.on('error', () => {});
	const credentials = new Credentials({
		identity: folder === undefined ? undefined : () => openIdentity(folder),
		access: undefined,
		secrets,
	});
	const dialled = dialTls({
		address,
		pins: new Pins({folder, now: () => 0, failed: () => {}}),
		given: undefined,
		invited: undefined,
		met: () => {},
		over: () => near,
		...options,
	});
	const {promise: closed, resolve} = Promise.withResolvers<ChatError>();
	const channel = new Channel({
		dialled,
		wire: new JsonWire(),
		clock,
		hello: way => credentials.sign({type: 'hello', v: 1, id: 'Alice'}, way),
		address,
		paused: false,
		receive: () => {},
		drained: () => {},
		closed: resolve,
	});
	answer(far);
	const said = async (): Promise<RequestOf<'hello'>> => {
		while (!far.heard.join('').includes('\n')) {
			if (far.stream.destroyed) throw new Error('The connection ended before a hello.');
			await new Promise(again => setImmediate(again));
		}
		return JSON.parse(far.heard.join('')) as RequestOf<'hello'>;
	};
	const made = {clock, far, said, closed, channel};
	open.add(made);
	return made;
};

describe('a server', () => {
	test('is met, kept, and known the next time', async () => {
		const folder = newFolder();
		const met: Peer[] = [];
		for (const how of ['new', 'known'] as const) {
			const {said} = attempt(withTls(ours), {folder, met: peer => met.push(peer)});
			expect(await said()).toMatchObject({type: 'hello', id: 'Alice'});
			expect(met.pop()).toEqual({fingerprint: ours.fingerprint, how});
		}
		const rows = readFileSync(join(folder, pinsFileName), 'utf8').trim().split('\n');
		expect(rows.map(row => JSON.parse(row))).toEqual([
			{address: 'tui-chat:8082', fingerprint: ours.fingerprint, since: 0},
		]);
	});

	test('with another key than before hears nothing, and stays the one that it was', async () => {
		const folder = newFolder();
		await attempt(withTls(ours), {folder}).said();
		const {closed, far} = attempt(withTls(theirs), {folder});
		expect(await closed).toMatchObject({
			code: 'KEY_CHANGED',
			details: {keys: {held: ours.fingerprint, shown: theirs.fingerprint}},
		});
		await turns();
		expect(far.heard).toEqual([]);
		await attempt(withTls(ours), {folder}).said();
	});

	test('with another key than the invitation names hears nothing at the first meeting, and is not kept', async () => {
		const folder = newFolder();
		const {closed, far} = attempt(withTls(theirs), {
			folder,
			invited: ours.fingerprint,
			secrets: {invite: 'token', entry: 'secret'},
		});
		expect((await closed).code).toBe('KEY_WRONG');
		await turns();
		expect(far.heard).toEqual([]);
		const right = attempt(withTls(ours), {folder, invited: ours.fingerprint, secrets: {invite: 'token'}});
		expect(await right.said()).toMatchObject({invite: 'token'});
		expect((await attempt(withTls(theirs), {folder}).closed).code).toBe('KEY_CHANGED');
	});

	test('with the key that somebody gave by hand is known by that from then on', async () => {
		const folder = newFolder();
		await attempt(withTls(ours), {folder}).said();
		await attempt(withTls(theirs), {folder, given: theirs.fingerprint}).said();
		await attempt(withTls(theirs), {folder}).said();
		expect((await attempt(withTls(ours), {folder}).closed).code).toBe('KEY_CHANGED');
	});

	test('that an authority vouches for need not keep its key, but the authority’s word', async () => {
		const folder = newFolder();
		const authorities = getCACertificates();
		const met: Peer[] = [];
		const meet = {folder, met: (peer: Peer) => met.push(peer)};
		try {
			setDefaultCACertificates([ours.cert]);
			await attempt(withTls(ours), meet).said();
			setDefaultCACertificates([theirs.cert]);
			await attempt(withTls(theirs), meet).said();
			expect(met).toEqual([
				{fingerprint: ours.fingerprint, how: 'public'},
				{fingerprint: theirs.fingerprint, how: 'public'},
			]);
			const elsewhere = attempt(withTls(theirs), {...meet, address: {host: 'other', port: 1}});
			await elsewhere.said();
			expect(met.at(-1)).toMatchObject({how: 'new'});
		} finally {
			setDefaultCACertificates(authorities);
		}
		const {closed, far} = attempt(withTls(newKey()), meet);
		expect(await closed).toMatchObject({
			code: 'KEY_CHANGED',
			message: expect.stringContaining('no authority vouches'),
		});
		expect(far.heard).toEqual([]);
	});
});

describe('what is no server of ours', () => {
	const plaintext: Answer = ({stream}) => stream.write('{"type":"welcome","v":1}\n');

	test.each<[string, Answer, string]>([
		['answers without encryption', plaintext, 'NO_TLS'],
		['answers with HTTP', ({stream}) => stream.write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'NO_TLS'],
		['answers with one byte', ({stream}) => stream.end('x'), 'LOST'],
		['encrypts as it was done before', withTls(ours, 'TLSv1.2'), 'NO_TLS'],
		['turns the address away', ({stream}) => stream.end(Buffer.from('15030300020231', 'hex')), 'TOO_MANY'],
		['closes', ({stream}) => stream.end(), 'LOST'],
		['breaks the connection', ({stream}) => stream.destroy(), 'LOST'],
	])('and %s gets no word of ours', async (_, answer, code) => {
		const {closed, far} = attempt(far => {
			far.stream.on('data', (chunk: Buffer) => far.raw.push(chunk));
			answer(far);
		});
		expect((await closed).code).toBe(code);
		expect(far.heard).toEqual([]);
		expect(String(Buffer.concat(far.raw))).not.toMatch(/hello|Alice/);
	});

	test('and says nothing is given up', async () => {
		const {clock, closed} = attempt(far => far.stream.on('data', () => {}));
		await turns();
		clock.advance(limits.helloMs);
		expect((await closed).code).toBe('NO_TLS');
	});

	test('and sends whatever it likes gets no word of ours', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({minLength: 1, maxLength: 600}), fc.boolean(), async (bytes, isTls) => {
				const {closed, far} = attempt(far => {
					far.stream.on('data', (chunk: Buffer) => far.raw.push(chunk));
					far.stream.end(isTls ? Buffer.from([0x16, 3, 3, ...bytes]) : bytes);
				});
				expect((await closed).code).toMatch(/^(?:NO_TLS|LOST|TOO_MANY)$/);
				expect(String(Buffer.concat(far.raw))).not.toMatch(/hello|Alice/);
			}),
			{numRuns: 100},
		);
	});
});

describe('a key', () => {
	const bindingOf = ({far}: Attempt): Buffer =>
		far.channel!.exportKeyingMaterial(32, bindingLabel, Buffer.alloc(0));

	const isProved = ({key, proof, id}: RequestOf<'hello'>, binding: Uint8Array): boolean =>
		verify(
			null,
			Buffer.from(proofText({binding, id})),
			createPublicKey({key: {kty: 'OKP', crv: 'Ed25519', x: key!}, format: 'jwk'}),
			Buffer.from(proof!, 'base64url'),
		);

	test('is proved on its own channel and on no other one', async () => {
		const folder = newFolder();
		const [one, other] = [attempt(withTls(ours), {folder}), attempt(withTls(ours), {folder})];
		const [first, second] = [await one.said(), await other.said()];
		expect(first.key).toBe(openIdentity(folder).key);
		expect(second.key).toBe(first.key);
		expect(isProved(first, bindingOf(one))).toBe(true);
		expect(isProved(second, bindingOf(other))).toBe(true);
		expect(isProved(first, bindingOf(other))).toBe(false);
		expect(isProved({...first, id: 'Bob'}, bindingOf(one))).toBe(false);
	});

	test('is nobody’s without a folder for it', async () => {
		const {said} = attempt(withTls(ours));
		expect(Object.keys(await said())).not.toContain('key');
	});
});
