import type {Clock} from '../protocol/clock.ts';
import {isDue, noteChange, tellChanges, welcomeAll} from './presence.ts';
import type {Arrival, Room} from './room.ts';

type AnnouncementsOptions = {
	clock: Clock;
	/** `flush` is to be called at the end of this turn */
	onDirty: () => void;
	/** somebody has been told what the room is like; its history is next */
	onWelcome: (room: Room, arrival: Arrival) => void;
};

/** When rooms are told who came and who went: at the end of the turn, or in a crowd a little later. */
export class Announcements {
	readonly #options: AnnouncementsOptions;
	/** somebody came or went in this turn */
	readonly #changed = new Set<Room>();
	/** the others are still to be told */
	readonly #untold = new Set<Room>();

	constructor(options: AnnouncementsOptions) {
		this.#options = options;
	}

	/** Somebody came or went. */
	add(room: Room): void {
		this.#changed.add(room);
		this.#options.onDirty();
	}

	/** Nobody is there to be told. */
	drop(room: Room): void {
		this.#changed.delete(room);
		this.#untold.delete(room);
	}

	/** At the end of the turn. */
	flush(): void {
		for (const room of this.#changed) this.#announce(room);
		this.#tellDue();
	}

	/** To be called now and then: what was put off is said also when nothing else happens. */
	inspect(): void {
		if (this.#untold.size > 0) this.#options.onDirty();
	}

	/** At once, when what comes next would be told too early. */
	announce(room: Room): void {
		room.toldAt = Number.NEGATIVE_INFINITY;
		this.#announce(room);
	}

	#announce(room: Room): void {
		this.#changed.delete(room);
		noteChange(room);
		this.#untold.add(room);
		this.#tellDue();
		for (const arrival of welcomeAll(room)) this.#options.onWelcome(room, arrival);
	}

	#tellDue(): void {
		const {clock} = this.#options;
		const elapsed = clock.elapsed();
		for (const room of this.#untold) {
			if (!isDue(room, elapsed)) continue;
			this.#untold.delete(room);
			tellChanges(room, clock.now(), elapsed);
		}
	}
}
