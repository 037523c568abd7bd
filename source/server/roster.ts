import type {Member} from './member.ts';

/**
 * The members of a room in the order of their names, for whoever asks for a part of them. It is made when somebody
 * asks. From then on each who comes or goes is put in its place, which costs a search and a move in memory, and no sort.
 * When so many have come and gone since the last question that a new one is cheaper, it is let go.
 */
export class Roster {
	readonly #members: () => Iterable<Member>;
	#sorted: Member[] | undefined;
	/** who came and went since it was asked for last */
	#changes = 0;

	constructor(members: () => Iterable<Member>) {
		this.#members = members;
	}

	/** Everybody by name. It is this object's own: read it at once, and do not change it. */
	get sorted(): readonly Member[] {
		this.#changes = 0;
		this.#sorted ??= [...this.#members()].sort(byName);
		return this.#sorted;
	}

	/** Somebody came, or takes the place of another connection of the same name. */
	add(member: Member): void {
		const sorted = this.#changing();
		if (sorted === undefined) return;
		const place = placeOf(sorted, member.key);
		sorted.splice(place, sorted[place]?.key === member.key ? 1 : 0, member);
	}

	/** Somebody went. */
	remove(member: Member): void {
		const sorted = this.#changing();
		if (sorted === undefined) return;
		const place = placeOf(sorted, member.key);
		if (sorted[place]?.key === member.key) sorted.splice(place, 1);
	}

	#changing(): Member[] | undefined {
		if (this.#sorted !== undefined && ++this.#changes > keptFor(this.#sorted.length))
			this.#sorted = undefined;
		return this.#sorted;
	}
}

/** Changes for which it is kept though nobody asks. */
const keptFor = (members: number): number => 16 + members / 8;

/** By code units, as all who ask share one order, whatever their language is. */
const byName = (one: Member, other: Member): number => (one.key < other.key ? -1 : 1);

/** Where the first name stands that is not before this one. */
export const placeOf = (sorted: readonly Member[], key: string): number => {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (sorted[middle]!.key < key) low = middle + 1;
		else high = middle;
	}
	return low;
};
