/**
 * Somebody on a bare socket who remembers everything: what was said and not acknowledged yet, and the newest
 * message held of each room. Goes from one server process to the next, as a client would, with code of its own,
 * so that no error of the client hides one of the server.
 */
import {connect, type Socket} from 'node:net';
import {type Chance, chanceOf} from '../helpers/chance.ts';
import {Ledger, type Place} from './ledger.ts';

export type TalkerOptions = {
	id: string;
	/** all of them are read; the first one is said to */
	rooms: readonly string[];
	ledger: Ledger;
	chance: Chance;
	/** called for every acknowledgement */
	onAck?: (() => void) | undefined;
};

type Said = {type: 'say'; room: string; msg: string; nonce: string};

/** A message as it was read. */
export type Message = Place & {id: string; msg: string};

/** What was done to an earlier message. */
export type Change = Place & {id: string; ref: number; emoji?: string; off?: true};

type Heard = Message & {
	type: string;
	ref: number;
	emoji?: string;
	off?: true;
	nonce?: string;
	token?: string;
	journal?: string;
	code?: string;
	text?: string;
};

const amendments: ReadonlySet<string> = new Set(['edit', 'delete', 'react']);

/** Finds nonces, in whatever holds them. */
export const marks = /~[\da-z-]+~/g;

/** A message's nonce, which is the first word of its text too. */
export const nonceOf = (msg: string): string => msg.slice(0, msg.indexOf(' '));

export class Talker {
	readonly id: string;
	/** what came that a reader should never get: a seq again, one left out, one before an earlier one */
	readonly wrong = {doubled: 0, holes: 0, inversions: 0};
	/** messages that were read */
	deliveries = 0;
	/** errors that the server sent */
	readonly errors: string[] = [];
	/** newest seq held, by room */
	readonly cursors = new Map<string, number>();
	readonly #options: TalkerOptions;
	readonly #unacknowledged = new Map<string, Said>();
	#token: string | undefined;
	#journal: string | undefined;
	#number = 0;
	#window = 0;
	#socket: Socket | undefined;
	#waiters: Array<() => void> = [];
	closed: Promise<void> = Promise.resolve();

	constructor(options: TalkerOptions) {
		this.id = options.id;
		this.#options = options;
		for (const room of options.rooms) this.cursors.set(room, 0);
	}

	get unacknowledged(): number {
		return this.#unacknowledged.size;
	}

