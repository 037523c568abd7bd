/**
 * What a server has done since it began, as plain numbers: adding to one is all that being measured costs where messages
 * pass. They become metrics when somebody asks (see metrics.ts).
 */
import type {LogReport} from './log.ts';

/** Upper edges in ms: from a commit in memory to a disk that hangs. */
const edges: readonly number[] = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];

/** How long things took: how many took no longer than each edge. */
export class Histogram {
	readonly edges = edges;
	/** of each edge by itself, those above the edge before; the last one is of what took longer than all edges */
	readonly counts: number[] = Array.from({length: edges.length + 1}, () => 0);
	/** in ms */
	sum = 0;

	observe(ms: number): void {
		let index = 0;
		while (index < edges.length && ms > edges[index]!) index++;
		this.counts[index]!++;
		this.sum += ms;
	}
}

export type Bytes = {readonly in: number; readonly out: number};

export class Meter {
	/** messages and changes to them, past the journal's commit */
	stored = 0;
	/** the same, as often as somebody was sent one */
	delivered = 0;
	/** what the journal refused because it could not store it */
	unstored = 0;
	/** of connections that are over */
	readonly bytes = {in: 0, out: 0};
	/** from a draft's coming to its commit */
	readonly acks = new Histogram();
	/** who came in, by dialect */
	readonly entered = new Map<string, number>();
	/** what was refused, by the code of the error */
	readonly refusals = new Map<string, number>();
	/** something of ours broke */
	failures = 0;

	/** Bytes of a connection that is over. */
	add(bytes: Bytes): void {
		this.bytes.in += bytes.in;
		this.bytes.out += bytes.out;
	}

	/** Counts what is told to the log anyway. */
	take(row: LogReport): void {
		if (row.event === 'received' || row.event === 'amended' || row.event === 'direct') this.stored++;
		else if (row.event === 'connected' || row.event === 'resumed') add(this.entered, row.dialect);
		else if (row.event === 'refused') this.refuse(row.code);
		else if (row.event === 'failed') this.failures++;
	}

	/** @param code of an error: there are as many as its table has */
	refuse(code: string): void {
		add(this.refusals, code);
	}
}

const add = (counts: Map<string, number>, name: string): void =>
	void counts.set(name, (counts.get(name) ?? 0) + 1);
