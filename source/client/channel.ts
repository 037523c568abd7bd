import type {Address} from '../protocol/address.ts';
import type {Clock, Timer} from '../protocol/clock.ts';
import {ChatError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import type {Event, Request, RequestOf} from '../protocol/messages.ts';
import type {Channel as Way} from './credentials.ts';
import {type Dialled, networkError} from './dial.ts';
import {errorOf, isFatal} from './errors.ts';
import {noTls} from './tls.ts';
import type {Wire} from './wire.ts';

export type ChannelOptions = {
	dialled: Dialled;
	wire: Wire;
	clock: Clock;
	/** The first thing that is said, once it is known to whom. @throws {ChatError} when it cannot be said there */
	hello: (way: Way) => RequestOf<'hello'>;
	/** for the words of errors */
	address?: Address | undefined;
	/** begins without reading, until `resume` */
	paused: boolean;
	/** All events of one chunk. Pings are answered before. */
	receive: (events: readonly Event[]) => void;
	/** Everything was handed to the system, and it takes more. */
	drained: () => void;
	/** Called once, at the end, with the reason. */
	closed: (error: ChatError) => void;
};

/**
 * One connection, from dialling to its end: hello, heartbeat, and writes no faster than they drain. Knows
 * nothing of other attempts.
 */
export class Channel {
	readonly #options: ChannelOptions;
	readonly #frames: string[] = [];
	#error: ChatError | undefined;
	#connected = false;
	#answered = false;
	#ending = false;
	#paused: boolean;
	#heardAt: number;
	#deadline: Timer | undefined;
	#silence: Timer | undefined;
	#heartbeat: Timer | undefined;
	#gap: Timer | undefined;

	constructor(options: ChannelOptions) {
		this.#options = options;
		this.#paused = options.paused;
		const {dialled, clock} = options;
		const {stream, opens} = dialled;
		this.#heardAt = clock.elapsed();
		this.#deadline = clock.setTimeout(() => this.#giveUp(), limits.helloMs);
		stream.on('drain', () => this.#pump());
		stream.on('error', error => this.#fail(this.#explained(error)));
		stream.on('end', () => this.#fail(this.#endError()));
		stream.once('close', () => this.#close());
		if (this.#paused) stream.pause();
		if (opens) stream.once(opens, () => this.#begin());
		else this.#begin();
	}

	/** Can nobody else read what is said? */
	get isPrivate(): boolean {
		return this.#options.dialled.isPrivate;
	}

	/** Was the hello said, and nothing heard? */
	get isUnanswered(): boolean {
		return this.#connected && !this.#answered;
	}

	get #stream(): Dialled['stream'] {
		return this.#options.dialled.stream;
	}

	/** Would a frame go out at once? */
	get ready(): boolean {
		return this.#frames.length === 0 && !this.#gap && !this.#stream.writableNeedDrain;
	}

	/** @throws {ChatError} when this kind of server has no words for it */
	send(request: Request): void {
		const frame = this.#options.wire.encode(request);
		if (frame === undefined || this.#ending) return;
		this.#frames.push(frame);
		this.#pump();
	}

	/** Sends what is queued and ends; what the server still has to say is heard, for `drainMs` at most. */
	end(): void {
		if (this.#ending) return;
		this.#ending = true;
		this.#stopWaiting();
		this.#deadline = this.#options.clock.setTimeout(() => this.destroy(), limits.drainMs);
		this.#pump();
	}

	destroy(error: ChatError = new ChatError('LOST')): void {
		this.#fail(error);
	}

	pause(): void {
		this.#paused = true;
		this.#stream.pause();
	}

	resume(): void {
		this.#paused = false;
		// Silence while one did not listen says nothing about the other side.
		this.#heardAt = this.#options.clock.elapsed();
		this.#stream.resume();
	}

	/** It can be spoken on. Whoever is at its end is looked at first: before that, nothing is said and nothing heard. */
	#begin(): void {
		const {wire, hello, dialled} = this.#options;
		if (this.#error) return;
		let first: RequestOf<'hello'>;
		try {
			first = hello({binding: dialled.admit?.(), isPrivate: dialled.isPrivate});
		} catch (error) {
			this.#fail(
				error instanceof ChatError ? error : new ChatError('NOT_A_SERVER', undefined, {cause: error}),
			);
			return;
		}
		this.#connected = true;
		dialled.stream.on('data', (chunk: Buffer) => this.#hear(chunk));
		this.send(first);
		this.#awaitQuiet();
		if (wire.beats) this.#beat(limits.heartbeatMs);
	}

	#hear(chunk: Buffer): void {
		const {wire, clock} = this.#options;
		this.#heardAt = clock.elapsed();
		const events: Event[] = [];
		let end: ChatError | undefined;
		try {
			for (const event of wire.decode(chunk)) {
				if (event.type === 'ping') this.send({...event, type: 'pong'});
				// One of the heartbeat answers nobody; hearing it was all.
				else if (event.type !== 'pong' || event.nonce !== undefined) events.push(event);
				if (event.type === 'bye' || (event.type === 'error' && isFatal(event.code))) end ??= errorOf(event);
			}
		} catch (error) {
			end ??= error instanceof ChatError ? error : new ChatError('NOT_A_SERVER', undefined, {cause: error});
		}
		this.#deliver(events);
		if (end) this.#fail(end);
		else if (!this.#answered) this.#awaitQuiet();
	}

	#deliver(events: readonly Event[]): void {
		if (events.length === 0) return;
		this.#answered = true;
		if (!this.#ending) this.#stopWaiting();
		this.#options.receive(events);
	}

	/** Servers that answer a good hello with silence are understood after some of it. */
	#awaitQuiet(): void {
		const {wire, clock} = this.#options;
		if (wire.quietMs === undefined) return;
		clock.clearTimeout(this.#silence);
		this.#silence = clock.setTimeout(() => this.#deliver(wire.quiet()), wire.quietMs);
	}

	#stopWaiting(): void {
		this.#options.clock.clearTimeout(this.#deadline);
		this.#options.clock.clearTimeout(this.#silence);
	}

	#giveUp(): void {
		if (this.#paused && this.#connected) {
			this.#deadline = this.#options.clock.setTimeout(() => this.#giveUp(), limits.helloMs);
			return;
		}
		this.#fail(this.#silenceError());
	}

	#silenceError(): ChatError {
		const {dialled, address} = this.#options;
		const seconds = limits.helloMs / 1000;
		if (this.#connected)
			return new ChatError('NOT_A_SERVER', `Nothing was answered within ${seconds} seconds. ${plainHint}`);
		// Somebody is there, and has not taken up the encryption.
		const isReached = 'connecting' in dialled.stream && dialled.stream.connecting === false;
		if (isReached && dialled.opens === 'secureConnect' && address) return noTls(address);
		return networkError(Object.assign(new Error(), {code: 'ETIMEDOUT'}), address);
	}

	/** What broke the stream, in words. */
	#explained(error: Error): ChatError {
		const {dialled, address} = this.#options;
		if (!this.#connected && dialled.explain) return dialled.explain(error);
		return networkError(error, address);
	}

	#beat(ms: number): void {
		const {clock} = this.#options;
		this.#heartbeat = clock.setTimeout(() => {
			const silence = this.#paused ? limits.heartbeatMs : clock.elapsed() - this.#heardAt;
			if (silence >= limits.deadMs) {
				this.#fail(new ChatError('LOST', 'The server has been silent for too long.'));
				return;
			}
			if (silence >= limits.heartbeatMs) this.send({type: 'ping'});
			this.#beat(silence >= limits.heartbeatMs ? limits.deadMs - silence : limits.heartbeatMs - silence);
		}, ms);
	}

	#pump(): void {
		const {clock, wire, drained} = this.#options;
		const stream = this.#stream;
		while (this.#frames.length > 0 && !this.#gap && !stream.writableNeedDrain) {
			stream.write(this.#frames.shift()!);
			if (wire.gapMs === 0) continue;
			this.#gap = clock.setTimeout(() => {
				this.#gap = undefined;
				this.#pump();
			}, wire.gapMs);
		}
		if (this.#frames.length > 0 || this.#gap) return;
		if (this.#ending) stream.end();
		else if (!stream.writableNeedDrain) drained();
	}

	#endError(): ChatError {
		if (!this.#connected && this.#options.dialled.explain)
			return this.#explained(Object.assign(new Error(), {code: 'ECONNRESET'}));
		return this.#answered
			? new ChatError('LOST', 'The server closed the connection.')
			: new ChatError('NOT_A_SERVER', `The connection was closed without an answer. ${plainHint}`);
	}

	/** The first reason is the one that counts. */
	#fail(error: ChatError): void {
		this.#error ??= error;
		this.#stream.destroy();
	}

	#close(): void {
		const {clock, closed} = this.#options;
		this.#stopWaiting();
		clock.clearTimeout(this.#heartbeat);
		clock.clearTimeout(this.#gap);
		closed(this.#error ?? this.#endError());
	}
}

const plainHint = 'That is no tui-chat server; for the simple ones there is --plain.';
