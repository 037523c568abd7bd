/**
 * What a server promised, against what it kept: every acknowledgement and every message that anybody was shown
 * is a promise, the history that a restarted server tells is what was kept.
 */

/** Where a message stands, by the server's account. */
export type Place = {readonly room: string; readonly seq: number; readonly ts: number};

export type Promised = 'acknowledged' | 'shown';

/** Faults by their kind. All are 0, or something is wrong. */
export type Faults = {
	/** acknowledged, and not in the journal at that place */
	lost: number;
	/** shown to somebody, and not in the journal at that place */
	vanished: number;
	/** in the journal at two places */
	doubled: number;
	/** a place in the journal that holds nothing, or something else than before */
	holes: number;
	/** said by nobody */
	invented: number;
	/** said, resent until the end, and not in the journal */
	missing: number;
};

/** Of what may hold more, so that no more is kept. */
const placeOf = ({room, seq, ts}: Place): Place => ({room, seq, ts});

const showPlace = ({room, seq}: Place): string => `#${room} ${seq}`;

const isSame = (one: Place, other: Place): boolean =>
	one.room === other.room && one.seq === other.seq && one.ts === other.ts;

export class Ledger {
	readonly faults: Faults = {lost: 0, vanished: 0, doubled: 0, holes: 0, invented: 0, missing: 0};
	/** the first of the faults, in words */
	readonly stories: string[] = [];
	acknowledged = 0;
	shown = 0;
	readonly #said = new Set<string>();
	/** promises that no history has answered for yet: by nonce and kind, one is enough */
	#open = new Map<string, {how: Promised; nonce: string; place: Place}>();
	readonly #stored = new Map<string, Place>();
	readonly #last = new Map<string, number>();

	/** Messages that the journal is known to hold. */
	get stored(): number {
		return this.#stored.size;
	}

	say(nonce: string): void {
		this.#said.add(nonce);
	}

	/** The server told an author or a reader of a message. */
	promise(how: Promised, nonce: string, place: Place): void {
		this[how]++;
		if (!this.#said.has(nonce)) this.#fault('invented', `${nonce} was said by nobody`);
		const key = `${how} ${nonce} ${place.room} ${place.seq} ${place.ts}`;
		const kept = this.#stored.get(nonce);
		if (kept && isSame(kept, place)) return;
		if (!this.#open.has(key)) this.#open.set(key, {how, nonce, place: placeOf(place)});
	}

	/** A restarted server told of this message in its history, in the order of the room. */
	store(nonce: string, place: Place): void {
		const last = this.#last.get(place.room) ?? 0;
		if (place.seq !== last + 1) this.#fault('holes', `${showPlace(place)} came after ${last}`);
		this.#last.set(place.room, place.seq);
		if (!this.#said.has(nonce)) this.#fault('invented', `${nonce} was said by nobody`);
		const before = this.#stored.get(nonce);
		if (before) this.#fault('doubled', `${nonce} is at ${showPlace(before)} and at ${showPlace(place)}`);
		else this.#stored.set(nonce, placeOf(place));
	}

	/** All that the history holds has been told: what was promised has to be in it. */
	settle(): void {
		for (const {how, nonce, place} of this.#open.values()) {
			const kept = this.#stored.get(nonce);
			if (kept && isSame(kept, place)) continue;
			const instead = kept ? `${showPlace(kept)} at ${kept.ts}` : 'nowhere';
			this.#fault(
				how === 'acknowledged' ? 'lost' : 'vanished',
				`${nonce} was ${how} as ${showPlace(place)} at ${place.ts} and is ${instead}`,
			);
		}
		this.#open.clear();
	}

	/** The whole history is told once more: it has to be what was told bit by bit. */
	compare(whole: Ledger): void {
		this.faults.holes += whole.faults.holes;
		this.faults.doubled += whole.faults.doubled;
		for (const [nonce, place] of this.#stored) {
			const again = whole.#stored.get(nonce);
			if (!again || !isSame(again, place)) this.#fault('holes', `${nonce} is no more ${showPlace(place)}`);
		}
		if (whole.stored > this.stored)
			this.#fault('holes', `${whole.stored - this.stored} messages came up later`);
	}

	/** Everything that was said has been acknowledged by now, so it has to be there. */
	end(): void {
		for (const nonce of this.#said)
			if (!this.#stored.has(nonce)) this.#fault('missing', `${nonce} never arrived`);
	}

	#fault(kind: keyof Faults, story: string): void {
		this.faults[kind]++;
		if (this.stories.length < 10) this.stories.push(`${kind}: ${story}`);
	}
}
