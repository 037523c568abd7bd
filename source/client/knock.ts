import {connect, type Socket} from 'node:net';
import type {Address} from '../protocol/address.ts';
import {ChatError} from '../protocol/errors.ts';
import {networkError, tcpOptions} from './dial.ts';

/**
 * A connection that is made while there is no time to encrypt it: it tells at once whether anybody is there, and loading
 * TLS and shaking hands take a tenth of the time to the first frame. Nothing is said on it before.
 */
export class Knock {
	readonly #socket: Socket;
	readonly #answered: Promise<void>;
	#isTaken = false;

	constructor(address: Address) {
		this.#socket = connect(tcpOptions(address));
		this.#answered = new Promise((resolve, reject) => {
			this.#socket.once('connect', resolve);
			this.#socket.on('error', error => reject(networkError(error, address)));
			this.#socket.once('close', () => reject(new ChatError('LOST')));
		});
		this.#answered.catch(() => {});
	}

	/**
	 * Resolves when somebody is there, and it is time to go on.
	 * @throws {ChatError} by rejecting at once, where nobody is: REFUSED, UNREACHABLE, LOST
	 */
	async wait(wanted: Promise<void>): Promise<void> {
		await this.#answered;
		await wanted;
	}

	/** The connection, for whoever asks first; undefined where there is none. */
	take(): Socket | undefined {
		if (this.#isTaken || this.#socket.destroyed || this.#socket.connecting) return undefined;
		this.#isTaken = true;
		return this.#socket;
	}

	/** Nobody goes on. */
	close(): void {
		if (!this.#isTaken) this.#socket.destroy();
	}
}
