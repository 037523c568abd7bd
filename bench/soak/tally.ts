/** Counts of what happened, each by its name. */
export class Tally {
	readonly counts: Record<string, number> = {};

	add(name: string, count = 1): void {
		this.counts[name] = (this.counts[name] ?? 0) + count;
	}
}
