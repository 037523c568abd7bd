/** A connection to a server on this machine: lines in, text out, and every way in which a link can end. */
import {connect, type Socket} from 'node:net';
import {connect as connectTls, createSecureContext} from 'node:tls';

/**
 * `end`: the sending side is shut, what still comes is read. `reset`: an RST, with whatever is on its way.
 * `destroy`: closed at once, which is an RST too where something was not read.
 */
export type Ending = 'end' | 'reset' | 'destroy';

type LinkOptions = {
	port: number;
	tls: boolean;
	/** the address that it comes from; any of this machine's when left out */
	localAddress?: string | undefined;
	line: (line: string) => void;
	/** lines have ends; without them what comes is told at once, together with the end of what came before */
	framed?: boolean;
	/** the server has taken the connection, and what was written before goes out */
	opened?: () => void;
	closed: () => void;
};

/** One for all: making it takes a moment. */
const secureContext = createSecureContext({minVersion: 'TLSv1.3'});

/** As much of what came without a newline is told again: a word may come in two pieces. */
const tail = 64;

export class Link {
	/** the TCP connection, below the encryption too */
	readonly #bare: Socket;
	readonly #socket: Socket;
	#rest = '';

	constructor({port, tls, localAddress, line, framed = true, opened = () => {}, closed}: LinkOptions) {
		this.#bare = connect({
			port,
			host: '127.0.0.1',
			noDelay: true,
			...(localAddress === undefined ? {} : {localAddress}),
		});
		this.#socket = tls
			? connectTls({socket: this.#bare, rejectUnauthorized: false, secureContext})
			: this.#bare;
		for (const socket of [this.#bare, this.#socket]) socket.on('error', () => {});
		this.#socket.setEncoding('utf8').on('data', chunk => {
			const text = this.#rest + String(chunk);
			if (!framed) {
				this.#rest = text.slice(-tail);
				line(text);
				return;
			}
			const lines = text.split('\n');
			this.#rest = lines.pop()!;
			for (const one of lines) line(one);
		});
		this.#socket.once(tls ? 'secureConnect' : 'connect', opened);
		this.#socket.once('close', () => {
			this.#bare.destroy();
			closed();
		});
	}

	write(data: string | Uint8Array): boolean {
		return this.#socket.write(data);
	}

	/** Reads nothing until `resume`. */
	pause(): void {
		this.#socket.pause();
	}

	resume(): void {
		this.#socket.resume();
	}

	close(ending: Ending): void {
		if (ending === 'end') this.#socket.end();
		else if (ending === 'reset' && this.#socket === this.#bare) this.#bare.resetAndDestroy();
		else this.#socket.destroy();
	}
}
