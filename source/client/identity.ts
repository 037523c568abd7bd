/**
 * Who somebody is to all servers: one Ed25519 key (RFC 8032), kept in a file. A name belongs to whoever used it first
 * with a key, so that losing it means losing names: it is made once, and nothing ever puts another one in its place.
 */
import {createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign} from 'node:crypto';
import {join} from 'node:path';
import {ChatError} from '../protocol/errors.ts';
import {proofText} from '../protocol/proof.ts';
import {codeOf, createOwn, readOwn} from './own-file.ts';

export type Identity = {
	/** the public key: 32 bytes in base64url */
	readonly key: string;
	/** Shows that the key is one's own, for one channel and one id. @returns 64 bytes in base64url */
	readonly prove: (channel: {binding: Uint8Array; id: string}) => string;
};

export const identityFileName = 'identity.json';

/**
 * The key in a folder, which is made where there is none; of several processes that do so at once, all have the same one.
 * @throws {ChatError} KEYS_BAD for a file that cannot be read or written, or is no key
 */
export const openIdentity = (folder: string): Identity => {
	const path = join(folder, identityFileName);
	try {
		const text = readOwn(path) ?? made(path);
		return identityOf(keyIn(path, text));
	} catch (cause) {
		if (cause instanceof ChatError) throw cause;
		throw new ChatError(
			'KEYS_BAD',
			`Your key in ${path} cannot be read or made (${codeOf(cause)}). Names belong to it, so nothing goes on without it.`,
			{cause},
		);
	}
};

/** What is in the file then: this key, or that of somebody who was faster. */
const made = (path: string): string => {
	const {privateKey} = generateKeyPairSync('ed25519');
	createOwn(path, `${JSON.stringify(privateKey.export({format: 'jwk'}))}\n`);
	return readOwn(path) ?? '';
};

/** A JSON Web Key (RFC 8037). Both of its halves have to be those of one key. */
const keyIn = (path: string, text: string): KeyObject => {
	try {
		const key = JSON.parse(text) as {kty?: unknown; crv?: unknown; d?: string; x?: string};
		const {kty, crv, d = '', x = ''} = key;
		if (kty === 'OKP' && crv === 'Ed25519') {
			const secret = createPrivateKey({key: {kty, crv, d, x}, format: 'jwk'});
			if (createPublicKey(secret).export({format: 'jwk'}).x === x) return secret;
		}
	} catch {
		// Said below.
	}
	throw new ChatError(
		'KEYS_BAD',
		`Your key in ${path} is damaged. Put a copy of it back; or move it away, and be somebody new to all servers.`,
	);
};

const identityOf = (secret: KeyObject): Identity => ({
	key: createPublicKey(secret).export({format: 'jwk'}).x!,
	prove: channel => sign(null, Buffer.from(proofText(channel)), secret).toString('base64url'),
});
