/** Somebody in the middle: takes connections in a server's place, with another key or none, and passes on what comes. */
import {connect, createServer, type Socket} from 'node:net';
import {connect as connectTls, createServer as createTlsServer, type TLSSocket} from 'node:tls';
import type {TlsIdentity} from '../../source/server/front/keys.ts';

export type MiddleOptions = {
	/** of the server that people mean to reach */
	to: number;
	/** shown to them; none takes and answers plaintext */
	identity?: TlsIdentity | undefined;
	/** in whose place it listens; 0 for a port of its own */
	port?: number;
	/** says so to the server in their place; left out, it passes on what they say */
	instead?: ((heard: string) => string) | undefined;
};

export class Middle implements AsyncDisposable {
	/** all that people said to it, once it was decrypted */
	heard = '';
	/** all that the server answered */
	answered = '';
	readonly #server;
	readonly #sockets = new Set<Socket>();
	readonly #options: MiddleOptions;

	constructor(options: MiddleOptions) {
		this.#options = options;
		const {identity} = options;
		const take = (near: Socket): void => this.#relay(near);
		this.#server = identity
			? createTlsServer({key: identity.key, cert: identity.cert}, take)
			: createServer(take);
		this.#server.on('tlsClientError', () => {});
	}

	get port(): number {
		return (this.#server.address() as {port: number}).port;
	}

	static async start(options: MiddleOptions): Promise<Middle> {
		const middle = new Middle(options);
		await new Promise<void>(resolve => middle.#server.listen(options.port ?? 0, '127.0.0.1', resolve));
		return middle;
	}

	/** With a server that encrypts it speaks encrypted itself; what is on the way back passes as it is. */
	#relay(near: Socket | TLSSocket): void {
		const {to, identity, instead} = this.#options;
		const far = identity
			? connectTls({port: to, host: '127.0.0.1', rejectUnauthorized: false})
			: connect({port: to, host: '127.0.0.1'});
		for (const [one, other] of [
			[near, far],
			[far, near],
		] as const) {
			this.#sockets.add(one);
			one.on('error', () => {});
			one.on('close', () => other.destroy());
		}
		near.on('data', (chunk: Buffer) => {
			this.heard += String(chunk);
			far.write(instead ? instead(String(chunk)) : chunk);
		});
		far.on('data', (chunk: Buffer) => {
			this.answered += String(chunk);
			near.write(chunk);
		});
	}

	async [Symbol.asyncDispose](): Promise<void> {
		for (const socket of this.#sockets) socket.destroy();
		await new Promise(resolve => this.#server.close(resolve));
	}
}
