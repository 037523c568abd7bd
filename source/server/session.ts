import type {Duplex} from 'node:stream';
import type {Dialect} from '../protocol/dialect.ts';
import {ChatError} from '../protocol/errors.ts';
import {encodeJson, RefusedRequest} from '../protocol/json.ts';
import {limits} from '../protocol/limits.ts';
import {type Event, errorEvent, type Request, type RequestOf} from '../protocol/messages.ts';
import {type About, type Transport, transportOf} from './about.ts';
import {type Caller, Newcomer} from './access/newcomer.ts';
import type {Call} from './call.ts';
import type {Content} from './content.ts';
import {Deadlines} from './deadlines.ts';
import {broken, goodbye, type Parting, reasonOf} from './goodbye.ts';
import {answer, answerWaiting} from './handlers.ts';
import {type Doer, Hearing} from './hearing.ts';
import type {Host} from './host.ts';
import {Link, type Speaker} from './link.ts';
import type {Member} from './member.ts';
import type {Bytes} from './meter.ts';
import type {Outbox} from './outbox.ts';
import type {Kind} from './stats.ts';

/** `waiting` while the server is full; `over` once it has said goodbye, or is lost. */
type Phase = Kind['phase'];

/** How long somebody who does not read may take for the reason why it was cut. */
const cutGraceMs = 1000;

/** One peer, from its first byte to its last: what its parts ask of it, and what happens to it. */
export class Session implements Caller, Speaker, Doer {
	readonly from: string;
	readonly since: number;
	readonly #host: Host;
	readonly #transport: Transport;
	readonly #deadlines: Deadlines;
	readonly #link: Link;
	readonly #hearing: Hearing;
	/** until it is in or waits */
	#about: About | undefined;
	/** from its hello until it is in */
	#newcomer: Newcomer | undefined;
	#dialect: Dialect | undefined;
	#member: Member | undefined;
	#call: Call | undefined;
	#phase: Phase = 'opening';
	/** its peer sends no more */
	#hasEnded = false;
	/** it wants to go, once what it said is stored and acknowledged */
	#quit: {text: string | undefined} | undefined;

	constructor(duplex: Duplex, about: About, host: Host) {
		this.#host = host;
		this.#about = about;
		this.#transport = transportOf(about);
		this.from = about.address ?? 'memory';
		this.since = host.clock.now();
		this.#deadlines = new Deadlines(host.clock.elapsed());
		this.#link = new Link(duplex, host, this);
		this.#hearing = new Hearing(duplex, host, this);
	}

	/** In what its peer speaks: there is one once anything was understood. */
	get dialect(): Dialect {
		return this.#dialect!;
	}

	get outbox(): Outbox {
		return this.#link.outbox;
	}

	/** It has ended, or is about to. */
	get isOver(): boolean {
		return this.#phase === 'over';
	}

	/** Does it own its name? */
	get isMember(): boolean {
		return this.#member?.account !== undefined;
	}

	/** For whoever measures the server. */
	get kind(): Kind {
		return {phase: this.#phase, dialect: this.#dialect?.name, transport: this.#transport};
	}

	get bytes(): Bytes {
		return this.#link.bytes;
	}

	/** Goes on after the journal was congested. */
	resume(): void {
		this.#hearing.resume();
	}

	/** Cuts a peer that is late, stalled or silent, and asks one that has been quiet. */
	inspect(): void {
		if (this.#phase === 'over') return;
		// An access token may be over by now.
		const device = this.#member?.device;
		const isRevoked = device !== undefined && !this.#host.accounts.devices.get(device);
		const verdict = isRevoked
			? new ChatError('REVOKED')
			: this.#deadlines.check(this.#host.clock.elapsed(), {
					isOpening: this.#phase === 'opening' && this.#about?.onNamed === undefined,
					isHeld: this.#hearing.held,
					stalledSince: this.#link.outbox.stalledSince,
					stallMs: this.#host.bounds.stallMs,
					beats: this.#dialect?.beats ?? false,
				});
		if (verdict === 'ask') this.tell({type: 'ping'});
		else if (verdict) this.cut(verdict);
	}

	tell(event: Event): void {
		const frame = this.#encode(event);
		if (frame) this.#link.outbox.push(frame);
	}

