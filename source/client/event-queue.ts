import type {Event} from '../protocol/messages.ts';

/** Events that may wait for a slow reader, before the socket is told to. */
const most = 256;

type Gate = {
	hold: () => void;
	release: () => void;
	/** the reader is done with an event: it asks for the next one */
	taken: (event: Event) => void;
	/** the reader goes before the end, or was told of it */
	left: () => void;
};

/**
 * Events on their way to one `for await`. A reader that is slower than the server holds the socket back
 * instead of filling memory.
 */
export class EventQueue implements AsyncIterableIterator<Event> {
	readonly #gate: Gate;
	#events: Event[] = [];
	#taken = 0;
	#last: Event | undefined;
	#waiting: PromiseWithResolvers<IteratorResult<Event>> | undefined;
	#end: {error: Error | undefined} | undefined;
	#holding = false;

	constructor(gate: Gate) {
		this.#gate = gate;
	}

	push(event: Event): void {
		if (this.#end) return;
		if (this.#waiting) {
			this.#last = event;
			this.#waiting.resolve({value: event, done: false});
			this.#waiting = undefined;
			return;
		}
		this.#events.push(event);
		if (!this.#holding && this.#events.length - this.#taken >= most) {
			this.#holding = true;
			this.#gate.hold();
		}
	}

	/** No more events. Those that wait are still given, then the end or the error. */
	finish(error?: Error): void {
		this.#end ??= {error};
		this.#release();
		if (!this.#waiting) return;
		const {resolve, reject} = this.#waiting;
		this.#waiting = undefined;
		this.#gate.left();
		if (error) reject(error);
		else resolve({value: undefined, done: true});
	}

	next(): Promise<IteratorResult<Event>> {
		if (this.#last) this.#gate.taken(this.#last);
		const event = this.#events[this.#taken];
		this.#last = event;
		if (event) {
			this.#taken++;
			this.#shrink();
			return Promise.resolve({value: event, done: false});
		}
		if (!this.#end) {
			this.#waiting ??= Promise.withResolvers();
			return this.#waiting.promise;
		}
		const {error} = this.#end;
		// The error is told once, as by a generator; then it is over.
		this.#end = {error: undefined};
		this.#gate.left();
		return error ? Promise.reject(error) : Promise.resolve({value: undefined, done: true});
	}

	return(): Promise<IteratorResult<Event>> {
		this.#events = [];
		this.#taken = 0;
		this.finish();
		this.#gate.left();
		return Promise.resolve({value: undefined, done: true});
	}

	[Symbol.asyncIterator](): this {
		return this;
	}

	#shrink(): void {
		if (this.#taken < most && this.#taken < this.#events.length) return;
		this.#events = this.#events.slice(this.#taken);
		this.#taken = 0;
		if (this.#events.length === 0) this.#release();
	}

	#release(): void {
		if (!this.#holding) return;
		this.#holding = false;
		this.#gate.release();
	}
}
