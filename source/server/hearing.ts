import type {Readable} from 'node:stream';
import type {Clock} from '../protocol/clock.ts';
import type {Dialect} from '../protocol/dialect.ts';
import {Intake} from './intake.ts';
import {Bucket, type Rate} from './rate.ts';
import {Receiver} from './receiver.ts';

type HearingOptions = {
	stream: Readable;
	clock: Clock;
	/** undefined for no limit */
	rate: Rate | undefined;
	onDialect: (dialect: Dialect) => void;
	/** Runs what may break, and sees to what then has to happen. */
	guard: (run: () => void) => void;
	/** as for `Intake` */
	isBlocked: (frame: Uint8Array) => boolean;
	act: (frame: Uint8Array) => Promise<void> | undefined;
	onIdle: () => void;
};

/** What a peer says: from its bytes to frames, and each of those when it is its turn. */
export class Hearing {
	readonly #receiver: Receiver;
	readonly #intake: Intake;

	constructor({stream, clock, rate, onDialect, guard, isBlocked, act, onIdle}: HearingOptions) {
		const bucket = rate === undefined ? undefined : new Bucket(rate, clock);
		this.#intake = new Intake({stream, clock, bucket, isBlocked, act, onIdle});
		this.#receiver = new Receiver({
			clock,
			onDialect,
			onFrame: frame => this.#intake.push(frame),
			onQuiet: () => guard(() => this.#receiver.flush()),
		});
	}

	/** Does something wait, and the peer is not read? */
	get held(): boolean {
		return this.#intake.held;
	}

	/** Is everything done that came so far? */
	get idle(): boolean {
		return this.#intake.idle;
	}

	/** @throws {ChatError} LINE_TOO_LONG, after what came before that line */
	push(chunk: Uint8Array): void {
		this.#receiver.push(chunk);
	}

	/** The peer has sent its last. */
	end(): void {
		this.#receiver.end();
	}

	/** Goes on, as far as it may. */
	resume(): void {
		this.#intake.resume();
	}

	/** Hears nothing more, and forgets what waits. */
	stop(): void {
		this.#receiver.stop();
		this.#intake.stop();
	}
}
