import type {Duplex} from 'node:stream';
import {type Client, type ClientOptions, createClient} from '../../source/client/client.ts';
import type {State} from '../../source/client/state.ts';
import {encodeJson} from '../../source/protocol/json.ts';
import {limits} from '../../source/protocol/limits.ts';
import {LineFramer} from '../../source/protocol/lines.ts';
import type {Event, Request, RequestOf, RequestType} from '../../source/protocol/messages.ts';
import {FakeClock} from '../helpers/clock.ts';
import {connectedPair} from '../helpers/duplex.ts';

/** The server's end of one connection: what a test expects to hear there, and says. */
export class ScriptedPeer {
	readonly stream: Duplex;
	readonly closed: Promise<void>;
	readonly #framer = new LineFramer(limits.eventBytes);
	readonly #requests: Request[] = [];
	#waiting: (() => void) | undefined;

	constructor(stream: Duplex) {
		this.stream = stream;
		this.closed = new Promise(resolve => stream.once('close', resolve));
		stream.on('error', () => {});
		stream.on('data', (chunk: Buffer) => {
			for (const line of this.#framer.push(chunk)) this.#requests.push(JSON.parse(String(line)) as Request);
			this.#waiting?.();
		});
		stream.on('end', () => stream.end());
	}

	/** What was heard and not asked for yet. */
	get unheard(): readonly Request[] {
		return this.#requests;
	}

	/** The next request, which has to be of this type. */
	async next<Type extends RequestType>(type: Type): Promise<RequestOf<Type>> {
		while (this.#requests.length === 0) {
			await new Promise<void>(resolve => {
				this.#waiting = resolve;
			});
		}
		const request = this.#requests.shift()!;
		if (request.type !== type) throw new Error(`Expected ${type}, heard ${JSON.stringify(request)}.`);
		return request as RequestOf<Type>;
	}

	/** In one write, as a server coalesces what belongs together. */
	send(...events: readonly Event[]): void {
		this.stream.write(events.map(encodeJson).join(''));
	}

	/** Lets a client in, with the rooms that its hello asks for. */
	async welcome(
		more: {token?: string; journal?: string; limits?: Record<string, number>} = {},
	): Promise<RequestOf<'hello'>> {
		const hello = await this.next('hello');
		this.send(
			{
				type: 'welcome',
				v: 1,
				id: hello.id,
				server: 'scripted',
				journal: 'first',
				token: 'token',
				time: 0,
				limits: {},
				...more,
			},
			...(hello.rooms ?? []).flatMap(({room, after}): Event[] => [
				{type: 'room', room, members: 1},
				{type: 'members', room, list: [{id: hello.id}]},
				{type: 'live', room, seq: after},
			]),
		);
		return hello;
	}

	/** Stores a say and tells of it, as the author hears it. */
	async accept(seq: number): Promise<RequestOf<'say'>> {
		const say = await this.next('say');
		this.send(
			{type: 'ack', nonce: say.nonce!, room: say.room, seq, ts: seq},
			{type: 'message', room: say.room, seq, id: 'Alice', msg: say.msg, ts: seq, nonce: say.nonce!},
		);
		return say;
	}

	/** The network is gone without a word. */
	reset(): void {
		this.stream.destroy();
	}
}

/** A client whose attempts to connect a test answers by hand, with time standing still. */
export class Bench {
	readonly clock = new FakeClock();
	readonly client: Client;
	/** what the next attempts meet instead of a server */
	readonly failures: Error[] = [];
	/** 0.5 makes each delay the middle of what it may be */
	chance = 0.5;
	/** the client's end of the newest connection */
	link: Duplex | undefined;
	readonly #arrived: ScriptedPeer[] = [];
	#waiting: ((peer: ScriptedPeer) => void) | undefined;

	constructor(options: Partial<ClientOptions> = {}) {
		let nonces = 0;
		this.client = createClient({
			id: 'Alice',
			dial: () => this.#dial(),
			clock: this.clock,
			random: () => this.chance,
			nonce: () => `n${++nonces}`,
			...options,
		});
	}

	/** The server's end of the next connection. */
	async peer(): Promise<ScriptedPeer> {
		return (
			this.#arrived.shift() ??
			new Promise(resolve => {
				this.#waiting = resolve;
			})
		);
	}

	/** A connected client and its peer. */
	async online(more?: Parameters<ScriptedPeer['welcome']>[0]): Promise<ScriptedPeer> {
		const connected = this.client.connect();
		const peer = await this.peer();
		await peer.welcome(more);
		await connected;
		await this.until(isLive);
		// What came along with the welcome is told in the next turn.
		await new Promise(resolve => setImmediate(resolve));
		return peer;
	}

	/** A client that was connected, and whose link has broken. */
	async lost(): Promise<void> {
		const peer = await this.online();
		peer.reset();
		await this.linked('offline');
	}

	/** Resolves once the state is such. */
	until(holds: (state: State) => boolean): Promise<State> {
		return new Promise(resolve => {
			if (holds(this.client.state)) {
				resolve(this.client.state);
				return;
			}
			const unsubscribe = this.client.subscribe(() => {
				if (!holds(this.client.state)) return;
				unsubscribe();
				resolve(this.client.state);
			});
		});
	}

	linked<Type extends State['link']['type']>(type: Type): Promise<Extract<State['link'], {type: Type}>> {
		return this.until(({link}) => link.type === type).then(
			({link}) => link as Extract<State['link'], {type: Type}>,
		);
	}

	#dial(): Duplex {
		const [near, far] = connectedPair();
		this.link = near;
		const failure = this.failures.shift();
		if (failure) {
			near.destroy(failure);
			return near;
		}
		const peer = new ScriptedPeer(far);
		if (this.#waiting) this.#waiting(peer);
		else this.#arrived.push(peer);
		this.#waiting = undefined;
		return near;
	}
}

export const isLive = (state: State): boolean => [...state.rooms.values()].every(({live}) => live);

export const refusedPort = (): Error =>
	Object.assign(new Error('connect ECONNREFUSED'), {code: 'ECONNREFUSED'});
