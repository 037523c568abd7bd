/**
 * The keys by which servers are known: a file of JSON lines that only grows, so that several processes can add to it.
 * The last line about a server counts.
 */
import {closeSync, fsyncSync, mkdirSync, openSync, writeSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {type Address, showAddress} from '../protocol/address.ts';
import {ChatError} from '../protocol/errors.ts';
import {isFingerprint} from '../protocol/proof.ts';
import {codeOf, readOwn} from './own-file.ts';

export type Pin = {
	/** of the server's key, as `SHA256:…` */
	readonly fingerprint: string;
	/** an authority vouched for it: the key may change as long as one does */
	readonly isPublic: boolean;
};

export const pinsFileName = 'known_servers';

export type PinsOptions = {
	/** none keeps them for as long as this process runs */
	folder: string | undefined;
	/** ms since 1970, UTC */
	now: () => number;
	/** told when one cannot be kept, with why */
	failed: (sentence: string) => void;
};

export class Pins {
	readonly #path: string | undefined;
	readonly #options: PinsOptions;
	/** what this process has seen: a file that is taken away does not make a server a new one */
	readonly #seen = new Map<string, Pin>();

	constructor(options: PinsOptions) {
		this.#options = options;
		this.#path = options.folder === undefined ? undefined : join(options.folder, pinsFileName);
	}

	/**
	 * What a server is known by, as the file has it now: another process may have accepted another key.
	 * @throws {ChatError} KEYS_BAD when that cannot be told. Taking all servers for new ones would let anybody be them.
	 */
	find(address: Address): Pin | undefined {
		const name = nameOf(address);
		const seen = this.#seen.get(name);
		try {
			return this.#read().get(name) ?? seen;
		} catch (cause) {
			if (seen) return seen;
			throw new ChatError(
				'KEYS_BAD',
				`The keys of servers in ${this.#path} cannot be read (${codeOf(cause)}), so none of them can be told from a stranger.`,
				{cause},
			);
		}
	}

	/** Knows a server by this key from now on. Where it cannot be kept, that holds for this process. */
	keep(address: Address, pin: Pin): void {
		const name = nameOf(address);
		this.#seen.set(name, pin);
		if (this.#path === undefined) return;
		const {fingerprint, isPublic} = pin;
		const row = {
			address: name,
			fingerprint,
			...(isPublic ? {public: true} : {}),
			since: this.#options.now(),
		};
		try {
			append(this.#path, row);
		} catch (error) {
			this.#options.failed(
				`The key of ${name} cannot be kept in ${this.#path} (${codeOf(error)}): the next time it will be a new server.`,
			);
		}
	}

	#read(): ReadonlyMap<string, Pin> {
		const text = this.#path === undefined ? undefined : readOwn(this.#path);
		return new Map((text ?? '').split('\n').flatMap(rowIn));
	}
}

/** Hosts are compared without regard to case (RFC 4343). */
const nameOf = ({host, port}: Address): string => showAddress({host: host.toLowerCase(), port});

/** None for a line that is damaged or not ours. */
const rowIn = (line: string): Array<[string, Pin]> => {
	if (line.trim() === '') return [];
	try {
		const row = JSON.parse(line) as Record<string, unknown> | null;
		const {address, fingerprint} = row ?? {};
		if (typeof address !== 'string' || typeof fingerprint !== 'string' || !isFingerprint(fingerprint))
			return [];
		return [[address, {fingerprint, isPublic: row?.public === true}]];
	} catch {
		return [];
	}
};

/**
 * One write to the end of the file, which the system does not mix with those of others; on the disk when it returns. It
 * begins a line of its own, whatever a power cut left of the last one.
 */
const append = (path: string, row: object): void => {
	mkdirSync(dirname(path), {recursive: true, mode: 0o700});
	const file = openSync(path, 'a', 0o600);
	try {
		const bytes = Buffer.from(`\n${JSON.stringify(row)}\n`);
		if (writeSync(file, bytes) !== bytes.length) throw new Error('the disk is full');
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
};
