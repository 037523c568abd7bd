import type {Fact, Journal} from '../../journal/journal.ts';
import type {Clock} from '../../protocol/clock.ts';
import {ChatError} from '../../protocol/errors.ts';
import {nameKey} from '../../protocol/names.ts';
import type {Bounds} from '../bounds.ts';
import {
	type Effect,
	isOver,
	parseSanction,
	placeOf,
	refusal,
	type Sanction,
	type Suspect,
} from './sanction.ts';
import {Shelf} from './shelf.ts';
import {powerOf} from './standing.ts';
import type {Subject} from './subject.ts';
import {SubjectIndex} from './subject-index.ts';

/** Of all sanctions, so many may be made by people of rooms; of one room so many of all. */
const [roomsShare, roomShare] = [1 / 2, 1 / 20];

type SanctionsOptions = {
	journal: Journal;
	note: (fact: Fact) => Promise<void>;
	clock: Clock;
	bounds: () => Bounds;
	/** a sanction is over by itself */
	onOver?: ((sanction: Sanction) => void) | undefined;
};

/** Who is banned or muted, in order of time and by whom it is for. */
export class Sanctions {
	readonly #options: SanctionsOptions;
	readonly #shelf: Shelf<Sanction>;
	readonly #index = new SubjectIndex();
	/** when the next one is over, ms since 1970 */
	#nextOver = Number.POSITIVE_INFINITY;

	constructor(options: SanctionsOptions) {
		this.#options = options;
		this.#shelf = new Shelf({...options, kind: 'sanction', parse: parseSanction});
		for (const sanction of this.#shelf.values()) this.#keep(sanction);
	}

	/** Why a connection from there is not taken. */
	forAddress(ip: string): ChatError | undefined {
		return refusal(this.#inForce('ban', this.#index.ofAddress(ip)).find(({room}) => room === undefined));
	}

	/** Why somebody is not let in. */
	forHello({
		id,
		...known
	}: {
		id: string;
		ip?: string | undefined;
		fingerprint?: string | undefined;
	}): ChatError | undefined {
		const suspect = {key: nameKey(id), ip: known.ip, fingerprint: known.fingerprint};
		return refusal(this.of('ban', suspect).find(({room}) => room === undefined));
	}

	/** What holds for somebody, anywhere. */
	of(effect: Effect, suspect: Suspect): Sanction[] {
		return this.#shelf.size === 0 ? [] : this.#inForce(effect, this.#index.of(suspect));
	}

	/** What holds for somebody in a room: of the room, or of the whole server. */
	in(effect: Effect, suspect: Suspect, room: string | undefined): Sanction | undefined {
		return this.of(effect, suspect).find(one => one.room === undefined || one.room.key === room);
	}

	/** The one about just this, if there is one. */
	find(effect: Effect, subject: Subject, room: string | undefined): Sanction | undefined {
		return this.#shelf.get([effect, subject.type, subject.value, room ?? ''].join(' '));
	}

	/** All, of one room or of the server and all rooms, oldest first. */
	list(room?: string): Sanction[] {
		const now = this.#options.clock.now();
		return [...this.#shelf.values()].filter(
			one => !isOver(one, now) && (room === undefined || one.room?.key === room),
		);
	}

	/**
	 * Holds from now on, in the place of an earlier one of the same effect about the same.
	 * @returns resolves when it is stored
	 * @throws {ChatError} SERVER_FULL_OF
	 */
	add(sanction: Sanction): Promise<void> {
		const place = placeOf(sanction);
		const old = this.#shelf.get(place);
		if (old === undefined) this.#checkPlace(sanction);
		if (old) this.#index.delete(old);
		this.#keep(sanction);
		return this.#shelf.set(place, sanction);
	}

	/** Holds no more. @returns resolves when that is stored */
	lift(sanction: Sanction): Promise<void> {
		this.#index.delete(sanction);
		return this.#shelf.delete(placeOf(sanction));
	}

	/** To be called now and then: what is over goes. */
	inspect(): void {
		const now = this.#options.clock.now();
		if (now < this.#nextOver) return;
		this.#nextOver = Number.POSITIVE_INFINITY;
		for (const sanction of [...this.#shelf.values()]) {
			if (!isOver(sanction, now)) this.#await(sanction);
			else {
				this.lift(sanction).catch(() => {});
				this.#options.onOver?.(sanction);
			}
		}
	}

	/** To be called when the journal takes facts again. */
	retry(): void {
		this.#shelf.retry();
	}

	/**
	 * Rooms cost nothing, and whoever makes one is its owner: of all places half are for those who keep order on the whole
	 * server, and one room has a twentieth at most.
	 */
	#checkPlace({power, room}: Sanction): void {
		const {bans} = this.#options.bounds();
		if (this.#shelf.size >= bans)
			throw new ChatError('SERVER_FULL_OF', 'The server keeps as many bans and mutes as it may. Lift some.');
		if (power >= powerOf('operator')) return;
		const ofRooms = [...this.#shelf.values()].filter(one => one.power < powerOf('operator'));
		const ofRoom = ofRooms.filter(one => one.room?.key === room?.key);
		if (ofRooms.length >= bans * roomsShare || ofRoom.length >= bans * roomShare)
			throw new ChatError('SERVER_FULL_OF', 'Rooms have as many bans and mutes as they may. Lift some.');
	}

	#inForce(effect: Effect, sanctions: readonly Sanction[]): Sanction[] {
		if (sanctions.length === 0) return [];
		const now = this.#options.clock.now();
		return sanctions.filter(one => one.effect === effect && !isOver(one, now));
	}

	#keep(sanction: Sanction): void {
		this.#await(sanction);
		this.#index.add(sanction);
	}

	#await({until = Number.POSITIVE_INFINITY}: Sanction): void {
		this.#nextOver = Math.min(this.#nextOver, until);
	}
}