	/**
	 * Says why, and closes.
	 * @param nonce of the request that is answered with it
	 */
	cut(error: ChatError, nonce?: string): void {
		if (this.#phase === 'over') return;
		const isSlow = error.code === 'TOO_SLOW';
		if (isSlow) this.#link.outbox.drop();
		if (!this.#member) {
			const {code, message: text} = error;
			this.#host.report({event: 'refused', from: this.from, code, text});
		} else this.#host.meter.refuse(error.code);
		this.#finish(errorEvent(error, {nonce}), reasonOf(error), isSlow ? cutGraceMs : limits.drainMs);
	}

	/** Says goodbye, and closes. @param why for the others */
	part(code: Parting, why?: string, graceMs: number = limits.drainMs): void {
		this.#finish(goodbye(code), why, graceMs);
	}

	/** Hears nothing more. What it has said already is still acknowledged. */
	deafen(): void {
		this.#hearing.stop();
	}

	/** Ends a session whose peer has sent its last and been answered. Ask after a flush. */
	endIfSettled(): void {
		if (this.#quit) {
			if (this.#member?.unsettled === 0) this.part('QUIT', this.#quit.text);
			return;
		}
		const isSettled = this.#member === undefined || this.#host.hub.isSettled(this.#member);
		if (isSettled && this.#hearing.idle) this.#finish(undefined, undefined, limits.drainMs);
	}

	/** Goes, as it asked, once what it said is acknowledged. @param text for the others */
	quit(text: string | undefined): void {
		this.#quit = {text: text || undefined};
		this.#hearing.stop();
		this.#host.onEnding(this);
	}

	become(member: Member): void {
		const {hub, clock, report} = this.#host;
		this.#named();
		this.#newcomer = undefined;
		this.#member = member;
		this.#call = {host: this.#host, hub, clock, report, member};
		this.#phase = 'inside';
	}

	wait(place: number, {id, nonce}: RequestOf<'hello'>): void {
		const isNew = this.#phase !== 'waiting';
		this.#phase = 'waiting';
		if (isNew) {
			this.#named();
			this.#host.report({event: 'waiting', id, from: this.from, place});
		}
		this.tell({type: 'waiting', place, ...(isNew && nonce !== undefined ? {nonce} : {})});
	}

	/** What breaks here ends this peer, and nobody else. */
	fail(error: unknown): void {
		const isOurs = !(error instanceof ChatError);
		if (isOurs) this.#host.report({event: 'failed', from: this.from, error: String(error)});
		this.cut(isOurs ? broken(error) : error);
	}

	/** Takes what was read before it was a session. */
	hear(first: Uint8Array): void {
		this.#link.hear(first);
	}

	onOverflow(): void {
		this.cut(new ChatError('TOO_SLOW'));
	}

	onData(chunk: Uint8Array): void {
		if (this.#phase === 'over') return;
		this.#deadlines.heard(this.#host.clock.elapsed());
		try {
			this.#hearing.push(chunk);
		} catch (error) {
			this.fail(error);
		}
	}

	/** The peer sends no more. What it sent still counts, and it may still read the answers. */
	onEnd(): void {
		if (this.#phase === 'over') return;
		try {
			this.#hearing.end();
			this.#hasEnded = true;
			this.#host.onEnding(this);
		} catch (error) {
			this.fail(error);
		}
	}

	onClose(error: Error | undefined): void {
		if (this.#phase !== 'over') this.#leave(error && 'connection lost');
		this.#host.onClosed(this);
	}

	onDialect(dialect: Dialect): void {
		this.#dialect = dialect;
		this.#link.outbox.separate = dialect.separate;
	}

	act(content: Content): Promise<void> | undefined {
		try {
			return this.#act(content)?.catch(error => this.fail(error));
		} catch (error) {
			this.fail(error);
			return undefined;
		}
	}

	onIdle(): void {
		if (this.#hasEnded && this.#phase !== 'over') this.#host.onEnding(this);
	}

	#act(content: Content): Promise<void> | undefined {
		if (content === undefined) return undefined;
		if (content instanceof ChatError) {
			const nonce = content instanceof RefusedRequest ? content.nonce : undefined;
			if (this.#phase === 'opening') this.cut(content, nonce);
			else this.tell(errorEvent(content, {nonce}));
		} else if (content.type === 'reply') this.#link.outbox.push(Buffer.from(content.text));
		else if (this.#phase === 'opening') return this.#greet(content);
		else if (this.#call) return answer(this.#call, content);
		else answerWaiting(this, content);
		return undefined;
	}

	/** @returns a promise when it takes its time to find out who it is */
	#greet(hello: Request): Promise<void> | undefined {
		if (hello.type !== 'hello') throw new ChatError('HELLO_FIRST');
		this.#dialect!.framer.limit = limits.lineBytes;
		this.#newcomer = new Newcomer(this.#host, {hello, about: this.#about ?? {}, caller: this});
		return this.#newcomer.arrive();
	}

	#encode(event: Event): Uint8Array | undefined {
		const line = this.#dialect ? this.#dialect.encode(event) : encodeJson(event);
		return line === undefined || line === '' ? undefined : Buffer.from(line);
	}

	#finish(last: Event | undefined, why: string | undefined, graceMs: number): void {
		if (this.#phase === 'over') return;
		const frame = last && this.#encode(last);
		this.#leave(why);
		this.#link.end(frame, graceMs, last?.type === 'error' && last.code === 'LINE_TOO_LONG');
	}

	#leave(why: string | undefined): void {
		const {hub, door, report} = this.#host;
		this.#phase = 'over';
		this.#hearing.stop();
		const member = this.#member;
		if (member && hub.present.get(member.key) === member) {
			report({event: 'disconnected', id: member.id, reason: why});
			hub.leave(member, why);
		}
		if (member) door.moveUp();
		else if (this.#newcomer) door.leave(this.#newcomer);
	}

	/** It has said who it is. */
	#named(): void {
		this.#about?.onNamed?.();
		this.#about = undefined;
	}
}