	/**
	 * Connects, and resolves once all that was missed is held. What was never acknowledged is said again, in its
	 * order and under its old nonces, before anything new.
	 */
	enter(port: number): Promise<void> {
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		const socket = connect({port, host: '127.0.0.1', noDelay: true});
		this.#socket = socket;
		const awaited = new Set(this.cursors.keys());
		let rest = '';
		socket.setEncoding('utf8').on('data', chunk => {
			const lines = (rest + chunk).split('\n');
			rest = lines.pop()!;
			for (const line of lines) {
				const event = JSON.parse(line) as Heard;
				this.#hear(event);
				if (event.type === 'live' && awaited.delete(event.room) && awaited.size === 0) resolve();
			}
		});
		socket.on('error', () => {});
		this.closed = new Promise(over => {
			socket.once('close', () => {
				reject(new Error(`${this.id} was cut off on entering.`));
				over();
				this.#wake();
			});
		});
		// A kill that comes first makes nobody's entering an error.
		promise.catch(() => {});
		this.#send({
			type: 'hello',
			v: 1,
			id: this.id,
			token: this.#token,
			journal: this.#journal,
			rooms: [...this.cursors].map(([room, after]) => ({room, after})),
			history: Number.MAX_SAFE_INTEGER,
		});
		for (const said of this.#unacknowledged.values()) this.#send(said);
		return promise;
	}

	/** Keeps so many messages on their way from now on; 0 to say nothing new. */
	flood(window: number): void {
		this.#window = window;
		this.#fill();
	}

	/** Resolves when all is acknowledged, or the connection is over. */
	async settled(): Promise<void> {
		while (this.#unacknowledged.size > 0 && !this.#socket?.destroyed)
			await new Promise<void>(resolve => {
				this.#waiters.push(resolve);
			});
	}

	leave(): void {
		this.#window = 0;
		this.#socket?.destroy();
	}

	#fill(): void {
		while (this.#unacknowledged.size < this.#window && this.#socket?.writable) this.#say();
	}

	#say(): void {
		const {chance, ledger, rooms} = this.#options;
		const words = Array.from({length: 4}, () => Math.floor(chance.next() * 2 ** 32).toString(36));
		const nonce = `~${words.join('-')}~`;
		const said: Said = {type: 'say', room: rooms[0]!, msg: `${nonce} ${this.id} ${++this.#number}`, nonce};
		this.#unacknowledged.set(nonce, said);
		ledger.say(nonce);
		this.#send(said);
	}

	#send(request: object): void {
		this.#socket!.write(`${JSON.stringify(request)}\n`);
	}

	#hear(event: Heard): void {
		if (event.type === 'message') this.#read(event);
		else if (event.type === 'ack') this.#acknowledge(event);
		else if (amendments.has(event.type)) this.changed(event);
		else if (event.type === 'welcome') {
			this.#token = event.token;
			this.#journal = event.journal;
		} else if (event.type === 'ping') this.#send({type: 'pong', nonce: event.nonce});
		else if (event.type === 'error') this.errors.push(`${event.code}: ${event.text}`);
	}

	#acknowledge({nonce, ...place}: Heard): void {
		const {ledger, onAck} = this.#options;
		ledger.promise('acknowledged', nonce!, place);
		this.#unacknowledged.delete(nonce!);
		onAck?.();
		this.#fill();
		if (this.#unacknowledged.size === 0) this.#wake();
	}

	#read(message: Message): void {
		this.deliveries++;
		const held = this.cursors.get(message.room)!;
		if (message.seq > held + 1) this.wrong.holes++;
		if (message.seq === held) this.wrong.doubled++;
		if (message.seq < held) this.wrong.inversions++;
		this.cursors.set(message.room, Math.max(held, message.seq));
		this.heard(message);
	}

	protected changed({room, seq}: Change): void {
		this.cursors.set(room, seq);
	}

	protected heard(message: Message): void {
		this.#options.ledger.promise('shown', nonceOf(message.msg), message);
	}

	#wake(): void {
		for (const waiter of this.#waiters.splice(0)) waiter();
	}
}

/** Reads the history of a restarted server into the ledger. */
export class Auditor extends Talker {
	readonly #ledger: Ledger;

	constructor(options: TalkerOptions) {
		super(options);
		this.#ledger = options.ledger;
	}

	protected override heard(message: Message): void {
		this.#ledger.store(nonceOf(message.msg), message);
	}
}

/** A message as it stands, with the signs that were put to it. */
export type Kept = Message & {signs: string};

/** Signs in one order, whatever came first. */
export const showSigns = (signs: Iterable<{emoji: string; id: string}>): string =>
	[...signs]
		.map(({emoji, id}) => `${emoji} ${id}`)
		.sort()
		.join(', ');

/** Reads everything that a server holds of some rooms. */
class Reader extends Talker {
	readonly messages: Message[] = [];
	/** by room and seq, then by sign and person */
	readonly #signs = new Map<string, Map<string, {emoji: string; id: string}>>();

	get kept(): Kept[] {
		return this.messages.map(message => ({
			...message,
			signs: showSigns(this.#signs.get(`${message.room} ${message.seq}`)?.values() ?? []),
		}));
	}

	protected override heard(message: Message): void {
		this.messages.push(message);
	}

	protected override changed(change: Change): void {
		super.changed(change);
		const {room, ref, emoji, id, off} = change;
		if (emoji === undefined) return;
		const key = `${room} ${ref}`;
		const signs = this.#signs.get(key) ?? new Map<string, {emoji: string; id: string}>();
		this.#signs.set(key, signs);
		if (off) signs.delete(`${emoji} ${id}`);
		else signs.set(`${emoji} ${id}`, {emoji, id});
	}
}

/** @returns all messages of the rooms as they are now, each room's in order, and the newest seq of each room */
export const readAll = async (
	port: number,
	rooms: readonly string[],
): Promise<{messages: Kept[]; newest: Record<string, number>}> => {
	const reader = new Reader({id: 'reader', rooms, ledger: new Ledger(), chance: chanceOf(0)});
	await reader.enter(port);
	reader.leave();
	await reader.closed;
	return {messages: reader.kept, newest: Object.fromEntries(reader.cursors)};
};
