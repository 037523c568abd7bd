/**
 * What a server promised, against what it holds in the end. Unlike the ledger of the tests it lets what was said be
 * changed, visitors come and go with what they hold, and names of rooms be many.
 */

/** Faults by their kind. All are 0, or something is wrong. */
export type Faults = {
	/** acknowledged or shown, and not there in the end */
	lost: number;
	/** there at two places, or acknowledged at two */
	doubled: number;
	/** one place with two messages */
	changed: number;
	/** said by nobody */
	invented: number;
	/** not shown to somebody who was there, or who came back for it */
	missed: number;
	/** shown again, or after a later one, on one link */
	disordered: number;
	/** never acknowledged, though its author came back for that */
	unanswered: number;
	/** an answer that the protocol has not for this */
	odd: number;
};

/** of each kind */
const mostStories = 5;

/** Where a message stands: the room and its seq. */
const placeOf = (room: string, seq: number): string => `${room} ${seq}`;

/** What somebody holds of a room went on at `to`, with nothing since `from`: no message may stand between. */
type Gap = {room: string; from: number; to: number; who: string};

export class Account {
	readonly faults: Faults = {
		lost: 0,
		doubled: 0,
		changed: 0,
		invented: 0,
		missed: 0,
		disordered: 0,
		unanswered: 0,
		odd: 0,
	};
	readonly stories: string[] = [];
	acknowledged = 0;
	shown = 0;
	/** nonces of all that was said */
	readonly #said = new Set<string>();
	/** where each message stands, by its nonce; and the other way round */
	readonly #places = new Map<string, string>();
	readonly #nonces = new Map<string, string>();
	readonly #gaps: Gap[] = [];
	readonly #held = new Set<string>();

	get held(): number {
		return this.#held.size;
	}

	say(nonce: string): void {
		this.#said.add(nonce);
	}

	/** An author was told where a message stands. */
	acknowledge(nonce: string, room: string, seq: number): void {
		this.acknowledged++;
		this.#place(nonce, room, seq);
	}

	/** Somebody was shown a message. */
	show(nonce: string, room: string, seq: number): void {
		this.shown++;
		this.#place(nonce, room, seq);
	}

	/** Somebody was shown nothing between two places: right only if no message is there. */
	skip(gap: Gap): void {
		if (gap.to - gap.from > 1) this.#gaps.push(gap);
	}

	/** The server holds this message in the end. */
	hold(nonce: string, room: string, seq: number): void {
		this.#place(nonce, room, seq);
		const place = placeOf(room, seq);
		if (this.#held.has(place)) this.fault('doubled', `${place} is there twice`);
		this.#held.add(place);
	}

	/** All that the server holds is known now. */
	settle(): void {
		for (const [nonce, place] of this.#places)
			if (!this.#held.has(place)) this.fault('lost', `${nonce} was at ${place} and is no more`);
		for (const {room, from, to, who} of this.#gaps)
			for (let seq = from + 1; seq < to; seq++)
				if (this.#held.has(placeOf(room, seq)))
					this.fault('missed', `${who} was not shown ${placeOf(room, seq)}`);
	}

	fault(kind: keyof Faults, story: string): void {
		if (++this.faults[kind] <= mostStories) this.stories.push(`${kind}: ${story}`);
	}

	#place(nonce: string, room: string, seq: number): void {
		const place = placeOf(room, seq);
		if (!this.#said.has(nonce)) this.fault('invented', `${nonce} at ${place} was said by nobody`);
		const other = this.#nonces.get(place);
		if (other !== undefined && other !== nonce)
			this.fault('changed', `${place} was ${other} and is ${nonce}`);
		const before = this.#places.get(nonce);
		if (before !== undefined && before !== place)
			this.fault('doubled', `${nonce} is at ${before} and at ${place}`);
		this.#nonces.set(place, nonce);
		this.#places.set(nonce, place);
	}
}
