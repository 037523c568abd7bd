/** What a server proves itself by: a key and a certificate, its own or an authority's. */
import {
	createHash,
	createPrivateKey,
	generateKeyPairSync,
	type KeyObject,
	randomBytes,
	X509Certificate,
} from 'node:crypto';
import {chmod, link, mkdir, open, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {createSecureContext} from 'node:tls';
import {ChatError} from '../../protocol/errors.ts';
import {showFingerprint} from '../../protocol/proof.ts';
import {makeCertificate} from './certificate.ts';

export type TlsIdentity = {
	/** PEM, without a passphrase */
	readonly key: string;
	/** PEM: the server's own certificate first, then those that lead to its authority */
	readonly cert: string;
	/** of the key, as `SHA256:…`: what clients know the server by */
	readonly fingerprint: string;
	/** where it was read from, to be read again when those files change */
	readonly files?: TlsFiles | undefined;
};

export type TlsFiles = {readonly cert: string; readonly key: string};

/** The server's own key, in its data folder. */
export const keyFileName = 'server-key.pem';

/** A certificate of ours that ends so soon is made anew, for the same key. */
const renewMs = 365 * 24 * 60 * 60 * 1000;

/**
 * The server's own key and its certificate, made when there are none. Both are in one file that only its owner may
 * read, so that they cannot be of different times.
 * @param now ms since 1970, UTC
 * @throws {ChatError} CERT_BAD for a file that is no key: a new one would be a stranger's to all who know the server
 */
export const openServerKey = async (folder: string, now: number = Date.now()): Promise<TlsIdentity> => {
	const path = join(folder, keyFileName);
	const found = await readOr(path, undefined);
	if (found !== undefined) return await ownIdentity(path, found, now);
	try {
		await mkdir(folder, {recursive: true, mode: 0o700});
		const {key, cert} = makeServerKey(now);
		await createOnce(path, key + cert);
	} catch (cause) {
		throw unusable(path, `cannot be written: ${reasonOf(cause)}`, cause);
	}
	// Maybe another server's, which was made at the same moment.
	return await ownIdentity(path, await readOr(path, ''), now);
};

/** A key and its certificate for as long as they are held. @param now ms since 1970, UTC */
export const makeServerKey = (now: number = Date.now()): TlsIdentity => {
	// A P-256 key takes a fraction of a ms: less than a turn of the loop that waits for it.
	const {privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
	const cert = makeCertificate({key: privateKey, now, serial: randomBytes(16)});
	return {key: pemOf(privateKey), cert, fingerprint: fingerprintOf(new X509Certificate(cert))};
};

/**
 * A key and a certificate as an authority gave them, the chain after the certificate.
 * @throws {ChatError} CERT_BAD
 */
export const loadServerKey = async (files: TlsFiles, now: number = Date.now()): Promise<TlsIdentity> => {
	const [cert, key] = await Promise.all([files.cert, files.key].map(path => readOr(path, undefined)));
	if (cert === undefined) throw unusable(files.cert, 'does not exist');
	if (key === undefined) throw unusable(files.key, 'does not exist');
	const secret = privateKeyIn(files.key, key);
	const leaf = certificateIn(files.cert, cert);
	if (!leaf.checkPrivateKey(secret)) throw unusable(files.cert, `is not of the key in ${files.key}`);
	if (now < leaf.validFromDate.getTime()) throw unusable(files.cert, `is valid from ${leaf.validFrom} only`);
	if (now >= leaf.validToDate.getTime())
		throw unusable(files.cert, `was valid until ${leaf.validTo}. Renew it`);
	return {...checked(files.cert, {key, cert, fingerprint: fingerprintOf(leaf)}), files};
};

const ownIdentity = async (path: string, text: string, now: number): Promise<TlsIdentity> => {
	const secret = privateKeyIn(path, text);
	if (secret.asymmetricKeyType !== 'ec')
		throw unusable(path, 'holds a key of another kind. Use it with --cert and --key');
	// Who put it there may have let others read it. Where that can't be mended, its owner knows why.
	await chmod(path, 0o600).catch(() => {});
	const written = text.includes('BEGIN CERTIFICATE') ? certificateIn(path, text) : undefined;
	const isGood = written?.checkPrivateKey(secret) && written.validToDate.getTime() - now > renewMs;
	const cert = isGood ? String(written) : makeCertificate({key: secret, now, serial: randomBytes(16)});
	const fingerprint = fingerprintOf(new X509Certificate(cert));
	return checked(path, {key: pemOf(secret), cert, fingerprint});
};

const pemOf = (key: KeyObject): string => String(key.export({type: 'pkcs8', format: 'pem'}));

/** Whole or not at all, and never over one that is there. */
const createOnce = async (path: string, text: string): Promise<void> => {
	const draft = `${path}.${randomBytes(8).toString('hex')}`;
	try {
		const file = await open(draft, 'wx', 0o600);
		try {
			await file.writeFile(text);
			await file.sync();
		} finally {
			await file.close();
		}
		await link(draft, path).catch(unless('EEXIST'));
	} finally {
		await rm(draft, {force: true});
	}
};

const unless =
	(code: string) =>
	(error: NodeJS.ErrnoException): void => {
		if (error.code !== code) throw error;
	};

/** @throws {ChatError} CERT_BAD for what is there and cannot be read */
const readOr = async <Missing>(path: string, missing: Missing): Promise<string | Missing> => {
	try {
		return await readFile(path, 'utf8');
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return missing;
		throw unusable(path, `cannot be read: ${reasonOf(cause)}`, cause);
	}
};

const privateKeyIn = (path: string, pem: string): KeyObject => {
	try {
		return createPrivateKey(pem);
	} catch (cause) {
		const why = /ENCRYPTED/.test(pem)
			? 'is locked with a passphrase. Write it without one'
			: 'holds no private key (PEM)';
		throw unusable(path, why, cause);
	}
};

/** The first one in a chain. */
const certificateIn = (path: string, pem: string): X509Certificate => {
	try {
		return new X509Certificate(pem);
	} catch (cause) {
		throw unusable(path, 'holds no certificate (PEM)', cause);
	}
};

/** OpenSSL has its own opinion of keys and chains: it has to be heard before a connection needs them. */
const checked = (path: string, identity: TlsIdentity): TlsIdentity => {
	try {
		createSecureContext({key: identity.key, cert: identity.cert});
		return identity;
	} catch (cause) {
		throw unusable(path, `cannot be used: ${reasonOf(cause)}`, cause);
	}
};

const fingerprintOf = ({publicKey}: X509Certificate): string =>
	showFingerprint(
		createHash('sha256')
			.update(publicKey.export({type: 'spki', format: 'der'}))
			.digest(),
	);

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const unusable = (path: string, why: string, cause?: unknown): ChatError =>
	new ChatError('CERT_BAD', `${path} ${why}.`, {cause});
