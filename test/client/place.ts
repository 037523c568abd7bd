/** A server for clients over connections in memory, which a test can cut, and stop, and start again. */
import type {Duplex} from 'node:stream';
import {afterEach} from 'vitest';
import {type Client, type ClientOptions, createClient} from '../../source/client/client.ts';
import {networkError} from '../../source/client/dial.ts';
import type {State} from '../../source/client/state.ts';
import {openJournal} from '../../source/journal/sqlite.ts';
import {startServer, type TestServer} from '../helpers/peer.ts';

export const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

/** A place where a server is, or is not. */
export class Place {
	server: TestServer | undefined;
	readonly #folder: string | undefined;
	readonly #links = new Map<string, Duplex>();
	#clients = 0;

	/** @param folder of its journal; in memory when left out */
	constructor(folder?: string) {
		this.#folder = folder;
		closing.push(() => this.stop());
		if (folder === undefined) this.server = startServer({rate: false});
	}

	static async open(folder: string): Promise<Place> {
		const place = new Place(folder);
		await place.start();
		return place;
	}

	/** Starts, again, with the journal that it had. */
	async start(): Promise<void> {
		const folder = this.#folder;
		const kept = folder === undefined ? {} : {journal: await openJournal({folder})};
		this.server = startServer({rate: false, ...kept});
	}

	async stop(): Promise<void> {
		const {server} = this;
		this.server = undefined;
		await server?.[Symbol.asyncDispose]();
	}

	client(id: string, options: Partial<ClientOptions> = {}): Client {
		const number = ++this.#clients;
		let nonces = 0;
		const client = createClient({
			id,
			dial: () => this.#dial(id),
			clock: this.server!.clock,
			nonce: () => `${number}.${++nonces}`,
			...options,
		});
		closing.push(() => {
			const quit = client.quit();
			this.cut(id);
			return quit;
		});
		return client;
	}

	async join(id: string, options?: Partial<ClientOptions>): Promise<Client> {
		const client = this.client(id, options);
		await client.connect();
		await until(client, state => [...state.rooms.values()].every(({live}) => live));
		return client;
	}

	/** Breaks somebody's connection. */
	cut(id: string): void {
		this.#links.get(id)?.destroy();
	}

	#dial(id: string): Duplex {
		if (!this.server) throw networkError(Object.assign(new Error(), {code: 'ECONNREFUSED'}));
		const link = this.server.open();
		link.on('error', () => {});
		this.#links.set(id, link);
		return link;
	}
}

export const until = (client: Client, holds: (state: State) => boolean): Promise<void> =>
	new Promise(resolve => {
		const unsubscribe = client.subscribe(() => check());
		const check = (): void => {
			if (!holds(client.state)) return;
			unsubscribe();
			resolve();
		};
		check();
	});
