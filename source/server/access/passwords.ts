import {argon2, randomBytes, timingSafeEqual} from 'node:crypto';
import {ChatError} from '../../protocol/errors.ts';

/** What a password costs whoever guesses it (OWASP's second choice for Argon2id): 19 MiB, some 25 ms of one core. */
export type Cost = {readonly memory: number; readonly passes: number; readonly parallelism: number};
export const usualCost: Cost = {memory: 19_456, passes: 2, parallelism: 1};

const [saltBytes, hashBytes] = [16, 32];

/** A stored one may cost so much at most: a journal from elsewhere shall not stop the server. KiB, times. */
const costliest: Cost = {memory: 256 * 1024, passes: 16, parallelism: 4};

/** `right`: it is the one. `stale`: it was hashed at another cost than is usual now, and should be hashed anew. */
export type Verdict = {readonly right: boolean; readonly stale: boolean};

type Phc = {cost: Cost; salt: Buffer; hash: Buffer};

type PasswordsOptions = {
	/** asked for each password: how many are hashed at a time, and wait */
	bounds: () => {hashes: number; hashesWaiting: number};
	cost?: Cost | undefined;
	random?: ((bytes: number) => Uint8Array) | undefined;
};

/**
 * Passwords as argon2id in the PHC string format. Hashing fills the threads that file access needs as well, so few are
 * hashed at a time, some wait, and more are turned away.
 */
export class Passwords {
	readonly #options: PasswordsOptions;
	readonly #cost: Cost;
	readonly #random: (bytes: number) => Uint8Array;
	readonly #waiting: Array<() => void> = [];
	#running = 0;

	constructor(options: PasswordsOptions) {
		this.#options = options;
		this.#cost = options.cost ?? usualCost;
		this.#random = options.random ?? randomBytes;
	}

	/** Being hashed now. */
	get running(): number {
		return this.#running;
	}

	/** @returns in the PHC format, with its salt. @throws {ChatError} BUSY by rejecting */
	async hash(password: string): Promise<string> {
		const salt = Buffer.from(this.#random(saltBytes));
		return showPhc({cost: this.#cost, salt, hash: await this.#derive(password, salt, this.#cost, hashBytes)});
	}

	/**
	 * Is it the password of this string? Without one the answer is no, and takes as long.
	 * @throws {ChatError} BUSY by rejecting
	 */
	async verify(password: string, stored: string | undefined): Promise<Verdict> {
		const phc = stored === undefined ? undefined : parsePhc(stored);
		const {cost, salt, hash} = phc ?? {cost: this.#cost, salt: Buffer.alloc(saltBytes), hash: nothing};
		const derived = await this.#derive(password, salt, cost, hash.length);
		const isSame = timingSafeEqual(derived, hash);
		return {right: isSame && phc !== undefined, stale: !isCost(cost, this.#cost)};
	}

	async #derive(password: string, salt: Buffer, cost: Cost, bytes: number): Promise<Buffer> {
		await this.#turn();
		try {
			return await derive(password, salt, cost, bytes);
		} finally {
			// Whoever waits has this one's place, before anybody new can take it.
			const next = this.#waiting.shift();
			if (next) next();
			else this.#running--;
		}
	}

	/** Resolves when it is one's turn. */
	async #turn(): Promise<void> {
		const {hashes, hashesWaiting} = this.#options.bounds();
		if (this.#running < Math.max(1, hashes)) this.#running++;
		else if (this.#waiting.length >= hashesWaiting) throw new ChatError('BUSY');
		else await new Promise<void>(resolve => this.#waiting.push(resolve));
	}
}

const nothing = Buffer.alloc(hashBytes);

/** The same password typed on another system may come in another form (RFC 8265 asks for one of them). */
const derive = (password: string, nonce: Buffer, cost: Cost, tagLength: number): Promise<Buffer> =>
	new Promise((resolve, reject) => {
		const message = Buffer.from(password.normalize('NFKC'));
		argon2('argon2id', {message, nonce, tagLength, ...cost}, (error, derived) => {
			if (error) reject(error);
			else resolve(derived);
		});
	});

const isCost = (one: Cost, other: Cost): boolean =>
	one.memory === other.memory && one.passes === other.passes && one.parallelism === other.parallelism;

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

const showPhc = ({cost: {memory, passes, parallelism}, salt, hash}: Phc): string =>
	`$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;

const phcPattern =
	/^\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** Undefined for what is none, or would cost too much. */
const parsePhc = (text: string): Phc | undefined => {
	const [, memory, passes, parallelism, salt = '', hash = ''] = phcPattern.exec(text) ?? [];
	if (memory === undefined) return undefined;
	const cost = {memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism)};
	const isFine =
		cost.parallelism >= 1 &&
		cost.passes >= 1 &&
		cost.memory >= 8 * cost.parallelism &&
		cost.memory <= costliest.memory &&
		cost.passes <= costliest.passes &&
		cost.parallelism <= costliest.parallelism;
	return isFine ? {cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64')} : undefined;
};
