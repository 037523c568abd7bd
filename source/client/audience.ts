import type {Event, EventOf, EventType} from '../protocol/messages.ts';
import {EventQueue} from './event-queue.ts';
import type {Link} from './state.ts';

/** What `on` listens to: each event of the server, and `link` for how the connection stands. */
export type ClientEvents = {[Type in EventType]: EventOf<Type>} & {link: Link};

/** What comes before the connection is made, for those who watch how it is. */
const opening: ReadonlySet<EventType> = new Set(['welcome', 'waiting']);

/** What may wait for somebody to listen. One turn brings less, unless the server is in the same process. */
const earlyAtMost = 256;

/**
 * Who listens: functions by the type of event, and readers that take one event after the other. Unlike Node's
 * emitter it knows its types, and an event called `error` is one of many.
 */
export class Audience {
	readonly #listeners = new Map<keyof ClientEvents, Set<(event: never) => void>>();
	readonly #readers = new Set<EventQueue>();
	/** those who were not told of the end yet, be it that it has not come */
	readonly #reading = new Set<EventQueue>();
	#finished: PromiseWithResolvers<void> | undefined;
	readonly #flow: {pause: () => void; resume: () => void};
	#slow = 0;
	/** what came before anybody could listen; undefined once somebody could */
	#early: Event[] | undefined = [];

	/** @param flow holds back what comes, while a reader is behind */
	constructor(flow: {pause: () => void; resume: () => void}) {
		this.#flow = flow;
	}

	/** Is what came with the welcome still to be told? */
	get isEarly(): boolean {
		return this.#early !== undefined;
	}

	on<Type extends keyof ClientEvents>(type: Type, listener: (event: ClientEvents[Type]) => void): () => void {
		const listeners = this.#listeners.get(type) ?? new Set();
		this.#listeners.set(type, listeners.add(listener));
		return () => {
			listeners.delete(listener);
		};
	}

	/** @param taken told of each event that the reader is done with, as it asks for the next one */
	read(link: Link, taken: (event: Event) => void): EventQueue {
		const reader = new EventQueue({
			taken,
			hold: () => {
				if (this.#slow++ === 0) this.#flow.pause();
			},
			release: () => {
				if (--this.#slow === 0) this.#flow.resume();
			},
			left: () => {
				this.#readers.delete(reader);
				this.#reading.delete(reader);
				if (this.#reading.size === 0) this.#finished?.resolve();
			},
		});
		this.#readers.add(reader);
		this.#reading.add(reader);
		this.#finish(reader, link);
		return reader;
	}

	/** Resolves when each reader has had all that it can have; undefined when there is none. */
	finished(): Promise<void> | undefined {
		if (this.#reading.size === 0) return undefined;
		this.#finished ??= Promise.withResolvers();
		return this.#finished.promise;
	}

	hear(events: readonly Event[]): void {
		for (const event of events) {
			if (!this.#early || opening.has(event.type)) this.#tell(event);
			else if (this.#early.push(event) >= earlyAtMost) this.#catchUp();
		}
	}

	/**
	 * A connection is made in the middle of a chunk, whose other events would be over before anybody who awaits
	 * `connect` can listen. So the first ones wait until the code behind that `await` has run.
	 */
	linked(link: Link): void {
		if (link.type === 'online') setImmediate(() => this.#catchUp());
		else if (link.type !== 'connecting') this.#catchUp();
		this.#emit('link', link);
		for (const reader of [...this.#readers]) this.#finish(reader, link);
	}

	#catchUp(): void {
		const early = this.#early ?? [];
		this.#early = undefined;
		for (const event of early) this.#tell(event);
	}

	#tell(event: Event): void {
		for (const reader of this.#readers) reader.push(event);
		this.#emit(event.type, event as never);
	}

	#finish(reader: EventQueue, link: Link): void {
		if (link.type !== 'closed' && link.type !== 'refused') return;
		this.#readers.delete(reader);
		reader.finish(link.type === 'refused' ? link.error : undefined);
	}

	#emit<Type extends keyof ClientEvents>(type: Type, event: ClientEvents[Type]): void {
		for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(event as never);
	}
}
