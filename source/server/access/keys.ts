/** A person's key: whether it was proved, and what it is called. */
import {createHash, createPublicKey, type KeyObject, verify} from 'node:crypto';
import {ChatError} from '../../protocol/errors.ts';
import {proofText, showFingerprint} from '../../protocol/proof.ts';

/** What stands before the 32 bytes of an Ed25519 key in its SPKI (RFC 8410, section 4). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

const spkiOf = (key: string): Buffer => Buffer.concat([spkiPrefix, Buffer.from(key, 'base64url')]);

/** One key, one text: the last letter of base64url may be written in several ways. */
const canonical = (key: string): string => Buffer.from(key, 'base64url').toString('base64url');

/** `SHA256:…` of a key's SPKI. @param key its 32 bytes in base64url */
export const fingerprintOf = (key: string): string =>
	showFingerprint(createHash('sha256').update(spkiOf(key)).digest());

type Claim = {
	/** as it stands in the hello, in NFC */
	id: string;
	key?: string | undefined;
	proof?: string | undefined;
	/** of the channel that it came by; undefined for one that has none */
	binding: Uint8Array | undefined;
};

/**
 * The key that a hello proves to be its sender's; undefined where there is none, or the channel is nothing that a
 * proof could be bound to: it might have been made for anybody.
 * @throws {ChatError} PROOF_BAD
 */
export const provedKey = ({id, key, proof, binding}: Claim): string | undefined => {
	if (key === undefined || binding === undefined) return undefined;
	const text = Buffer.from(proofText({binding, id}));
	const isProved = proof !== undefined && isSigned(text, key, Buffer.from(proof, 'base64url'));
	if (!isProved) throw new ChatError('PROOF_BAD');
	return canonical(key);
};

const isSigned = (text: Uint8Array, key: string, signature: Uint8Array): boolean => {
	let publicKey: KeyObject;
	try {
		publicKey = createPublicKey({key: spkiOf(key), format: 'der', type: 'spki'});
	} catch {
		return false;
	}
	return verify(null, text, publicKey, signature);
};
