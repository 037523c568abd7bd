import {connect, type Socket} from 'node:net';
import type {Address} from '../protocol/address.ts';
import {tcpOptions} from './dial.ts';

/**
 * A connection that is made while there is no time to encrypt it: it tells at once whether anybody is there, and loading
 * TLS and shaking hands take a tenth of the time to the first frame. Nothing is said on it before.
 */
export class Knock {
	readonly #socket: Socket;
	readonly #answered: Promise<boolean>;
	#isTaken = false;

	constructor(address: Address) {
		this.#socket = connect(tcpOptions(address));
		this.#answered = new Promise(resolve => {
			this.#socket.once('connect', () => resolve(true));
			this.#socket.once('close', () => resolve(false));
			// Why it failed is told by the attempt that follows.
			this.#socket.on('error', () => {});
		});
	}

	/** Resolves when it is time to go on: at once where nobody is there, else once somebody wants to. */
	async wait(wanted: Promise<void>): Promise<void> {
		if (await this.#answered) await wanted;
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
