import {createPrivateKey, generateKeyPairSync, X509Certificate} from 'node:crypto';
import {chmodSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {isFingerprint} from '../../../source/protocol/proof.ts';
import {makeCertificate} from '../../../source/server/front/certificate.ts';
import {keyFileName, loadServerKey, makeServerKey, openServerKey} from '../../../source/server/front/keys.ts';
import {newFolder} from '../../helpers/test-folder.ts';

const yearMs = 365 * 24 * 60 * 60 * 1000;

describe('the server’s own key', () => {
	test('is made at the first start, for its owner alone, and is the same ever after', async () => {
		const folder = join(newFolder(), 'deep', 'down');
		const first = await openServerKey(folder);
		const path = join(folder, keyFileName);
		expect(isFingerprint(first.fingerprint)).toBe(true);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(await readdir(folder)).toEqual([keyFileName]);
		expect(await openServerKey(folder)).toEqual(first);
		expect(new X509Certificate(first.cert).checkPrivateKey(createPrivateKey(first.key))).toBe(true);
	});

	test('servers that start at the same moment agree on one', async () => {
		const folder = newFolder();
		const all = await Promise.all(Array.from({length: 8}, () => openServerKey(folder)));
		expect(new Set(all.map(({fingerprint}) => fingerprint)).size).toBe(1);
		expect(await readdir(folder)).toEqual([keyFileName]);
	});

	test('is closed to others again when somebody had opened it', async () => {
		const folder = newFolder();
		await openServerKey(folder);
		chmodSync(join(folder, keyFileName), 0o644);
		await openServerKey(folder);
		expect(statSync(join(folder, keyFileName)).mode & 0o777).toBe(0o600);
	});

	test.each([
		['is nearly over', 9.5],
		['has been over for long', 30],
	])('gets a new certificate when its own %s, and stays what clients know', async (_, years) => {
		const folder = newFolder();
		const first = await openServerKey(folder);
		const now = Date.now() + years * yearMs;
		const later = await openServerKey(folder, now);
		expect(later.fingerprint).toBe(first.fingerprint);
		expect(new X509Certificate(later.cert).validToDate.getTime()).toBeGreaterThan(now + 9 * yearMs);
	});

	test('gets one when there is only a key, or one of another key', async () => {
		for (const other of ['', makeServerKey().cert]) {
			const folder = newFolder();
			const {key} = makeServerKey();
			writeFileSync(join(folder, keyFileName), key + other);
			const {cert} = await openServerKey(folder);
			expect(new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))).toBe(true);
		}
	});

	test.each([
		['nothing', ''],
		['half a key', makeServerKey().key.slice(0, 100)],
		['something else', 'hello\n'],
		[
			'an RSA key',
			String(
				generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey.export({type: 'pkcs8', format: 'pem'}),
			),
		],
	])('%s in its place is refused by name, and left as it is', async (_, text) => {
		const folder = newFolder();
		const path = join(folder, keyFileName);
		writeFileSync(path, text);
		const refused = await openServerKey(folder).catch((error: unknown) => error);
		expect(refused).toMatchObject({code: 'CERT_BAD'});
		expect(String(refused)).toContain(path);
		expect(readFileSync(path, 'utf8')).toBe(text);
	});

	test('a folder that is a file is refused', async () => {
		const path = join(newFolder(), 'data');
		writeFileSync(path, '');
		await expect(openServerKey(path)).rejects.toMatchObject({code: 'CERT_BAD'});
	});
});

describe('a key and a certificate as files', () => {
	/** @param now of the certificate, ms since 1970 */
	const filesOf = (now = Date.now()) => {
		const folder = newFolder();
		const {key} = makeServerKey();
		const cert = makeCertificate({key: createPrivateKey(key), now, serial: Buffer.alloc(16, 5)});
		const files = {cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem')};
		writeFileSync(files.cert, cert);
		writeFileSync(files.key, key);
		return {files, key, cert, folder};
	};

	test('are taken as they are, with the chain behind', async () => {
		const {files, key, cert} = filesOf();
		const chain = cert + makeServerKey().cert;
		writeFileSync(files.cert, chain);
		const identity = await loadServerKey(files);
		expect(identity).toMatchObject({key, cert: chain, files});
		expect(isFingerprint(identity.fingerprint)).toBe(true);
	});

	test('may be links, as those who renew them make', async () => {
		const {files, folder, key} = filesOf();
		const live = {cert: join(folder, 'live-cert.pem'), key: join(folder, 'live-key.pem')};
		symlinkSync(files.cert, live.cert);
		symlinkSync(files.key, live.key);
		expect(await loadServerKey(live)).toMatchObject({key, files: live});
	});

	test.each<[string, (files: {cert: string; key: string}) => void, RegExp]>([
		['no certificate there', files => (files.cert += '.missing'), /cert\.pem\.missing does not exist\.$/],
		['no key there', files => (files.key += '.missing'), /key\.pem\.missing does not exist\.$/],
		[
			'no certificate in it',
			({cert}) => writeFileSync(cert, 'x'),
			/cert\.pem holds no certificate \(PEM\)\.$/,
		],
		['no key in it', ({key}) => writeFileSync(key, 'x'), /key\.pem holds no private key \(PEM\)\.$/],
		[
			'a key with a passphrase',
			({key}) =>
				writeFileSync(
					key,
					generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({
						type: 'pkcs8',
						format: 'pem',
						cipher: 'aes-256-cbc',
						passphrase: 'secret',
					}),
				),
			/key\.pem is locked with a passphrase\. Write it without one\.$/,
		],
		[
			'a key of another certificate',
			({key}) => writeFileSync(key, makeServerKey().key),
			/cert\.pem is not of the key in .*key\.pem\.$/,
		],
		['a folder', files => (files.cert = join(files.cert, '..')), /cannot be read: EISDIR/],
	])('%s is told with the file that it is about', async (_, spoil, why) => {
		const {files} = filesOf();
		spoil(files);
		await expect(loadServerKey(files)).rejects.toMatchObject({
			code: 'CERT_BAD',
			message: expect.stringMatching(why),
		});
	});

	test.each([
		['is over', -11 * yearMs, /was valid until .* Renew it\.$/],
		['has not begun', 2 * yearMs, /is valid from .* only\.$/],
	])('a certificate that %s is refused', async (_, ms, why) => {
		const {files} = filesOf(Date.now() + ms);
		await expect(loadServerKey(files)).rejects.toMatchObject({
			code: 'CERT_BAD',
			message: expect.stringMatching(why),
		});
	});
});
