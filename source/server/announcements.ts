import type {Clock} from '../protocol/clock.ts';
import type {Bounds} from './bounds.ts';
import {dissolve, hasOutgrown, isCounted, isSmallAgain, makeCrowd, noteWelcome, tellCount} from './crowd.ts';
import type {Member} from './member.ts';
import {isDue, noteChange, tellChanges, welcomeAll} from './presence.ts';
import type {Arrival, Room} from './room.ts';

type AnnouncementsOptions = {
	clock: Clock;
	bounds: () => Pick<Bounds, 'crowd'>;
	/** seq of the newest entry that a member has read in a room, where that is known */
	readOf: (member: Member, room: Room) => number | undefined;
	/** `flush` is to be called at the end of this turn */
	onDirty: () => void;
	/** somebody has been told what the room is like; its history is next */
	onWelcome: (room: Room, member: Member, arrival: Arrival) => void;
};

/** When rooms are told who came and who went, or how many there are: at the end of the turn, or where many are a little later. */
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
		for (const room of this.#untold) this.#tellDue(room);
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

	/** Tells the others first, as newcomers have all of it in their list. */
	#announce(room: Room): void {
		const {bounds, onWelcome} = this.#options;
		this.#changed.delete(room);
		noteChange(room);
		if (hasOutgrown(room, bounds().crowd)) makeCrowd(room);
		this.#tellDue(room);
		const welcomed = welcomeAll(room);
		if (welcomed.length > 0) noteWelcome(room);
		for (const [member, arrival] of welcomed) onWelcome(room, member, arrival);
	}

	#tellDue(room: Room): void {
		const {clock, bounds, readOf} = this.#options;
		const elapsed = clock.elapsed();
		if (isDue(room, elapsed)) tellChanges(room, clock.now(), elapsed);
		if (isSmallAgain(room, bounds().crowd, elapsed)) dissolve(room, readOf);
		tellCount(room, clock.now(), elapsed);
		if (room.untold.length === 0 && isCounted(room)) this.#untold.delete(room);
		else this.#untold.add(room);
	}
}
