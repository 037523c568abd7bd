import type {Readable} from 'node:stream';
import type {Clock} from '../protocol/clock.ts';
import type {Dialect} from '../protocol/dialect.ts';
import {type Content, decode, isStored} from './content.ts';
import {Intake} from './intake.ts';
import type {Outbox} from './outbox.ts';
import {Bucket, type Rate} from './rate.ts';
import {Receiver} from './receiver.ts';

type HearingOptions = {
	stream: Readable;
	clock: Clock;
	/** undefined for no limit */
	rate: Rate | undefined;
	onDialect: (dialect: Dialect) => void;
	/** Runs what may break, and sees to what then has to happen. */
	guard: <Result>(run: () => Result) => Result | undefined;
	/** what waits for the peer */
	outbox: () => Outbox;
	/** Is so much on its way into the journal that no more should come? Whoever says so calls `resume` later. */
	isCongested: () => boolean;
	/** as for `Intake` */
	pace: (content: Content) => number;
	act: (content: Content) => Promise<void> | undefined;
	onIdle: () => void;
};

/** What a peer says: from its bytes to frames, and each of those when it is its turn. */
export class Hearing {
	readonly #options: HearingOptions;
	readonly #receiver: Receiver;
	readonly #intake: Intake;
	#dialect: Dialect | undefined;

	constructor(options: HearingOptions) {
		this.#options = options;
		const {clock, rate, guard, onDialect} = options;
		const bucket = rate === undefined ? undefined : new Bucket(rate, clock);
		this.#intake = new Intake({
			...options,
			bucket,
			decode: frame => guard(() => decode(this.#dialect!, frame)),
			isBlocked: content => this.#isBlocked(content),
		});
		this.#receiver = new Receiver({
			clock,
			onDialect: dialect => {
				this.#dialect = dialect;
				onDialect(dialect);
			},
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

	/**
	 * Does it have to wait? Until its peer has read most of its answers, which may be hundreds of times as
	 * long as what asks for them; and if it is to be stored, until the journal has caught up.
	 */
	#isBlocked(content: Content): boolean {
		const outbox = this.#options.outbox();
		if (outbox.isFull) {
			void outbox.drained().then(() => this.#intake.resume());
			return true;
		}
		return this.#options.isCongested() && isStored(content);
	}
}
