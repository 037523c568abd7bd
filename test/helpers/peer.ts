/** Scripted peers over connections in memory, and a server for them whose clock stands still. */
import type {Duplex, DuplexOptions} from 'node:stream';
import {decodeEvent} from '../../source/protocol/json.ts';
import {limits} from '../../source/protocol/limits.ts';
import {LineFramer} from '../../source/protocol/lines.ts';
import type {Event, EventOf, EventType} from '../../source/protocol/messages.ts';
import type {About} from '../../source/server/about.ts';
import type {LogEvent} from '../../source/server/log.ts';
import type {StartLinks} from '../../source/server/moderation/starting.ts';
import {type ChatServer, createServer, type ServerOptions} from '../../source/server/server.ts';
import {FakeClock} from './clock.ts';
import {connectedPair} from './duplex.ts';

/** The bytes of one connection. */
export class BytePeer {
	readonly duplex: Duplex;
	/** everything that came, as text */
	text = '';
	/** what each read gave */
	readonly reads: string[] = [];
	/** resolves when the connection is over at this end */
	readonly closed: Promise<void>;
	readonly #waiters = new Set<() => void>();

	constructor(duplex: Duplex) {
		this.duplex = duplex;
		duplex.on('data', (chunk: Buffer) => {
			this.text += chunk;
			this.reads.push(String(chunk));
			this.heard(chunk);
			this.#wake();
		});
		duplex.on('end', () => {
			duplex.end();
			this.#wake();
		});
		duplex.on('error', () => {});
		this.closed = new Promise(resolve => {
			duplex.once('close', () => {
				resolve();
				this.#wake();
			});
		});
	}

	write(bytes: string | Uint8Array): void {
		this.duplex.write(bytes);
	}

	/** Sends no more, and still listens. */
	end(): void {
		this.duplex.end();
	}

	/** Breaks the connection without a word. */
	reset(): void {
		this.duplex.destroy();
	}

	/** Resolves once the text so far matches. */
	async until(sought: RegExp): Promise<void> {
		await this.wait(() => sought.test(this.text) || undefined, String(sought));
	}

	protected heard(_chunk: Uint8Array): void {}

	/** What `look` finds, as soon as it finds something. */
	protected wait<Found>(look: () => Found | undefined, sought: string): Promise<Found> {
		return new Promise((resolve, reject) => {
			const waiter = (): void => {
				const found = look();
				const isOver = this.duplex.readableEnded || this.duplex.destroyed;
				if (found === undefined && !isOver) return;
				this.#waiters.delete(waiter);
				if (found !== undefined) resolve(found);
				else
					reject(
						new Error(
							`The connection ended before ${sought} came. The last of it:\n${this.text.slice(-1000)}`,
						),
					);
			};
			this.#waiters.add(waiter);
			waiter();
		});
	}

	#wake(): void {
		for (const waiter of this.#waiters) waiter();
	}
}

/** Every nonce is another one: a message is known by its author's name and its nonce for ever. */
let nonces = 0;

/** A peer of our own dialect. Events wait in order until they are asked for. */
export class Peer extends BytePeer {
	readonly #framer = new LineFramer(limits.eventBytes);
	#inbox: Event[] = [];

	send(...requests: object[]): void {
		this.write(requests.map(request => `${JSON.stringify(request)}\n`).join(''));
	}

	/** The next event of a type; the others stay where they are. */
	next<Type extends EventType>(
		type: Type,
		fits: (event: EventOf<Type>) => boolean = () => true,
	): Promise<EventOf<Type>> {
		return this.wait(() => {
			const index = this.#inbox.findIndex(event => event.type === type && fits(event as EventOf<Type>));
			return index === -1 ? undefined : (this.#inbox.splice(index, 1)[0] as EventOf<Type>);
		}, type);
	}

	/** What carries this nonce, an error too. */
	answer(nonce: string): Promise<Event & {nonce?: string}> {
		return this.wait(() => {
			const index = this.#inbox.findIndex(event => 'nonce' in event && event.nonce === nonce);
			return index === -1 ? undefined : this.#inbox.splice(index, 1)[0];
		}, nonce);
	}

	/** All that came before the server answered this ping, and was not asked for. */
	async sync(): Promise<Event[]> {
		const nonce = `sync-${++nonces}`;
		this.send({type: 'ping', nonce});
		await this.next('pong', pong => pong.nonce === nonce);
		return this.#inbox.splice(0);
	}

	/** Says something and waits until it is stored and delivered. */
	async say(room: string, msg: string): Promise<EventOf<'ack'>> {
		const nonce = `say-${++nonces}`;
		this.send({type: 'say', room, msg, nonce});
		return await this.next('ack', ack => ack.nonce === nonce);
	}

	protected override heard(chunk: Uint8Array): void {
		for (const line of this.#framer.push(chunk)) {
			const event = decodeEvent(line);
			if (event) this.#inbox.push(event);
		}
	}
}

/** As much at once as any test says: a clock that stands still brings nobody another word. */
const patience = {messagesBurst: 1e6, joinsBurst: 1e6, searchesBurst: 1e6, pagesBurst: 1e6, typingBurst: 1e6};

/** A server without a socket. */
export class TestServer implements AsyncDisposable {
	readonly clock = new FakeClock();
	readonly log: LogEvent[] = [];
	readonly #server;
	readonly #ends: Duplex[] = [];

	constructor(options: ServerOptions = {}) {
		const bounds = {...patience, ...options.bounds};
		this.#server = createServer({clock: this.clock, log: event => this.log.push(event), ...options, bounds});
	}

	get server(): ChatServer {
		return this.#server;
	}

	/** The far end of a new connection. */
	open(about?: About, pair?: DuplexOptions): Duplex {
		const [near, far] = connectedPair(pair);
		this.#server.handle(near, about);
		this.#ends.push(far);
		return far;
	}

	bytes(about?: About): BytePeer {
		return new BytePeer(this.open(about));
	}

	peer(about?: About): Peer {
		return new Peer(this.open(about));
	}

	/** A peer that is in its rooms, with their history read. */
	async join(id: string, rooms: readonly string[] = ['general'], about?: About): Promise<Peer> {
		const peer = this.peer(about);
		peer.send({type: 'hello', v: 1, id, rooms: rooms.map(room => ({room, after: 0}))});
		for (const room of rooms) await peer.next('live', live => live.room === room);
		await peer.sync();
		return peer;
	}

	operator(id: string, rooms?: readonly string[]): Promise<Peer> {
		return this.join(id, rooms, {address: 'console', operator: true});
	}

	/** What it would print when it starts. */
	links(): StartLinks {
		return this.#server.links();
	}

	close(): Promise<void> {
		return this.#server.close();
	}

	async [Symbol.asyncDispose](): Promise<void> {
		for (const end of this.#ends) end.destroy();
		await this.close();
	}
}

export const startServer = (options?: ServerOptions): TestServer => new TestServer(options);

/** Lets everything that is on its way in memory arrive: a few whole turns of the event loop. */
export const turns = async (count = 20): Promise<void> => {
	for (let turn = 0; turn < count; turn++) await new Promise(resolve => setImmediate(resolve));
};
