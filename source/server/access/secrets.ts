/** Secrets that the server makes, and what it keeps of them. */
import {createHash} from 'node:crypto';

const accessBytes = 32;

/** By it scanners of source code know such a secret when somebody publishes it. */
const accessPrefix = 'tct_';

/** 256 random bits: nobody guesses them, so that a fast hash is enough to keep. */
export const makeAccessToken = (random: (bytes: number) => Uint8Array): string =>
	accessPrefix + Buffer.from(random(accessBytes)).toString('base64url');

/** SHA-256 in hex. It is looked up, so that no comparison tells of a part of the secret. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
