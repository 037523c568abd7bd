import type {Readable} from 'node:stream';
import type {Clock, Timer} from '../protocol/clock.ts';
import type {Dialect} from '../protocol/dialect.ts';
import {type Content, decode, isStored} from './content.ts';
import type {Host} from './host.ts';
import type {Outbox} from './outbox.ts';
import {kindOf, Pace} from './pace.ts';
import {Bucket, costOf} from './rate.ts';
import {type Hearer, Receiver} from './receiver.ts';

/** The server around it. */
type Surroundings = Pick<Host, 'clock' | 'rate' | 'bounds' | 'hub'>;

/** Whoever does what is asked. */
export type Doer = {
	/** what waits for the peer */
	readonly outbox: Outbox;
	/** Does it own its name? */
	readonly isMember: boolean;
	onDialect(dialect: Dialect): void;
	/** Does what is asked. Until a promise is kept the next one waits: things are done in their order. */
	act(content: Content): Promise<void> | undefined;
	/** such a promise was kept, and nothing waits */
	onIdle(): void;
	/** what was asked could not even be looked at */
	fail(error: unknown): void;
};

/**
 * What a peer says: from its bytes to frames, and each of those when it is its turn, at the pace that is allowed. Above
 * it the stream is paused, so a fast sender is slowed down by its own TCP window; nothing is dropped, and what waits
 * here is the rest of one chunk. It waits as bytes: a chunk of junk takes a third of a second to understand, so whoever
 * sends it has to wait for each line.
 */
export class Hearing implements Hearer {
	readonly clock: Clock;
	readonly #stream: Readable;
	readonly #around: Surroundings;
	readonly #doer: Doer;
	readonly #receiver: Receiver;
	readonly #bucket: Bucket | undefined;
	/** once something was asked that has a pace of its own */
	#pace: Pace | undefined;
	#dialect: Dialect | undefined;
	/** frames whose turn has not come; undefined for none */
	#waiting: Uint8Array[] | undefined;
	/** Is the frame paid for whose turn it is? Then this is what it says. */
	#isPaid = false;
	#content: Content;
	#timer: Timer | undefined;
	#busy = false;
	#stopped = false;

	constructor(stream: Readable, around: Surroundings, doer: Doer) {
		const {clock, rate} = around;
		this.#around = around;
		this.clock = clock;
		this.#stream = stream;
		this.#doer = doer;
		this.#bucket = rate === undefined ? undefined : new Bucket(rate, clock);
		this.#receiver = new Receiver(this);
	}

	/** Does something wait, and the peer is not read? */
	get held(): boolean {
		return this.#waiting !== undefined;
	}

	/** Is everything done that came so far? */
	get idle(): boolean {
		return !this.held && !this.#busy;
	}

	/** @throws {ChatError} LINE_TOO_LONG, after what came before that line */
	push(chunk: Uint8Array): void {
		this.#receiver.push(chunk);
	}

	/** The peer has sent its last. */
	end(): void {
		this.#receiver.end();
	}

	onDialect(dialect: Dialect): void {
		this.#dialect = dialect;
		this.#doer.onDialect(dialect);
	}

	onFrame(frame: Uint8Array): void {
		if (this.#stopped) return;
		if (this.#waiting === undefined) {
			if (this.#pass(frame)) return;
			this.#waiting = [];
		}
		this.#waiting.push(frame);
		this.#stream.pause();
	}

	onQuiet(): void {
		try {
			this.#receiver.flush();
		} catch (error) {
			this.#doer.fail(error);
		}
	}

	/** Goes on, as far as it may. */
	resume(): void {
		const waiting = this.#waiting;
		if (waiting === undefined || this.#stopped) return;
		let passed = 0;
		while (!this.#stopped && passed < waiting.length && this.#pass(waiting[passed]!)) passed++;
		waiting.splice(0, passed);
		if (this.#stopped || waiting.length > 0) return;
		this.#waiting = undefined;
		this.#stream.resume();
	}

	/** Hears nothing more, forgets what waits, and lets the stream flow to whoever drops it. */
	stop(): void {
		this.#receiver.stop();
		this.#stopped = true;
		this.#waiting = undefined;
		this.#isPaid = false;
		this.#content = undefined;
		this.clock.clearTimeout(this.#timer);
		this.#stream.resume();
	}

	#pass(frame: Uint8Array): boolean {
		if (this.#busy) return false;
		if (!this.#isPaid) {
			if (this.#waits(this.#bucket?.take(costOf(frame.length)) ?? 0)) return false;
			this.#content = this.#decode(frame);
			this.#isPaid = true;
		}
		const content = this.#content;
		if (this.#isBlocked(content) || this.#waits(this.#paceOf(content))) return false;
		this.#isPaid = false;
		this.#content = undefined;
		const acting = this.#doer.act(content);
		if (acting) {
			this.#busy = true;
			void acting.then(() => this.#goOn());
		}
		return true;
	}

	/** What a frame says. It is asked once for each. */
	#decode(frame: Uint8Array): Content {
		try {
			return decode(this.#dialect!, frame);
		} catch (error) {
			this.#doer.fail(error);
			return undefined;
		}
	}

	/**
	 * Does it have to wait? Until its peer has read most of its answers, which may be hundreds of times as
	 * long as what asks for them; and if it is to be stored, until the journal has caught up.
	 */
	#isBlocked(content: Content): boolean {
		const {outbox} = this.#doer;
		if (outbox.isFull) {
			void outbox.drained().then(() => this.resume());
			return true;
		}
		return this.#around.hub.delivery.ledger.congested && isStored(content);
	}

	/** Takes what it costs besides, by what it is, or says how many ms are missing. */
	#paceOf(content: Content): number {
		const kind = kindOf(content);
		if (kind === undefined || this.#bucket === undefined) return 0;
		this.#pace ??= new Pace({
			clock: this.clock,
			bounds: () => this.#around.bounds,
			isMember: () => this.#doer.isMember,
		});
		return this.#pace.take(kind);
	}

	/** @param ms that have to pass before; 0 for none */
	#waits(ms: number): boolean {
		if (ms <= 0) return false;
		this.clock.clearTimeout(this.#timer);
		this.#timer = this.clock.setTimeout(() => this.resume(), ms);
		return true;
	}

	#goOn(): void {
		this.#busy = false;
		this.resume();
		if (this.idle) this.#doer.onIdle();
	}
}
