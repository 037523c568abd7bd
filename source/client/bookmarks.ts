import type {Clock, Timer} from '../protocol/clock.ts';
import {changedValues} from './keyed.ts';
import type {Room, State} from './state.ts';
import type {Store} from './store.ts';

/** What one reads on and on is told of so often at most. */
const everyMs = 1_000;

export type BookmarksOptions = {
	store: Store;
	clock: Clock;
	/** @param seq the newest one that was read in a room */
	tell: (room: string, seq: number) => void;
};

/** Tells the server how far one has read in each room, so that the next run finds the same place. */
export class Bookmarks {
	readonly #options: BookmarksOptions;
	readonly #told = new Map<string, number>();
	#timer: Timer | undefined;
	/** the rooms that were looked at last, and keys of those of which something may have to be told */
	#looked: State['rooms'] = new Map();
	readonly #behind = new Set<string>();

	constructor(options: BookmarksOptions) {
		this.#options = options;
	}

	/** Something was read, maybe. */
	look(): void {
		const {store, clock} = this.#options;
		if (this.#timer || this.#due(store.get()).length === 0) return;
		this.#timer = clock.setTimeout(() => this.flush(), everyMs);
	}

	/** Tells at once what is not told. */
	flush(): void {
		const {store, clock, tell} = this.#options;
		clock.clearTimeout(this.#timer);
		this.#timer = undefined;
		for (const {key, target, seen} of this.#due(store.get())) {
			this.#told.set(key, seen!);
			tell(target, seen!);
		}
	}

	/** Another record, or another reader: nothing was told of it. */
	reset(): void {
		this.#told.clear();
		this.#looked = new Map();
	}

	#due({link, rooms}: State): Room[] {
		if (link.type !== 'online') return [];
		for (const {key} of changedValues(this.#looked, rooms)) this.#behind.add(key);
		this.#looked = rooms;
		const due = [...this.#behind].flatMap(key => {
			const room = rooms.get(key);
			return room?.live && room.seen && this.#told.get(key) !== room.seen ? [room] : [];
		});
		// Whatever makes one due changes its room, so that it is looked at again.
		this.#behind.clear();
		for (const {key} of due) this.#behind.add(key);
		return due;
	}
}
